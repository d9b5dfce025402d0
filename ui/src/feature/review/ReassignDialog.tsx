import { useState } from 'react';
import type { ReviewProgress } from '../../api/contract';
import { useWrite } from '../../api/query';
import { ConfirmDialog } from '../../shared/dialog';
import { TextField } from '../../shared/form';
import { count, formatNumber } from '../../shared/number';
import { useTell } from '../../shared/toast';
import { type Chosen, PrincipalPicker } from '../principal/PrincipalPicker';

interface Props { instance: number; from: ReviewProgress['reviewers'][number]; onClose: () => void }

/** Gives the items of one reviewer to another in the stage that is going on. */
export function ReassignDialog({ instance, from, onClose }: Props) {
  const reassign = useWrite('review.reassign');
  const tell = useTell();
  const [to, setTo] = useState<Chosen[]>([]);
  const [reason, setReason] = useState('');
  const person = to[0];
  return (
    <ConfirmDialog
      title={`Reassign the items of ${from.displayName}`} action="Reassign" busy={reassign.isPending || !person || !reason.trim()} problem={reassign.error} onClose={onClose}
      onConfirm={() => person && reassign.mutate({ instance, from: from.principal, to: person.principal, reason: reason.trim() }, {
        onSuccess: ({ given, own }) => {
          tell.done(`${count(given, 'item')} given to ${person.displayName}.`, own > 0 ? `${formatNumber(own)} stay where they were: they are about the access of ${person.displayName}.` : undefined);
          onClose();
        },
      })}
    >
      <div style={{ display: 'flex', flexDirection: 'column', gap: 12 }}>
        <p className="quiet">{count(from.count.total, 'item')}, {formatNumber(from.count.notReviewed)} of them undecided. What was decided stays; from, to, reason and time stand in the evidence.</p>
        <PrincipalPicker label="Give them to" kind="user" single required chosen={to} onChange={setTo} />
        <TextField label="Why" required lines={2} value={reason} onChange={setReason} placeholder="Left the company" />
      </div>
    </ConfirmDialog>
  );
}
