import { Radio, RadioGroup } from '@fluentui/react-components';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { DisputeRow } from '../../api/operations';
import { useWrite } from '../../api/query';
import { useStore } from '../../app/store';
import { Moment } from '../../shared/Moment';
import { ConfirmDialog } from '../../shared/dialog';
import { TextField } from '../../shared/form';
import { Facts } from '../../shared/page';
import { useTell } from '../../shared/toast';
import css from '../inbox/inbox.module.css';
import { asDecision, decisionWords } from '../item/words';
import { settlementWords } from './words';

/** One dispute with everything that is known of it; an administrator settles it, once, with a reason. */
export function SettleDialog({ dispute, onClose }: { dispute: DisputeRow; onClose: () => void }) {
  const settle = useWrite('dispute.settle');
  const tell = useTell();
  const { actor } = useStore();
  const [how, setHow] = useState<'accept' | 'turnDown' | null>(null);
  const [reason, setReason] = useState('');
  const open = dispute.settlement === null && actor.administrator;
  const word = decisionWords[asDecision(dispute.decision)];
  return (
    <ConfirmDialog
      title={`${word}: ${dispute.principalName ?? `item ${String(dispute.originItem)}`}`} onClose={onClose}
      action={!open ? 'Close' : how === 'turnDown' ? 'Turn it down' : 'Take it'} over={!open} problem={settle.error} busy={open && (how === null || !reason.trim() || settle.isPending)}
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
            ['Review', <Link key="review" to="/reviews/$review" params={{ review: dispute.review }} search={{ instance: dispute.instance }}>{dispute.reviewName}</Link>],
            dispute.resourceName !== null && ['Access', `${dispute.resourceName} (${dispute.entitlement ?? ''})`],
            ['Answered by', dispute.reviewerName],
            ['Reason given', dispute.justification || null],
            ['Decided, by the device’s clock', <Moment key="decided" at={dispute.decidedAt} />],
            ['Arrived', <Moment key="arrived" at={dispute.arrivedAt} />],
            dispute.stands !== null && ['The item stands at', decisionWords[asDecision(dispute.stands)]],
            dispute.settlement !== null && ['Settled', `${settlementWords[dispute.settlement]?.word ?? dispute.settlement} by ${dispute.settledBy ?? ''}: ${dispute.settledReason ?? ''}`],
          ]}
        />
        {open && (
          <>
            <RadioGroup value={how ?? ''} aria-label="What becomes of it" onChange={(_, change) => setHow(change.value as typeof how)}>
              <Radio value="accept" label="Take it, where the stage still goes on" />
              <Radio value="turnDown" label="Turn it down" />
            </RadioGroup>
            <TextField label="Reason" value={reason} onChange={setReason} lines={2} required hint="Stands in the audit log, and in the evidence where the answer is taken." error={settle.error?.field === 'reason' ? settle.error.message : null} />
          </>
        )}
      </div>
    </ConfirmDialog>
  );
}
