import { Checkbox, Radio, RadioGroup } from '@fluentui/react-components';
import { DayField, Fieldset } from '../../../shared/form';
import css from '../../review/form/form.module.css';
import { SpanField } from './SpanField';
import type { Draft } from './draft';
import type { Part } from './part';

/** Until when the package is held, and what is done about what changes meanwhile. */
export function ExpiryPart({ draft, onChange, wrong }: Part) {
  return (
    <Fieldset title="How long" hint="A change counts for who gets the package from then on; who holds it keeps the end they have.">
      <RadioGroup aria-label="When it ends" value={draft.ends} onChange={(_, change) => onChange({ ends: change.value as Draft['ends'] })}>
        <Radio value="after" label="After some time" />
        <Radio value="on" label="On a day, for everybody" />
        <Radio value="never" label="Never" />
      </RadioGroup>
      {draft.ends === 'after' && <SpanField label="It lasts" required value={draft.lasts} onChange={(lasts) => onChange({ lasts })} error={wrong.lasts} />}
      {draft.ends === 'on' && <DayField label="Last day" required value={draft.endsOn} onChange={(endsOn) => onChange({ endsOn, endsAt: '' })} error={wrong.endsOn} />}
      <div role="group" aria-label="Meanwhile" className={css.checks}>
        <Checkbox checked={draft.notify} label="Tell people of what they are given, and of its end" onChange={(_, change) => onChange({ notify: change.checked === true })} />
        <Checkbox checked={draft.repair} label="Give again by itself what somebody took away in the directory" onChange={(_, change) => onChange({ repair: change.checked === true })} />
        <Checkbox checked={draft.adopt} label="Take over what a holder had before, and take it away at the end" onChange={(_, change) => onChange({ adopt: change.checked === true })} />
      </div>
    </Fieldset>
  );
}
