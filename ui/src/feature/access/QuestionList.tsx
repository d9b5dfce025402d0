import { Checkbox, Field, Radio, RadioGroup } from '@fluentui/react-components';
import type { Question, QuestionAnswer } from '../../api/operations';
import { TextField } from '../../shared/form';

/** What was answered, by the question's id. */
export type Answers = Record<string, string[]>;

const inOrder = (questions: Question[]) => [...questions].sort((one, other) => one.sequence - other.sequence);

/** A text or a choice in the person's language, where the policy has it. */
export function inLanguage(one: Pick<Question, 'text' | 'localizations'>, languages: readonly string[]): string {
  for (const language of languages) {
    const found = one.localizations.find((other) => other.language.toLowerCase() === language.toLowerCase())
      ?? one.localizations.find((other) => other.language.split('-')[0]?.toLowerCase() === language.split('-')[0]?.toLowerCase());
    if (found) return found.text;
  }
  return one.text;
}

export const given = (questions: Question[], answers: Answers): QuestionAnswer[] =>
  inOrder(questions).flatMap((one) => {
    const values = (answers[one.id] ?? []).map((value) => value.trim()).filter(Boolean);
    return values.length > 0 ? [{ question: one.id, values }] : [];
  });

/** Those that must be answered and are not. */
export const unanswered = (questions: Question[], answers: Answers): Question[] =>
  questions.filter((one) => one.required && !(answers[one.id] ?? []).some((value) => value.trim()));

interface Props { questions: Question[]; answers: Answers; onChange: (answers: Answers) => void; tried: boolean }

/** The questions of a policy, in its order and in the language of the machine. */
export function QuestionList({ questions, answers, onChange, tried }: Props) {
  const languages = navigator.languages;
  return inOrder(questions).map((one) => {
    const values = answers[one.id] ?? [];
    const set = (next: string[]) => onChange({ ...answers, [one.id]: next });
    const label = inLanguage(one, languages);
    const error = tried && unanswered([one], answers).length > 0 ? 'This needs an answer.' : undefined;
    if (one.kind.type === 'text') {
      return <TextField key={one.id} label={label} required={one.required} lines={one.kind.singleLine ? undefined : 3} value={values[0] ?? ''} onChange={(text) => set([text])} error={error} />;
    }
    const { choices, multiple } = one.kind;
    return (
      <Field key={one.id} label={label} required={one.required} validationState={error ? 'error' : 'none'} validationMessage={error}>
        {multiple ? (
          <div role="group" aria-label={label}>
            {choices.map((choice) => (
              <div key={choice.value}>
                <Checkbox
                  label={inLanguage(choice, languages)} checked={values.includes(choice.value)}
                  onChange={(_, change) => set(change.checked ? [...values, choice.value] : values.filter((value) => value !== choice.value))}
                />
              </div>
            ))}
          </div>
        ) : (
          <RadioGroup value={values[0] ?? ''} onChange={(_, change) => set([change.value])}>
            {choices.map((choice) => <Radio key={choice.value} value={choice.value} label={inLanguage(choice, languages)} />)}
          </RadioGroup>
        )}
      </Field>
    );
  });
}
