import { Link } from '@tanstack/react-router';
import type { ReviewLine } from '../../api/contract';
import { usePages } from '../../api/pages';
import { useRead } from '../../api/query';
import { Moment } from '../../shared/Moment';
import { Empty } from '../../shared/empty';
import { formatNumber, formatShare } from '../../shared/number';
import { ProblemBanner } from '../../shared/problem';
import { Loading, PartBar, PartLegend } from '../../shared/progress';
import { Table } from '../../shared/table';
import { StatusBadge } from '../review/StatusBadge';
import { isFresh, partsOf } from '../review/words';

const legend = partsOf({ total: 0, approve: 0, deny: 0, dontKnow: 0, notReviewed: 0 }).map((part) => ({ ...part, value: null }));

/** Every run of every review with what it came to. */
export function History() {
  const pages = usePages('review.list', {});
  if (pages.problem) return <ProblemBanner problem={pages.problem} retry={pages.retry} />;
  if (pages.total === null) return <Loading label="Reading the runs" />;
  if (pages.total === 0) return <Empty title="No review yet" />;
  return (
    <>
      <PartLegend parts={legend} />
      <Table
        label="Results of every run" total={pages.total} rowAt={pages.rowAt} onRange={pages.onRange} rowHeight={48}
        columns={[
          { id: 'name', label: 'Review', width: 'minmax(160px, 2fr)', show: (row) => <Link to="/reviews/$review" params={{ review: row.review }} search={{ instance: row.instance }} title={row.displayName}>{row.displayName}</Link> },
          { id: 'status', label: 'State', width: '184px', show: (row) => <StatusBadge status={row.status} /> },
          { id: 'bar', label: 'Decisions', width: 'minmax(140px, 2fr)', show: (row) => <Came row={row} /> },
          { id: 'items', label: 'Items', width: '72px', align: 'end', show: (row) => formatNumber(row.itemCount) },
          { id: 'started', label: 'Started', width: '112px', show: (row) => <Moment at={row.startedAt} day /> },
          { id: 'ended', label: 'Ended', width: '112px', show: (row) => <Moment at={row.endedAt} day /> },
        ]}
      />
    </>
  );
}

function Came({ row }: { row: ReviewLine }) {
  const tally = useRead('item.list', { instance: row.instance, offset: 0, limit: 0 }, { enabled: !isFresh(row.status) });
  if (!tally.data) return <span className="quiet">–</span>;
  const { count } = tally.data;
  return (
    <span style={{ display: 'grid', gridTemplateColumns: '1fr 88px', gap: 8, alignItems: 'center' }}>
      <PartBar label={row.displayName} parts={partsOf(count)} />
      <span className="number quiet">{formatShare(count.deny, count.total)} denied</span>
    </span>
  );
}
