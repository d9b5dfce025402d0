import { MailInboxRegular } from '@fluentui/react-icons/svg/mail-inbox';
import { usePages } from '../../api/pages';
import { MOMENT_WIDTH, Moment } from '../../shared/Moment';
import { StateBadge } from '../../shared/badge';
import { Empty } from '../../shared/empty';
import { formatBytes } from '../../shared/number';
import { ProblemBanner } from '../../shared/problem';
import { Loading } from '../../shared/progress';
import { Table } from '../../shared/table';
import { inWords, kindWords } from './words';

/** What came, each file once. */
export function Arrivals() {
  const pages = usePages('exchange.arrivals', {});
  if (pages.total === null) return pages.problem ? <ProblemBanner problem={pages.problem} retry={pages.retry} /> : <Loading label="Reading what came" />;
  if (pages.total === 0) return <Empty icon={<MailInboxRegular />} title="Nothing came yet" text="What others put at the place for this installation is fetched, checked, and taken in." />;
  return (
    <Table
      label="Coming in" total={pages.total} rowAt={pages.rowAt} onRange={pages.onRange} upTo={12} rowHeight={44}
      columns={[
        { id: 'what', label: 'What', width: 'minmax(160px, 1.4fr)', show: (row) => <span title={row.subject ?? row.file}>{row.subject ?? <span className="mono">{row.file.slice(0, 16)}…</span>} <span className="quiet">{row.kind && (kindWords[row.kind] ?? row.kind)}</span></span> },
        { id: 'size', label: 'Size', width: '88px', show: (row) => <span className="number">{row.bytes === null ? '–' : formatBytes(row.bytes)}</span> },
        { id: 'state', label: 'State', width: '148px', show: (row) => <StateBadge tone={inWords[row.state]?.tone ?? 'quiet'}>{inWords[row.state]?.word ?? row.state}</StateBadge> },
        { id: 'at', label: 'When', width: MOMENT_WIDTH, show: (row) => <Moment at={row.arrivedAt ?? row.seenAt} /> },
        { id: 'why', label: 'Problem', width: 'minmax(160px, 2fr)', show: (row) => <span className="quiet" title={row.lastProblem ?? undefined}>{row.lastProblem ?? ''}</span> },
      ]}
    />
  );
}
