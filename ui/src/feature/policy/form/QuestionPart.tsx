import { Button, Checkbox, Field, Select } from '@fluentui/react-components';
import { AddRegular } from '@fluentui/react-icons/svg/add';
import { Fieldset, TextField } from '../../../shared/form';
import css from '../../review/form/form.module.css';
import { type QuestionDraft, emptyQuestion } from './draft';
import type { Part } from './part';
import { questionWords } from './words';

/** What a person is asked when they ask for the package. */
export function QuestionPart({ draft, onChange, wrong }: Part) {
  const set = (at: number, part: Partial<QuestionDraft>) => onChange({ questions: draft.questions.map((one, index) => (index === at ? { ...one, ...part } : one)) });
  const swap = (at: number) => onChange({ questions: draft.questions.map((one, index) => (index === at - 1 ? draft.questions[at] ?? one : index === at ? draft.questions[at - 1] ?? one : one)) });
  return (
    <Fieldset title="What is asked" hint="Approvers see the answers, and they stand in the evidence.">
      {draft.questions.map((one, at) => (
        <div key={at} className={css.stage} role="group" aria-label={`Question ${at + 1}`}>
          <div className={css.stageHead}>
            <h3>Question {at + 1}</h3>
            <span style={{ display: 'flex', gap: 8 }}>
              {at > 0 && <Button size="small" aria-label={`Move question ${at + 1} up`} onClick={() => swap(at)}>Up</Button>}
              <Button size="small" aria-label={`Remove question ${at + 1}`} onClick={() => onChange({ questions: draft.questions.filter((_, index) => index !== at) })}>Remove</Button>
            </span>
          </div>
          <TextField label="Question" required value={one.text} onChange={(text) => set(at, { text })} error={wrong[`questions.${at}.text`]} placeholder="Which cost centre is it for?" />
          <Field label="Answered by">
            <Select value={one.type} onChange={(_, change) => set(at, { type: change.value as QuestionDraft['type'] })}>
              {Object.entries(questionWords).map(([value, word]) => <option key={value} value={value}>{word}</option>)}
            </Select>
          </Field>
          {one.type === 'one' || one.type === 'many'
            ? <TextField label="Answers to choose from" required lines={4} value={one.choices} onChange={(choices) => set(at, { choices })} error={wrong[`questions.${at}.choices`]} hint="One a line." />
            : <TextField label="The answer must match" mono value={one.pattern} onChange={(pattern) => set(at, { pattern })} error={wrong[`questions.${at}.pattern`]} placeholder="CC-[0-9]{4}" hint="A regular expression over the whole answer; empty: anything." />}
          <div className={css.inline}>
            <Checkbox checked={one.required} label="It must be answered" onChange={(_, change) => set(at, { required: change.checked === true })} />
            <Checkbox checked={one.editable} label="The answer may be changed later" onChange={(_, change) => set(at, { editable: change.checked === true })} />
          </div>
        </div>
      ))}
      <div><Button icon={<AddRegular />} onClick={() => onChange({ questions: [...draft.questions, emptyQuestion] })}>Add a question</Button></div>
    </Fieldset>
  );
}
