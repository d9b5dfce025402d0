import { useState } from 'react';
import type { DirectoryView } from '../../api/contract';
import { useWrite } from '../../api/query';
import { ConfirmDialog } from '../../shared/dialog';
import { TextField } from '../../shared/form';
import { useTell } from '../../shared/toast';

/** Another password or client secret; the old one is never shown. */
export function SecretDialog({ directory, onClose }: { directory: DirectoryView; onClose: () => void }) {
  const write = useWrite('directory.setSecret');
  const tell = useTell();
  const [secret, setSecret] = useState('');
  const word = directory.kind === 'entra' ? 'client secret' : 'password';
  return (
    <ConfirmDialog
      title={`New ${word}`} action="Keep it" busy={write.isPending || secret === ''} problem={write.error} onClose={onClose}
      onConfirm={() => write.mutate({ directory: directory.directory, secret }, { onSuccess: () => { setSecret(''); tell.done(`The ${word} is kept.`, 'Probe the directory to see that it is right.'); onClose(); } })}
    >
      <TextField label={`New ${word}`} type="password" required value={secret} onChange={setSecret} hint="It goes to the keyring, or encrypted into the store, in the place of the old one." autoFocus />
    </ConfirmDialog>
  );
}
