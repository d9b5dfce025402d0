import { Button } from '@fluentui/react-components';
import { ScalesRegular } from '@fluentui/react-icons/svg/scales';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { ApprovalDisputeRow } from '../../api/operations';
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
import { answerWords } from '../approval/answer';
import css from '../inbox/inbox.module.css';
import { SettleOnce } from './SettleOnce';
import { reasonWords, settlementWords } from './words';

/** Answers of approvers that came in packets and that their request did not take any more. */
export function ApprovalDisputes() {
  const [open, setOpen] = useState<ApprovalDisputeRow | null>(null);
  const pages = usePages('approval.dispute.list', { filter: { settled: true } });
  const { actor } = useStore();
  if (pages.total === null) return pages.problem ? <ProblemBanner problem={pages.problem} retry={pages.retry} /> : <Loading label="Reading the disputes" />;
  if (pages.total === 0) return <Empty icon={<ScalesRegular />} title="There was no dispute" text="An approver’s answer is listed here where its request was answered, canceled or timed out before it arrived." />;
  return (
    <>
      <ProblemBanner problem={pages.problem} retry={pages.retry} />
      <Table
        label={count(pages.total, 'dispute')} total={pages.total} rowAt={pages.rowAt} onRange={pages.onRange} rowHeight={60} onOpen={setOpen}
        columns={[
          { id: 'what', label: 'Request', width: 'minmax(140px, 1.6fr)', show: (row) => <span className={css.two}><span className="ellipsis" title={row.targetName ?? undefined}>{row.targetName ?? `Request ${String(row.request)}`}</span><span className="quiet ellipsis" title={row.packageName ?? undefined}>{row.packageName ?? ''}</span></span> },
          { id: 'who', label: 'Answer', width: 'minmax(110px, 1fr)', show: (row) => <span className={css.two}><b>{answerWords[row.decision]}</b><span className="quiet ellipsis" title={row.approverName}>{row.approverName}</span></span> },
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
function Settle({ dispute, onClose }: { dispute: ApprovalDisputeRow; onClose: () => void }) {
  const settle = useWrite('approval.dispute.settle');
  return (
    <SettleOnce
      title={`${answerWords[dispute.decision]}: ${dispute.targetName ?? `request ${String(dispute.request)}`}`} dispute={dispute} what="answer" take="Take it, where the stage is still asked"
      settle={settle} onClose={onClose}
      facts={[
        dispute.state !== null && ['Request', <Link key="request" to="/requests/$request" params={{ request: dispute.request }}>{dispute.packageName ?? String(dispute.request)}</Link>],
        ['Answered by', dispute.approverName],
        ['Reason given', dispute.justification || null],
        ['Answered, by the device’s clock', <Moment key="decided" at={dispute.decidedAt} />],
      ]}
    />
  );
}
