import { Field, Select } from '@fluentui/react-components';
import { useState } from 'react';
import type { InstanceView } from '../../api/contract';
import { useWrite } from '../../api/query';
import { ConfirmDialog } from '../../shared/dialog';
import { DayField, TextField } from '../../shared/form';
import { isDay, toDayInput } from '../../shared/date';
import { useTell } from '../../shared/toast';
import { justificationWords, silenceWords } from './words';

type Default = 'noChange' | 'approve' | 'deny' | 'recommendation';
const defaults: [Default, string][] = [['noChange', 'None'], ['approve', 'Approve'], ['deny', 'Deny'], ['recommendation', 'Recommendation']];

/** Changes the run that is going on: until when, what needs a reason, what silence means. */
export function ExtendDialog({ instance, onClose }: { instance: InstanceView; onClose: () => void }) {
  const edit = useWrite('instance.edit');
  const tell = useTell();
  const dueAt = instance.stages[instance.stage - 1]?.dueAt ?? instance.dueAt;
  // The end is the midnight after the last day.
  const lastDay = dueAt ? toDayInput(new Date(new Date(dueAt).getTime() - 1000)) : '';
  const [dueOn, setDueOn] = useState(lastDay);
  const [justification, setJustification] = useState('');
  const [silence, setSilence] = useState('');
  const [reason, setReason] = useState('');
  const changed = dueOn !== lastDay || justification !== '' || silence !== '';
  const at = (field: string) => (edit.error?.field === field ? edit.error.message : undefined);
  return (
    <ConfirmDialog
      title="Change this run" action="Change the run" busy={edit.isPending || !changed || !isDay(dueOn) || !reason.trim()} problem={edit.error?.field === 'dueOn' ? null : edit.error} onClose={onClose}
      onConfirm={() => edit.mutate({
        instance: instance.instance, reason: reason.trim(), ...(dueOn !== lastDay ? { dueOn } : {}),
        ...(justification ? { justification: justification as 'never' } : {}), ...(silence ? { defaultDecision: silence as Default } : {}),
      }, { onSuccess: () => { tell.done('The run was changed.', 'The change and its reason stand in the evidence.'); onClose(); } })}
    >
      <div style={{ display: 'flex', flexDirection: 'column', gap: 12 }}>
        <p className="quiet">Only the run that is going on. The series keeps its settings.</p>
        <DayField label={instance.stageCount > 1 ? `Last day of stage ${instance.stage}` : 'Last day'} value={dueOn} onChange={setDueOn} error={at('dueOn')} hint={instance.stageCount > instance.stage ? 'The later stages follow with their full lengths.' : undefined} />
        <Field label="A reason is">
          <Select value={justification} onChange={(_, change) => setJustification(change.value)}>
            <option value="">As it is: {(justificationWords[instance.justification] ?? instance.justification).toLowerCase()}</option>
            {Object.entries(justificationWords).filter(([value]) => value !== instance.justification).map(([value, words]) => <option key={value} value={value}>{words}</option>)}
          </Select>
        </Field>
        <Field label="If nobody decides">
          <Select value={silence} onChange={(_, change) => setSilence(change.value)}>
            <option value="">As it is</option>
            {defaults.map(([value, word]) => <option key={value} value={value}>{silenceWords[word]}</option>)}
          </Select>
        </Field>
        <TextField label="Why" required lines={2} value={reason} onChange={setReason} />
      </div>
    </ConfirmDialog>
  );
}
