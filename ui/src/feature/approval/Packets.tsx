import { Button } from '@fluentui/react-components';
import { SendRegular } from '@fluentui/react-icons/svg/send';
import { useState } from 'react';
import type { ApprovalPacketRow } from '../../api/operations';
import { usePages } from '../../api/pages';
import { Moment } from '../../shared/Moment';
import { StateBadge } from '../../shared/badge';
import { Empty } from '../../shared/empty';
import { count, formatNumber } from '../../shared/number';
import { ProblemBanner } from '../../shared/problem';
import { Loading } from '../../shared/progress';
import { Table } from '../../shared/table';
import { PassphraseDialog } from '../packet/PassphraseDialog';
import { HandOutDialog } from './HandOutDialog';
import { packetStanding } from './content';

/** Approvals that were handed out as files, and what came back. */
export function Packets() {
  const [making, setMaking] = useState(false);
  const [asking, setAsking] = useState<ApprovalPacketRow | null>(null);
  const pages = usePages('approval.packet.list', {});
  const make = <Button appearance="primary" onClick={() => setMaking(true)}>Hand out…</Button>;
  return (
    <>
      <ProblemBanner problem={pages.problem} retry={pages.retry} />
      {pages.total === null ? !pages.problem && <Loading label="Reading the packets" /> : pages.total === 0 ? (
        <Empty icon={<SendRegular />} title="No approvals were handed out" text="Approvers without a network get what waits for them as a sealed file, and return their answers the same way.">{make}</Empty>
      ) : (
        <>
          <div>{make}</div>
          <Table
            label={count(pages.total, 'packet')} total={pages.total} rowAt={pages.rowAt} onRange={pages.onRange} rowHeight={44}
            columns={[
              { id: 'who', label: 'Approver', width: 'minmax(120px, 1.6fr)', show: (row) => <span className="ellipsis" title={row.approverName}>{row.approverName}</span> },
              { id: 'made', label: 'Handed out', width: '116px', show: (row) => <Moment at={row.madeAt} day /> },
              { id: 'state', label: 'State', width: '116px', show: (row) => { const is = packetStanding(row); return <StateBadge tone={is.tone}>{is.word}</StateBadge>; } },
              { id: 'count', label: 'Returned', width: '96px', align: 'end', show: (row) => `${formatNumber(row.answeredCount)} of ${formatNumber(row.approvalCount)}` },
              { id: 'waits', label: 'Still wait', width: '88px', align: 'end', show: (row) => formatNumber(row.waitingCount) },
              { id: 'last', label: 'Last return', width: '116px', show: (row) => row.lastReturnAt ? <Moment at={row.lastReturnAt} day /> : <span className="quiet">none</span> },
              {
                id: 'lock', label: 'Opened by', width: '124px', show: (row) => row.devices.length > 0 ? <span title={row.fileName}>{count(row.devices.length, 'device')}</span>
                  : row.supersededBy !== null ? <span title={row.fileName}>a passphrase</span> : <Button size="small" aria-label={`Passphrase of ${row.approverName}`} onClick={() => setAsking(row)}>Passphrase…</Button>,
              },
            ]}
          />
        </>
      )}
      {making && <HandOutDialog onClose={() => setMaking(false)} />}
      {asking && <PassphraseDialog of="approval.packet.passphrase" packet={{ id: asking.id, name: asking.approverName }} onClose={() => setAsking(null)} />}
    </>
  );
}
