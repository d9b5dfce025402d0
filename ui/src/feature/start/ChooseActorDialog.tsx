import { Dialog, DialogBody, DialogContent, DialogSurface, DialogTitle } from '@fluentui/react-components';
import { useRead } from '../../api/query';
import { ReturnFocus } from '../../shared/dialog';
import { ActorChoice } from './ActorChoice';

export default function ChooseActorDialog({ onClose }: { onClose: () => void }) {
  const status = useRead('store.status', {});
  return (
    <Dialog open onOpenChange={(_, change) => !change.open && onClose()}>
      <DialogSurface style={{ maxWidth: 520 }}>
        <ReturnFocus />
        <DialogBody>
          <DialogTitle>Who are you?</DialogTitle>
          <DialogContent><ActorChoice account={status.data?.osAccount ?? ''} onDone={onClose} onCancel={onClose} /></DialogContent>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
