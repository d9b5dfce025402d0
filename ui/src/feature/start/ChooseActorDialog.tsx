import { Dialog, DialogBody, DialogContent, DialogSurface, DialogTitle } from '@fluentui/react-components';
import { useStore } from '../../app/store';
import { ReturnFocus } from '../../shared/dialog';
import { ActorChoice } from './ActorChoice';

export default function ChooseActorDialog({ onClose }: { onClose: () => void }) {
  const store = useStore();
  return (
    <Dialog open onOpenChange={(_, change) => !change.open && onClose()}>
      <DialogSurface style={{ maxWidth: 520 }}>
        <ReturnFocus />
        <DialogBody>
          <DialogTitle>Who are you?</DialogTitle>
          <DialogContent><ActorChoice account={store.osAccount} practice={store.practice} known onDone={onClose} onCancel={onClose} /></DialogContent>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
