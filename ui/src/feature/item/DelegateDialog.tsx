import { useState } from 'react';
import { useRead, useWrite } from '../../api/query';
import { ConfirmDialog } from '../../shared/dialog';
import { TextField } from '../../shared/form';
import { count, formatNumber } from '../../shared/number';
import { type Chosen, PrincipalPicker } from '../principal/PrincipalPicker';
import type { ItemRow } from './words';

interface Props { instance: number; actor: number; selected: ItemRow[]; onDone: (sentence: string, more?: string) => void; onClose: () => void }

/** Hands one's own items to somebody else, who is told, with the reason on record. */
export function DelegateDialog({ instance, actor, selected, onDone, onClose }: Props) {
  const delegate = useWrite('item.delegate');
  const all = useRead('item.list', { instance, filter: { reviewer: actor, decision: [], recommendation: [] }, offset: 0, limit: 0 });
  const [to, setTo] = useState<Chosen[]>([]);
  const [reason, setReason] = useState('');
  const total = selected.length > 0 ? selected.length : all.data?.total;
  const person = to[0];
  return (
    <ConfirmDialog
      title={selected.length > 0 ? `Delegate ${count(selected.length, 'selected item')}` : total !== undefined ? `Delegate all your ${count(total, 'item')}` : 'Delegate your items'}
      action="Delegate" busy={delegate.isPending || !person || !reason.trim()} problem={delegate.error ?? all.error} onClose={onClose}
      onConfirm={() => person && delegate.mutate(
        { instance, to: person.principal, reason: reason.trim(), ...(selected.length > 0 ? { items: selected.map((row) => row.item) } : {}) },
        { onSuccess: ({ given, own }) => onDone(`${count(given, 'item')} delegated to ${person.displayName}.`, own > 0 ? `${formatNumber(own)} stay with you: they are about the access of ${person.displayName}.` : undefined) },
      )}
    >
      <div style={{ display: 'flex', flexDirection: 'column', gap: 12 }}>
        <p className="quiet">They are asked instead of you. Items about their own access stay with you. Who gave what to whom, and why, stands in the evidence.</p>
        <PrincipalPicker label="Delegate to" kind="user" single required chosen={to} onChange={setTo} />
        <TextField label="Why" required lines={2} value={reason} onChange={setReason} placeholder="Away until the 15th" />
      </div>
    </ConfirmDialog>
  );
}
