import { Field, Select } from '@fluentui/react-components';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { PrincipalKind } from '../../api/contract';
import { useWrite } from '../../api/query';
import { isDay } from '../../shared/date';
import { ConfirmDialog } from '../../shared/dialog';
import { DayField, TextField } from '../../shared/form';
import { useTell } from '../../shared/toast';
import { type Chosen, PrincipalPicker } from '../principal/PrincipalPicker';

const kinds: [PrincipalKind, string, string][] = [['group', 'Group', 'member'], ['servicePrincipal', 'Application', ''], ['directoryRole', 'Directory role', 'active'], ['azureRole', 'Azure role', 'active']];

/** One person proposes; another approves. */
export function ProposeDialog({ onClose }: { onClose: () => void }) {
  const propose = useWrite('exception.propose');
  const go = useNavigate();
  const tell = useTell();
  const [who, setWho] = useState<Chosen[]>([]);
  const [kind, setKind] = useState<PrincipalKind>('group');
  const [what, setWhat] = useState<Chosen[]>([]);
  const [entitlement, setEntitlement] = useState('member');
  const [policy, setPolicy] = useState('');
  const [reason, setReason] = useState('');
  const [untilOn, setUntilOn] = useState('');
  const [reviewOn, setReviewOn] = useState('');
  const [person, resource] = [who[0], what[0]];
  const at = (field: string) => (propose.error?.field === field ? propose.error.message : undefined);
  const known = ['principal', 'resource', 'entitlement', 'policy', 'reason', 'untilOn', 'reviewOn'];
  return (
    <ConfirmDialog
      title="Propose an exception" action="Propose" busy={propose.isPending || !person || !resource || !policy.trim() || !reason.trim() || !isDay(untilOn) || (reviewOn !== '' && !isDay(reviewOn))} onClose={onClose}
      problem={propose.error && known.includes(propose.error.field ?? '') ? null : propose.error}
      onConfirm={() => person && resource && propose.mutate(
        {
          principal: person.principal, resource: resource.principal, policy: policy.trim(), reason: reason.trim(), untilOn,
          ...(entitlement.trim() ? { entitlement: entitlement.trim() } : {}), ...(reviewOn ? { reviewOn } : {}),
        },
        { onSuccess: ({ exception }) => { tell.done('The exception is proposed.', 'Somebody else approves it; until then it covers nothing.'); void go({ to: '/exceptions/$exception', params: { exception } }); } },
      )}
    >
      <div style={{ display: 'flex', flexDirection: 'column', gap: 12 }}>
        <PrincipalPicker label="Who" kind="user" single required chosen={who} onChange={setWho} error={at('principal')} />
        <Field label="Kind of access">
          <Select value={kind} onChange={(_, change) => { const next = change.value as PrincipalKind; setKind(next); setWhat([]); setEntitlement(kinds.find(([one]) => one === next)?.[2] ?? ''); }}>
            {kinds.map(([value, word]) => <option key={value} value={value}>{word}</option>)}
          </Select>
        </Field>
        <PrincipalPicker key={kind} label="May keep" kind={kind} single required chosen={what} onChange={setWhat} error={at('resource')} />
        {kind !== 'group' && <TextField label="Role" value={entitlement} onChange={setEntitlement} error={at('entitlement')} hint="As the directory names it, such as eligible, active, or an application’s role." />}
        <TextField label="Against which policy" required value={policy} onChange={setPolicy} error={at('policy')} placeholder="Separation of duties 4.2" />
        <TextField label="Why" required lines={2} value={reason} onChange={setReason} error={at('reason')} />
        <DayField label="Until" required value={untilOn} onChange={setUntilOn} error={at('untilOn')} hint="Its last day." />
        <DayField label="Look at it again on" value={reviewOn} onChange={setReviewOn} error={at('reviewOn')} />
      </div>
    </ConfirmDialog>
  );
}
