import { Button, Field, Select } from '@fluentui/react-components';
import { useState } from 'react';
import type { Decision, HistoryFilter, HistoryKind, HistorySource } from '../../api/operations';
import { useRead } from '../../api/query';
import { isDay } from '../../shared/date';
import { DayField } from '../../shared/form';
import { type Chosen, PrincipalPicker } from '../principal/PrincipalPicker';
import css from './history.module.css';
import { dayStart, decisionWords, narrowed, sourceWords } from './words';

interface Props { filter: HistoryFilter; onChange: (filter: HistoryFilter) => void }
const REVIEWS = 200;

/** What narrows the history; each condition counts exactly. */
export function FilterBar({ filter, onChange }: Props) {
  const reviews = useRead('review.list', { offset: 0, limit: REVIEWS });
  const [days, setDays] = useState({ from: '', to: '' });
  const [people, setPeople] = useState<{ reviewer: Chosen[]; principal: Chosen[]; resource: Chosen[] }>({ reviewer: [], principal: [], resource: [] });
  // A condition that is not set leaves the filter, so that two equal filters are one in the cache.
  const set = (change: HistoryFilter) => onChange(Object.fromEntries(Object.entries({ ...filter, ...change }).filter(([, value]) => value !== undefined)) as HistoryFilter);
  const day = (name: 'from' | 'to', text: string) => {
    setDays({ ...days, [name]: text });
    if (text === '' || isDay(text)) set({ [name]: text === '' ? undefined : dayStart(text, name === 'to' ? 1 : 0) });
  };
  const choose = (name: keyof typeof people, chosen: Chosen[]) => {
    setPeople({ ...people, [name]: chosen });
    set({ [name]: chosen[0]?.principal });
  };
  const clear = () => {
    setDays({ from: '', to: '' });
    setPeople({ reviewer: [], principal: [], resource: [] });
    onChange({});
  };
  return (
    <div className={css.filter} role="search" aria-label="What is shown">
      <DayField label="From" value={days.from} onChange={(text) => day('from', text)} hint="First day" />
      <DayField label="Until" value={days.to} onChange={(text) => day('to', text)} hint="Last day" />
      <Field label="Decision">
        <Select value={filter.decision ?? ''} onChange={(_, change) => set({ decision: (change.value || undefined) as Decision | undefined })}>
          <option value="">Any</option>
          {Object.entries(decisionWords).map(([value, word]) => <option key={value} value={value}>{word}</option>)}
        </Select>
      </Field>
      <Field label="Decided">
        <Select value={filter.source ?? ''} onChange={(_, change) => set({ source: (change.value || undefined) as HistorySource | undefined })}>
          <option value="">Any way</option>
          {Object.entries(sourceWords).map(([value, word]) => <option key={value} value={value}>{word}</option>)}
        </Select>
      </Field>
      <Field label="Where">
        <Select
          value={filter.review ? String(filter.review) : (filter.kind ?? '')}
          onChange={(_, change) => {
            const number = Number.parseInt(change.value, 10);
            set(Number.isInteger(number) ? { review: number, kind: undefined } : { review: undefined, kind: (change.value || undefined) as HistoryKind | undefined });
          }}
        >
          <option value="">Reviews and requests</option>
          <option value="review">All reviews</option>
          <option value="approval">Requests for packages</option>
          {reviews.data?.rows.map((row) => <option key={row.review} value={row.review}>{row.displayName}</option>)}
          {(reviews.data?.total ?? 0) > REVIEWS && <option disabled>{(reviews.data?.total ?? 0) - REVIEWS} more</option>}
        </Select>
      </Field>
      <Field label="Access">
        <Select value={filter.privileged === undefined ? '' : String(filter.privileged)} onChange={(_, change) => set({ privileged: change.value === '' ? undefined : change.value === 'true' })}>
          <option value="">Any</option>
          <option value="true">Privileged</option>
          <option value="false">Not privileged</option>
        </Select>
      </Field>
      <PrincipalPicker label="Decided by" kind="user" single chosen={people.reviewer} onChange={(chosen) => choose('reviewer', chosen)} />
      <PrincipalPicker label="About" kind="user" single chosen={people.principal} onChange={(chosen) => choose('principal', chosen)} />
      <PrincipalPicker label="Group" kind="group" single chosen={people.resource} onChange={(chosen) => choose('resource', chosen)} />
      <Button appearance="subtle" className={css.clear} disabled={narrowed(filter) === 0} onClick={clear}>Show everything</Button>
    </div>
  );
}
