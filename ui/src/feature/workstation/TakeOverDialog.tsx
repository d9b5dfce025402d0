import { useState } from 'react';
import type { WorkstationStanding } from '../../api/operations';
import { useWrite } from '../../api/query';
import { ConfirmDialog } from '../../shared/dialog';
import { TextField } from '../../shared/form';
import { useTell } from '../../shared/toast';

/** Writes here from now on: what was handed over, or what was not because the other is lost. */
export function TakeOverDialog({ standing, onClose }: { standing: WorkstationStanding; onClose: () => void }) {
  const take = useWrite('workstation.takeOver');
  const tell = useTell();
  const [reason, setReason] = useState('');
  const atReason = take.error?.field === 'reason';
  const emergency = !standing.waits;
  const confirm = () => take.mutate(emergency ? { reason: reason.trim() } : {}, { onSuccess: () => { tell.done('This workstation writes the store.', 'The log says so, and the others follow it.'); onClose(); } });
  return (
    <ConfirmDialog
      title={emergency ? `Take the store over from “${standing.holder ?? ''}”?` : 'Take the store over?'} action="Take over" danger={emergency}
      busy={take.isPending || (emergency && !reason.trim())} problem={atReason ? null : take.error} onConfirm={confirm} onClose={onClose}
    >
      {emergency ? (
        <div style={{ display: 'flex', flexDirection: 'column', gap: 12 }}>
          <p>Nobody handed it over. What “{standing.holder}” wrote after the copy that is here is not in it, and “{standing.holder}” may go on writing until it meets the exchange. Do this only if it is lost.</p>
          <TextField label="Why" required lines={3} value={reason} onChange={setReason} hint="It stands in the audit log for good." error={atReason ? take.error?.message : null} />
        </div>
      ) : <p>It was handed over to this workstation with every entry of its log. From here on this workstation writes, and the other follows.</p>}
    </ConfirmDialog>
  );
}
