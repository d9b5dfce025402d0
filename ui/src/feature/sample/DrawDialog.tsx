import { Button, Field, Select } from '@fluentui/react-components';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { Population, Stratify } from '../../api/operations';
import { useRead, useWrite } from '../../api/query';
import { isDay } from '../../shared/date';
import { ConfirmDialog } from '../../shared/dialog';
import { DayField, TextField } from '../../shared/form';
import { count } from '../../shared/number';
import { ProblemBanner } from '../../shared/problem';
import { useTell } from '../../shared/toast';
import { dayStart } from '../history/words';
import { type Chosen, PrincipalPicker } from '../principal/PrincipalPicker';
import css from './sample.module.css';
import { asPopulation, hasReview, hasReviewer, memberWords, populationWords, populations, stratifyWords } from './words';

/** What to draw from, how many, by which seed. */
export function DrawDialog({ onClose }: { onClose: () => void }) {
  const [population, setPopulation] = useState<Population>('decisions');
  const [days, setDays] = useState({ from: '', to: '' });
  const [review, setReview] = useState('');
  const [resource, setResource] = useState<Chosen[]>([]);
  const [size, setSize] = useState('25');
  const [seed, setSeed] = useState('');
  const [stratify, setStratify] = useState('');
  const [note, setNote] = useState('');
  const reviews = useRead('review.list', { offset: 0, limit: 200 });
  const draw = useWrite('sample.draw');
  const go = useNavigate();
  const tell = useTell();
  const of = {
    population,
    ...(isDay(days.from) ? { from: dayStart(days.from) } : {}), ...(isDay(days.to) ? { to: dayStart(days.to, 1) } : {}),
    filter: { ...(hasReview(population) && review ? { review: Number(review) } : {}), ...(resource[0] ? { resource: resource[0].principal } : {}) },
  };
  const daysWrong = (days.from !== '' && !isDay(days.from)) || (days.to !== '' && !isDay(days.to));
  const whole = useRead('sample.population', of, { enabled: !daysWrong, keep: true });
  const known = whole.data?.count;
  const at = (field: string) => (draw.error?.field === field ? draw.error.message : undefined);
  const named = ['size', 'seed', 'note', 'to'].includes(draw.error?.field ?? '');
  const number = /^\d+$/.test(size) ? Number(size) : 0;
  return (
    <ConfirmDialog
      title="Draw a sample" action="Draw" busy={draw.isPending || daysWrong || !known || number < 1} problem={named ? null : draw.error} onClose={onClose}
      onConfirm={() => draw.mutate(
        { ...of, size: number, ...(seed.trim() ? { seed: seed.trim() } : {}), ...(stratify ? { stratify: stratify as Stratify } : {}), ...(note.trim() ? { note: note.trim() } : {}) },
        { onSuccess: (made) => { tell.done(`${count(made.rowCount, 'row')} drawn.`, 'The seed and the whole are kept with them.'); void go({ to: '/samples/$sample', params: { sample: made.sample } }); } },
      )}
    >
      <div className={css.draw}>
        <Field label="Draw from">
          <Select value={population} onChange={(_, change) => { const next = asPopulation(change.value); setPopulation(next); if (!hasReviewer(next) && stratify === 'reviewer') setStratify(''); }}>
            {populations.map((one) => <option key={one} value={one}>{populationWords[one]}</option>)}
          </Select>
        </Field>
        <div className={css.pair}>
          <DayField label="From day" value={days.from} onChange={(from) => setDays({ ...days, from })} hint="None: from the beginning." />
          <DayField label="Until day" value={days.to} onChange={(to) => setDays({ ...days, to })} hint="None: until now." error={at('to')} />
        </div>
        {hasReview(population) && (
          <Field label="Review">
            <Select value={review} onChange={(_, change) => setReview(change.value)}>
              <option value="">All reviews</option>
              {reviews.data?.rows.map((row) => <option key={row.review} value={row.review}>{row.displayName}</option>)}
            </Select>
          </Field>
        )}
        <PrincipalPicker label="Group" kind="group" single chosen={resource} onChange={setResource} hint="None: any resource." />
        <ProblemBanner problem={whole.error} />
        <p className={css.whole} role="status">{known === undefined ? 'Counting…' : known === 0 ? 'There is nothing to draw from.' : <><b className="number">{count(known, memberWords[population])}</b> to draw from.</>}</p>
        <TextField label="How many" type="number" min={1} max={10000} required value={size} onChange={setSize} error={at('size')} hint={known !== undefined && number > known && known > 0 ? 'More than there are: all of them are drawn.' : undefined} />
        {whole.data && whole.data.suggested.length > 0 && (
          <ul className={css.sizes} aria-label="Usual sizes">
            {whole.data.suggested.map((one) => <li key={one.size}><Button size="small" appearance={number === one.size ? 'primary' : 'outline'} onClick={() => setSize(String(one.size))}>{one.size}</Button><span className="quiet">{one.reason}</span></li>)}
          </ul>
        )}
        <TextField label="Seed" value={seed} onChange={setSeed} error={at('seed')} mono hint="The auditor’s own words or number. Without one, it is made by chance; either way it is kept." />
        <Field label="Order">
          <Select value={stratify} onChange={(_, change) => setStratify(change.value)}>
            <option value="">By the seed alone</option>
            {Object.entries(stratifyWords).filter(([value]) => value !== 'reviewer' || hasReviewer(population)).map(([value, word]) => <option key={value} value={value}>{word}</option>)}
          </Select>
        </Field>
        <TextField label="What it is for" value={note} onChange={setNote} error={at('note')} lines={2} placeholder="SOX ITGC-AC-07, second half of 2026" />
      </div>
    </ConfirmDialog>
  );
}
