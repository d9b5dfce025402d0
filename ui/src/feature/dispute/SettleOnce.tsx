import { Radio, RadioGroup } from '@fluentui/react-components';
import { type ComponentProps, useState } from 'react';
import type { DisputeSettlement } from './words';
import { useStore } from '../../app/store';
import { Moment } from '../../shared/Moment';
import { ConfirmDialog } from '../../shared/dialog';
import { TextField } from '../../shared/form';
import { Facts } from '../../shared/page';
import { useTell } from '../../shared/toast';
import css from '../inbox/inbox.module.css';
import { settlementWords } from './words';

interface Props {
  title: string;
  dispute: DisputeSettlement;
  /** What came: an answer, a request. */
  what: string;
  take: string;
  facts: ComponentProps<typeof Facts>['facts'];
  settle: {
    isPending: boolean;
    error: ComponentProps<typeof ConfirmDialog>['problem'];
    mutate: (input: { dispute: number; accept: boolean; reason: string }, then: { onSuccess: () => void }) => void;
  };
  onClose: () => void;
}

/** One dispute with everything that is known of it; an administrator settles it, once, with a reason. */
export function SettleOnce({ title, dispute, what, take, facts, settle, onClose }: Props) {
  const tell = useTell();
  const { actor } = useStore();
  const [how, setHow] = useState<'accept' | 'turnDown' | null>(null);
  const [reason, setReason] = useState('');
  const open = dispute.settlement === null && actor.administrator;
  const problem = settle.error ?? null;
  return (
    <ConfirmDialog
      title={title} onClose={onClose}
      action={!open ? 'Close' : how === 'turnDown' ? 'Turn it down' : 'Take it'} over={!open} problem={problem?.field === 'reason' ? null : problem} busy={open && (how === null || !reason.trim() || settle.isPending)}
      onConfirm={() => {
        if (!open) return onClose();
        settle.mutate({ dispute: dispute.dispute, accept: how === 'accept', reason: reason.trim() }, {
          onSuccess: () => { tell.done(how === 'accept' ? `The ${what} is taken.` : `The ${what} is turned down.`); onClose(); },
        });
      }}
    >
      <div className={css.stack}>
        <p><b>{dispute.detail}</b></p>
        <Facts
          facts={[
            ...facts,
            ['Arrived', <Moment key="arrived" at={dispute.arrivedAt} />],
            ['Device', dispute.device],
            dispute.settlement !== null && ['Settled', `${settlementWords[dispute.settlement]?.word ?? dispute.settlement} by ${dispute.settledBy ?? ''}: ${dispute.settledReason ?? ''}`],
          ]}
        />
        {open && (
          <>
            <RadioGroup value={how ?? ''} aria-label="What becomes of it" onChange={(_, change) => setHow(change.value as typeof how)}>
              <Radio value="accept" label={take} />
              <Radio value="turnDown" label="Turn it down" />
            </RadioGroup>
            <TextField label="Reason" value={reason} onChange={setReason} lines={2} required hint="Stands in the audit log." error={problem?.field === 'reason' ? problem.message : null} />
          </>
        )}
      </div>
    </ConfirmDialog>
  );
}
