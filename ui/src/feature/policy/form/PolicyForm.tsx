import { Fieldset, TextField } from '../../../shared/form';
import { ApprovalPart } from './ApprovalPart';
import { ExpiryPart } from './ExpiryPart';
import { QuestionPart } from './QuestionPart';
import { ReviewPart } from './ReviewPart';
import { WhoPart } from './WhoPart';
import { isAsked } from './draft';
import type { Part } from './part';

/** Everything a policy can say, part by part. */
export function PolicyForm(props: Part) {
  const { draft, onChange, wrong } = props;
  return (
    <>
      <Fieldset title="What it is called" hint="Where several policies fit a person, they choose by this.">
        <TextField label="Name" required value={draft.displayName} onChange={(displayName) => onChange({ displayName })} error={wrong.displayName} placeholder="Employees, approved by their manager" />
        <TextField label="Description" lines={2} value={draft.description} onChange={(description) => onChange({ description })} error={wrong.description} />
      </Fieldset>
      <WhoPart {...props} />
      {isAsked(draft) && <ApprovalPart {...props} />}
      {isAsked(draft) && <QuestionPart {...props} />}
      <ExpiryPart {...props} />
      <ReviewPart {...props} />
    </>
  );
}
