import { Link } from '@tanstack/react-router';
import type { InstanceView, ReviewView } from '../../api/contract';
import { useRead } from '../../api/query';
import { Moment } from '../../shared/Moment';
import { formatDay } from '../../shared/date';
import { count, formatNumber, formatShare } from '../../shared/number';
import { Card, Facts } from '../../shared/page';
import { PartBar, PartLegend } from '../../shared/progress';
import { Table } from '../../shared/table';
import { StatusBadge } from './StatusBadge';
import { recurs } from './series';
import { isFresh, partsOf } from './words';

/** The runs of a series with what each came to, and when the next one starts. */
export function RunList({ view, shown }: { view: ReviewView; shown: number }) {
  const rows = [...view.instances].sort((a, b) => b.number - a.number || b.instance - a.instance);
  const missed = rows.flatMap((one) => one.missed).sort();
  return (
    <>
      <Card>
        <Facts
          facts={[
            ['Runs made', formatNumber(view.made)],
            ['Next run', view.nextAt ? <Moment at={view.nextAt} /> : recurs(view.definition) ? 'The series is over' : 'When an administrator starts it'],
            view.lastOn !== null && ['Newest run', <Moment at={view.lastOn} day />],
            missed.length > 0 && ['Missed', `${count(missed.length, 'run')}: ${missed.slice(0, 8).map(formatDay).join('; ')}${missed.length > 8 ? ' …' : ''}`],
          ]}
        />
      </Card>
      <Card title="Results over the runs" aside={<PartLegend parts={legend} />}>
        <Table
          label="Runs" total={rows.length} rowAt={(at) => rows[at]} upTo={12} rowHeight={44}
          columns={[
            {
              id: 'number', label: 'Run', width: 'minmax(140px, 1fr)',
              show: (row) => <Link to="/reviews/$review" params={{ review: view.review }} search={{ instance: row.instance }} aria-current={row.instance === shown ? 'true' : undefined}>{`${row.number}. ${row.scheduledOn ? formatDay(row.scheduledOn) : row.startedAt ? formatDay(row.startedAt) : ''}`}</Link>,
            },
            { id: 'status', label: 'State', width: '184px', show: (row) => <StatusBadge status={row.status} /> },
            { id: 'bar', label: 'Decisions', width: 'minmax(160px, 2fr)', show: (row) => <Came row={row} /> },
            { id: 'items', label: 'Items', width: '72px', align: 'end', show: (row) => formatNumber(row.itemCount) },
            { id: 'ended', label: 'Ended', width: '112px', show: (row) => <Moment at={row.endedAt} day /> },
          ]}
        />
      </Card>
      <Advice review={view.review} />
    </>
  );
}

/** How often the advice to deny was right, by what people decided in the end. */
function Advice({ review }: { review: number }) {
  const read = useRead('review.quality', { review });
  if (!read.data) return null;
  const { quality, precision, recall } = read.data;
  const known = quality.deniedRightly + quality.deniedWrongly + quality.missed + quality.kept;
  if (known === 0) return null;
  const share = (value: number | null) => (value === null ? '–' : formatShare(Math.round(value * 1000), 1000));
  return (
    <Card title="How good the recommendations were">
      <p className="quiet">Measured against what people decided in this series.</p>
      <Facts
        facts={[
          ['Advised to deny, rightly', formatNumber(quality.deniedRightly)], ['Advised to deny, wrongly', formatNumber(quality.deniedWrongly)],
          ['Denied without the advice', formatNumber(quality.missed)], ['Kept, as advised', formatNumber(quality.kept)],
          ['Precision', `${share(precision)} of the advice to deny was followed by a denial`], ['Recall', `${share(recall)} of the denials had been advised`],
        ]}
      />
    </Card>
  );
}

const legend = partsOf({ total: 0, approve: 0, deny: 0, dontKnow: 0, notReviewed: 0 }).map((part) => ({ ...part, value: null }));

function Came({ row }: { row: InstanceView }) {
  const tally = useRead('item.list', { instance: row.instance, offset: 0, limit: 0 }, { enabled: !isFresh(row.status) });
  if (!tally.data) return <span className="quiet">–</span>;
  return <PartBar label={`Run ${row.number}`} parts={partsOf(tally.data.count)} />;
}
