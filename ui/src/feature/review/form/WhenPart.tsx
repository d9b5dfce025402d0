import { Field, Select } from '@fluentui/react-components';
import { DayField, Fieldset, TextField } from '../../../shared/form';
import { formatDay } from '../../../shared/date';
import { addDays, firstRuns } from './calendar';
import { type Draft, type Frequency, daysOf } from './draft';
import css from './form.module.css';
import type { Part } from './part';
import { frequencyWords } from './words';

const zones = Intl.supportedValuesOf('timeZone');

/** Once or again and again, and the days this comes to. */
export function WhenPart({ draft, onChange, wrong }: Part) {
  const series = draft.frequency !== 'once';
  return (
    <Fieldset title="When" hint="A run starts at midnight of its day. A day that a shorter month does not have is its last day.">
      <div className={css.row}>
        <Field label="How often" validationState={wrong.frequency ? 'error' : 'none'} validationMessage={wrong.frequency}>
          <Select value={draft.frequency} onChange={(_, change) => onChange({ frequency: change.value as Frequency })}>
            {Object.entries(frequencyWords).map(([value, words]) => <option key={value} value={value}>{words}</option>)}
          </Select>
        </Field>
        <DayField
          label={series ? 'First day' : 'Start on'} required={series} value={draft.startOn} onChange={(startOn) => onChange({ startOn, dayOfMonth: '' })} error={wrong.startOn}
          hint={series ? undefined : 'Empty: when an administrator starts it.'}
        />
      </div>
      {series && (
        <div className={css.row}>
          <Field label="Ends">
            <Select value={draft.endKind} onChange={(_, change) => onChange({ endKind: change.value as Draft['endKind'] })}>
              <option value="never">Never</option>
              <option value="on">On a day</option>
              <option value="after">After a number of runs</option>
            </Select>
          </Field>
          {draft.endKind === 'on' && <DayField label="Last day" required value={draft.endOn} onChange={(endOn) => onChange({ endOn })} error={wrong.endOn} />}
          {draft.endKind === 'after' && <TextField label="Number of runs" type="number" min={1} required value={draft.runs} onChange={(runs) => onChange({ runs })} error={wrong.runs} />}
        </div>
      )}
      {draft.startOn !== '' && (
        <Field label="Time zone" validationState={wrong.zone ? 'error' : 'none'} validationMessage={wrong.zone}>
          <Select value={draft.zone} onChange={(_, change) => onChange({ zone: change.value })}>
            <option value="">The organization’s</option>
            {draft.zone && !zones.includes(draft.zone) && <option value={draft.zone}>{draft.zone}</option>}
            {zones.map((zone) => <option key={zone} value={zone}>{zone.replaceAll('_', ' ')}</option>)}
          </Select>
        </Field>
      )}
      <Runs draft={draft} />
    </Fieldset>
  );
}

function Runs({ draft }: { draft: Draft }) {
  const runs = firstRuns(draft, 6);
  const days = daysOf(draft);
  if (runs.length === 0) return null;
  return (
    <section className={css.runs} aria-label="The next runs" aria-live="polite">
      <h3>{runs.length === 1 ? 'The run' : 'The next runs'}</h3>
      <ol>{runs.slice(0, 5).map((on) => <li key={on} className="number">{formatDay(on)}{days > 0 && <span className="quiet">to {formatDay(addDays(on, days - 1))}</span>}</li>)}</ol>
      {runs.length > 5 && <span className="quiet">and so on{draft.endKind === 'never' ? ', without an end' : draft.endKind === 'after' ? `, ${draft.runs} in all` : ''}</span>}
    </section>
  );
}
