import { Field, Select } from '@fluentui/react-components';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { PackageView } from '../../api/operations';
import { useWrite } from '../../api/query';
import { isDay } from '../../shared/date';
import { ConfirmDialog } from '../../shared/dialog';
import { DayField, TextField } from '../../shared/form';
import { useTell } from '../../shared/toast';
import { type Chosen, PrincipalPicker } from '../principal/PrincipalPicker';
import { Conflicts } from './Conflicts';
import { ForeseenAccess } from './ForeseenAccess';
import css from './assignment.module.css';
import { endOf } from './words';

/** Whether giving directly under a policy would go past an approval. */
function asksApproval(definition: unknown): boolean {
  const { allowedTargetScope, requestApprovalSettings } = definition as { allowedTargetScope?: string; requestApprovalSettings?: { isApprovalRequiredForAdd?: boolean } | null };
  return allowedTargetScope !== 'notSpecified' && requestApprovalSettings?.isApprovalRequiredForAdd === true;
}

/** Gives a package to a person directly; says first what they would get. */
export function GiveDialog({ view, onClose }: { view: PackageView; onClose: () => void }) {
  const give = useWrite('assignment.give');
  const go = useNavigate();
  const tell = useTell();
  const policies = view.policies.filter((one) => !one.automatic && !asksApproval(one.definition));
  const [who, setWho] = useState<Chosen[]>([]);
  const [policy, setPolicy] = useState(policies.length === 1 ? String(policies[0]?.policy) : '');
  const [day, setDay] = useState('');
  const [justification, setJustification] = useState('');
  const person = who[0];
  const at = (field: string) => (give.error?.field === field ? give.error.message : undefined);
  return (
    <ConfirmDialog
      title={`Assign “${view.displayName}”`} action="Assign" busy={give.isPending || !person || !policy || (day !== '' && !isDay(day))} problem={give.error && ['principal', 'policy', 'endsAt'].includes(give.error.field ?? '') ? null : give.error} onClose={onClose}
      onConfirm={() => person && give.mutate({ package: view.package, policy: Number(policy), principal: person.principal, justification: justification.trim(), ...(day ? { endsAt: endOf(day) } : {}) }, {
        onSuccess: ({ assignment }) => { tell.done(`${person.displayName} is given “${view.displayName}”.`, 'It is delivered by the next plan.'); void go({ to: '/assignments/$assignment', params: { assignment } }); },
      })}
    >
      <div className={css.content}>
        <PrincipalPicker label="To whom" kind="user" single required chosen={who} onChange={(next) => { setWho(next); give.reset(); }} error={at('principal')} />
        {policies.length === 0 ? <p>Every policy of this package assigns by its rule or asks for an approval, which giving directly would go past. Add one for administrators alone.</p> : (
          <Field label="Under which policy" required validationState={at('policy') ? 'error' : 'none'} validationMessage={at('policy')}>
            <Select value={policy} onChange={(_, change) => setPolicy(change.value)}>
              {policies.length > 1 && <option value="">Choose…</option>}
              {policies.map((one) => <option key={one.policy} value={one.policy}>{one.displayName}</option>)}
            </Select>
          </Field>
        )}
        <DayField label="Last day" value={day} onChange={setDay} error={at('endsAt')} hint="Empty: as long as the policy says." />
        <TextField label="Why" lines={2} value={justification} onChange={setJustification} hint="It stands in the request and in the evidence." />
        {person && <Conflicts package={view.package} principal={person.principal} name={person.displayName} />}
        {person && <ForeseenAccess input={{ package: view.package, principal: person.principal }} title={`What ${person.displayName} would get`} />}
      </div>
    </ConfirmDialog>
  );
}
