import { useState } from 'react';
import type { DeviceView } from '../../api/operations';
import { useWrite } from '../../api/query';
import { ConfirmDialog } from '../../shared/dialog';
import { PathField } from '../../shared/form';
import { useTell } from '../../shared/toast';

/** Takes the file in which a reviewer's installation shows its keys. */
export function ReadDialog({ onClose, onRead }: { onClose: () => void; onRead: (device: DeviceView) => void }) {
  const offer = useWrite('device.offer');
  const tell = useTell();
  const [path, setPath] = useState('');
  const atPath = offer.error?.field === 'path';
  return (
    <ConfirmDialog
      title="Read an enrolment" action="Read" busy={offer.isPending || !path.trim()} problem={atPath ? null : offer.error} onClose={onClose}
      onConfirm={() => offer.mutate({ path: path.trim() }, {
        onSuccess: ({ device }) => {
          if (device.state !== 'offered') tell.done(`“${device.name}” is known already.`);
          onRead(device);
        },
      })}
    >
      <div style={{ display: 'flex', flexDirection: 'column', gap: 12 }}>
        <p>The reviewer wrote this file on their own machine. Reading it accepts nothing yet: next, you compare eight words with them.</p>
        <PathField label="File" required value={path} onChange={setPath} question={{ title: 'The enrolment', mode: 'open' }} hint="With its whole path." error={atPath ? offer.error?.message : null} />
      </div>
    </ConfirmDialog>
  );
}
