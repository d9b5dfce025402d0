import { useState } from 'react';
import type { AssignmentView } from '../../api/operations';
import { useWrite } from '../../api/query';
import { ConfirmDialog } from '../../shared/dialog';
import { TextField } from '../../shared/form';
import { useTell } from '../../shared/toast';
import { ForeseenAccess } from './ForeseenAccess';
import css from './assignment.module.css';

/** Ends an assignment; says first what is taken away, and what stays and why. */
export function EndDialog({ view, onClose }: { view: AssignmentView; onClose: () => void }) {
  const end = useWrite('assignment.end');
  const tell = useTell();
  const [reason, setReason] = useState('');
  return (
    <ConfirmDialog
      title={`Take “${view.packageName}” from ${view.principalName}?`} action="End the assignment" danger busy={end.isPending || !reason.trim()} problem={end.error} onClose={onClose}
      onConfirm={() => end.mutate({ assignment: view.assignment, reason: reason.trim() }, { onSuccess: () => { tell.done('The assignment has ended.', 'What it gave is taken away by the next plan.'); onClose(); } })}
    >
      <div className={css.content}>
        <ForeseenAccess input={{ assignment: view.assignment }} title="What becomes of the access" />
        <TextField label="Why" required lines={2} value={reason} onChange={setReason} />
      </div>
    </ConfirmDialog>
  );
}
