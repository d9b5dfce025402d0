import { Button } from '@fluentui/react-components';
import { ScalesRegular } from '@fluentui/react-icons/svg/scales';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { RequestDisputeRow, RequestKind } from '../../api/operations';
import { usePages } from '../../api/pages';
import { useWrite } from '../../api/query';
import { useStore } from '../../app/store';
import { Moment } from '../../shared/Moment';
import { StateBadge } from '../../shared/badge';
import { Empty } from '../../shared/empty';
import { count } from '../../shared/number';
import { ProblemBanner } from '../../shared/problem';
import { Loading } from '../../shared/progress';
import { Table } from '../../shared/table';
import css from '../inbox/inbox.module.css';
import { kindWords } from '../request/words';
import { SettleOnce } from './SettleOnce';
import { reasonWords, settlementWords } from './words';

const whatText = (row: RequestDisputeRow): string => (row.withdraws ? 'Takes a request back' : kindWords[row.kind as RequestKind] ?? row.kind);
const packageText = (row: RequestDisputeRow): string => row.packageName ?? `Package ${String(row.package)}`;

/** Requests that came in packets and that the desk did not take. */
export function RequestDisputes() {
  const [open, setOpen] = useState<RequestDisputeRow | null>(null);
  const pages = usePages('request.dispute.list', { filter: { settled: true } });
  const { actor } = useStore();
  if (pages.total === null) return pages.problem ? <ProblemBanner problem={pages.problem} retry={pages.retry} /> : <Loading label="Reading the disputes" />;
  if (pages.total === 0) return <Empty icon={<ScalesRegular />} title="There was no dispute" text="A request is listed here where its policy changed, the person has the package, or its device was revoked before it arrived." />;
  return (
    <>
      <ProblemBanner problem={pages.problem} retry={pages.retry} />
      <Table
        label={count(pages.total, 'dispute')} total={pages.total} rowAt={pages.rowAt} onRange={pages.onRange} rowHeight={60} onOpen={setOpen}
        columns={[
          { id: 'who', label: 'Person', width: 'minmax(120px, 1.2fr)', show: (row) => <span className={css.two}><span className="ellipsis" title={row.personName}>{row.personName}</span><span className="quiet ellipsis">{whatText(row)}</span></span> },
          { id: 'what', label: 'Access package', width: 'minmax(120px, 1.4fr)', show: (row) => <span className="ellipsis" title={packageText(row)}>{packageText(row)}</span> },
          { id: 'why', label: 'Why it waits', width: 'minmax(150px, 2fr)', show: (row) => <span className={css.two}><span className="ellipsis" title={reasonWords[row.reason]}>{reasonWords[row.reason] ?? row.reason}</span><span className="quiet ellipsis" title={row.detail}>{row.detail}</span></span> },
          { id: 'at', label: 'Arrived', width: '112px', show: (row) => <Moment at={row.arrivedAt} day /> },
          { id: 'settled', label: 'Settled', width: '104px', show: (row) => { const is = settlementWords[row.settlement ?? '']; return is ? <StateBadge tone={is.tone}>{is.word}</StateBadge> : <StateBadge tone="warn">Open</StateBadge>; } },
          { id: 'do', label: '', width: '88px', align: 'end', show: (row) => <Button size="small" onClick={() => setOpen(row)}>{row.settlement === null && actor.administrator ? 'Settle…' : 'Show'}</Button> },
        ]}
      />
      {open && <Settle dispute={open} onClose={() => setOpen(null)} />}
    </>
  );
}

/** One dispute with everything that is known of it. */
function Settle({ dispute, onClose }: { dispute: RequestDisputeRow; onClose: () => void }) {
  const settle = useWrite('request.dispute.settle');
  return (
    <SettleOnce
      title={`${dispute.personName}: ${packageText(dispute)}`} dispute={dispute} what="request" take="Take it, where the desk takes it now" settle={settle} onClose={onClose}
      facts={[
        ['What', whatText(dispute)],
        ['Reason given', dispute.justification || null],
        ['Asked for, by the device’s clock', <Moment key="made" at={dispute.madeAt} />],
        dispute.request !== null && ['Came to', <Link key="request" to="/requests/$request" params={{ request: dispute.request }}>{packageText(dispute)}</Link>],
      ]}
    />
  );
}
