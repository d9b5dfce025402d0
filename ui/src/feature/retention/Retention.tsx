import { Button, Tab, TabList } from '@fluentui/react-components';
import { ArchiveRegular } from '@fluentui/react-icons/svg/archive';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useStore } from '../../app/store';
import type { HoldRow } from '../../api/operations';
import { usePages } from '../../api/pages';
import { Moment } from '../../shared/Moment';
import { StateBadge } from '../../shared/badge';
import { isDay } from '../../shared/date';
import { Empty } from '../../shared/empty';
import { DayField } from '../../shared/form';
import { Page } from '../../shared/page';
import { ProblemBanner } from '../../shared/problem';
import { Loading } from '../../shared/progress';
import { Table } from '../../shared/table';
import { ClassTab } from './ClassTab';
import { HoldDialog } from './HoldDialog';
import { LiftDialog } from './LiftDialog';
import { heldWords } from './words';

type View = 'due' | 'holds' | 'classes';

/** How long evidence is kept: what is past its day, what is held, and the classes. */
export default function Retention() {
  const { actor } = useStore();
  const [tab, setTab] = useState<View>('due');
  const [placing, setPlacing] = useState(false);
  const overseer = actor.administrator || actor.complianceOfficer;
  return (
    <Page
      title="Retention" fill={tab !== 'classes'} lead="How long evidence is kept from the end of what it is about, and what is kept longer because of a legal hold."
      actions={overseer && tab === 'holds' && <Button appearance="primary" onClick={() => setPlacing(true)}>Place a hold…</Button>}
    >
      <TabList selectedValue={tab} onTabSelect={(_, change) => setTab(change.value as View)}>
        <Tab value="due">Past its day</Tab>
        <Tab value="holds">Legal holds</Tab>
        <Tab value="classes">Classes</Tab>
      </TabList>
      {!overseer && tab !== 'classes' ? <Empty title="For compliance officers and administrators" /> : tab === 'due' ? <Due /> : tab === 'holds' ? <Holds /> : <ClassTab />}
      {placing && <HoldDialog onClose={() => setPlacing(false)} />}
    </Page>
  );
}

function Due() {
  const [until, setUntil] = useState('');
  const pages = usePages('retention.due', isDay(until) ? { untilOn: until } : {});
  return (
    <>
      <div style={{ maxWidth: 320 }}><DayField label="As of" value={until} onChange={setUntil} hint="Empty: today. A later day shows what comes up to it." /></div>
      <ProblemBanner problem={pages.problem} retry={pages.retry} />
      {pages.total === null ? !pages.problem && <Loading label="Counting the years" /> : pages.total === 0 ? (
        <Empty icon={<ArchiveRegular />} title="Nothing is past its day" text="What a legal hold keeps is not listed here." />
      ) : (
        <Table
          key={until} label="Past its day" total={pages.total} rowAt={pages.rowAt} onRange={pages.onRange}
          columns={[
            { id: 'name', label: 'What', width: 'minmax(200px, 2fr)', show: (row) => (row.package !== null ? <span title={row.name}>{row.name} <span className="quiet">package</span></span> : <span title={row.name}>{row.name} <span className="quiet">run {row.instance}</span></span>) },
            { id: 'class', label: 'Class', width: 'minmax(120px, 1fr)', show: (row) => <span title={row.class}>{row.class}</span> },
            { id: 'ended', label: 'Ended', width: '140px', show: (row) => <Moment at={row.endedOn} day /> },
            { id: 'until', label: 'Kept until', width: '140px', show: (row) => <Moment at={row.destroyAfterOn} day /> },
          ]}
        />
      )}
    </>
  );
}

function Holds() {
  const pages = usePages('hold.list', { lifted: true });
  const [lifting, setLifting] = useState<HoldRow | null>(null);
  return (
    <>
      <ProblemBanner problem={pages.problem} retry={pages.retry} />
      {pages.total === null ? !pages.problem && <Loading label="Reading the holds" /> : pages.total === 0 ? (
        <Empty icon={<ArchiveRegular />} title="No legal hold" text="A hold keeps what it is on from being deleted, whatever its day, until it is lifted." />
      ) : (
        <Table
          label="Legal holds" total={pages.total} rowAt={pages.rowAt} onRange={pages.onRange} rowHeight={52}
          columns={[
            { id: 'state', label: 'State', width: '96px', show: (row) => (row.liftedAt ? <StateBadge tone="quiet">Lifted</StateBadge> : <StateBadge tone="bad">In force</StateBadge>) },
            { id: 'on', label: 'On', width: 'minmax(160px, 1.2fr)', show: (row) => (row.review !== null ? <Link to="/reviews/$review" params={{ review: row.review }} title={row.name ?? ''}>{row.name}</Link> : row.principal !== null ? <Link to="/principals/$principal" params={{ principal: row.principal }} title={row.name ?? ''}>{row.name}</Link> : <span title={row.name ?? ''}>{row.name ?? heldWords[row.held]}</span>) },
            { id: 'why', label: 'Why', width: 'minmax(180px, 2fr)', show: (row) => <span title={row.liftedBecause ? `${row.reason} Lifted: ${row.liftedBecause}` : row.reason} dir="auto">{row.reason}</span> },
            { id: 'placed', label: 'Placed', width: 'minmax(160px, 1fr)', show: (row) => <span title={row.placedBy}><Moment at={row.placedAt} day /> <span className="quiet">by {row.placedBy}</span></span> },
            { id: 'lift', label: '', width: '88px', align: 'end', show: (row) => !row.liftedAt && <Button size="small" aria-label={`Lift the hold on ${row.name ?? 'everything'}`} onClick={() => setLifting(row)}>Lift…</Button> },
          ]}
        />
      )}
      {lifting && <LiftDialog hold={lifting} onClose={() => setLifting(null)} />}
    </>
  );
}
