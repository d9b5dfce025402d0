import { Checkbox, Field, Radio, RadioGroup, Select } from '@fluentui/react-components';
import type { TargetScope } from '../../../api/operations';
import { Fieldset, GroupProblem, TextField } from '../../../shared/form';
import { PrincipalPicker } from '../../principal/PrincipalPicker';
import css from '../../review/form/form.module.css';
import { NamedField } from './NamedField';
import { RuleField } from './RuleField';
import { SpanField } from './SpanField';
import type { Way } from './draft';
import type { Part } from './part';
import { scopeWords, wayWords } from './words';

/** Who gets the package, and how. */
export function WhoPart(props: Part) {
  const { draft, onChange } = props;
  return (
    <Fieldset title="Who gets it" hint="A package may have several policies; the most specific one that fits a person counts for them.">
      <RadioGroup aria-label="How it is got" value={draft.way} onChange={(_, change) => onChange({ way: change.value as Way })}>
        {(Object.keys(wayWords) as Way[]).map((way) => <Radio key={way} value={way} label={<>{wayWords[way].word}<span className={css.more}>{wayWords[way].more}</span></>} />)}
      </RadioGroup>
      {draft.way === 'ask' ? <Asking {...props} /> : draft.way === 'rule' ? <Rule {...props} /> : <p className="quiet">Whoever may assign in this catalog gives it, to anybody in the directory.</p>}
    </Fieldset>
  );
}

function Asking({ draft, onChange, wrong }: Part) {
  const behalf = draft.behalfAdd || draft.behalfUpdate || draft.behalfRemove;
  return (
    <>
      <Field label="Who may ask">
        <Select value={draft.scope} onChange={(_, change) => onChange({ scope: change.value as TargetScope })}>
          {Object.entries(scopeWords).map(([value, word]) => <option key={value} value={value}>{word}</option>)}
        </Select>
      </Field>
      {draft.scope === 'specificDirectoryUsers' && (
        <div className={css.nested}>
          <NamedField label="They may ask" value={draft.targets} onChange={(targets) => onChange({ targets })} error={wrong.targets} />
          <RuleField label="And whoever fits this rule" assigns={false} value={draft.targetRule} onChange={(targetRule) => onChange({ targetRule })} error={wrong.targetRule} hint="Empty: only those named above." />
        </div>
      )}
      {draft.scope === 'specificDirectoryServicePrincipals' && <PrincipalPicker label="Applications" kind="servicePrincipal" required chosen={draft.services} onChange={(services) => onChange({ services })} error={wrong.targets} />}
      {draft.scope === 'specificConnectedOrganizationUsers' && <TextField label="Connected organizations" lines={3} mono required value={draft.organizations} onChange={(organizations) => onChange({ organizations })} error={wrong.targets} hint="The id of each, one a line; it stands on the page of the organization." />}
      <div role="group" aria-label="For themselves" className={css.checks}>
        <span className={css.label}>For themselves they may</span>
        <Checkbox checked={draft.selfAdd} label="Ask for it" onChange={(_, change) => onChange({ selfAdd: change.checked === true })} />
        <Checkbox checked={draft.selfUpdate} label="Ask for a longer time, or answer again" onChange={(_, change) => onChange({ selfUpdate: change.checked === true })} />
        <Checkbox checked={draft.selfRemove} label="Give it back" onChange={(_, change) => onChange({ selfRemove: change.checked === true })} />
        <Checkbox checked={draft.customSchedule} label="Name their own dates, within the time below" onChange={(_, change) => onChange({ customSchedule: change.checked === true })} />
        <GroupProblem error={wrong.self} />
      </div>
      <div role="group" aria-label="For others" className={css.checks}>
        <span className={css.label}>For others, some people may</span>
        <Checkbox checked={draft.behalfAdd} label="Ask for it" onChange={(_, change) => onChange({ behalfAdd: change.checked === true })} />
        <Checkbox checked={draft.behalfUpdate} label="Ask for a longer time" onChange={(_, change) => onChange({ behalfUpdate: change.checked === true })} />
        <Checkbox checked={draft.behalfRemove} label="Give it back" onChange={(_, change) => onChange({ behalfRemove: change.checked === true })} />
      </div>
      {behalf && <div className={css.nested}><NamedField label="They ask for others" relative={['targetManager', 'internalSponsors', 'externalSponsors', 'targetUserSponsors']} value={draft.behalf} onChange={(next) => onChange({ behalf: next })} error={wrong.behalf} /></div>}
    </>
  );
}

function Rule({ draft, onChange, wrong }: Part) {
  const holds = { ...(draft.holdPercent.trim() ? { holdPercent: Number(draft.holdPercent) } : {}), ...(draft.holdAbove.trim() ? { holdAbove: Number(draft.holdAbove) } : {}) };
  return (
    <>
      <RuleField label="Rule" required assigns value={draft.rule} onChange={(rule) => onChange({ rule })} error={wrong.rule} holds={holds} />
      <div role="group" aria-label="What the rule does" className={css.checks}>
        <Checkbox checked={draft.ruleAdds} label="Whoever fits it is given the package" onChange={(_, change) => onChange({ ruleAdds: change.checked === true })} />
        <Checkbox checked={draft.ruleRemoves} label="Whoever fits it no longer loses the package" onChange={(_, change) => onChange({ ruleRemoves: change.checked === true })} />
        <GroupProblem error={wrong.ruleDoes} />
      </div>
      {draft.ruleRemoves && (
        <>
          <SpanField label="They keep it for" value={draft.grace} onChange={(grace) => onChange({ grace })} error={wrong.grace} hint="After the rule fits them no longer; 0 takes it away at once." />
          <div className={css.row}>
            <TextField label="A second person signs from this share" type="number" min={0} max={100} value={draft.holdPercent} onChange={(holdPercent) => onChange({ holdPercent })} error={wrong.holdPercent} hint="Percent of the holders who would lose it at once; empty: 50." />
            <TextField label="… and from more than so many" type="number" min={0} value={draft.holdAbove} onChange={(holdAbove) => onChange({ holdAbove })} error={wrong.holdAbove} hint="Empty: 10." />
          </div>
        </>
      )}
    </>
  );
}
