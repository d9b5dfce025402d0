import { Field, Input, Select } from '@fluentui/react-components';
import { useId } from 'react';
import type { Span } from './draft';

interface Props { label: string; value: Span; onChange: (value: Span) => void; error?: string; hint?: string; required?: boolean }

/** A length of time: a number of days, or of hours. */
export function SpanField({ label, value, onChange, error, hint, required }: Props) {
  const id = useId();
  return (
    <Field label={{ children: label, htmlFor: id }} required={required} hint={hint} validationState={error ? 'error' : 'none'} validationMessage={error}>
      <div style={{ display: 'flex', gap: 8 }}>
        <Input id={id} type="number" min={0} aria-invalid={error ? true : undefined} value={value.amount} onChange={(_, change) => onChange({ ...value, amount: change.value })} style={{ width: 104 }} />
        <Select aria-label={`${label}: unit`} value={value.unit} onChange={(_, change) => onChange({ ...value, unit: change.value as Span['unit'] })}>
          <option value="days">days</option><option value="hours">hours</option>
        </Select>
      </div>
    </Field>
  );
}
