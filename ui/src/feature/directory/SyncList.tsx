import { usePages } from '../../api/pages';
import type { SyncRow } from '../../api/operations';
import { MOMENT_WIDTH, Moment } from '../../shared/Moment';
import { StateBadge } from '../../shared/badge';
import { Empty } from '../../shared/empty';
import { formatNumber } from '../../shared/number';
import { ProblemBanner } from '../../shared/problem';
import { Loading } from '../../shared/progress';
import { Table } from '../../shared/table';
import { tookText } from './schedule';
import css from './directory.module.css';

const WORDS = { done: ['good', 'Snapshot'], refused: ['bad', 'Refused'], cancelled: ['quiet', 'Cancelled'] } as const;

/** What a read brought, or what hindered it. */
export function cameText(row: SyncRow): string {
  if (row.outcome === 'refused') return row.problem?.message ?? 'Refused';
  if (row.outcome === 'cancelled') return 'Cancelled; the last snapshot stands.';
  const parts = [[row.added, 'came'], [row.changed, 'changed'], [row.removed, 'went']].filter(([count]) => (count as number | null ?? 0) > 0);
  return parts.length === 0 ? 'Nothing changed' : parts.map(([count, word]) => `${formatNumber(count as number)} ${word}`).join(', ');
}

/** Every read that was begun, the newest first. A refused one is shown with its reason, and made no snapshot. */
export function SyncList({ directory }: { directory: number }) {
  const pages = usePages('directory.history', { directory });
  if (pages.problem) return <ProblemBanner problem={pages.problem} retry={pages.retry} />;
  if (pages.total === null) return <Loading label="Reading the list of reads" />;
  if (pages.total === 0) return <Empty title="Not read yet" text="Every read stands here, with what it brought or what hindered it." />;
  return (
    <Table
      label="Reads of this directory" total={pages.total} rowAt={pages.rowAt} onRange={pages.onRange} upTo={12} rowHeight={44}
      columns={[
        { id: 'began', label: 'Began', width: MOMENT_WIDTH, show: (row) => <Moment at={row.beganAt} /> },
        { id: 'came', label: 'Came to', width: '88px', show: (row) => <StateBadge tone={WORDS[row.outcome][0]}>{WORDS[row.outcome][1]}</StateBadge> },
        { id: 'what', label: 'What it brought', width: 'minmax(136px, 4fr)', show: (row) => <span className={row.outcome === 'refused' ? css.refused : undefined} title={[cameText(row), row.problem?.hint].filter(Boolean).join(' ')}>{cameText(row)}</span> },
        { id: 'mode', label: 'Read', width: '64px', show: (row) => (row.mode === null ? <span className="quiet">–</span> : row.mode === 'full' ? 'Whole' : 'Changes') },
        { id: 'there', label: 'There then', width: '72px', align: 'end', show: (row) => (row.population === null ? <span className="quiet">–</span> : <span className="number">{formatNumber(row.population)}</span>) },
        { id: 'took', label: 'Took', width: '64px', align: 'end', show: (row) => <span className="number">{tookText(row.tookFor)}</span> },
        { id: 'by', label: 'By', width: 'minmax(72px, 0.8fr)', show: (row) => <span title={row.actor}>{row.bySchedule ? 'Schedule' : row.actor}</span> },
      ]}
    />
  );
}
