import { Checkbox, Field, Select } from '@fluentui/react-components';
import { Fieldset, TextField } from '../../../shared/form';
import { justificationWords } from '../words';
import { type Helper, type JustificationRule, isAdvised } from './draft';
import css from './form.module.css';
import type { Part } from './part';
import { helperWords } from './words';

const helpers = Object.keys(helperWords) as Helper[];

/** What reviewers are asked for, what they are told, and what they need not decide again. */
export function RulePart({ draft, onChange, wrong }: Part) {
  return (
    <Fieldset title="While deciding" hint="All of these rules stand in the evidence.">
      <Field label="A reason is">
        <Select value={draft.justification} onChange={(_, change) => onChange({ justification: change.value as JustificationRule })}>
          {Object.entries(justificationWords).map(([value, words]) => <option key={value} value={value}>{words}</option>)}
        </Select>
      </Field>
      {isAdvised(draft) && (
        <>
          <TextField
            label="Recommendations look back this many days" type="number" min={1} max={3660} value={draft.lookBackDays} onChange={(lookBackDays) => onChange({ lookBackDays })} error={wrong.lookBackDays}
            hint="No sign-in within them: deny is recommended."
          />
          <div role="group" aria-label="Recommendations also use" className={css.checks}>
            <span className={css.label}>Recommendations also use</span>
            {helpers.map((one) => (
              <Checkbox
                key={one} checked={draft.helpers.includes(one)} onChange={(_, change) => onChange({ helpers: helpers.filter((each) => (each === one ? change.checked === true : draft.helpers.includes(each))) })}
                label={<>{helperWords[one].word}<span className={css.more}>{helperWords[one].more}</span></>}
              />
            ))}
          </div>
        </>
      )}
      <TextField
        label="Carry an approval forward if it is not older than this many days" type="number" min={1} max={3650} value={draft.carryForwardDays} onChange={(carryForwardDays) => onChange({ carryForwardDays })} error={wrong.carryForwardDays}
        hint="Empty: everything is decided again. It is carried only while nothing about the person or the access changed, and marked with the decision it comes from."
      />
      <div role="group" aria-label="Notices" className={css.checks}>
        <span className={css.label}>Notices</span>
        <Checkbox checked={draft.mail} label="Tell reviewers when a stage starts, and administrators at the end" onChange={(_, change) => onChange({ mail: change.checked === true })} />
        <Checkbox checked={draft.reminders} label="Remind those who have not answered at half time" onChange={(_, change) => onChange({ reminders: change.checked === true })} />
      </div>
    </Fieldset>
  );
}
