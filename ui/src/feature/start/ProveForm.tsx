import { Button, Checkbox } from '@fluentui/react-components';
import { type ReactNode, useState } from 'react';
import type { JobView } from '../../api/contract';
import { forgetAll, useWrite } from '../../api/query';
import { Form, FormActions, TextField } from '../../shared/form';
import { ProblemBanner } from '../../shared/problem';
import { useJob } from '../job/job';
import css from './start.module.css';

interface Props {
  /** Whose password it is, where that is chosen already; else the account is typed. */
  person?: number;
  administrator?: boolean;
  /** The account of this computer, to be bound to the person. */
  account?: string;
  action?: string;
  onDone?: () => void;
  children?: ReactNode;
}

/** Shows a person's password to the directory itself. It is kept nowhere. */
export function ProveForm({ person, administrator = false, account, action = 'Show who I am', onDone, children }: Props) {
  const prove = useWrite('actor.prove');
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [bind, setBind] = useState(false);
  const [job, setJob] = useState<number | null>(null);
  const [ended, setEnded] = useState<JobView | null>(null);
  const view = useJob(job, (last) => {
    setEnded(last);
    setJob(null);
    setPassword('');
    if (last.state === 'done') { forgetAll(); onDone?.(); }
  });
  const busy = prove.isPending || view?.state === 'running';
  const ready = password !== '' && (person !== undefined || name.trim() !== '');
  function send() {
    if (!ready || busy) return;
    setEnded(null);
    prove.mutate({ principal: person, person: person === undefined ? name.trim() : undefined, password, administrator, bind }, { onSuccess: (started) => setJob(started.job) });
  }
  return (
    <Form label="Show who you are" onSubmit={send}>
      <div className={css.fields}>
        <ProblemBanner problem={prove.error ?? ended?.problem} />
        {person === undefined && <TextField label="Your account" required value={name} onChange={setName} autoFocus hint="The account, mail address or name that the directory knows you by." />}
        <TextField label="Password of the directory" type="password" required value={password} onChange={setPassword} autoFocus={person !== undefined} hint="Sent to the directory over its secured connection, and kept nowhere." />
        {account && <Checkbox checked={bind} onChange={(_, change) => setBind(change.checked === true)} label={`The account ${account} of this computer is mine alone: it shows who I am from now on`} />}
        <FormActions>
          {children}
          <Button type="submit" appearance="primary" disabled={!ready || busy}>{busy ? 'Asking the directory…' : action}</Button>
        </FormActions>
      </div>
    </Form>
  );
}
