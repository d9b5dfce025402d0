import { Button } from '@fluentui/react-components';
import { SendRegular } from '@fluentui/react-icons/svg/send';
import { usePages } from '../../api/pages';
import { useWrite } from '../../api/query';
import { MOMENT_WIDTH, Moment } from '../../shared/Moment';
import { StateBadge } from '../../shared/badge';
import { Empty } from '../../shared/empty';
import { formatBytes } from '../../shared/number';
import { ProblemBanner } from '../../shared/problem';
import { Loading } from '../../shared/progress';
import { Table } from '../../shared/table';
import { useTell } from '../../shared/toast';
import { kindWords, outWords } from './words';

/** What goes out, until whoever it is for has received it. */
export function Outbox({ acts }: { acts: boolean }) {
  const pages = usePages('exchange.outbox', {});
  const withdraw = useWrite('exchange.withdraw');
  const tell = useTell();
  if (pages.total === null) return pages.problem ? <ProblemBanner problem={pages.problem} retry={pages.retry} /> : <Loading label="Reading what goes out" />;
  if (pages.total === 0) return <Empty icon={<SendRegular />} title="Nothing goes out" text="Packets that are handed out to people with a device, and answers to them, wait here until they are sent, and stay until they are received." />;
  return (
    <Table
      label="Going out" total={pages.total} rowAt={pages.rowAt} onRange={pages.onRange} upTo={12} rowHeight={44}
      columns={[
        { id: 'to', label: 'To', width: 'minmax(124px, 1.2fr)', show: (row) => <span title={row.recipient}>{row.recipient}</span> },
        { id: 'what', label: 'What', width: 'minmax(152px, 1.6fr)', show: (row) => <span title={row.subject}>{row.subject} <span className="quiet">{kindWords[row.kind] ?? row.kind}</span></span> },
        { id: 'size', label: 'Size', width: '88px', show: (row) => <span className="number">{formatBytes(row.bytes)}</span> },
        { id: 'state', label: 'State', width: '148px', show: (row) => <StateBadge tone={outWords[row.state]?.tone ?? 'quiet'}>{outWords[row.state]?.word ?? row.state}</StateBadge> },
        { id: 'at', label: 'When', width: MOMENT_WIDTH, show: (row) => <Moment at={row.acknowledgedAt ?? row.sentAt ?? row.queuedAt} /> },
        { id: 'why', label: 'Problem', width: 'minmax(120px, 1.4fr)', show: (row) => <span className="quiet" title={row.lastProblem ?? undefined}>{row.lastProblem ?? ''}</span> },
        ...(acts ? [{
          id: 'act', label: 'Act', width: '112px',
          show: (row: { id: number; state: string }) => (row.state === 'waiting' || row.state === 'sent') && <Button size="small" disabled={withdraw.isPending} onClick={() => withdraw.mutate({ id: row.id }, { onError: tell.problem, onSuccess: () => tell.done('It is not sent any more.', 'The next look takes it away from the place.') })}>Take back</Button>,
        }] : []),
      ]}
    />
  );
}
