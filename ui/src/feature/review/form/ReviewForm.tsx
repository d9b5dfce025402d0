import { Fieldset, TextField } from '../../../shared/form';
import { EndPart } from './EndPart';
import { HolderPart } from './HolderPart';
import { RulePart } from './RulePart';
import { ScopePart } from './ScopePart';
import { StagePart } from './StagePart';
import { WhenPart } from './WhenPart';
import type { Part } from './part';
import css from './form.module.css';
import { summary } from './words';

/** Everything a definition can say, part by part, and what it comes to at the end. */
export function ReviewForm(props: Part) {
  return (
    <>
      <Naming {...props} />
      <ScopePart {...props} />
      <HolderPart {...props} />
      <StagePart {...props} />
      <WhenPart {...props} />
      <RulePart {...props} />
      <EndPart {...props} />
      <section className={css.summary} aria-label="In short">
        <h2>In short</h2>
        <ul>{summary(props.draft).map((sentence) => <li key={sentence}>{sentence}</li>)}</ul>
      </section>
    </>
  );
}

function Naming({ draft, onChange, wrong }: Part) {
  return (
    <Fieldset title="What it is called" hint="Reviewers see the name and their description; auditors see all three.">
      <TextField label="Name" required value={draft.displayName} onChange={(displayName) => onChange({ displayName })} error={wrong.displayName} placeholder="Finance groups, fourth quarter" />
      <TextField label="For reviewers" lines={3} value={draft.descriptionForReviewers} onChange={(descriptionForReviewers) => onChange({ descriptionForReviewers })} error={wrong.descriptionForReviewers} placeholder="Keep access only if the person still needs it for their work." />
      <TextField label="For administrators and auditors" lines={2} value={draft.descriptionForAdmins} onChange={(descriptionForAdmins) => onChange({ descriptionForAdmins })} error={wrong.descriptionForAdmins} placeholder="Which control this is for" />
    </Fieldset>
  );
}
