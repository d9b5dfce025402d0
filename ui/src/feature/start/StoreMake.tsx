import { Button, Checkbox, Field, Radio, RadioGroup } from '@fluentui/react-components';
import { useState } from 'react';
import type { StoreStatus } from '../../api/contract';
import { forgetAll, useWrite } from '../../api/query';
import { Form, FormActions, PathField, TextField } from '../../shared/form';
import { ProblemBanner } from '../../shared/problem';
import css from './start.module.css';

/** Shorter is guessed too soon, whatever Argon2id costs. */
const SHORTEST = 12;

export function StoreMake({ status, practice, onBack }: { status: StoreStatus; practice: boolean; onBack: () => void }) {
  const init = useWrite('store.init');
  const keyring = status.keyring.available;
  const [organization, setOrganization] = useState(practice ? 'Practice Organization' : '');
  const [path, setPath] = useState('');
  const [sample, setSample] = useState(practice);
  const [guard, setGuard] = useState<'keyring' | 'passphrase'>(keyring ? 'keyring' : 'passphrase');
  const [passphrase, setPassphrase] = useState('');
  const [again, setAgain] = useState('');
  const [tried, setTried] = useState(false);

  const wantsPassphrase = !practice && guard === 'passphrase';
  const wrong = {
    organization: organization.trim() ? null : 'Say whose access is reviewed.',
    path: path.trim() ? null : 'Choose a folder for the store.',
    passphrase: wantsPassphrase && passphrase.length < SHORTEST ? `At least ${SHORTEST} characters.` : null,
    again: wantsPassphrase && again !== passphrase ? 'The two are not the same.' : null,
  };
  const shown = (problem: string | null) => (tried ? problem : null);

  function make() {
    setTried(true);
    if (Object.values(wrong).some((problem) => problem !== null)) return;
    init.mutate(
      { path: path.trim(), organization: organization.trim(), practice, passphrase: wantsPassphrase ? passphrase : undefined, sample: practice && sample },
      { onSuccess: forgetAll },
    );
  }

  return (
    <>
      <h1>{practice ? 'Practise' : 'A store for your organization'}</h1>
      <p className="quiet">{practice ? 'A practice store says so on every screen and on every page of its evidence.' : 'One encrypted file that holds directory snapshots, reviews, decisions and the audit log.'}</p>
      <ProblemBanner problem={init.error} />
      <Form label="Make a store" onSubmit={make}>
        <div className={css.fields}>
          <TextField label="Organization" required value={organization} onChange={setOrganization} error={shown(wrong.organization)} autoFocus />
          <PathField label="Folder" required value={path} onChange={setPath} question={{ title: 'A folder for the store', mode: 'save', suggested: practice ? 'countersign-practice' : 'countersign' }} hint="A new folder is made here." error={shown(wrong.path)} />
          {practice ? (
            <Checkbox checked={sample} label="Fill it with a sample organization" onChange={(_, change) => setSample(change.checked === true)} />
          ) : (
            <>
              <Field label="What keeps it closed">
                <RadioGroup value={guard} onChange={(_, change) => setGuard(change.value as typeof guard)}>
                  <Radio value="keyring" disabled={!keyring} label={keyring ? 'The keyring of this account: opens without asking' : `The keyring: ${status.keyring.reason ?? 'there is none here'}`} />
                  <Radio value="passphrase" label="A passphrase that only you know" />
                </RadioGroup>
              </Field>
              {wantsPassphrase && (
                <>
                  <TextField label="Passphrase" type="password" required value={passphrase} onChange={setPassphrase} hint="Nobody can restore it. Keep it where you keep such things." error={shown(wrong.passphrase)} />
                  <TextField label="The passphrase again" type="password" required value={again} onChange={setAgain} error={shown(wrong.again)} />
                </>
              )}
            </>
          )}
          <FormActions>
            <Button onClick={onBack}>Back</Button>
            <Button type="submit" appearance="primary" disabled={init.isPending}>{init.isPending ? 'Making the store…' : 'Make the store'}</Button>
          </FormActions>
        </div>
      </Form>
    </>
  );
}
