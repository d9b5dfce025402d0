import { Button, Dialog, DialogBody, DialogContent, DialogSurface, DialogTitle } from '@fluentui/react-components';
import { useStore } from '../../app/store';
import { ReturnFocus } from '../../shared/dialog';
import { ProveForm } from './ProveForm';
import { proofWords } from './words';

/** The person who sits here shows it with their password. */
export default function ProveDialog({ onClose }: { onClose: () => void }) {
  const { actor, osAccount } = useStore();
  return (
    <Dialog open onOpenChange={(_, change) => !change.open && onClose()}>
      <DialogSurface style={{ maxWidth: 480 }}>
        <ReturnFocus />
        <DialogBody>
          <DialogTitle>Show that you are {actor.displayName}</DialogTitle>
          <DialogContent>
            <p className="quiet" style={{ marginBottom: 16 }}>Until now: {proofWords[actor.assurance].toLowerCase()}. Some acts ask for more.</p>
            <ProveForm person={actor.principal ?? undefined} administrator={actor.administrator} account={osAccount} onDone={onClose}>
              <Button onClick={onClose}>Cancel</Button>
            </ProveForm>
          </DialogContent>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
