import { Button, Radio, RadioGroup } from '@fluentui/react-components';
import { AddRegular } from '@fluentui/react-icons/svg/add';
import { DismissRegular } from '@fluentui/react-icons/svg/dismiss';
import { Fieldset, TextField } from '../../../shared/form';
import { PrincipalPicker } from '../../principal/PrincipalPicker';
import { type Exclusion, type Who, mayHoldServices } from './draft';
import css from './form.module.css';
import type { Part } from './part';

/** Of those who have the access, whose is looked at. */
export function HolderPart({ draft, onChange, wrong }: Part) {
  const change = (at: number, part: Partial<Exclusion>) => onChange({ exclude: draft.exclude.map((one, index) => (index === at ? { ...one, ...part } : one)) });
  return (
    <Fieldset title="Whose access" hint="Who is left out is counted and listed with the reason, on screen and in the evidence.">
      {draft.scopeKind !== 'person' && (
        <RadioGroup aria-label="Whose access" value={draft.who} onChange={(_, chosen) => onChange({ who: chosen.value as Who })}>
          <Radio value="everyone" label="Everybody who has it" />
          <Radio value="guests" label="Guests only" />
          {mayHoldServices(draft) && <Radio value="servicePrincipals" label="Service principals instead of people" />}
        </RadioGroup>
      )}
      <TextField
        label="Only who did not sign in for this many days" type="number" min={1} max={730} value={draft.inactiveDays} onChange={(inactiveDays) => onChange({ inactiveDays })} error={wrong.inactiveDays}
        hint="Empty: no matter when they signed in. Accounts younger than that are spared."
      />
      <TextField
        label="Only who matches a rule" lines={2} mono value={draft.rule} onChange={(rule) => onChange({ rule })} error={wrong.rule} placeholder={'(user.department -eq "Finance") -and (user.accountEnabled -eq true)'}
        hint="In the language of Microsoft Entra’s dynamic membership rules. Empty: no rule."
      />
      <div role="group" aria-label="Left out by name" className={css.checks} style={{ gap: 12 }}>
        {draft.exclude.map((one, at) => (
          <div key={at} className={css.line}>
            <PrincipalPicker label={`Left out, person ${at + 1}`} kind="user" single required chosen={one.who} onChange={(who) => change(at, { who })} error={wrong[`exclude.${at}.principal`]} />
            <TextField label="Reason" required value={one.reason} onChange={(reason) => change(at, { reason })} error={wrong[`exclude.${at}.reason`]} placeholder="Emergency account, reviewed by the board" />
            <Button appearance="subtle" icon={<DismissRegular />} aria-label={`Remove person ${at + 1} who is left out`} onClick={() => onChange({ exclude: draft.exclude.filter((_, index) => index !== at) })} />
          </div>
        ))}
        <div><Button icon={<AddRegular />} onClick={() => onChange({ exclude: [...draft.exclude, { who: [], reason: '' }] })}>Leave somebody out…</Button></div>
      </div>
    </Fieldset>
  );
}
