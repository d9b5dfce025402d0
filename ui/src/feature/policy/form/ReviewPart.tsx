import { Checkbox, Field, Radio, RadioGroup, Select } from '@fluentui/react-components';
import type { PolicyReviewSilence, RecurrenceFrequency } from '../../../api/operations';
import { DayField, Fieldset, TextField } from '../../../shared/form';
import css from '../../review/form/form.module.css';
import { NamedField } from './NamedField';
import { isRelative } from './draft';
import type { Part } from './part';
import { frequencyWords, silenceWords } from './words';

/** Whether the holders are asked about again and again, and by whom. */
export function ReviewPart({ draft, onChange, wrong }: Part) {
  return (
    <Fieldset title="Review of the holders" hint="It is a review like any other: it stands in the list of reviews, and its evidence is its own.">
      <Checkbox checked={draft.reviewed} label="The holders are reviewed" onChange={(_, change) => onChange({ reviewed: change.checked === true })} />
      {draft.reviewed && (
        <>
          <div className={css.row}>
            <Field label="How often">
              <Select value={draft.frequency} onChange={(_, change) => onChange({ frequency: change.value as RecurrenceFrequency })}>
                {Object.entries(frequencyWords).map(([value, word]) => <option key={value} value={value}>{word}</option>)}
              </Select>
            </Field>
            <TextField label="Days to decide" type="number" min={1} max={730} required value={draft.runDays} onChange={(runDays) => onChange({ runDays })} error={wrong.runDays} />
          </div>
          <DayField label="First day" required value={draft.startOn} onChange={(startOn) => onChange({ startOn })} error={wrong.startOn} />
          <RadioGroup aria-label="Who reviews" value={draft.selfReview ? 'self' : 'others'} onChange={(_, change) => onChange({ selfReview: change.value === 'self' })}>
            <Radio value="others" label="Others review" />
            <Radio value="self" label="Each person for themselves" />
          </RadioGroup>
          {!draft.selfReview && (
            <div className={css.nested}>
              <NamedField label="Reviewers" relative={['targetManager']} value={draft.reviewers} onChange={(reviewers) => onChange({ reviewers })} error={wrong.reviewers} />
              {isRelative(draft.reviewers) && <NamedField label="Fallback reviewers" value={draft.fallbackReviewers} onChange={(fallbackReviewers) => onChange({ fallbackReviewers })} error={wrong.fallbackReviewers} hint="They are asked where there is no manager." />}
            </div>
          )}
          <Field label="If nobody decides">
            <Select value={draft.silence} onChange={(_, change) => onChange({ silence: change.value as PolicyReviewSilence })}>
              {Object.entries(silenceWords).map(([value, word]) => <option key={value} value={value}>{word}</option>)}
            </Select>
          </Field>
          <div className={css.checks}>
            <Checkbox checked={draft.recommendations} label="Show reviewers recommendations" onChange={(_, change) => onChange({ recommendations: change.checked === true })} />
            <Checkbox checked={draft.reviewReason} label="Reviewers say why" onChange={(_, change) => onChange({ reviewReason: change.checked === true })} />
          </div>
        </>
      )}
    </Fieldset>
  );
}
