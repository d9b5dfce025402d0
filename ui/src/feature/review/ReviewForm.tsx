import { Checkbox, Field, Radio, RadioGroup, Select } from '@fluentui/react-components';
import { Fieldset, TextField } from '../../shared/form';
import { PrincipalPicker } from '../principal/PrincipalPicker';
import { type Draft, type JustificationRule, type ReviewerKind, type Silence, type Wrong, takesFallback } from './definition';
import { justificationWords, silenceWords } from './words';

interface Props { draft: Draft; onChange: (change: Partial<Draft>) => void; wrong: Wrong }

export function ReviewForm(props: Props) {
  return (
    <>
      <Naming {...props} />
      <Scope {...props} />
      <Reviewers {...props} />
      <Run {...props} />
      <Deciding {...props} />
    </>
  );
}

function Naming({ draft, onChange, wrong }: Props) {
  return (
    <Fieldset title="What it is called" hint="Reviewers see the name and their description; auditors see all three.">
      <TextField label="Name" required value={draft.displayName} onChange={(displayName) => onChange({ displayName })} error={wrong.displayName} autoFocus placeholder="Finance groups, fourth quarter" />
      <TextField label="For reviewers" lines={3} value={draft.descriptionForReviewers} onChange={(descriptionForReviewers) => onChange({ descriptionForReviewers })} placeholder="Keep access only if the person still needs it for their work." />
      <TextField label="For administrators and auditors" lines={2} value={draft.descriptionForAdmins} onChange={(descriptionForAdmins) => onChange({ descriptionForAdmins })} placeholder="Which control this is for" />
    </Fieldset>
  );
}

function Scope({ draft, onChange, wrong }: Props) {
  return (
    <Fieldset title="Whose access to what" hint="The population is frozen from the last snapshot when the review starts.">
      <RadioGroup aria-label="Groups" value={draft.allGroups ? 'all' : 'some'} onChange={(_, change) => onChange({ allGroups: change.value === 'all' })}>
        <Radio value="some" label="Members of these groups" />
        <Radio value="all" label="Members of every group" />
      </RadioGroup>
      {!draft.allGroups && <PrincipalPicker label="Groups" kind="group" required chosen={draft.groups} onChange={(groups) => onChange({ groups })} error={wrong.groups} />}
      <Checkbox checked={draft.nested} disabled={draft.reviewerKind === 'self'} label="Also people who are members through nested groups" onChange={(_, change) => onChange({ nested: change.checked === true })} />
      <Checkbox checked={draft.guestsOnly} label="Guests only" onChange={(_, change) => onChange({ guestsOnly: change.checked === true })} />
    </Fieldset>
  );
}

function Reviewers({ draft, onChange, wrong }: Props) {
  return (
    <Fieldset title="Who decides" hint="Nobody decides on their own access, except in a self-review.">
      <Field label="Reviewers">
        <RadioGroup
          value={draft.reviewerKind}
          onChange={(_, change) => onChange({ reviewerKind: change.value as ReviewerKind, ...(change.value === 'self' ? { nested: true } : {}) })}
        >
          <Radio value="owners" label="The owners of each group" />
          <Radio value="managers" label="The manager of each person" />
          <Radio value="people" label="People named here" />
          <Radio value="groupMembers" label="The members of a group" />
          <Radio value="self" label="Each person for themselves (self-review)" />
        </RadioGroup>
      </Field>
      {draft.reviewerKind === 'people' && <PrincipalPicker label="Named reviewers" kind="user" required chosen={draft.people} onChange={(people) => onChange({ people })} error={wrong.people} />}
      {draft.reviewerKind === 'groupMembers' && <PrincipalPicker label="Reviewing groups" kind="group" required chosen={draft.reviewerGroups} onChange={(reviewerGroups) => onChange({ reviewerGroups })} error={wrong.reviewerGroups} />}
      {takesFallback(draft) && (
        <PrincipalPicker
          label="Fallback reviewers" kind="user" chosen={draft.fallback} onChange={(fallback) => onChange({ fallback })}
          hint={draft.reviewerKind === 'owners' ? 'They are asked where a group has no owner who could decide.' : 'They are asked where a person has no manager who could decide.'}
        />
      )}
    </Fieldset>
  );
}

function Run({ draft, onChange, wrong }: Props) {
  return (
    <Fieldset title="When" hint="Days are counted from the start.">
      <TextField label="Duration in days" type="number" min={1} max={730} required value={draft.durationDays} onChange={(durationDays) => onChange({ durationDays })} error={wrong.durationDays} />
      <TextField label="Start on" type="date" value={draft.startOn} onChange={(startOn) => onChange({ startOn })} hint="Empty: when an administrator starts it." />
    </Fieldset>
  );
}

function Deciding({ draft, onChange, wrong }: Props) {
  return (
    <Fieldset title="Rules" hint="All of them stand in the evidence.">
      <Field label="If nobody decides">
        <Select value={draft.silence} onChange={(_, change) => onChange({ silence: change.value as Silence })}>
          {Object.entries(silenceWords).map(([value, words]) => <option key={value} value={value}>{words}</option>)}
        </Select>
      </Field>
      <Field label="A reason is">
        <Select value={draft.justification} onChange={(_, change) => onChange({ justification: change.value as JustificationRule })}>
          {Object.entries(justificationWords).map(([value, words]) => <option key={value} value={value}>{words}</option>)}
        </Select>
      </Field>
      <Checkbox checked={draft.recommendations} label="Recommend a decision from the last sign-in" onChange={(_, change) => onChange({ recommendations: change.checked === true })} />
      {draft.recommendations && <TextField label="Look back this many days" type="number" min={1} max={3660} value={draft.lookBackDays} onChange={(lookBackDays) => onChange({ lookBackDays })} error={wrong.lookBackDays} hint="No sign-in within them: deny is recommended." />}
      <TextField label="A second person countersigns if more than this share of a group goes, in percent" type="number" min={1} max={100} value={draft.thresholdPercent} onChange={(thresholdPercent) => onChange({ thresholdPercent })} error={wrong.thresholdPercent} hint="A group that would be left empty always waits for a second person." />
      <p className="quiet">Nothing is removed by itself when the review ends: a plan is drawn and shown first.</p>
    </Fieldset>
  );
}
