import { TimelineRegular } from '@fluentui/react-icons/svg/timeline';
import { Link } from '@tanstack/react-router';
import type { HistorySummary } from '../../api/operations';
import { useRead } from '../../api/query';
import { Moment } from '../../shared/Moment';
import { Empty } from '../../shared/empty';
import { count, formatNumber, formatShare } from '../../shared/number';
import { Card } from '../../shared/page';
import { ProblemBanner } from '../../shared/problem';
import { Loading, PartBar } from '../../shared/progress';
import { Table } from '../../shared/table';
import { partsOf } from '../review/words';
import css from './history.module.css';
import { longText } from './words';

type Run = HistorySummary['runs'][number];

/** What every run came to, and how long it took until what was denied was gone: whether it gets better over the years. */
export function Runs() {
  const read = useRead('history.summary', {});
  if (read.error) return <ProblemBanner problem={read.error} retry={() => void read.refetch()} />;
  if (!read.data) return <Loading label="Adding up the runs" />;
  const { runs, packages } = read.data;
  if (runs.length === 0 && packages.length === 0) return <Empty icon={<TimelineRegular />} title="Nothing to add up yet" text="Runs of reviews, and the answers to requests month by month, appear here with what they came to." />;
  return (
    <div className={css.summary}>
      <Card title={`Runs of reviews (${formatNumber(runs.length)})`}>
        {runs.length === 0 ? <p className="quiet">No run of a review has begun.</p> : (
          <Table
            label="Runs of reviews" total={runs.length} rowAt={(place) => runs[place]} rowHeight={56} upTo={9}
            columns={[
              { id: 'review', label: 'Review', width: 'minmax(120px, 2fr)', show: (run) => <span className={css.two}><Link to="/reviews/$review" params={{ review: run.review }} search={{ instance: run.instance }} title={run.reviewName}>{run.reviewName}</Link><span>{`run ${run.number}, ${count(run.items, 'item')}`}</span></span> },
              { id: 'began', label: 'Began', width: '116px', show: (run) => <span className={css.two}><Moment at={run.startedAt} day />{run.endedAt ? <span>until <Moment at={run.endedAt} day /></span> : <span>still open</span>}</span> },
              { id: 'came', label: 'Decisions', width: 'minmax(110px, 1.4fr)', show: (run) => <Came run={run} /> },
              { id: 'time', label: 'In time', width: '88px', align: 'end', show: (run) => <span title={`${count(run.onTime, 'item was', 'items were')} decided by a person before the time was up`}>{formatShare(run.onTime, run.items)}</span> },
              { id: 'removed', label: 'Removed', width: '96px', align: 'end', show: (run) => (run.deny === 0 ? <span className="quiet">–</span> : <span title="Denied items whose removal the directory acknowledged">{`${formatNumber(run.removed)} of ${formatNumber(run.deny)}`}</span>) },
              { id: 'gone', label: 'Seen gone', width: '96px', align: 'end', show: (run) => (run.deny === 0 ? <span className="quiet">–</span> : <span title="Denied items that a later read showed gone">{`${formatNumber(run.seenGone)} of ${formatNumber(run.deny)}`}</span>) },
              { id: 'long', label: 'Until removed', width: '112px', align: 'end', show: (run) => <span title="From the denial to the directory’s acknowledgement; the middle one of the run">{longText(run.medianRemovalFor)}</span> },
            ]}
          />
        )}
      </Card>
      <Card title={`Answers to requests, by month (${formatNumber(packages.length)})`}>
        {packages.length === 0 ? <p className="quiet">No request was answered by a person.</p> : (
          <Table
            label="Answers to requests by month" total={packages.length} rowAt={(place) => packages[place]} upTo={8}
            columns={[
              { id: 'month', label: 'Month', width: '112px', show: (one) => one.month },
              { id: 'package', label: 'Access package', width: 'minmax(160px, 3fr)', show: (one) => <Link to="/packages/$package" params={{ package: one.package }} title={one.packageName}>{one.packageName}</Link> },
              { id: 'approve', label: 'Approved', width: '104px', align: 'end', show: (one) => formatNumber(one.approve) },
              { id: 'deny', label: 'Denied', width: '104px', align: 'end', show: (one) => formatNumber(one.deny) },
            ]}
          />
        )}
      </Card>
    </div>
  );
}

function Came({ run }: { run: Run }) {
  const { approve, deny, dontKnow, notReviewed, items } = run;
  return (
    <span className={css.came}>
      <PartBar label={`${run.reviewName}, run ${run.number}`} parts={partsOf({ total: items, approve, deny, dontKnow, notReviewed })} />
      <span>{formatShare(deny, items)} denied</span>
    </span>
  );
}
