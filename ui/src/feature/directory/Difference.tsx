import { Tab, TabList } from '@fluentui/react-components';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Changed, ComparedPrincipal } from '../../api/operations';
import { usePages } from '../../api/pages';
import { useRead } from '../../api/query';
import { formatMoment } from '../../shared/date';
import { Empty } from '../../shared/empty';
import { formatNumber } from '../../shared/number';
import { Card } from '../../shared/page';
import { ProblemBanner } from '../../shared/problem';
import { Loading } from '../../shared/progress';
import { Table } from '../../shared/table';
import { entitlementText } from '../item/words';
import css from './directory.module.css';

type View = Changed | 'added' | 'removed';
interface Span { from: number; to: number }
const kinds: Record<string, string> = { user: 'Person', group: 'Group', servicePrincipal: 'Application', directoryRole: 'Directory role', azureRole: 'Azure role', container: 'Place' };
const fields: Record<string, string> = { displayName: 'Name', userName: 'User name', mail: 'Mail', userType: 'Kind', enabled: 'Enabled', department: 'Department', title: 'Title', employeeId: 'Employee number', dn: 'Distinguished name' };

/** What two snapshots differ in, with exact numbers. */
export function Difference({ from, to }: Span) {
  const read = useRead('snapshot.compare', { from, to });
  const [view, setView] = useState<View>('added');
  if (read.error) return <ProblemBanner problem={read.error} retry={() => void read.refetch()} />;
  if (!read.data) return <Loading label="Comparing" />;
  const { differs } = read.data;
  const tabs: [View, string, number][] = [
    ['added', 'Grants added', differs.grantsAdded], ['removed', 'Grants removed', differs.grantsRemoved], ['came', 'Came', differs.came], ['gone', 'Gone', differs.gone], ['changed', 'Changed', differs.changed],
  ];
  return (
    <Card title={`${formatMoment(read.data.from.endedAt)} to ${formatMoment(read.data.to.endedAt)}`}>
      <TabList selectedValue={view} onTabSelect={(_, change) => setView(change.value as View)} className={css.tabs}>
        {tabs.map(([id, label, many]) => <Tab key={id} value={id}>{`${label} (${formatNumber(many)})`}</Tab>)}
      </TabList>
      {view === 'added' || view === 'removed' ? <Grants key={view} from={from} to={to} added={view === 'added'} /> : <Principals key={view} from={from} to={to} change={view} />}
      <p className="quiet">Managers and last sign-ins are not kept from snapshot to snapshot, and so are not compared.</p>
    </Card>
  );
}

function Grants({ from, to, added }: Span & { added: boolean }) {
  const pages = usePages('snapshot.grant.list', { from, to, added });
  if (pages.problem) return <ProblemBanner problem={pages.problem} retry={pages.retry} />;
  if (pages.total === null) return <Loading label="Reading the grants" />;
  if (pages.total === 0) return <Empty title={added ? 'No grant was added' : 'No grant was removed'} />;
  return (
    <Table
      label={added ? 'Grants added' : 'Grants removed'} total={pages.total} rowAt={pages.rowAt} onRange={pages.onRange} upTo={12} rowHeight={40}
      columns={[
        { id: 'who', label: 'Who', width: 'minmax(160px, 1.5fr)', show: (row) => <Link to="/principals/$principal" params={{ principal: row.principal }} title={row.principalName}>{row.principalName}</Link> },
        { id: 'as', label: 'As', width: '140px', show: (row) => <span title={row.entitlement}>{entitlementText(row.entitlement)}</span> },
        { id: 'what', label: 'Of', width: 'minmax(160px, 1.5fr)', show: (row) => <Link to="/principals/$principal" params={{ principal: row.resource }} title={row.resourceName}>{row.resourceName}</Link> },
        { id: 'kind', label: 'Kind', width: '120px', show: (row) => kinds[row.resourceKind] ?? row.resourceKind },
      ]}
    />
  );
}

const fieldText = (one: ComparedPrincipal['fields'][number]) => `${fields[one.field] ?? one.field}: ${one.before ?? 'nothing'} → ${one.after ?? 'nothing'}`;

function Principals({ from, to, change }: Span & { change: Changed }) {
  const pages = usePages('snapshot.principal.list', { from, to, change });
  if (pages.problem) return <ProblemBanner problem={pages.problem} retry={pages.retry} />;
  if (pages.total === null) return <Loading label="Reading who differs" />;
  if (pages.total === 0) return <Empty title={{ came: 'Nobody came', gone: 'Nobody is gone', changed: 'Nobody is changed' }[change]} />;
  return (
    <Table
      label={{ came: 'Came', gone: 'Gone', changed: 'Changed' }[change]} total={pages.total} rowAt={pages.rowAt} onRange={pages.onRange} upTo={12} rowHeight={40}
      columns={[
        { id: 'who', label: 'Who', width: 'minmax(160px, 1.2fr)', show: (row) => <Link to="/principals/$principal" params={{ principal: row.principal }} title={row.displayName}>{row.displayName}</Link> },
        { id: 'kind', label: 'Kind', width: '112px', show: (row) => kinds[row.kind] ?? row.kind },
        change === 'changed'
          ? { id: 'what', label: 'What', width: 'minmax(220px, 3fr)', show: (row: ComparedPrincipal) => <span title={row.fields.map(fieldText).join('\n')}>{row.fields.map(fieldText).join('; ')}</span> }
          : { id: 'account', label: 'User name', width: 'minmax(160px, 1.5fr)', show: (row: ComparedPrincipal) => <span title={row.userName ?? undefined}>{row.userName ?? <span className="quiet">–</span>}</span> },
      ]}
    />
  );
}
