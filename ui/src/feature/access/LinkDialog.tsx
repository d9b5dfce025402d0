import { useState } from 'react';
import { ConfirmDialog } from '../../shared/dialog';
import { TextField } from '../../shared/form';

/** A hidden package is asked for by the key that its link carries. */
export function LinkDialog({ onAsk, onClose }: { onAsk: (key: string) => void; onClose: () => void }) {
  const [link, setLink] = useState('');
  // A whole link, or the key alone.
  const key = link.trim().split(/[/=]/).pop()?.trim() ?? '';
  return (
    <ConfirmDialog title="Ask by a link" action="Look at it" busy={!key} onClose={onClose} onConfirm={() => onAsk(key)}>
      <TextField label="Link or key" required mono value={link} onChange={setLink} hint="As you were sent it. Packages that no list shows are asked for this way." />
    </ConfirmDialog>
  );
}
