import { useState } from 'react';
import type { RequestView } from '../../api/operations';
import { useWrite } from '../../api/query';
import { ConfirmDialog } from '../../shared/dialog';
import { TextField } from '../../shared/form';
import { useTell } from '../../shared/toast';
import css from './request.module.css';
import { targetText } from './words';

interface Props { view: RequestView; onClose: () => void }

export function CancelDialog({ view, onClose }: Props) {
  const cancel = useWrite('request.cancel');
  const tell = useTell();
  const [reason, setReason] = useState('');
  return (
    <ConfirmDialog
      title="Cancel this request?" action="Cancel the request" danger busy={cancel.isPending} problem={cancel.error} onClose={onClose}
      onConfirm={() => cancel.mutate({ request: view.request, ...(reason.trim() ? { reason: reason.trim() } : {}) }, { onSuccess: () => { tell.done('The request is canceled.'); onClose(); } })}
    >
      <div className={css.stack}>
        <p>Its approvers are asked no more, and {targetText(view)} does not get {view.packageName} by it. It can be asked for again.</p>
        <TextField label="Why" lines={2} value={reason} onChange={setReason} />
      </div>
    </ConfirmDialog>
  );
}

export function ReprocessDialog({ view, onClose }: Props) {
  const again = useWrite('request.reprocess');
  const tell = useTell();
  return (
    <ConfirmDialog
      title="Try the delivery again?" action="Try again" busy={again.isPending} problem={again.error} onClose={onClose}
      onConfirm={() => again.mutate({ request: view.request }, { onSuccess: () => { tell.done('The delivery is tried again.'); onClose(); } })}
    >
      {view.problem ?? 'It was not delivered.'} What is there already stays as it is.
    </ConfirmDialog>
  );
}

export function TakeBackDialog({ view, onClose }: Props) {
  const revoke = useWrite('approval.revoke');
  const tell = useTell();
  const [reason, setReason] = useState('');
  return (
    <ConfirmDialog
      title="Take your approval back?" action="Take it back" danger busy={revoke.isPending || !reason.trim()} problem={revoke.error} onClose={onClose}
      onConfirm={() => revoke.mutate({ request: view.request, reason: reason.trim() }, { onSuccess: () => { tell.done('The approval is taken back.', 'The access is being taken away.'); onClose(); } })}
    >
      <div className={css.stack}>
        <p>{targetText(view)} loses {view.packageName}. The approval and this reason stay in the history.</p>
        <TextField label="Why" required lines={2} value={reason} onChange={setReason} />
      </div>
    </ConfirmDialog>
  );
}
