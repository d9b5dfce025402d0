import { useWrite } from '../../api/query';
import { ConfirmDialog } from '../../shared/dialog';
import { Words } from '../device/Words';

const may = { 'packet.passphrase': 'answer', 'approval.packet.passphrase': 'answer', 'request.packet.passphrase': 'ask' };

interface Props { of: keyof typeof may; packet: { id: number; name: string }; onClose: () => void }

/** Shows a packet's passphrase once somebody asks for it; the log keeps that they did. */
export function PassphraseDialog({ of: operation, packet, onClose }: Props) {
  const show = useWrite(operation);
  const said = show.data;
  return (
    <ConfirmDialog
      title={`Passphrase for ${packet.name}`} action={said ? 'Done' : 'Show it'} over={said !== undefined} busy={show.isPending} problem={show.error} onClose={onClose}
      onConfirm={() => (said ? onClose() : show.mutate({ id: packet.id }))}
    >
      <div style={{ display: 'flex', flexDirection: 'column', gap: 12 }}>
        {said ? (
          <>
            <p>Tell these words to {said.reviewerName} by another way than the file goes. Whoever has both can {may[operation]} for them, and the evidence says so.</p>
            <Words words={said.passphrase} label="The passphrase" />
          </>
        ) : <p>The audit log keeps that you looked it up.</p>}
      </div>
    </ConfirmDialog>
  );
}
