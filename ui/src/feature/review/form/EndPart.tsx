import { Checkbox, Field, Radio, RadioGroup, Select } from '@fluentui/react-components';
import { Fieldset, GroupProblem, TextField } from '../../../shared/form';
import { PrincipalPicker } from '../../principal/PrincipalPicker';
import { silenceWords } from '../words';
import type { Draft, Silence } from './draft';
import css from './form.module.css';
import type { Part } from './part';

/** What silence means, and what is done with the result. */
export function EndPart({ draft, onChange, wrong }: Part) {
  return (
    <Fieldset title="At the end" hint="Nothing changes in a directory before the review has ended and its plan was drawn.">
      <Field label="If nobody decides" validationState={wrong.silence ? 'error' : 'none'} validationMessage={wrong.silence}>
        <Select value={draft.silence} onChange={(_, change) => onChange({ silence: change.value as Silence })}>
          {Object.entries(silenceWords).map(([value, words]) => <option key={value} value={value}>{words}</option>)}
        </Select>
      </Field>
      <Checkbox checked={draft.autoApply} label="Carry the plan out by itself when the review ends" onChange={(_, change) => onChange({ autoApply: change.checked === true })} />
      {draft.who === 'guests' || wrong.guestAction ? (
        <div role="group" aria-label="Guests who are denied">
          <span className={css.label}>Guests who are denied</span>
          <RadioGroup aria-label="Guests who are denied" value={draft.guestAction} onChange={(_, change) => onChange({ guestAction: change.value as Draft['guestAction'] })}>
            <Radio value="removeAccess" label="Lose this access" />
            <Radio value="blockThenDelete" label="Are blocked for 30 days, then deleted" />
          </RadioGroup>
          <GroupProblem error={wrong.guestAction} />
        </div>
      ) : null}
      <div className={css.row}>
        <TextField
          label="Second signature above this share of a group, in percent" type="number" min={1} max={100} value={draft.thresholdPercent} onChange={(thresholdPercent) => onChange({ thresholdPercent })} error={wrong.thresholdPercent}
          hint="A group that would be left empty always waits for a second person."
        />
        <TextField
          label="Second signature above this many removals" type="number" min={0} value={draft.thresholdRemovals} onChange={(thresholdRemovals) => onChange({ thresholdRemovals })} error={wrong.thresholdRemovals} hint="Empty: no limit on their number."
        />
      </div>
      <TextField label="Days until a task by hand is due" type="number" min={1} max={3650} value={draft.taskDueDays} onChange={(taskDueDays) => onChange({ taskDueDays })} error={wrong.taskDueDays} hint="Tasks are made for what no connector can change." />
      <PrincipalPicker label="Also told of the result" kind="user" chosen={draft.recipients} onChange={(recipients) => onChange({ recipients })} error={wrong.recipients} />
      <PrincipalPicker label="Also told: members of these groups" kind="group" chosen={draft.recipientGroups} onChange={(recipientGroups) => onChange({ recipientGroups })} />
    </Fieldset>
  );
}
