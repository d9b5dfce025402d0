import { useState } from 'react';
import type { PolicyRow } from '../../api/operations';
import { useWrite } from '../../api/query';
import { ConfirmDialog } from '../../shared/dialog';
import { TextField } from '../../shared/form';
import { useTell } from '../../shared/toast';

export function PolicyDelete({ row, onClose }: { row: PolicyRow; onClose: () => void }) {
  const remove = useWrite('policy.delete');
  const tell = useTell();
  const [reason, setReason] = useState('');
  return (
    <ConfirmDialog title={`Delete the policy “${row.displayName}”?`} action="Delete the policy" danger busy={remove.isPending} problem={remove.error} onClose={onClose}
      onConfirm={() => remove.mutate({ policy: row.policy, ...(reason.trim() ? { reason: reason.trim() } : {}) }, { onSuccess: () => { tell.done('The policy was deleted.'); onClose(); } })}>
      <div style={{ display: 'flex', flexDirection: 'column', gap: 12 }}>
        <p>Nobody asks under it any more{row.review === null ? '' : ', and the review of its holders ends'}. A policy under which somebody holds the package, or asks for it, is not deleted.</p>
        <TextField label="Why" lines={2} value={reason} onChange={setReason} />
      </div>
    </ConfirmDialog>
  );
}
