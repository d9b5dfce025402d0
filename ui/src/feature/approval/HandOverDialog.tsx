import { useState } from 'react';
import { useWrite } from '../../api/query';
import { isDay } from '../../shared/date';
import { ConfirmDialog } from '../../shared/dialog';
import { DayField } from '../../shared/form';
import { useTell } from '../../shared/toast';
import { endOfDay, startOfDay } from '../access/words';
import { type Chosen, PrincipalPicker } from '../principal/PrincipalPicker';

/** Somebody answers for me for a time, such as while I am away. */
export function HandOverDialog({ onClose }: { onClose: () => void }) {
  const delegate = useWrite('approval.delegate');
  const tell = useTell();
  const [to, setTo] = useState<Chosen[]>([]);
  const [from, setFrom] = useState('');
  const [until, setUntil] = useState('');
  const person = to[0];
  const at = (field: string) => (delegate.error?.field === field ? delegate.error.message : undefined);
  return (
    <ConfirmDialog
      title="Hand over your approvals" action="Hand over" busy={delegate.isPending || !person || !isDay(until) || (from !== '' && !isDay(from))} onClose={onClose}
      problem={delegate.error && ['to', 'from', 'until'].includes(delegate.error.field ?? '') ? null : delegate.error}
      onConfirm={() => person && delegate.mutate({ to: person.principal, until: endOfDay(until), ...(from ? { from: startOfDay(from) } : {}) }, {
        onSuccess: () => { tell.done(`${person.displayName} answers for you.`); onClose(); },
      })}
    >
      <div style={{ display: 'flex', flexDirection: 'column', gap: 12 }}>
        <p>Whoever answers for you is asked what you are asked in that time, and each answer says that it was given for you.</p>
        <PrincipalPicker label="Who" kind="user" single required chosen={to} onChange={setTo} error={at('to')} />
        <DayField label="From" value={from} onChange={setFrom} error={at('from')} hint="Empty: from now on." />
        <DayField label="Until" required value={until} onChange={setUntil} error={at('until')} hint="The last day." />
      </div>
    </ConfirmDialog>
  );
}
