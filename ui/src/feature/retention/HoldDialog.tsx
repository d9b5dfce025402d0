import { Field, Select } from '@fluentui/react-components';
import { useState } from 'react';
import type { Held, PackageRow } from '../../api/operations';
import { useRead, useWrite } from '../../api/query';
import { ConfirmDialog } from '../../shared/dialog';
import { TextField } from '../../shared/form';
import { useTell } from '../../shared/toast';
import { PackagePicker } from '../package/PackagePicker';
import { type Chosen, PrincipalPicker } from '../principal/PrincipalPicker';
import css from './retention.module.css';
import { heldWords } from './words';

const kinds: Held[] = ['person', 'review', 'package', 'everything'];

/** A hold on one person, review or package, or on everything. */
export function HoldDialog({ onClose }: { onClose: () => void }) {
  const place = useWrite('hold.place');
  const reviews = useRead('review.list', { offset: 0, limit: 500 });
  const tell = useTell();
  const [held, setHeld] = useState<Held>('person');
  const [who, setWho] = useState<Chosen[]>([]);
  const [review, setReview] = useState('');
  const [pack, setPack] = useState<PackageRow | null>(null);
  const [reason, setReason] = useState('');
  const on = held === 'person' ? who[0] && { principal: who[0].principal } : held === 'review' ? review !== '' && { review: Number(review) } : held === 'package' ? pack !== null && { package: pack.package } : {};
  // A review of many runs stands in the list once for each.
  const all = [...new Map((reviews.data?.rows ?? []).map((row) => [row.review, row.displayName])).entries()];
  return (
    <ConfirmDialog
      title="Place a legal hold" action="Place the hold" busy={place.isPending || !on || !reason.trim()} problem={place.error} onClose={onClose}
      onConfirm={() => on && place.mutate({ held, ...on, reason: reason.trim() }, { onSuccess: () => { tell.done('The hold is in force.', 'Nothing under it is deleted, whatever its day.'); onClose(); } })}
    >
      <div className={css.form}>
        <Field label="On"><Select value={held} onChange={(_, change) => setHeld(change.value as Held)}>{kinds.map((one) => <option key={one} value={one}>{heldWords[one]}</option>)}</Select></Field>
        {held === 'person' && <PrincipalPicker label="Who" kind="user" single required chosen={who} onChange={setWho} />}
        {held === 'review' && (
          <Field label="Review" required hint={(reviews.data?.total ?? 0) > 500 ? 'The newest 500 runs; of an older review the hold is placed on its own page.' : undefined}>
            <Select value={review} onChange={(_, change) => setReview(change.value)}>
              <option value="">Choose a review</option>
              {all.map(([id, name]) => <option key={id} value={id}>{name}</option>)}
            </Select>
          </Field>
        )}
        {held === 'package' && <PackagePicker label="Package" required picked={pack} onPick={setPack} />}
        <TextField label="Why" required lines={2} value={reason} onChange={setReason} placeholder="Case 17 before the labour court" />
      </div>
    </ConfirmDialog>
  );
}
