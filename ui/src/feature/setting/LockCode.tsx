import { Button } from '@fluentui/react-components';
import { useState } from 'react';
import { useRead, useWrite } from '../../api/query';
import { Form, FormActions, TextField } from '../../shared/form';
import { Card } from '../../shared/page';
import { ProblemBanner } from '../../shared/problem';
import { useTell } from '../../shared/toast';
import css from './setting.module.css';

/** The code that opens the locked window under this account. */
export function LockCode() {
  const status = useRead('lock.status', {});
  const [changing, setChanging] = useState(false);
  const view = status.data;
  if (!view) return null;
  const opens = view.byCode ? 'Your code opens it again.' : view.byPassphrase ? 'The passphrase of the store opens it again.' : view.byDirectory ? 'Your password of the directory opens it again.' : 'Nothing could open it again yet: set a code first.';
  return (
    <Card title="Lock" aside={!changing && <Button onClick={() => setChanging(true)}>{view.byCode ? 'Change the code…' : 'Set a code…'}</Button>}>
      <p className="quiet">Ctrl+L locks the window. {opens}</p>
      {changing && <Change known={view.byCode} account={view.osAccount} onDone={() => setChanging(false)} />}
    </Card>
  );
}

function Change({ known, account, onDone }: { known: boolean; account: string; onDone: () => void }) {
  const set = useWrite('lock.setCode');
  const tell = useTell();
  const [before, setBefore] = useState('');
  const [code, setCode] = useState('');
  const [again, setAgain] = useState('');
  const differs = again !== '' && code !== again ? 'The two are not the same.' : null;
  const ready = code !== '' && code === again && (!known || before !== '');
  const save = (next: string | undefined) => set.mutate({ code: next, before: known ? before : undefined }, {
    onSuccess: () => { tell.done(next === undefined ? 'The code was taken away.' : 'The code was set.'); onDone(); },
  });
  const at = (field: string) => (set.error?.field === field ? set.error.message : null);
  return (
    <Form label="Code for the lock" onSubmit={() => ready && save(code)}>
      <div className={css.fields} style={{ maxWidth: 420 }}>
        {!set.error?.field && <ProblemBanner problem={set.error} />}
        {known && <TextField label="The code until now" type="password" required autoFocus value={before} onChange={setBefore} error={at('before')} />}
        <TextField label={`New code for the account ${account}`} type="password" required autoFocus={!known} value={code} onChange={setCode} hint="At least 6 characters." error={at('code')} />
        <TextField label="Once more" type="password" required value={again} onChange={setAgain} error={differs} />
        <FormActions>
          {known && <Button disabled={before === '' || set.isPending} onClick={() => save(undefined)}>Take the code away</Button>}
          <Button onClick={onDone}>Cancel</Button>
          <Button type="submit" appearance="primary" disabled={!ready || set.isPending}>{known ? 'Change the code' : 'Set the code'}</Button>
        </FormActions>
      </div>
    </Form>
  );
}
