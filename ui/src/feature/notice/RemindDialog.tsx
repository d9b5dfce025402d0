import { useState } from 'react';
import { useWrite } from '../../api/query';
import { ConfirmDialog } from '../../shared/dialog';
import { TextField } from '../../shared/form';
import { count, formatNumber } from '../../shared/number';
import { useTell } from '../../shared/toast';

/** Reminds those who have not finished, and nobody else. */
export function RemindDialog({ instance, onClose }: { instance: number; onClose: () => void }) {
  const remind = useWrite('review.remind');
  const tell = useTell();
  const [text, setText] = useState('');
  return (
    <ConfirmDialog
      title="Remind those who have not finished?" action="Remind" busy={remind.isPending || text.trim().length > 256} problem={remind.error} onClose={onClose}
      onConfirm={() => remind.mutate({ instance, ...(text.trim() ? { text: text.trim() } : {}) }, {
        onSuccess: ({ queued, skipped }) => {
          tell.done(`${count(queued, 'reminder')} on the way.`, skipped > 0 ? `${formatNumber(skipped)} cannot be told; the list of notices says why.` : undefined);
          onClose();
        },
      })}
    >
      <div style={{ display: 'flex', flexDirection: 'column', gap: 12 }}>
        <p>Everybody with undecided items in this stage gets a notice. Who is done gets none.</p>
        <TextField label="A few words of your own" lines={3} value={text} onChange={setText} hint={`At most 256 characters; ${formatNumber(Math.max(0, 256 - text.trim().length))} left.`} error={text.trim().length > 256 ? 'This is longer than 256 characters.' : undefined} />
      </div>
    </ConfirmDialog>
  );
}
