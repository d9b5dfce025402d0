import { Button } from '@fluentui/react-components';
import { BoxRegular } from '@fluentui/react-icons/svg/box';
import { Link, getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { useRead } from '../../api/query';
import { StateBadge } from '../../shared/badge';
import { count, formatNumber } from '../../shared/number';
import { Card, Facts, Figure, Figures, Page } from '../../shared/page';
import { ProblemPage } from '../../shared/problem';
import { Loading } from '../../shared/progress';
import { entitlementText } from '../item/words';
import { JobProgress } from '../job/JobProgress';
import { AcceptDialog } from './AcceptDialog';
import { Cover } from './Cover';
import { Matrix, PEOPLE } from './Matrix';
import css from './suggestion.module.css';

const route = getRouteApi('/suggestions/$suggestion');

/** One suggested package: what is in it, who would hold it, and what each of them holds now. */
export default function SuggestionDetail() {
  const { suggestion } = route.useParams();
  const [offset, setOffset] = useState(0);
  const [accepting, setAccepting] = useState(false);
  const [job, setJob] = useState<number | null>(null);
  const read = useRead('package.suggestion.show', { suggestion, offset, limit: PEOPLE }, { keep: true });
  if (read.error) return <ProblemPage problem={read.error} retry={() => void read.refetch()} />;
  const view = read.data;
  if (!view) return <Loading label="Reading the suggested package" />;
  const { rule } = view;
  const common = [view.department, view.title].filter(Boolean).join(' · ');
  return (
    <Page
      title={view.displayName} back={{ to: '/suggestions', label: 'Suggested packages' }}
      badge={view.package === null ? <StateBadge tone="quiet">Suggested</StateBadge> : <StateBadge tone="good">Accepted</StateBadge>}
      lead={view.package !== null ? <>The access package <Link to="/packages/$package" params={{ package: view.package }}>{view.packageName}</Link> was made of it.</> : `Found in ${view.run.catalogName ?? view.run.directoryName}.`}
      actions={view.package === null && <Button appearance="primary" icon={<BoxRegular />} onClick={() => setAccepting(true)}>Make it a package</Button>}
    >
      <JobProgress job={job} onEnd={(ended) => { if (ended.state !== 'problem') setJob(null); }} />
      <Figures>
        <Figure label="Would hold it" value={formatNumber(view.people)} note={`${formatNumber(view.holders)} held all of it when it was found`} />
        <Figure label="Entitlements" value={formatNumber(view.entitlements.length)} />
        <Figure label="Would be added" value={formatNumber(view.adds)} note={view.adds === 0 ? 'Nobody would gain anything' : 'What its people lack, if all of them were given it'} tone={view.adds === 0 ? undefined : 'warn'} />
      </Figures>
      <Card title="What it covers">
        <Facts facts={[
          ['Anew', <Cover key="anew" part={view.gives} total={view.run.outcome.total} label="Covered by this package and none before it" />],
          ['In all', <Cover key="all" part={view.covers} total={view.run.outcome.total} label="Covered by this package in all" />],
          ['In common', common || 'Neither a department nor a title'],
          ['Rule', rule ? <span className={css.rule}>{rule.text}</span> : 'No department or title chooses these people'],
          rule && ['The rule chooses', rule.adds + rule.misses === 0 ? 'Exactly these people' : `${count(rule.matches, 'person', 'people')}: ${formatNumber(rule.adds)} more than these, and ${formatNumber(rule.misses)} of these not`],
        ]} />
      </Card>
      <Card title="Entitlements">
        <ul>
          {view.entitlements.map((one) => (
            <li key={`${one.resource} ${one.entitlement}`}>
              {one.resourceName} <span className="quiet">{entitlementText(one.entitlement)}</span>
              {one.sentence && <p className="quiet">{one.sentence}</p>}
            </li>
          ))}
        </ul>
      </Card>
      <Card title="Who holds what now" flush>
        <Matrix view={view} offset={offset} onOffset={setOffset} />
      </Card>
      {accepting && <AcceptDialog view={view} onClose={() => setAccepting(false)} onJob={setJob} />}
    </Page>
  );
}
