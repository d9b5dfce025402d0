import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useWrite } from '../../api/query';
import { ConfirmDialog } from '../../shared/dialog';
import { TextField } from '../../shared/form';
import { useTell } from '../../shared/toast';
import { type Chosen, PrincipalPicker } from '../principal/PrincipalPicker';
import css from './conflict.module.css';

/** A review of what the people in conflict hold, decided by their managers. */
export function ReviewDialog({ onClose }: { onClose: () => void }) {
  const make = useWrite('conflict.review');
  const go = useNavigate();
  const tell = useTell();
  const [name, setName] = useState('');
  const [fallback, setFallback] = useState<Chosen[]>([]);
  const [days, setDays] = useState('14');
  const person = fallback[0];
  const length = Number(days);
  const at = (field: string) => (make.error?.field === field ? make.error.message : undefined);
  return (
    <ConfirmDialog
      title="Review the conflicts" action="Make the review" busy={make.isPending || !person || !Number.isInteger(length) || length < 1} onClose={onClose}
      problem={make.error && ['displayName', 'fallback', 'durationInDays'].includes(make.error.field ?? '') ? null : make.error}
      onConfirm={() => person && make.mutate({ fallback: person.principal, durationInDays: length, ...(name.trim() ? { displayName: name.trim() } : {}) }, {
        onSuccess: ({ review }) => { tell.done('The review is made.', 'It asks the managers once you start it.'); void go({ to: '/reviews/$review', params: { review } }); },
      })}
    >
      <div className={css.stack}>
        <p>It covers what the people in conflict hold on either side, and nothing else. Each item says which conflict it is part of.</p>
        <TextField label="Name" value={name} onChange={setName} error={at('displayName')} hint="Empty: it is named by itself." />
        <PrincipalPicker label="Who reviews people without a manager" kind="user" single required chosen={fallback} onChange={setFallback} error={at('fallback')} />
        <TextField label="Days to decide" type="number" min={1} max={365} value={days} onChange={setDays} error={at('durationInDays')} />
      </div>
    </ConfirmDialog>
  );
}
