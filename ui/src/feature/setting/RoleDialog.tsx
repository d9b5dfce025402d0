import { Field, Radio, RadioGroup } from '@fluentui/react-components';
import { useState } from 'react';
import type { Role } from '../../api/operations';
import { useWrite } from '../../api/query';
import { ConfirmDialog } from '../../shared/dialog';
import { TextField } from '../../shared/form';
import { useTell } from '../../shared/toast';
import { type Chosen, PrincipalPicker } from '../principal/PrincipalPicker';
import css from './setting.module.css';
import { roleWords } from './words';

export function RoleDialog({ onClose }: { onClose: () => void }) {
  const give = useWrite('role.give');
  const tell = useTell();
  const [role, setRole] = useState<Role>('complianceOfficer');
  const [to, setTo] = useState<'person' | 'account'>('person');
  const [people, setPeople] = useState<Chosen[]>([]);
  const [account, setAccount] = useState('');
  const person = people[0];
  const ready = to === 'person' ? person !== undefined : account.trim() !== '';
  const field = give.error?.field;
  const name = to === 'person' ? person?.displayName : account.trim();
  return (
    <ConfirmDialog
      title="Give a role" action="Give the role" busy={give.isPending || !ready} problem={field ? null : give.error} onClose={onClose}
      onConfirm={() => give.mutate(to === 'person' ? { role, principal: person?.principal } : { role, osAccount: account.trim() }, {
        onSuccess: () => { tell.done(`${name} is ${roleWords[role].toLowerCase()}.`); onClose(); },
      })}
    >
      <div className={css.fields}>
        <Field label="Role">
          <RadioGroup value={role} onChange={(_, change) => setRole(change.value as Role)}>
            <Radio value="complianceOfficer" label="Compliance officer: reads everything, changes nothing" />
            <Radio value="administrator" label="Administrator: may do everything" />
          </RadioGroup>
        </Field>
        <Field label="To">
          <RadioGroup layout="horizontal" value={to} onChange={(_, change) => setTo(change.value as typeof to)}>
            <Radio value="person" label="A person of the directory" /><Radio value="account" label="An account of a computer" />
          </RadioGroup>
        </Field>
        {to === 'person'
          ? <PrincipalPicker label="Person" kind="user" single required chosen={people} onChange={setPeople} error={field === 'principal' ? give.error?.message : null} />
          : <TextField label="Account" required mono value={account} onChange={setAccount} hint="As the operating system names it." error={field === 'osAccount' ? give.error?.message : null} />}
      </div>
    </ConfirmDialog>
  );
}
