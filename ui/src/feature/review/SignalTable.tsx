import { useRead } from '../../api/query';
import { formatNumber } from '../../shared/number';
import { Card } from '../../shared/page';
import { ProblemBanner } from '../../shared/problem';
import { Table } from '../../shared/table';

const percent = (value: number | null) => (value === null ? <span className="quiet">–</span> : `${formatNumber(value)} %`);

/** Figures about how each reviewer decided: they show haste and habit, and judge nobody. */
export function SignalTable({ instance }: { instance: number }) {
  const read = useRead('review.signals', { instance });
  if (read.error) return <ProblemBanner problem={read.error} retry={() => void read.refetch()} />;
  const rows = read.data ?? [];
  if (rows.length === 0) return null;
  return (
    <Card title="How they decided">
      <p className="quiet">Figures that an auditor asks for. They show haste and habit; what they mean is for a person to say.</p>
      <Table
        label="How reviewers decided" total={rows.length} rowAt={(at) => rows[at]} upTo={8} rowHeight={44}
        columns={[
          { id: 'name', label: 'Reviewer', width: 'minmax(140px, 2fr)', show: (row) => <span title={row.displayName}>{row.displayName}</span> },
          { id: 'count', label: 'Decisions', width: '80px', align: 'end', show: (row) => formatNumber(row.decisions) },
          { id: 'approved', label: 'Approved', width: '80px', align: 'end', show: (row) => percent(row.approvedPercent) },
          { id: 'bulk', label: 'In bulk', width: '72px', align: 'end', show: (row) => percent(row.bulkPercent) },
          { id: 'same', label: 'Same reason', width: '96px', align: 'end', show: (row) => percent(row.identicalReasonPercent) },
          { id: 'followed', label: 'As advised', width: '88px', align: 'end', show: (row) => percent(row.followedPercent) },
          { id: 'seconds', label: 'Time for one', width: '96px', align: 'end', show: (row) => (row.medianSeconds === null ? <span className="quiet">–</span> : row.medianSeconds < 1 ? 'under 1 s' : `${formatNumber(Math.round(row.medianSeconds))} s`) },
          { id: 'most', label: 'Most a minute', width: '104px', align: 'end', show: (row) => formatNumber(row.mostInAMinute) },
        ]}
      />
    </Card>
  );
}
