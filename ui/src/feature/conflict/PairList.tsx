import { ArrowSwapRegular } from '@fluentui/react-icons/svg/arrow-swap';
import { Link } from '@tanstack/react-router';
import { usePages } from '../../api/pages';
import { Moment } from '../../shared/Moment';
import { Empty } from '../../shared/empty';
import { formatNumber } from '../../shared/number';
import { ProblemBanner } from '../../shared/problem';
import { Loading } from '../../shared/progress';
import { Table } from '../../shared/table';
import { actorText } from '../request/words';

/** The pairs that nobody should hold together, each in both directions. */
export function PairList() {
  const pages = usePages('package.incompatible.list', {});
  if (pages.total === null) return pages.problem ? <ProblemBanner problem={pages.problem} retry={pages.retry} /> : <Loading label="Reading the pairs" />;
  if (pages.total === 0) return <Empty icon={<ArrowSwapRegular />} title="Everything goes together" text="Say on an access package what nobody should hold beside it." />;
  return (
    <Table
      label="What does not go together" total={pages.total} rowAt={pages.rowAt} onRange={pages.onRange} rowHeight={48}
      columns={[
        { id: 'one', label: 'Access package', width: 'minmax(140px, 1.3fr)', show: (row) => <span title={row.packageName}>{row.packageName}</span> },
        { id: 'other', label: 'Does not go with', width: 'minmax(140px, 1.3fr)', show: (row) => row.group !== null ? <><Link to="/principals/$principal" params={{ principal: row.group }} title={row.otherName}>{row.otherName}</Link> <span className="quiet">group</span></> : <span title={row.otherName}>{row.otherName}</span> },
        { id: 'why', label: 'Why', width: 'minmax(140px, 1.6fr)', show: (row) => <span title={row.reason}>{row.reason}</span> },
        { id: 'by', label: 'Said by', width: 'minmax(100px, 1fr)', show: (row) => <span title={row.addedBy}>{actorText(row.addedBy)}</span> },
        { id: 'at', label: 'Since', width: '104px', show: (row) => <Moment at={row.addedAt} day /> },
        { id: 'count', label: 'Hold both', width: '80px', align: 'end', show: (row) => formatNumber(row.conflictCount) },
      ]}
    />
  );
}
