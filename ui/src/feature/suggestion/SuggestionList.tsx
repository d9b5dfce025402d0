import { Button, Select } from '@fluentui/react-components';
import { LightbulbRegular } from '@fluentui/react-icons/svg/lightbulb';
import { SearchRegular } from '@fluentui/react-icons/svg/search';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { SuggestedRule } from '../../api/operations';
import { usePages } from '../../api/pages';
import { useRead } from '../../api/query';
import { StateBadge } from '../../shared/badge';
import { formatMoment } from '../../shared/date';
import { Empty } from '../../shared/empty';
import { count, formatNumber, formatShare } from '../../shared/number';
import { Figure, Figures, Page } from '../../shared/page';
import { ProblemBanner } from '../../shared/problem';
import { Loading } from '../../shared/progress';
import { Table } from '../../shared/table';
import { useTell } from '../../shared/toast';
import { useFollowed } from '../job/follow';
import { JobProgress } from '../job/JobProgress';
import { Cover } from './Cover';
import { StartDialog } from './StartDialog';

/** How near the rule comes to choosing exactly the people. */
function ruleText(rule: SuggestedRule | null): string {
  if (!rule) return 'None fits';
  const off = [rule.adds > 0 && `${formatNumber(rule.adds)} too many`, rule.misses > 0 && `${formatNumber(rule.misses)} left out`].filter(Boolean);
  return off.length === 0 ? 'Fits exactly' : off.join(', ');
}

/** Packages that are in what people hold already: looked for, and the best first. */
export default function SuggestionList() {
  const [chosen, setChosen] = useState<number | null>(null);
  const [starting, setStarting] = useState(false);
  const tell = useTell();
  const go = useNavigate();
  const input = chosen === null ? {} : { run: chosen };
  const page = useRead('package.suggestion.list', { ...input, offset: 0, limit: 1 }, { keep: true });
  const pages = usePages('package.suggestion.list', input);
  const search = useFollowed('package.suggest', null);
  const run = page.data?.run ?? null;
  const runs = page.data?.runs ?? [];
  const look = <Button appearance="primary" icon={<SearchRegular />} disabled={search.job !== null} onClick={() => setStarting(true)}>Look for packages</Button>;
  return (
    <Page title="Suggested packages" fill lead="What many people hold together already could be an access package. Looking changes nothing; whoever holds all of a package already is given it without a change in the directory." actions={run ? look : undefined}>
      <ProblemBanner problem={search.problem} dismiss={search.dismiss} />
      <JobProgress
        job={search.job}
        onEnd={(job) => {
          search.end(job);
          if (job.state === 'done') { setChosen(null); tell.done('The look is done.', 'The best packages are first.'); }
          if (job.state === 'cancelled') tell.done('The look was cancelled.', 'What was found before stands.');
        }}
      />
      <ProblemBanner problem={page.error ?? pages.problem} retry={pages.retry} />
      {!page.data ? !page.error && <Loading label="Reading what was found" /> : !run ? (
        <Empty icon={<LightbulbRegular />} title="Nobody has looked for packages yet" text="People who hold the same are found with what they hold; each package comes with a name, its people and, where there is one, a rule that chooses them.">{look}</Empty>
      ) : (
        <>
          {runs.length > 1 && (
            <Select aria-label="Which look" value={String(run.run)} style={{ maxWidth: 480 }} onChange={(_, change) => setChosen(Number(change.value))}>
              {runs.map((one) => <option key={one.run} value={String(one.run)}>{`${formatMoment(one.madeAt)} · ${one.catalogName ?? one.directoryName} · ${count(one.outcome.packages, 'package')}`}</option>)}
            </Select>
          )}
          <Figures>
            <Figure label="Packages found" value={formatNumber(run.outcome.packages)} note={`${run.catalogName ?? run.directoryName}`} />
            <Figure label="Covered by them" value={formatShare(run.outcome.covered, run.outcome.total)} note={`${formatNumber(run.outcome.covered)} of ${formatNumber(run.outcome.total)} entitlements held`} />
            <Figure label="People looked at" value={formatNumber(run.outcome.people)} note={count(run.outcome.entitlements, 'entitlement')} />
            <Figure label="Given by packages" value={formatNumber(run.outcome.given)} note="Left out: held by a package already" />
          </Figures>
          {pages.total === 0 ? (
            <Empty icon={<LightbulbRegular />} title="No package found" text="Nothing is held together by enough people. Ask for fewer people or fewer entitlements, or let people lack one." />
          ) : pages.total !== null && (
            <Table
              key={run.run} label="Suggested packages" total={pages.total} rowAt={pages.rowAt} onRange={pages.onRange} rowHeight={48} onOpen={(row) => void go({ to: '/suggestions/$suggestion', params: { suggestion: row.suggestion } })}
              columns={[
                { id: 'name', label: 'Suggested name', width: 'minmax(130px, 2fr)', show: (row) => <Link to="/suggestions/$suggestion" params={{ suggestion: row.suggestion }} title={row.displayName}>{row.displayName}</Link> },
                { id: 'roles', label: 'Entitlements', width: '92px', align: 'end', show: (row) => formatNumber(row.entitlements.length) },
                { id: 'people', label: 'People', width: '64px', align: 'end', show: (row) => formatNumber(row.people) },
                { id: 'gives', label: 'Covers anew', width: 'minmax(124px, 1.2fr)', show: (row) => <Cover part={row.gives} total={run.outcome.total} label={`What “${row.displayName}” covers and none before it`} /> },
                { id: 'adds', label: 'Would add', width: '80px', align: 'end', show: (row) => formatNumber(row.adds) },
                { id: 'rule', label: 'Rule', width: 'minmax(92px, 1fr)', show: (row) => <span className={row.rule ? undefined : 'quiet'} title={row.rule?.text}>{ruleText(row.rule)}</span> },
                { id: 'state', label: 'State', width: '104px', show: (row) => (row.package === null ? <StateBadge tone="quiet">Suggested</StateBadge> : <StateBadge tone="good">Accepted</StateBadge>) },
              ]}
            />
          )}
        </>
      )}
      {starting && <StartDialog onClose={() => setStarting(false)} onStart={(job) => { setStarting(false); search.begin(job); }} />}
    </Page>
  );
}
