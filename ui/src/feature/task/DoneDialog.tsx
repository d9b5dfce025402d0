import { useState } from 'react';
import type { TaskRow } from '../../api/contract';
import { useWrite } from '../../api/query';
import { ConfirmDialog } from '../../shared/dialog';
import { TextField } from '../../shared/form';
import { useTell } from '../../shared/toast';

/** A person says what was done; the task waits for the read that shows it. */
export function DoneDialog({ task, onClose }: { task: TaskRow; onClose: () => void }) {
  const close = useWrite('task.close');
  const tell = useTell();
  const [note, setNote] = useState('');
  return (
    <ConfirmDialog
      title="Say what was done" action="It is done" busy={close.isPending || !note.trim()} problem={close.error} onClose={onClose}
      onConfirm={() => close.mutate({ task: task.task, note: note.trim() }, {
        onSuccess: ({ status }) => { tell.done(status === 'closed' ? 'The task is closed.' : 'It waits for the confirming read.', status === 'closed' ? undefined : 'Sync the directory: it closes when the access is seen gone.'); onClose(); },
      })}
    >
      <p style={{ marginBottom: 12 }}>{task.principalName} in {task.resourceName}: {task.reason}</p>
      <TextField label="What was done" required lines={3} value={note} onChange={setNote} hint="The next sync of the directory closes the task, if it shows the access gone." />
    </ConfirmDialog>
  );
}
