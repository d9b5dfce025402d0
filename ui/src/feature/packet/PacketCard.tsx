import { Button } from '@fluentui/react-components';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useStore } from '../../app/store';
import type { PacketRow } from '../../api/operations';
import { usePages } from '../../api/pages';
import { Moment } from '../../shared/Moment';
import { type Tone, StateBadge } from '../../shared/badge';
import { Empty } from '../../shared/empty';
import { count, formatNumber } from '../../shared/number';
import { Card } from '../../shared/page';
import { ProblemBanner } from '../../shared/problem';
import { Loading } from '../../shared/progress';
import { Table } from '../../shared/table';
import css from '../device/device.module.css';
import { HandOutDialog } from './HandOutDialog';
import { PassphraseDialog } from './PassphraseDialog';

/** How a packet stands, in words. */
export function standing(row: PacketRow): { word: string; tone: Tone } {
  if (row.supersededBy !== null) return { word: 'Superseded', tone: 'quiet' };
  if (row.answeredCount >= row.itemCount) return { word: 'Answered', tone: 'good' };
  if (row.returnCount > 0) return { word: 'In part', tone: 'busy' };
  return row.open ? { word: 'Out', tone: 'warn' } : { word: 'Not returned', tone: 'quiet' };
}

/** What was handed out in a run of a review, and what came back. */
export function PacketCard({ instance, open }: { instance: number; open: boolean }) {
  const { actor } = useStore();
  const [making, setMaking] = useState(false);
  const [asking, setAsking] = useState<PacketRow | null>(null);
  const pages = usePages('packet.list', { instance });
  const make = actor.administrator && open && <Button onClick={() => setMaking(true)}>Hand out…</Button>;
  return (
    <Card title={pages.total ? `Packets (${formatNumber(pages.total)})` : 'Packets'} aside={make}>
      <ProblemBanner problem={pages.problem} retry={pages.retry} />
      {pages.total === null ? !pages.problem && <Loading label="Reading the packets" /> : pages.total === 0 ? (
        <Empty title="Nothing was handed out" text="A packet is a reviewer’s part as a sealed file, for deciding on their own machine without a network." />
      ) : (
        <Table
          label="Packets" total={pages.total} rowAt={pages.rowAt} onRange={pages.onRange} upTo={8} rowHeight={52}
          columns={[
            { id: 'who', label: 'Reviewer', width: 'minmax(120px, 1.6fr)', show: (row) => <Link to="/principals/$principal" params={{ principal: row.reviewer }} title={row.reviewerName}>{row.reviewerName}</Link> },
            { id: 'made', label: 'Handed out', width: '112px', show: (row) => <span className={css.two}><Moment at={row.madeAt} day /><span className="quiet">in stage {formatNumber(row.stage)}</span></span> },
            { id: 'state', label: 'State', width: '108px', show: (row) => <StateBadge tone={standing(row).tone}>{standing(row).word}</StateBadge> },
            { id: 'count', label: 'Answered', width: '96px', align: 'end', show: (row) => `${formatNumber(row.answeredCount)} of ${formatNumber(row.itemCount)}` },
            { id: 'last', label: 'Last return', width: '124px', show: (row) => row.lastReturnAt ? <LastReturn at={row.lastReturnAt} missing={row.missingCount} /> : <span className="quiet">none</span> },
            { id: 'lock', label: 'Opened by', width: '120px', show: (row) => <Lock row={row} mayAsk={actor.administrator} onAsk={setAsking} /> },
          ]}
        />
      )}
      {making && <HandOutDialog instance={instance} onClose={() => setMaking(false)} />}
      {asking && <PassphraseDialog of="packet.passphrase" packet={{ id: asking.id, name: asking.reviewerName }} onClose={() => setAsking(null)} />}
    </Card>
  );
}

function Lock({ row, mayAsk, onAsk }: { row: PacketRow; mayAsk: boolean; onAsk: (row: PacketRow) => void }) {
  if (row.devices.length > 0) return <span title={row.fileName}>{count(row.devices.length, 'device')}</span>;
  if (!mayAsk || row.supersededBy !== null) return <span title={row.fileName}>a passphrase</span>;
  return <Button size="small" aria-label={`Passphrase of ${row.reviewerName}`} onClick={() => onAsk(row)}>Passphrase…</Button>;
}

/** When a file came last, and whether it tells of earlier ones that never did. */
function LastReturn({ at, missing }: { at: string; missing: number }) {
  if (missing === 0) return <Moment at={at} day />;
  const what = `${count(missing, 'earlier file')} of this reviewer never came. Ask for everything to be sent again: “Return”, with the earlier returns.`;
  return <span className={css.two}><Moment at={at} day /><b title={what}>{count(missing, 'file')} missing</b></span>;
}
