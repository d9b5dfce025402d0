import { Button, Radio, RadioGroup } from '@fluentui/react-components';
import { ScalesRegular } from '@fluentui/react-icons/svg/scales';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { ApprovalDisputeRow } from '../../api/operations';
import { usePages } from '../../api/pages';
import { useWrite } from '../../api/query';
import { useStore } from '../../app/store';
import { Moment } from '../../shared/Moment';
import { StateBadge } from '../../shared/badge';
import { ConfirmDialog } from '../../shared/dialog';
import { Empty } from '../../shared/empty';
import { TextField } from '../../shared/form';
import { count } from '../../shared/number';
import { Facts } from '../../shared/page';
import { ProblemBanner } from '../../shared/problem';
import { Loading } from '../../shared/progress';
import { Table } from '../../shared/table';
import { useTell } from '../../shared/toast';
import { answerWords } from '../approval/answer';
import css from '../inbox/inbox.module.css';
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

/** One dispute with everything that is known of it; an administrator settles it, once, with a reason. */
function Settle({ dispute, onClose }: { dispute: ApprovalDisputeRow; onClose: () => void }) {
  const settle = useWrite('approval.dispute.settle');
  const tell = useTell();
  const { actor } = useStore();
  const [how, setHow] = useState<'accept' | 'turnDown' | null>(null);
  const [reason, setReason] = useState('');
  const open = dispute.settlement === null && actor.administrator;
  return (
    <ConfirmDialog
      title={`${answerWords[dispute.decision]}: ${dispute.targetName ?? `request ${String(dispute.request)}`}`} onClose={onClose}
      action={!open ? 'Close' : how === 'turnDown' ? 'Turn it down' : 'Take it'} problem={settle.error?.field === 'reason' ? null : settle.error} busy={open && (how === null || !reason.trim() || settle.isPending)}
      onConfirm={() => {
        if (!open) return onClose();
        settle.mutate({ dispute: dispute.dispute, accept: how === 'accept', reason: reason.trim() }, {
          onSuccess: () => { tell.done(how === 'accept' ? 'The answer is taken.' : 'The answer is turned down.'); onClose(); },
        });
      }}
    >
      <div className={css.stack}>
        <p><b>{dispute.detail}</b></p>
        <Facts
          facts={[
            dispute.state !== null && ['Request', <Link key="request" to="/requests/$request" params={{ request: dispute.request }}>{dispute.packageName ?? String(dispute.request)}</Link>],
            ['Answered by', dispute.approverName],
            ['Reason given', dispute.justification || null],
            ['Answered, by the device’s clock', <Moment key="decided" at={dispute.decidedAt} />],
            ['Arrived', <Moment key="arrived" at={dispute.arrivedAt} />],
            ['Device', dispute.device],
            dispute.settlement !== null && ['Settled', `${settlementWords[dispute.settlement]?.word ?? dispute.settlement} by ${dispute.settledBy ?? ''}: ${dispute.settledReason ?? ''}`],
          ]}
        />
        {open && (
          <>
            <RadioGroup value={how ?? ''} aria-label="What becomes of it" onChange={(_, change) => setHow(change.value as typeof how)}>
              <Radio value="accept" label="Take it, where the stage is still asked" />
              <Radio value="turnDown" label="Turn it down" />
            </RadioGroup>
            <TextField label="Reason" value={reason} onChange={setReason} lines={2} required hint="Stands in the audit log." error={settle.error?.field === 'reason' ? settle.error.message : null} />
          </>
        )}
      </div>
    </ConfirmDialog>
  );
}
