import { Button } from '@fluentui/react-components';
import { DesktopRegular } from '@fluentui/react-icons/svg/desktop';
import { useState } from 'react';
import { useStore } from '../../app/store';
import type { WorkstationShown, WorkstationView } from '../../api/operations';
import { useRead } from '../../api/query';
import { Moment } from '../../shared/Moment';
import { StateBadge } from '../../shared/badge';
import { Empty } from '../../shared/empty';
import { count } from '../../shared/number';
import { Card, Facts, Page } from '../../shared/page';
import { ProblemBanner } from '../../shared/problem';
import { Loading } from '../../shared/progress';
import { Table } from '../../shared/table';
import { Words } from '../device/Words';
import { AcceptDialog, HandOverDialog, NameDialog, ReasonDialog, TrustDialog } from './Dialogs';
import { Tail } from './Tail';
import { TakeOverDialog } from './TakeOverDialog';

type Asked = { kind: 'name' | 'accept' | 'take' | 'aside' | 'trust' } | { kind: 'hand' | 'end'; row: WorkstationShown } | null;
const causes: Record<string, string> = { first: 'The first', handOver: 'Handed over', emergency: 'Taken over in an emergency', restored: 'Restored from a backup' };

/** Which machines hold this store, and which of them writes. */
export default function Workstations() {
  const mayChange = useStore().actor.administrator;
  const read = useRead('workstation.list', {});
  const [asked, setAsked] = useState<Asked>(null);
  const close = () => setAsked(null);
  const view = read.data;
  const writes = view?.standing?.writes ?? true;
  const named = (view?.terms.length ?? 0) > 0;
  const actions = mayChange && view && writes && named && <Button appearance="primary" onClick={() => setAsked({ kind: 'accept' })}>Accept a workstation…</Button>;
  return (
    <Page title="Workstations" lead="Several machines can hold this store. One writes; the others follow its log through the exchange, and take over after a hand-over. Two never write at once." actions={actions}>
      <ProblemBanner problem={read.error} retry={() => void read.refetch()} />
      {!view && !read.error && <Loading label="Reading the workstations" />}
      {view && !named && (
        <Empty icon={<DesktopRegular />} title="One workstation" text="This machine alone holds the store. Give it a name, and another one can follow it.">
          {mayChange && <Button appearance="primary" onClick={() => setAsked({ kind: 'name' })}>Name this workstation…</Button>}
        </Empty>
      )}
      {view && named && <Own view={view} mayChange={mayChange} ask={setAsked} />}
      {view?.standing?.fork && <Tail fork={view.standing.fork} onAside={mayChange ? () => setAsked({ kind: 'aside' }) : null} />}
      {view && named && <Card title="Machines" flush><Machines view={view} acts={mayChange && writes} ask={setAsked} /></Card>}
      {view && named && <Card title="Terms" flush><Terms view={view} /></Card>}
      {view && asked?.kind === 'name' && <NameDialog name={view.standing?.name ?? ''} every={view.everyMinutes} onClose={close} />}
      {asked?.kind === 'accept' && <AcceptDialog onClose={close} />}
      {asked?.kind === 'hand' && <HandOverDialog to={asked.row} onClose={close} />}
      {asked?.kind === 'end' && <ReasonDialog of={asked.row} onClose={close} />}
      {asked?.kind === 'aside' && <ReasonDialog of="tail" onClose={close} />}
      {asked?.kind === 'trust' && <TrustDialog onClose={close} />}
      {asked?.kind === 'take' && view?.standing && <TakeOverDialog standing={view.standing} onClose={close} />}
    </Page>
  );
}

function Own({ view, mayChange, ask }: { view: WorkstationView; mayChange: boolean; ask: (asked: Asked) => void }) {
  const standing = view.standing;
  if (!standing) return null;
  const aside = mayChange && (standing.writes ? <Button onClick={() => ask({ kind: 'name' })}>Change…</Button> : standing.name && (
    <span style={{ display: 'flex', gap: 8 }}>
      <Button onClick={() => ask({ kind: 'trust' })}>Compare another…</Button>
      {!standing.fork && <Button onClick={() => ask({ kind: 'take' })}>Take over…</Button>}
    </span>
  ));
  return (
    <Card title={standing.name ? `This workstation: ${standing.name}` : 'This copy'} aside={aside}>
      <Facts
        facts={[
          ['State', <StateBadge tone={standing.writes ? 'good' : standing.fork || standing.ended ? 'bad' : 'warn'}>{standing.writes ? 'Writes' : standing.waits ? 'Waits to be taken over' : standing.ended ? 'Its term is over' : 'Follows, read only'}</StateBadge>],
          ['Term', <span className="number">{standing.term}{standing.holder && `, of ${standing.holder}`}</span>],
          standing.asOf !== null && ['As of', <span><Moment at={standing.asOf} />{standing.from && ` from ${standing.from}`}</span>],
          ['Entries of the log', <span className="number">{count(standing.entries, 'entry', 'entries')}</span>],
          standing.writes && ['Copies', `When something changed, ${count(view.everyMinutes, 'minute')} apart at least`],
        ]}
      />
      {view.words !== null && (
        <>
          <p className="quiet">Its words, for whoever compares them on another workstation:</p>
          <Words words={view.words} label="Words of this workstation" />
        </>
      )}
    </Card>
  );
}

function Machines({ view, acts, ask }: { view: WorkstationView; acts: boolean; ask: (asked: Asked) => void }) {
  const rows = view.rows;
  return (
    <Table
      label="Machines" total={rows.length} rowAt={(at) => rows[at]} onRange={() => undefined} upTo={8} rowHeight={48}
      columns={[
        { id: 'name', label: 'Workstation', width: 'minmax(104px, 1.6fr)', show: (row) => <span className="ellipsis" title={`${row.name} – ${row.words}`}>{row.name}{row.own && <span className="quiet"> this one</span>}</span> },
        { id: 'state', label: 'State', width: '120px', show: (row) => <State row={row} over={view.standing?.ended ?? false} /> },
        { id: 'copy', label: 'Last copy', width: 'minmax(172px, 1.2fr)', show: (row) => (row.copiedAt ? <span title={`${row.copiedEntries ?? 0} entries`}><Moment at={row.copiedAt} /></span> : <span className="quiet">{row.own ? '' : 'None from here'}</span>) },
        { id: 'has', label: 'Received', width: 'minmax(172px, 1fr)', show: (row) => (row.hasAt ? <Moment at={row.hasAt} /> : <span className="quiet">{row.sentAt ? 'Sent, not yet' : row.copiedAt ? 'Waits' : ''}</span>) },
        { id: 'act', label: 'Act', width: '188px', show: (row) => acts && !row.own && !row.endedAt && (
          <span style={{ display: 'flex', gap: 8 }}>
            <Button size="small" aria-label={`Hand over to ${row.name}`} onClick={() => ask({ kind: 'hand', row })}>Hand over…</Button>
            <Button size="small" aria-label={`End ${row.name}`} onClick={() => ask({ kind: 'end', row })}>End…</Button>
          </span>
        ) },
      ]}
    />
  );
}

/** Where another workstation took over, the term that stands here does not count any more. */
function State({ row, over }: { row: WorkstationShown; over: boolean }) {
  if (row.endedAt) return <StateBadge tone="quiet">Ended</StateBadge>;
  if (row.writes) return <StateBadge tone={over ? 'bad' : 'good'}>{over ? 'Term is over' : 'Has the term'}</StateBadge>;
  return <StateBadge tone="warn">{over ? 'Not known here' : 'Follows'}</StateBadge>;
}

function Terms({ view }: { view: WorkstationView }) {
  const rows = view.terms;
  return (
    <Table
      label="Terms" total={rows.length} rowAt={(at) => rows[at]} onRange={() => undefined} upTo={8} rowHeight={44}
      columns={[
        { id: 'number', label: 'Term', width: '64px', show: (row) => <span className="number">{row.number}</span> },
        { id: 'who', label: 'Workstation', width: 'minmax(104px, 1.2fr)', show: (row) => <span className="ellipsis" title={row.name}>{row.name}</span> },
        { id: 'cause', label: 'How', width: 'minmax(140px, 1fr)', show: (row) => causes[row.cause] ?? row.cause },
        { id: 'given', label: 'Given', width: 'minmax(172px, 1fr)', show: (row) => <span title={`by ${row.givenBy}`}><Moment at={row.givenAt} /></span> },
        { id: 'taken', label: 'Taken', width: 'minmax(172px, 1fr)', show: (row) => (row.takenAt ? <Moment at={row.takenAt} /> : <span className="quiet">Not yet: nobody writes</span>) },
        { id: 'why', label: 'Why', width: 'minmax(96px, 1.4fr)', show: (row) => <span className="ellipsis quiet" title={row.reason}>{row.reason}</span> },
      ]}
    />
  );
}
