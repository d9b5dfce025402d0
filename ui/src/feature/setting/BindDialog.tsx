import { useState } from 'react';
import { useStore } from '../../app/store';
import { useWrite } from '../../api/query';
import { ConfirmDialog } from '../../shared/dialog';
import { TextField } from '../../shared/form';
import { useTell } from '../../shared/toast';
import { type Chosen, PrincipalPicker } from '../principal/PrincipalPicker';
import css from './setting.module.css';

export function BindDialog({ onClose }: { onClose: () => void }) {
  const bind = useWrite('actor.bind');
  const tell = useTell();
  const [account, setAccount] = useState(useStore().osAccount);
  const [people, setPeople] = useState<Chosen[]>([]);
  const person = people[0];
  const field = bind.error?.field;
  return (
    <ConfirmDialog
      title="Bind an account" action="Bind" busy={bind.isPending || !person || !account.trim()} problem={field ? null : bind.error} onClose={onClose}
      onConfirm={() => person && bind.mutate({ osAccount: account.trim(), principal: person.principal }, { onSuccess: () => { tell.done(`${account.trim()} is the account of ${person.displayName}.`); onClose(); } })}
    >
      <div className={css.fields}>
        <TextField label="Account" required mono value={account} onChange={setAccount} hint="As the operating system names it, and used by one person alone." error={field === 'osAccount' ? bind.error?.message : null} />
        <PrincipalPicker label="Person" kind="user" single required chosen={people} onChange={setPeople} error={field === 'principal' ? bind.error?.message : null} />
      </div>
    </ConfirmDialog>
  );
}
