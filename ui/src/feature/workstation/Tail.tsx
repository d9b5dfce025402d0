import { Button } from '@fluentui/react-components';
import type { WorkstationFork } from '../../api/operations';
import { usePages } from '../../api/pages';
import { MOMENT_WIDTH, Moment } from '../../shared/Moment';
import { count } from '../../shared/number';
import { Card } from '../../shared/page';
import { ProblemBanner } from '../../shared/problem';
import { Loading } from '../../shared/progress';
import { Table } from '../../shared/table';

/** What this workstation alone has, where its log and the other's part. */
export function Tail({ fork, onAside }: { fork: WorkstationFork; onAside: (() => void) | null }) {
  const pages = usePages('workstation.tail', {});
  const aside = onAside && fork.aside === null && <Button onClick={onAside}>Set it aside…</Button>;
  return (
    <Card title="What is here alone" aside={aside}>
      <p>The log here and that of “{fork.from}” (term {fork.term}) begin with the same {count(fork.common, 'entry', 'entries')}, and part then: {count(fork.entries - fork.common, 'entry', 'entries')} here, {count(fork.copied - fork.common, 'entry', 'entries')} there. Nothing was merged.</p>
      {fork.aside !== null && <p className="quiet">It is set aside with the next look: {fork.aside}</p>}
      <ProblemBanner problem={pages.problem} retry={pages.retry} />
      {pages.total === null ? !pages.problem && <Loading label="Reading the entries" /> : (
        <Table
          label="Entries that are here alone" total={pages.total} rowAt={pages.rowAt} onRange={pages.onRange} upTo={10} rowHeight={40}
          columns={[
            { id: 'seq', label: 'Entry', width: '80px', show: (row) => <span className="number">{row.seq}</span> },
            { id: 'at', label: 'When', width: MOMENT_WIDTH, show: (row) => <Moment at={row.at} /> },
            { id: 'who', label: 'Who', width: 'minmax(120px, 1fr)', show: (row) => <span className="ellipsis" title={row.actor}>{row.actor}</span> },
            { id: 'what', label: 'Operation', width: 'minmax(120px, 1fr)', show: (row) => <span className="mono">{row.operation}</span> },
            { id: 'of', label: 'Subject', width: 'minmax(120px, 1fr)', show: (row) => <span className="ellipsis quiet" title={row.subject}>{row.subject}</span> },
          ]}
        />
      )}
    </Card>
  );
}
