import { Button } from '@fluentui/react-components';
import { SendRegular } from '@fluentui/react-icons/svg/send';
import { useState } from 'react';
import type { RequestPacketRow } from '../../api/operations';
import { usePages } from '../../api/pages';
import { Moment } from '../../shared/Moment';
import { StateBadge } from '../../shared/badge';
import { Empty } from '../../shared/empty';
import { count, formatNumber } from '../../shared/number';
import { ProblemBanner } from '../../shared/problem';
import { Loading } from '../../shared/progress';
import { Table } from '../../shared/table';
import { PassphraseDialog } from '../packet/PassphraseDialog';
import { OfferDialog } from './OfferDialog';

/** What people may ask for, handed out as files, and what came back. */
export function OfferPackets() {
  const [making, setMaking] = useState(false);
  const [asking, setAsking] = useState<RequestPacketRow | null>(null);
  const pages = usePages('request.packet.list', {});
  const make = <Button appearance="primary" onClick={() => setMaking(true)}>Hand out…</Button>;
  return (
    <>
      <ProblemBanner problem={pages.problem} retry={pages.retry} />
      {pages.total === null ? !pages.problem && <Loading label="Reading the packets" /> : pages.total === 0 ? (
        <Empty icon={<SendRegular />} title="Nothing was handed out to ask for" text="People without a network get what they may ask for as a sealed file, and return their requests the same way.">{make}</Empty>
      ) : (
        <>
          <div>{make}</div>
          <Table
            label={count(pages.total, 'packet')} total={pages.total} rowAt={pages.rowAt} onRange={pages.onRange} rowHeight={44}
            columns={[
              { id: 'who', label: 'For', width: 'minmax(120px, 1.6fr)', show: (row) => <span className="ellipsis" title={row.personName}>{row.personName}</span> },
              { id: 'made', label: 'Handed out', width: '116px', show: (row) => <Moment at={row.madeAt} day /> },
              { id: 'state', label: 'State', width: '116px', show: (row) => row.supersededBy !== null ? <StateBadge tone="quiet">Superseded</StateBadge> : row.returnCount > 0 ? <StateBadge tone="good">Answered</StateBadge> : <StateBadge tone="warn">Out</StateBadge> },
              { id: 'offers', label: 'Packages', width: '88px', align: 'end', show: (row) => formatNumber(row.offerCount) },
              { id: 'count', label: 'Requests', width: '88px', align: 'end', show: (row) => formatNumber(row.requestCount) },
              { id: 'due', label: 'Taken until', width: '116px', show: (row) => <Moment at={row.dueAt} day none="no end" /> },
              { id: 'last', label: 'Last return', width: '116px', show: (row) => row.lastReturnAt ? <Moment at={row.lastReturnAt} day /> : <span className="quiet">none</span> },
              {
                id: 'lock', label: 'Opened by', width: '124px', show: (row) => row.devices.length > 0 ? <span title={row.fileName}>{count(row.devices.length, 'device')}</span>
                  : row.supersededBy !== null ? <span title={row.fileName}>a passphrase</span> : <Button size="small" aria-label={`Passphrase of ${row.personName}`} onClick={() => setAsking(row)}>Passphrase…</Button>,
              },
            ]}
          />
        </>
      )}
      {making && <OfferDialog onClose={() => setMaking(false)} />}
      {asking && <PassphraseDialog of="request.packet.passphrase" packet={{ id: asking.id, name: asking.personName }} onClose={() => setAsking(null)} />}
    </>
  );
}
