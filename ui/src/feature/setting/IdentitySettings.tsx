import { Button, Field, Input, Select } from '@fluentui/react-components';
import { useState } from 'react';
import { useStore } from '../../app/store';
import type { Assurance, IdentitySetting } from '../../api/operations';
import { useRead, useWrite } from '../../api/query';
import { count } from '../../shared/number';
import { Card, Facts } from '../../shared/page';
import { ProblemBanner } from '../../shared/problem';
import { useTell } from '../../shared/toast';
import { proofWords } from '../start/words';
import css from './setting.module.css';

const kinds = [
  ['decide', 'To decide, ask and answer', 'Reviewers, approvers, whoever asks for access.'],
  ['administer', 'To administer and audit', 'Administrators and compliance officers.'],
  ['countersign', 'Where two people sign', 'Asked of both of them.'],
] as const;
const words: Assurance[] = ['stated', 'osAccount', 'directoryBind', 'signIn'];

/** The least that shows who somebody is, and when the window locks. */
export function IdentitySettings() {
  const { actor, practice } = useStore();
  const read = useRead('identity.show', {});
  const change = useWrite('identity.change');
  const tell = useTell();
  const [draft, setDraft] = useState<IdentitySetting | null>(null);
  const mayChange = actor.administrator;
  if (read.error) return <ProblemBanner problem={read.error} retry={() => void read.refetch()} />;
  if (!read.data) return null;
  const now = draft ?? read.data;
  const changed = kinds.some(([kind]) => now[kind] !== read.data[kind]) || now.lockAfter !== read.data.lockAfter;
  const wrong = (field: string) => (change.error?.field === field ? { validationState: 'error' as const, validationMessage: change.error.message } : {});
  const least = (word: Assurance) => `${proofWords[word]}${word === 'osAccount' ? ', or more' : ''}`;
  if (!mayChange) {
    return (
      <Card title="How people show who they are">
        <Facts facts={[...kinds.map(([kind, label]) => [label, least(read.data[kind])] as const), ['Lock the window after', read.data.lockAfter === 0 ? 'Never' : count(read.data.lockAfter, 'minute')]]} />
      </Card>
    );
  }
  return (
    <Card
      title="How people show who they are"
      aside={<Button disabled={!changed || change.isPending} onClick={() => change.mutate(now, { onSuccess: () => { setDraft(null); tell.done('The settings were changed.'); } })}>Change</Button>}
    >
      <p className="quiet">{practice ? 'In a practice store names may be said only; the log and the evidence tell so.' : 'Every entry of the log, and the evidence, tell how it was shown.'}</p>
      {!change.error?.field && <ProblemBanner problem={change.error} />}
      <div className={css.choices}>
        {kinds.map(([kind, label, hint]) => (
          <Field key={kind} label={label} hint={hint} {...wrong(kind)}>
            <Select value={now[kind]} onChange={(_, next) => setDraft({ ...now, [kind]: next.value as Assurance })}>
              {words.filter((word) => word !== 'signIn' || now[kind] === 'signIn').map((word) => (
                <option key={word} value={word} disabled={word === 'stated' && kind !== 'decide' && !practice}>{least(word)}</option>
              ))}
            </Select>
          </Field>
        ))}
        <Field label="Lock the window after" hint="Minutes without a touch; 0 never." {...wrong('lockAfter')}>
          <Input
            type="number" min={0} max={1440} value={String(now.lockAfter)} contentAfter="minutes"
            onChange={(_, next) => setDraft({ ...now, lockAfter: Math.max(0, Number.parseInt(next.value, 10) || 0) })}
          />
        </Field>
      </div>
    </Card>
  );
}
