import { Button } from '@fluentui/react-components';
import { AddRegular } from '@fluentui/react-icons/svg/add';
import { ClipboardTaskRegular } from '@fluentui/react-icons/svg/clipboard-task';
import { Link, useNavigate } from '@tanstack/react-router';
import { useStore } from '../../app/store';
import type { ReviewLine } from '../../api/contract';
import { usePages } from '../../api/pages';
import { Moment } from '../../shared/Moment';
import { Empty } from '../../shared/empty';
import { count, formatNumber, formatShare } from '../../shared/number';
import { Page } from '../../shared/page';
import { ProblemBanner } from '../../shared/problem';
import { Loading, PartBar } from '../../shared/progress';
import { type Column, Table } from '../../shared/table';
import { StatusBadge } from './StatusBadge';

const columns: Column<ReviewLine>[] = [
  { id: 'name', label: 'Review', width: 'minmax(160px, 3fr)', show: (row) => <Link to="/reviews/$review" params={{ review: row.review }} search={{ instance: row.instance }} title={row.displayName}>{row.displayName}</Link> },
  { id: 'status', label: 'State', width: '184px', show: (row) => <StatusBadge status={row.status} /> },
  {
    id: 'decided', label: 'Decided', width: 'minmax(128px, 1.5fr)',
    show: (row) => row.itemCount > 0 ? (
      <span style={{ display: 'grid', gridTemplateColumns: '1fr 48px', alignItems: 'center', gap: 8 }}>
        <PartBar label="Decided" parts={[{ label: 'Decided', value: row.itemCount - row.undecided, tone: 'good' }, { label: 'Undecided', value: row.undecided, tone: 'open' }]} />
        <span className="number">{formatShare(row.itemCount - row.undecided, row.itemCount)}</span>
      </span>
    ) : <span className="quiet">–</span>,
  },
  { id: 'items', label: 'Items', width: '72px', align: 'end', show: (row) => formatNumber(row.itemCount) },
  {
    id: 'mine', label: 'Mine', width: '104px',
    show: (row) => row.mineUndecided > 0 ? <Link to="/reviews/$review/items" params={{ review: row.review }} search={{ instance: row.instance }}>{`${formatNumber(row.mineUndecided)} to decide`}</Link> : row.mine > 0 ? 'All decided' : <span className="quiet">–</span>,
  },
  { id: 'started', label: 'Started', width: '104px', show: (row) => <Moment at={row.startedAt} day /> },
  { id: 'due', label: 'Due', width: '104px', show: (row) => <Moment at={row.endedAt ?? row.dueAt} day /> },
];

export default function ReviewList() {
  const pages = usePages('review.list', {});
  const go = useNavigate();
  const { actor } = useStore();
  const add = <Button appearance="primary" icon={<AddRegular />} onClick={() => void go({ to: '/reviews/new' })}>New review</Button>;
  return (
    <Page title="Reviews" fill lead={pages.total ? count(pages.total, 'review') : undefined} actions={actor.administrator && pages.total ? add : undefined}>
      <ProblemBanner problem={pages.problem} retry={pages.retry} />
      {pages.total === null ? !pages.problem && <Loading label="Reading reviews" /> : pages.total === 0 ? (
        <Empty icon={<ClipboardTaskRegular />} title="No review yet" text="A review asks the right people whether access is still needed, and keeps their answers as evidence.">
          {actor.administrator ? add : <span className="quiet">An administrator makes one.</span>}
        </Empty>
      ) : (
        <Table label="Reviews" columns={columns} total={pages.total} rowAt={pages.rowAt} onRange={pages.onRange} rowHeight={52} onOpen={(row) => void go({ to: '/reviews/$review', params: { review: row.review }, search: { instance: row.instance } })} />
      )}
    </Page>
  );
}
