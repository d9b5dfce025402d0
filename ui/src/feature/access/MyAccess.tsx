import { Button, Tab, TabList } from '@fluentui/react-components';
import { KeyMultipleRegular } from '@fluentui/react-icons/svg/key-multiple';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useNow, useStore } from '../../app/store';
import type { AccessHeld } from '../../api/operations';
import { usePages } from '../../api/pages';
import { useRead } from '../../api/query';
import { Moment } from '../../shared/Moment';
import { StateBadge } from '../../shared/badge';
import { ageText } from '../../shared/date';
import { Empty } from '../../shared/empty';
import { Page } from '../../shared/page';
import { ProblemBanner } from '../../shared/problem';
import { Loading } from '../../shared/progress';
import { Table } from '../../shared/table';
import { AskDialog } from './AskDialog';
import { Available } from './Available';
import { ExtendDialog } from './ExtendDialog';
import { GiveBackDialog } from './GiveBackDialog';
import { NoPerson } from './NoPerson';
import { Offers } from './Offers';
import css from './access.module.css';
import { givesText, heldWords } from './words';

type View = 'have' | 'ask' | 'ended' | 'packets';

/** What I have, why, and until when; what I could ask for; what I had. */
export default function MyAccess() {
  const { actor } = useStore();
  const [chosen, setView] = useState<View | null>(null);
  const offers = useRead('request.offer.list', { offset: 0, limit: 1 }).data?.total ?? 0;
  // On a machine that knows packages by packets alone, those come first.
  const view = chosen ?? (offers > 0 ? 'packets' : 'have');
  const [asking, setAsking] = useState<{ package: number } | { packageKey: string } | null>(null);
  if (actor.principal === null) return <NoPerson title="My access" text="Access belongs to people of a directory." />;
  return (
    <Page title="My access" fill lead="The access packages you have, why, and until when." actions={view !== 'ask' && view !== 'packets' && <Button appearance="primary" onClick={() => setView('ask')}>Ask for access</Button>}>
      <TabList selectedValue={view} onTabSelect={(_, change) => setView(change.value as View)}>
        <Tab value="have">I have</Tab>
        <Tab value="ask">I can ask for</Tab>
        <Tab value="ended">I had</Tab>
        {offers > 0 && <Tab value="packets">From packets</Tab>}
      </TabList>
      {view === 'packets' ? <Offers /> : view === 'ask' ? <Available onAsk={setAsking} /> : <Held key={view} ended={view === 'ended'} onFind={() => setView('ask')} />}
      {asking && <AskDialog of={asking} onClose={() => setAsking(null)} />}
    </Page>
  );
}

function Held({ ended, onFind }: { ended: boolean; onFind: () => void }) {
  const pages = usePages('access.mine', { ended });
  const [extending, setExtending] = useState<AccessHeld | null>(null);
  const [leaving, setLeaving] = useState<AccessHeld | null>(null);
  const now = useNow();
  if (pages.problem) return <ProblemBanner problem={pages.problem} retry={pages.retry} />;
  if (pages.total === null) return <Loading label="Reading your access" />;
  if (pages.total === 0) {
    return (
      <Empty icon={<KeyMultipleRegular />} title={ended ? 'Nothing has ended' : 'You have no access package'} text={ended ? 'What you held once, and why it ended, is kept here.' : 'What you get by an access package stands here, with its end.'}>
        {!ended && <Button appearance="primary" onClick={onFind}>See what you can ask for</Button>}
      </Empty>
    );
  }
  return (
    <>
      <Table
        label={ended ? 'Access I had' : 'Access I have'} total={pages.total} rowAt={pages.rowAt} onRange={pages.onRange} rowHeight={60}
        columns={[
          { id: 'what', label: 'Access package', width: 'minmax(160px, 2fr)', show: (row) => <span className={css.two}><b title={row.packageName}>{row.packageName}</b><span title={row.gives.join('\n')}>{givesText(row.gives)}</span></span> },
          { id: 'why', label: 'Why', width: 'minmax(140px, 1.6fr)', show: (row) => <Why row={row} /> },
          { id: 'state', label: 'State', width: '128px', show: (row) => <StateBadge tone={heldWords[row.state]?.tone ?? 'quiet'}>{heldWords[row.state]?.word ?? row.state}</StateBadge> },
          { id: 'since', label: ended ? 'Was held' : 'Since', width: '104px', show: (row) => <Moment at={row.startsAt} day /> },
          ended
            ? { id: 'until', label: 'Ended', width: 'minmax(120px, 1fr)', show: (row) => <span className={css.two}><Moment at={row.endedAt} day /><span title={row.endedBecause ?? undefined}>{row.endedBecause}</span></span> }
            : { id: 'until', label: 'Until', width: '128px', show: (row) => <span className={css.two}><Moment at={row.endsAt} day none="It does not end" />{row.endsAt && <span className={row.nearEnd ? css.near : undefined}>{row.nearEnd ? `ends ${ageText(new Date(row.endsAt), now)}` : ageText(new Date(row.endsAt), now)}</span>}</span> },
          ...(ended ? [] : [{ id: 'act', label: 'Act', width: '188px', show: (row: AccessHeld) => (
            <span className={css.acts}>
              {row.mayExtend && <Button size="small" appearance={row.nearEnd ? 'primary' : 'secondary'} onClick={() => setExtending(row)} aria-label={`Extend ${row.packageName}`}>Extend…</Button>}
              {row.mayGiveBack && <Button size="small" onClick={() => setLeaving(row)} aria-label={`Give back ${row.packageName}`}>Give back…</Button>}
            </span>
          ) }]),
        ]}
      />
      {extending && <ExtendDialog held={extending} onClose={() => setExtending(null)} />}
      {leaving && <GiveBackDialog held={leaving} onClose={() => setLeaving(null)} />}
    </>
  );
}

/** Who or what gave it: a request, with its reason, or a policy. */
function Why({ row }: { row: AccessHeld }) {
  const reason = row.justification?.trim();
  return (
    <span className={css.two}>
      {row.request !== null
        ? <Link to="/requests/$request" params={{ request: row.request }} title={reason || undefined}>{reason || `Asked for by ${row.requestedBy ?? 'somebody'}`}</Link>
        : <span>Given by a rule</span>}
      <span title={row.policyName}>{row.policyName}</span>
    </span>
  );
}
