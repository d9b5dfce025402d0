import { Button } from '@fluentui/react-components';
import { LockClosedRegular } from '@fluentui/react-icons/svg/lock-closed';
import { useEffect, useState } from 'react';
import type { StoreView } from '../../api/contract';
import { forgetAll, useRead, useWrite } from '../../api/query';
import { Form, FormActions, TextField } from '../../shared/form';
import { ProblemBanner } from '../../shared/problem';
import { Loading } from '../../shared/progress';
import { ProveForm } from './ProveForm';
import css from './start.module.css';

/** Nothing of the store is shown until the person has shown again who they are. Work that goes on goes on. */
export default function LockScreen({ store }: { store: StoreView }) {
  const status = useRead('lock.status', {});
  const [password, setPassword] = useState(false);
  useEffect(() => { document.title = 'Locked – Countersign'; }, []);
  const view = status.data;
  if (!view) return status.error ? <ProblemBanner problem={status.error} retry={() => void status.refetch()} /> : <Loading label="Opening" whole />;
  const byCode = view.byCode || view.byPassphrase;
  const byPassword = password || !byCode;
  return (
    <main className={css.alone}>
      <div className={css.aloneCard}>
        <div className={css.brand}><LockClosedRegular fontSize={28} aria-hidden /><span className="ellipsis" title={store.organization}>{store.organization}</span></div>
        <h1>Locked</h1>
        <p className="quiet">{view.actor?.displayName ?? 'Nobody'} sits here. Work that was going on goes on.</p>
        {byPassword ? (
          <ProveForm person={view.actor?.principal ?? undefined} administrator={view.actor?.administrator} action="Unlock">
            {byCode && <Button onClick={() => setPassword(false)}>Use the {view.byCode ? 'code' : 'passphrase'}</Button>}
          </ProveForm>
        ) : (
          <Unlock label={view.byCode ? `Code of ${view.osAccount}` : 'Passphrase of the store'}>
            {view.byDirectory && <Button onClick={() => setPassword(true)}>Use the password of the directory</Button>}
          </Unlock>
        )}
      </div>
    </main>
  );
}

function Unlock({ label, children }: { label: string; children: React.ReactNode }) {
  const unlock = useWrite('lock.unlock');
  const [code, setCode] = useState('');
  const send = () => code && !unlock.isPending && unlock.mutate({ code }, { onSuccess: () => forgetAll(), onSettled: () => setCode('') });
  return (
    <Form label="Unlock" onSubmit={() => void send()}>
      <div className={css.fields}>
        <ProblemBanner problem={unlock.error} />
        <TextField key={unlock.submittedAt} label={label} type="password" required autoFocus value={code} onChange={setCode} />
        <FormActions>
          {children}
          <Button type="submit" appearance="primary" disabled={!code || unlock.isPending}>{unlock.isPending ? 'Unlocking…' : 'Unlock'}</Button>
        </FormActions>
      </div>
    </Form>
  );
}
