import { Checkbox } from '@fluentui/react-components';
import { useState } from 'react';
import type { AssignmentView } from '../../api/operations';
import { useWrite } from '../../api/query';
import { isDay, toDayInput } from '../../shared/date';
import { ConfirmDialog } from '../../shared/dialog';
import { DayField, TextField } from '../../shared/form';
import { useTell } from '../../shared/toast';
import css from './assignment.module.css';
import { endOf, lastDay } from './words';

/** Gives an assignment another end, as far as its policy lets. */
export function ExtendDialog({ view, onClose }: { view: AssignmentView; onClose: () => void }) {
  const extend = useWrite('assignment.extend');
  const tell = useTell();
  const [day, setDay] = useState(view.endsAt ? toDayInput(new Date(lastDay(view.endsAt))) : '');
  const [forever, setForever] = useState(false);
  const [reason, setReason] = useState('');
  const ofDay = extend.error?.field === 'endsAt' ? extend.error.message : undefined;
  return (
    <ConfirmDialog
      title={`Extend “${view.packageName}” for ${view.principalName}`} action="Extend" busy={extend.isPending || !reason.trim() || (!forever && !isDay(day))} problem={ofDay ? null : extend.error} onClose={onClose}
      onConfirm={() => extend.mutate({ assignment: view.assignment, reason: reason.trim(), ...(forever ? {} : { endsAt: endOf(day) }) }, { onSuccess: () => { tell.done('The assignment has another end.'); onClose(); } })}
    >
      <div className={css.content}>
        <DayField label="Last day" required={!forever} disabled={forever} value={forever ? '' : day} onChange={setDay} error={ofDay} />
        <Checkbox checked={forever} label="It does not end any more" onChange={(_, change) => setForever(change.checked === true)} />
        <TextField label="Why" required lines={2} value={reason} onChange={setReason} />
        <p className="quiet">Nothing is delivered for it; the access stays as it is.</p>
      </div>
    </ConfirmDialog>
  );
}
