import { Button } from '@fluentui/react-components';
import { HistoryRegular } from '@fluentui/react-icons/svg/history';
import { ShieldCheckmarkRegular } from '@fluentui/react-icons/svg/shield-checkmark';
import { useState } from 'react';
import type { EntryRow } from '../../api/contract';
import { call } from '../../api/call';
import type { CallProblem, Output } from '../../api/contract';
import { usePages } from '../../api/pages';
import { toProblem } from '../../api/host';
import { MOMENT_WIDTH, Moment } from '../../shared/Moment';
import { Empty } from '../../shared/empty';
import { count, formatNumber } from '../../shared/number';
import { Page } from '../../shared/page';
import { ProblemBanner } from '../../shared/problem';
import { Loading } from '../../shared/progress';
import { Table } from '../../shared/table';
import { EntryDialog } from './EntryDialog';
import { Integrity } from './Integrity';
import { VerifyResult } from './VerifyResult';
import { assuranceReason, assuranceWord } from './words';

/** The audit log, newest first; each line is sealed by all before it. */
export default function AuditLog() {
  const pages = usePages('audit.list', {});
  const [shown, setShown] = useState<EntryRow | null>(null);
  // Asked for by a person each time, so it does not live in the cache of reads.
  const [verified, setVerified] = useState<Output<'audit.verify'> | CallProblem | 'running' | null>(null);
  const verify = () => {
    setVerified('running');
    call('audit.verify', {}).then((answer) => setVerified(answer.value), (thrown: unknown) => setVerified(toProblem(thrown)));
  };
  return (
    <Page
      title="Audit log" fill lead={pages.total !== null ? `${count(pages.total, 'entry', 'entries')}, newest first. None can be changed or taken out unnoticed.` : undefined}
      actions={<Button icon={<ShieldCheckmarkRegular />} disabled={verified === 'running'} onClick={verify}>{verified === 'running' ? 'Verifying…' : 'Verify the log'}</Button>}
    >
      <ProblemBanner problem={pages.problem} retry={pages.retry} />
      <Integrity />
      {verified !== null && verified !== 'running' && <VerifyResult result={verified} onDismiss={() => setVerified(null)} />}
      {pages.total === null ? !pages.problem && <Loading label="Reading the log" /> : pages.total === 0 ? <Empty icon={<HistoryRegular />} title="Nothing has been done yet" /> : (
        <Table
          label="Audit log" total={pages.total} rowAt={pages.rowAt} onRange={pages.onRange} rowHeight={40} onOpen={setShown}
          columns={[
            { id: 'seq', label: 'No.', width: '72px', align: 'end', show: (row) => formatNumber(row.seq) },
            { id: 'at', label: 'When', width: MOMENT_WIDTH, show: (row) => <Moment at={row.at} /> },
            { id: 'actor', label: 'Who', width: 'minmax(112px, 1.2fr)', show: (row) => <span title={row.actor}>{row.actor}</span> },
            { id: 'assurance', label: 'Shown by', width: '84px', show: (row) => <span title={assuranceReason(row.assurance)}>{assuranceWord(row.assurance)}</span> },
            { id: 'device', label: 'Machine', width: 'minmax(64px, 0.6fr)', show: (row) => <span title={row.device}>{row.device}</span> },
            { id: 'operation', label: 'What', width: 'minmax(112px, 1fr)', show: (row) => <span title={row.operation}>{row.operation}</span> },
            { id: 'subject', label: 'On', width: 'minmax(96px, 1fr)', show: (row) => <span title={row.subject}>{row.subject}</span> },
            { id: 'hash', label: 'Seal', width: '116px', show: (row) => <span className="mono" title={row.hash}>{row.hash.slice(0, 10)}…</span> },
          ]}
        />
      )}
      {shown && <EntryDialog entry={shown} onClose={() => setShown(null)} />}
    </Page>
  );
}
