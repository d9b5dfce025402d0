import { Button, Radio, RadioGroup } from '@fluentui/react-components';
import { useState } from 'react';
import { forgetAll, useWrite } from '../../api/query';
import { FormActions } from '../../shared/form';
import { ProblemBanner } from '../../shared/problem';
import { type Chosen, PrincipalPicker } from '../principal/PrincipalPicker';
import css from './start.module.css';

interface Props { account: string; onDone?: () => void; onCancel?: () => void }

/** Who sits here: the administrator, or somebody of the directory. Every entry of the log carries it. */
export function ActorChoice({ account, onDone, onCancel }: Props) {
  const choose = useWrite('actor.choose');
  const [role, setRole] = useState<'administrator' | 'principal'>('administrator');
  const [chosen, setChosen] = useState<Chosen[]>([]);
  const [both, setBoth] = useState<Chosen[]>([]);
  const principal = role === 'principal' ? chosen[0] : both[0];
  const ready = role === 'administrator' || principal !== undefined;
  return (
    <div className={css.fields}>
      <ProblemBanner problem={choose.error} />
      <RadioGroup value={role} aria-label="Who are you?" onChange={(_, change) => setRole(change.value as typeof role)}>
        <Radio value="administrator" label={`The administrator of this store (${account})`} />
        <Radio value="principal" label="A reviewer: somebody of the directory" />
      </RadioGroup>
      {role === 'principal' ? (
        <PrincipalPicker label="Your name" kind="user" single required chosen={chosen} onChange={setChosen} />
      ) : (
        <PrincipalPicker
          label="Your own entry in the directory, if there is one" kind="user" single chosen={both} onChange={setBoth}
          hint="With it, you also see what you are asked to review, and never decide on your own access."
        />
      )}
      <FormActions>
        {onCancel && <Button onClick={onCancel}>Cancel</Button>}
        <Button
          appearance="primary" disabled={!ready || choose.isPending}
          onClick={() =>
            choose.mutate({ principal: principal?.principal, administrator: role === 'administrator' }, {
              onSuccess: () => { forgetAll(); onDone?.(); },
            })}
        >
          Continue
        </Button>
      </FormActions>
    </div>
  );
}
