import { useState } from 'react';
import type { HoldRow } from '../../api/operations';
import { useWrite } from '../../api/query';
import { ConfirmDialog } from '../../shared/dialog';
import { TextField } from '../../shared/form';
import { useTell } from '../../shared/toast';
import css from './retention.module.css';

export function LiftDialog({ hold, onClose }: { hold: HoldRow; onClose: () => void }) {
  const lift = useWrite('hold.lift');
  const tell = useTell();
  const [reason, setReason] = useState('');
  return (
    <ConfirmDialog
      title="Lift this hold?" action="Lift the hold" danger busy={lift.isPending || !reason.trim()} problem={lift.error} onClose={onClose}
      onConfirm={() => lift.mutate({ hold: hold.hold, reason: reason.trim() }, { onSuccess: () => { tell.done('The hold is lifted.'); onClose(); } })}
    >
      <div className={css.form}>
        <p dir="auto">{hold.reason}</p>
        <p className="quiet">Once it is lifted, what is past its day may be destroyed. The hold and its end stay in the log.</p>
        <TextField label="Why" required lines={2} value={reason} onChange={setReason} />
      </div>
    </ConfirmDialog>
  );
}
