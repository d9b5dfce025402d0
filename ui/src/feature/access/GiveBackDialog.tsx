import { useState } from 'react';
import type { AccessHeld } from '../../api/operations';
import { useWrite } from '../../api/query';
import { ConfirmDialog } from '../../shared/dialog';
import { TextField } from '../../shared/form';
import { useTell } from '../../shared/toast';
import css from './access.module.css';

/** Takes the access away before its end, by whoever has it. */
export function GiveBackDialog({ held, onClose }: { held: AccessHeld; onClose: () => void }) {
  const submit = useWrite('request.submit');
  const tell = useTell();
  const [reason, setReason] = useState('');
  return (
    <ConfirmDialog
      title={`Give back ${held.packageName}?`} action="Give it back" danger busy={submit.isPending} problem={submit.error} onClose={onClose}
      onConfirm={() => submit.mutate({ kind: 'userRemove', assignment: held.assignment, answers: [], ...(reason.trim() ? { justification: reason.trim() } : {}) }, {
        onSuccess: () => { tell.done('The access is being taken away.', 'If you need it again, ask for it again.'); onClose(); },
      })}
    >
      <div className={css.stack}>
        <p>You lose what it gives{held.gives.length > 0 && <>: {held.gives.join(', ')}</>}. What you have by another way stays.</p>
        <TextField label="Why" lines={2} value={reason} onChange={setReason} />
      </div>
    </ConfirmDialog>
  );
}
