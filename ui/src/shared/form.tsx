import { Button, Field, Input, Textarea } from '@fluentui/react-components';
import { type ReactNode, useId, useRef } from 'react';
import type { CallProblem } from '../api/contract';
import { type FileQuestion, host } from '../api/host';
import { formatLongDay, isDay } from './date';
import css from './form.module.css';

/** A field, or a group of them, with something wrong. */
export const WRONG = '[aria-invalid="true"], [data-wrong]';

export function Form({ children, onSubmit, label }: { children: ReactNode; onSubmit: () => void; label: string }) {
  const form = useRef<HTMLFormElement>(null);
  function submit() {
    onSubmit();
    // Once the fields have said what is wrong with them: the first of these may be far above the button.
    requestAnimationFrame(() => form.current?.querySelector<HTMLElement>(WRONG)?.focus());
  }
  return (
    <form ref={form} aria-label={label} className={css.form} noValidate onSubmit={(event) => { event.preventDefault(); submit(); }}>
      {children}
    </form>
  );
}

export function Fieldset({ title, hint, children }: { title: string; hint?: string; children: ReactNode }) {
  const id = useId();
  return (
    <div role="group" aria-labelledby={id} className={css.fieldset}>
      <div className={css.legend}><h2 id={id}>{title}</h2>{hint && <p>{hint}</p>}</div>
      <div className={css.fields}>{children}</div>
    </div>
  );
}

/** What is wrong with a group of fields; the focus can be put there. */
export function GroupProblem({ error }: { error?: string | null }) {
  return error ? <p data-wrong="" tabIndex={-1} className={css.wrong}>{error}</p> : null;
}

/** The problem of this one field, when the desk named it. */
export function problemAt(problem: CallProblem | null | undefined, ...fields: string[]) {
  return problem?.field && fields.includes(problem.field) ? { validationState: 'error' as const, validationMessage: problem.message } : {};
}

interface TextProps {
  label: string; value: string; onChange: (value: string) => void; hint?: string; required?: boolean; placeholder?: string;
  type?: 'text' | 'password' | 'number' | 'url'; lines?: number; mono?: boolean; error?: string | null; disabled?: boolean;
  autoFocus?: boolean; min?: number; max?: number;
}

export function TextField(props: TextProps) {
  const { label, value, onChange, hint, required, lines, error, mono, type = 'text', ...rest } = props;
  return (
    <Field label={label} hint={hint} required={required} validationState={error ? 'error' : 'none'} validationMessage={error ?? undefined}>
      {lines ? (
        <Textarea value={value} rows={lines} resize="vertical" placeholder={rest.placeholder} disabled={rest.disabled} className={mono ? css.monoArea : undefined} onChange={(_, change) => onChange(change.value)} />
      ) : (
        <Input {...rest} type={type} value={value} spellCheck={mono ? false : undefined} onChange={(_, change) => onChange(change.value)} />
      )}
    </Field>
  );
}

type DayProps = Pick<TextProps, 'label' | 'value' | 'onChange' | 'hint' | 'required' | 'error' | 'disabled'>;

/**
 * A day, typed as it is stored. The engines' own date fields differ in what their keys do, and one of them
 * loses digits; a text is the same everywhere, and says the weekday it means.
 */
export function DayField({ label, value, onChange, hint, required, error, disabled }: DayProps) {
  const known = isDay(value);
  const wrong = error ?? (value !== '' && value.length >= 10 && !known ? 'A day is written as year, month and day: 2027-01-31.' : null);
  return (
    <Field label={label} hint={known ? formatLongDay(value) : (hint ?? 'Year, month and day.')} required={required} validationState={wrong ? 'error' : 'none'} validationMessage={wrong ?? undefined}>
      <Input value={value} disabled={disabled} placeholder="2027-01-31" maxLength={10} inputMode="numeric" spellCheck={false} autoComplete="off" onChange={(_, change) => onChange(change.value.trim())} />
    </Field>
  );
}

interface PathProps { label: string; value: string; onChange: (path: string) => void; question: FileQuestion; hint?: string; required?: boolean; error?: string | null }

/** A place on this machine: typed, or chosen in the system's dialog where there is one. */
export function PathField({ label, value, onChange, question, hint, required, error }: PathProps) {
  const choose = host().chooseFile;
  return (
    <Field label={label} hint={hint} required={required} validationState={error ? 'error' : 'none'} validationMessage={error ?? undefined}>
      <div className={css.path}>
        <Input value={value} spellCheck={false} onChange={(_, change) => onChange(change.value)} style={{ flex: 1 }} aria-label={label} />
        {choose && (
          <Button onClick={() => void choose({ ...question, suggested: value || question.suggested }).then((path) => path && onChange(path))}>
            Browse…
          </Button>
        )}
      </div>
    </Field>
  );
}

/** Takes a small text file into the form, such as a certificate or a definition. */
export function ReadFileButton({ label, accept, onText }: { label: string; accept: string; onText: (text: string) => void }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button onClick={() => input.current?.click()}>{label}</Button>
      <input
        ref={input} type="file" accept={accept} hidden
        onChange={(event) => {
          const file = event.target.files?.[0];
          event.target.value = '';
          if (file) void file.text().then(onText);
        }}
      />
    </>
  );
}

export function FormActions({ children }: { children: ReactNode }) {
  return <div className={css.actions}>{children}</div>;
}
