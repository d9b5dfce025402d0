import { Tab, TabList } from '@fluentui/react-components';
import { KeyRegular } from '@fluentui/react-icons/svg/key';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useNow } from '../../app/store';
import type { AssignmentRow, AssignmentState } from '../../api/operations';
import { usePages } from '../../api/pages';
import { Moment } from '../../shared/Moment';
import { StateBadge } from '../../shared/badge';
import { daysBetween } from '../../shared/date';
import { Empty } from '../../shared/empty';
import { count } from '../../shared/number';
import { ProblemBanner } from '../../shared/problem';
import { Loading } from '../../shared/progress';
import { type Column, Table } from '../../shared/table';
import { DeliverButton } from './DeliverButton';
import css from './assignment.module.css';
import { lastDay, stateWords } from './words';

type Shown = AssignmentState | 'all' | 'soon';

/** Within so many days an end is near: Entra’s first notice. */
const NEAR = 14;
const tabs: [Shown, string][] = [
  ['all', 'All'], ['delivered', 'Delivered'], ['delivering', 'Being delivered'], ['partiallyDelivered', 'In part'], ['deliveryFailed', 'Not delivered'], ['removing', 'Being removed'], ['soon', 'End soon'], ['expired', 'Ended'],
];

interface Props { filter: { package?: number; principal?: number }; label: string; withPackage: boolean; none: string }

/** Who holds what, how far it is, and until when. */
export function AssignmentTable({ filter, label, withPackage, none }: Props) {
  const [shown, setShown] = useState<Shown>('all');
  const pages = usePages('assignment.list', { ...filter, ...(shown === 'soon' ? { nearEndDays: NEAR } : shown === 'all' ? {} : { state: shown }) });
  const now = useNow();
  const go = useNavigate();
  const columns: Column<AssignmentRow>[] = [
    { id: 'who', label: 'Who', width: 'minmax(140px, 1.4fr)', show: (row) => <span className={css.two}><Link className="ellipsis" to="/assignments/$assignment" params={{ assignment: row.assignment }} title={row.principalName}>{row.principalName}</Link>{(row.principalGone || row.userName) && <span className="ellipsis quiet" title={row.userName ?? undefined}>{row.principalGone ? 'No longer in the directory' : row.userName}</span>}</span> },
    ...(withPackage ? [{ id: 'package', label: 'Package', width: 'minmax(140px, 1.4fr)', show: (row: AssignmentRow) => <Link to="/packages/$package" params={{ package: row.package }} title={row.packageName}>{row.packageName}</Link> }] : []),
    { id: 'policy', label: 'Policy', width: 'minmax(112px, 1fr)', show: (row) => <span title={`${row.policyName}, version ${row.policyVersion}`}>{row.policyName}</span> },
    { id: 'state', label: 'State', width: 'minmax(152px, 1.2fr)', show: (row) => <span className={css.two}><span><StateBadge tone={stateWords[row.state].tone}>{stateWords[row.state].word}</StateBadge></span>{(row.problem ?? row.endedBecause) && <span className="ellipsis quiet" title={row.problem ?? row.endedBecause ?? undefined}>{row.problem ?? row.endedBecause}</span>}</span> },
    { id: 'since', label: 'Since', width: '112px', show: (row) => <Moment at={row.startsAt} day /> },
    { id: 'until', label: 'Last day', width: '124px', show: (row) => <Until row={row} now={now} /> },
  ];
  return (
    <div className={css.tab}>
      <TabList selectedValue={shown} onTabSelect={(_, change) => setShown(change.value as Shown)} aria-label="State" style={{ flexWrap: 'wrap' }}>
        {tabs.map(([id, word]) => <Tab key={id} value={id}>{word}</Tab>)}
      </TabList>
      <div className={css.head}><span className="quiet number" aria-live="polite">{pages.total !== null && count(pages.total, 'assignment')}</span><DeliverButton /></div>
      <ProblemBanner problem={pages.problem} retry={pages.retry} />
      {pages.total === null ? !pages.problem && <Loading label="Reading the assignments" /> : pages.total === 0 ? (
        <Empty icon={<KeyRegular />} title={shown === 'all' ? 'No assignment yet' : 'None in this state'} text={none} />
      ) : (
        <Table key={shown} label={label} columns={columns} total={pages.total} rowAt={pages.rowAt} onRange={pages.onRange} rowHeight={52} onOpen={(row) => void go({ to: '/assignments/$assignment', params: { assignment: row.assignment } })} />
      )}
    </div>
  );
}

function Until({ row, now }: { row: AssignmentRow; now: Date }) {
  if (row.endedAt) return <Moment at={row.endedAt} day />;
  const end = row.leavesAt ?? row.endsAt;
  if (!end) return <span className="quiet">No end</span>;
  const left = daysBetween(now, new Date(end));
  return <span className={css.two}><span><Moment at={lastDay(end)} day /></span>{row.leavesAt ? <span className="quiet">the rule fits no longer</span> : left <= NEAR && <span className="quiet">{left <= 0 ? 'today' : `${count(left, 'day')} left`}</span>}</span>;
}
