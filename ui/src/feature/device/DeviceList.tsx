import { Button, Tab, TabList } from '@fluentui/react-components';
import { LaptopRegular } from '@fluentui/react-icons/svg/laptop';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useStore } from '../../app/store';
import type { DeviceView } from '../../api/operations';
import { usePages } from '../../api/pages';
import { Moment } from '../../shared/Moment';
import { StateBadge } from '../../shared/badge';
import { Empty } from '../../shared/empty';
import { Page } from '../../shared/page';
import { ProblemBanner } from '../../shared/problem';
import { Loading } from '../../shared/progress';
import { Table } from '../../shared/table';
import { AcceptDialog } from './AcceptDialog';
import { EndDialog } from './EndDialog';
import { OwnKeys } from './OwnKeys';
import { ReadDialog } from './ReadDialog';
import css from './device.module.css';
import { stateWords } from './words';

type State = 'all' | 'offered' | 'accepted';
const tabs: [State, string][] = [['all', 'All'], ['offered', 'To compare'], ['accepted', 'Accepted']];

/** On which installations reviewers answer, and who vouches for them. */
export default function DeviceList() {
  const mayChange = useStore().actor.administrator;
  const [tab, setTab] = useState<State>('all');
  const [reading, setReading] = useState(false);
  const [accepting, setAccepting] = useState<DeviceView | null>(null);
  const [ending, setEnding] = useState<DeviceView | null>(null);
  const pages = usePages('device.list', tab === 'all' ? {} : { state: tab });
  const read = mayChange && <Button appearance="primary" onClick={() => setReading(true)}>Read an enrolment…</Button>;
  return (
    <Page title="Devices" fill lead="Packets are sealed to a reviewer’s own installation, and only its signature answers them. A device counts once its words were compared." actions={read}>
      <OwnKeys mayChange={mayChange} />
      <TabList selectedValue={tab} onTabSelect={(_, change) => setTab(change.value as State)}>
        {tabs.map(([id, label]) => <Tab key={id} value={id}>{label}</Tab>)}
      </TabList>
      <ProblemBanner problem={pages.problem} retry={pages.retry} />
      {pages.total === null ? !pages.problem && <Loading label="Reading the devices" /> : pages.total === 0 ? (
        <Empty icon={<LaptopRegular />} title={tab === 'all' ? 'No device yet' : 'None in this state'} text="A reviewer writes an enrolment on their own machine and sends it. Until a device is accepted, their packets are sealed with a passphrase.">{read}</Empty>
      ) : (
        <Table
          key={tab} label="Devices" total={pages.total} rowAt={pages.rowAt} onRange={pages.onRange} rowHeight={52}
          columns={[
            { id: 'name', label: 'Device', width: 'minmax(140px, 1.4fr)', show: (row) => <span className={css.two}><span className="ellipsis" title={row.name}>{row.name}</span><span className="ellipsis quiet mono" title={row.keyId}>{row.keyId}</span></span> },
            { id: 'who', label: 'Whose', width: 'minmax(140px, 1.4fr)', show: (row) => <Whose row={row} /> },
            { id: 'state', label: 'State', width: '160px', show: (row) => <StateBadge tone={stateWords[row.state]?.tone ?? 'quiet'}>{stateWords[row.state]?.word ?? row.state}</StateBadge> },
            { id: 'when', label: 'Since', width: 'minmax(120px, 1fr)', show: (row) => <Since row={row} /> },
            { id: 'act', label: 'Act', width: '112px', show: (row) => mayChange && <Act row={row} onAccept={setAccepting} onEnd={setEnding} /> },
          ]}
        />
      )}
      {reading && <ReadDialog onClose={() => setReading(false)} onRead={(device) => { setReading(false); if (device.state === 'offered') setAccepting(device); }} />}
      {accepting && <AcceptDialog device={accepting} onClose={() => setAccepting(null)} onTurnDown={() => { setEnding(accepting); setAccepting(null); }} />}
      {ending && <EndDialog device={ending} onClose={() => setEnding(null)} />}
    </Page>
  );
}

function Whose({ row }: { row: DeviceView }) {
  const said = row.person.displayName || row.person.userName || 'nobody said who';
  if (row.principal === null) return <span className={css.two}><span className="ellipsis" title={said}>{said}</span><span className="quiet">as the file says</span></span>;
  return <Link to="/principals/$principal" params={{ principal: row.principal }} title={row.principalName ?? ''}>{row.principalName}</Link>;
}

function Since({ row }: { row: DeviceView }) {
  const [at, by] = row.endedAt ? [row.endedAt, row.endedBy] : row.acceptedAt ? [row.acceptedAt, row.acceptedBy] : [row.offeredAt, row.offeredBy];
  return <span className={css.two}><Moment at={at} day /><span className="ellipsis quiet" title={row.reason || (by ?? '')}>{row.reason || `by ${by ?? ''}`}</span></span>;
}

function Act({ row, onAccept, onEnd }: { row: DeviceView; onAccept: (row: DeviceView) => void; onEnd: (row: DeviceView) => void }) {
  if (row.state === 'offered') return <Button size="small" appearance="primary" aria-label={`Compare the words of ${row.name}`} onClick={() => onAccept(row)}>Compare…</Button>;
  if (row.state === 'accepted') return <Button size="small" aria-label={`Revoke ${row.name}`} onClick={() => onEnd(row)}>Revoke…</Button>;
  return null;
}
