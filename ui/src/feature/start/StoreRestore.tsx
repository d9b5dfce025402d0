import { Button } from '@fluentui/react-components';
import { useState } from 'react';
import { forgetAll, useWrite } from '../../api/query';
import { Form, FormActions, PathField, TextField } from '../../shared/form';
import { ProblemBanner } from '../../shared/problem';
import css from './start.module.css';

export function StoreRestore({ onBack }: { onBack: () => void }) {
  const restore = useWrite('store.restore');
  const [from, setFrom] = useState('');
  const [path, setPath] = useState('');
  const [passphrase, setPassphrase] = useState('');
  const ready = from.trim() !== '' && path.trim() !== '';
  return (
    <>
      <h1>Restore a backup</h1>
      <p className="quiet">The backup is checked first and stays as it is.</p>
      <ProblemBanner problem={restore.error} />
      <Form label="Restore a backup" onSubmit={() => ready && restore.mutate({ from: from.trim(), path: path.trim(), passphrase: passphrase || undefined }, { onSuccess: forgetAll })}>
        <div className={css.fields}>
          <PathField label="Backup file" required value={from} onChange={setFrom} question={{ title: 'The backup', mode: 'open' }} />
          <PathField label="New folder" required value={path} onChange={setPath} question={{ title: 'A folder for the store', mode: 'save', suggested: 'countersign' }} />
          <TextField label="Passphrase" type="password" value={passphrase} onChange={setPassphrase} hint="The one of the store it was made from, if it had one." />
          <FormActions>
            <Button onClick={onBack}>Back</Button>
            <Button type="submit" appearance="primary" disabled={restore.isPending || !ready}>{restore.isPending ? 'Restoring…' : 'Restore'}</Button>
          </FormActions>
        </div>
      </Form>
    </>
  );
}
