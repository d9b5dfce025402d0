import { Field, Select } from '@fluentui/react-components';
import { useState } from 'react';
import { useWrite } from '../../api/query';
import { ConfirmDialog } from '../../shared/dialog';
import { TextField } from '../../shared/form';
import { useTell } from '../../shared/toast';
import type { ItemDetail } from './words';

interface Props { shown: ItemDetail; actor: number | null; onClose: () => void }

/** An administrator lets somebody decide on their own access, or on access they gave; it stands out in the evidence. */
export function ReleaseDialog({ shown, actor, onClose }: Props) {
  const release = useWrite('review.release');
  const tell = useTell();
  const people = [...new Map([
    ...(shown.principalKind === 'user' ? [[shown.principal, shown.principalName] as const] : []), ...shown.reviewers.map((one) => [one.principal, one.displayName] as const),
  ])].filter(([id]) => id !== actor);
  const [who, setWho] = useState(people[0]?.[0] ?? 0);
  const [reason, setReason] = useState('');
  return (
    <ConfirmDialog
      title="Let somebody decide who is not independent?" action="Let them decide" danger busy={release.isPending || !reason.trim() || who === 0} problem={release.error} onClose={onClose}
      onConfirm={() => release.mutate({ item: shown.item, reviewer: who, reason: reason.trim() }, { onSuccess: () => { tell.done('They may decide on this item now.', 'The exception stands out in the evidence.'); onClose(); } })}
    >
      <div style={{ display: 'flex', flexDirection: 'column', gap: 12 }}>
        <p>Nobody decides on their own access, nor on access they gave. This lets one person do so for this one item; the reason is printed beside the decision.</p>
        <Field label="Who">
          <Select value={String(who)} onChange={(_, change) => setWho(Number(change.value))}>
            {people.map(([id, name]) => <option key={id} value={id}>{name}{id === shown.principal ? ' (their own access)' : ''}</option>)}
          </Select>
        </Field>
        <TextField label="Why" required lines={2} value={reason} onChange={setReason} />
      </div>
    </ConfirmDialog>
  );
}
