import { Button, Checkbox, Radio, RadioGroup } from '@fluentui/react-components';
import { useState } from 'react';
import type { ActorView } from '../../api/contract';
import { forgetAll, useRead, useWrite } from '../../api/query';
import { FormActions } from '../../shared/form';
import { ProblemBanner } from '../../shared/problem';
import { type Chosen, PrincipalPicker } from '../principal/PrincipalPicker';
import { ProveForm } from './ProveForm';
import css from './start.module.css';
import { proofWords, roleOf } from './words';

interface Props {
  account: string;
  practice: boolean;
  /** Somebody sits there: names may be looked up. */
  known: boolean;
  onDone?: () => void;
  onCancel?: () => void;
}

const keyOf = (seat: ActorView) => `seat-${seat.principal ?? 0}-${seat.administrator}`;

/** Who sits here, and what shows it. Every entry of the log carries both. */
export function ActorChoice({ account, practice, known, onDone, onCancel }: Props) {
  const choose = useWrite('actor.choose');
  const offered = useRead('actor.offered', {});
  const seats = offered.data ?? [];
  const [chosen, setChosen] = useState<string | null>(null);
  const [people, setPeople] = useState<Chosen[]>([]);
  const [administrator, setAdministrator] = useState(false);
  const picked = chosen ?? (seats[0] ? keyOf(seats[0]) : 'password');
  const person = people[0]?.principal;
  const seat = seats.find((one) => keyOf(one) === picked);
  const done = { onSuccess: () => { forgetAll(); onDone?.(); } };
  const sit = () => {
    if (seat) choose.mutate({ principal: seat.principal ?? undefined, administrator: seat.administrator }, done);
    else if (person !== undefined) choose.mutate({ principal: person, administrator }, done);
  };
  if (offered.isPending) return null;
  const cancel = onCancel && <Button onClick={onCancel}>Cancel</Button>;
  const role = <Checkbox checked={administrator} onChange={(_, change) => setAdministrator(change.checked === true)} label="As an administrator of this store" />;
  return (
    <div className={css.fields}>
      <ProblemBanner problem={choose.error ?? offered.error} />
      <RadioGroup value={picked} aria-label="Who are you?" onChange={(_, change) => setChosen(change.value)}>
        {seats.map((one) => <Radio key={keyOf(one)} value={keyOf(one)} label={<Seat name={one.displayName} role={roleOf(one)} proof={proofWords[one.assurance]} />} />)}
        <Radio value="password" label={<Seat name="With my password" role="Somebody of the directory" proof={proofWords.directoryBind} />} />
        {known && <Radio value="stated" label={<Seat name="By name" role={practice ? 'Anybody, for trying out' : 'Somebody of the directory'} proof={proofWords.stated} />} />}
      </RadioGroup>
      {picked === 'password' ? (
        <>
          {known && <PrincipalPicker label="Your name" kind="user" single required chosen={people} onChange={setPeople} />}
          {role}
          {(!known || person !== undefined) && <ProveForm key={person} person={known ? person : undefined} administrator={administrator} account={account} onDone={onDone}>{cancel}</ProveForm>}
          {known && person === undefined && cancel && <FormActions>{cancel}</FormActions>}
        </>
      ) : (
        <>
          {picked === 'stated' && <PrincipalPicker label="Name" kind="user" single required chosen={people} onChange={setPeople} hint="The log and the evidence say that nothing showed it." />}
          {picked === 'stated' && role}
          <FormActions>
            {cancel}
            <Button appearance="primary" disabled={(!seat && person === undefined) || choose.isPending} onClick={sit}>Continue</Button>
          </FormActions>
        </>
      )}
    </div>
  );
}

function Seat({ name, role, proof }: { name: string; role: string; proof: string }) {
  return <span className={css.seat}><span className="ellipsis" title={name}>{name}</span><span className="quiet">{role} · {proof}</span></span>;
}
