import { Button } from '@fluentui/react-components';
import { useState } from 'react';
import { forgetAll, useWrite } from '../../api/query';
import { Form, FormActions, PathField, TextField } from '../../shared/form';
import { ProblemBanner } from '../../shared/problem';
import css from './start.module.css';

export function StoreOpen({ path: known, keyring, onBack }: { path: string; keyring: boolean; onBack: () => void }) {
  const open = useWrite('store.open');
  const [path, setPath] = useState(known);
  const [passphrase, setPassphrase] = useState('');
  return (
    <>
      <h1>Open a store</h1>
      <ProblemBanner problem={open.error} />
      <Form label="Open a store" onSubmit={() => path.trim() && open.mutate({ path: path.trim(), passphrase: passphrase || undefined }, { onSuccess: forgetAll })}>
        <div className={css.fields}>
          <PathField label="Folder of the store" required value={path} onChange={setPath} question={{ title: 'The folder of the store', mode: 'folder' }} />
          <TextField
            label="Passphrase" type="password" value={passphrase} onChange={setPassphrase} autoFocus={known !== ''}
            hint={keyring ? 'Leave it empty if the key is in the keyring, or if it is a practice store.' : 'Leave it empty for a practice store.'}
          />
          <FormActions>
            <Button onClick={onBack}>Back</Button>
            <Button type="submit" appearance="primary" disabled={open.isPending || !path.trim()}>{open.isPending ? 'Opening…' : 'Open'}</Button>
          </FormActions>
        </div>
      </Form>
    </>
  );
}
