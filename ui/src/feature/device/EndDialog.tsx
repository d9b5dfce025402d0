import { useState } from 'react';
import type { DeviceView } from '../../api/operations';
import { useWrite } from '../../api/query';
import { ConfirmDialog } from '../../shared/dialog';
import { TextField } from '../../shared/form';
import { useTell } from '../../shared/toast';

/** Ends a device's time, or says that it never begins. */
export function EndDialog({ device, onClose }: { device: DeviceView; onClose: () => void }) {
  const offered = device.state === 'offered';
  const end = useWrite(offered ? 'device.turnDown' : 'device.revoke');
  const tell = useTell();
  const [reason, setReason] = useState('');
  const atReason = end.error?.field === 'reason';
  return (
    <ConfirmDialog
      title={offered ? `Turn “${device.name}” down?` : `Revoke “${device.name}”?`} action={offered ? 'Turn it down' : 'Revoke the device'} danger
      busy={end.isPending || !reason.trim()} problem={atReason ? null : end.error} onClose={onClose}
      onConfirm={() => end.mutate({ device: device.device, reason: reason.trim() }, { onSuccess: () => { tell.done(offered ? 'The device was turned down.' : 'The device is revoked.'); onClose(); } })}
    >
      <div style={{ display: 'flex', flexDirection: 'column', gap: 12 }}>
        <p>{offered ? 'Its keys are never used. The reviewer can enrol again.' : 'What it signs from now on is not taken in by itself, and no packet is sealed to it any more. What was taken in before stays.'}</p>
        <TextField label="Reason" required lines={2} value={reason} onChange={setReason} hint="It stands in the audit log." error={atReason ? end.error?.message : null} />
      </div>
    </ConfirmDialog>
  );
}
