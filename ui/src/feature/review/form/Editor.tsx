import { Button, Tab, TabList } from '@fluentui/react-components';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { CallProblem } from '../../../api/contract';
import type { Simulation } from '../../../api/operations';
import { useWrite } from '../../../api/query';
import { Form, FormActions, WRONG } from '../../../shared/form';
import { Card } from '../../../shared/page';
import { ProblemBanner } from '../../../shared/problem';
import { JsonPart } from './JsonPart';
import { ReviewForm } from './ReviewForm';
import { SimulationPanel } from './SimulationPanel';
import { type Wrong, check } from './check';
import type { Draft } from './draft';
import { withNames } from './names';
import { fromDefinition } from './fromDefinition';
import { fieldOf } from './place';
import { toDefinition } from './toDefinition';

interface Props {
  label: string;
  action: string;
  first: Draft;
  /** Above the form, such as templates; it may give another draft. */
  lead?: (draft: Draft, take: (draft: Draft) => void) => ReactNode;
  /** Below the form, such as a reason for a change. */
  tail?: (draft: Draft) => ReactNode;
  problem: CallProblem | null;
  busy: boolean;
  onSubmit: (definition: unknown) => void;
  onCancel: () => void;
}

/** A definition, by a form or as the JSON that Microsoft Graph uses; the form shows the JSON it makes. */
export function Editor(props: Props) {
  const [tab, setTab] = useState<'form' | 'json'>('form');
  const [draft, setDraft] = useState<Draft>(props.first);
  const [own, setOwn] = useState<string | null>(null);
  const [tried, setTried] = useState(false);
  const [unreadable, setUnreadable] = useState<string | null>(null);
  const [trial, setTrial] = useState<{ job: number; result: Simulation | null } | null>(null);
  const simulate = useWrite('review.simulate');
  const root = useRef<HTMLDivElement>(null);
  // What the desk said holds until the draft it was said of changes.
  const [answered, setAnswered] = useState<{ problem: CallProblem; draft: Draft } | null>(null);
  const found = check(draft);
  const told = answered?.draft === draft && own === null ? fieldOf(answered.problem, draft) : null;
  const wrong: Wrong = { ...(tried ? found : {}), ...(told && answered ? { [told]: answered.problem.message } : {}) };

  function answer(problem: CallProblem) {
    setAnswered({ problem, draft });
    if (own === null && fieldOf(problem, draft)) setTab('form');
    setTimeout(() => root.current?.querySelector<HTMLElement>(WRONG)?.focus(), 50);
  }
  // Each answer once, for the draft it was given to.
  useEffect(() => { if (props.problem) answer(props.problem); }, [props.problem]);

  /** The definition, once the form has nothing more to say against it. */
  function definition(): unknown {
    setTried(true);
    setUnreadable(null);
    if (own === null) {
      if (Object.keys(found).length === 0) return toDefinition(draft);
      setTab('form');
      return undefined;
    }
    try {
      return JSON.parse(own);
    } catch (thrown) {
      setUnreadable(`This is not JSON: ${thrown instanceof Error ? thrown.message : String(thrown)}.`);
      return undefined;
    }
  }

  function submit() {
    const made = definition();
    if (made !== undefined) props.onSubmit(made);
  }

  function tryOut() {
    const made = definition();
    if (made === undefined) setTimeout(() => root.current?.querySelector<HTMLElement>(WRONG)?.focus(), 50);
    else simulate.mutate({ definition: made }, { onSuccess: ({ job }) => setTrial({ job, result: null }), onError: answer });
  }

  async function toForm() {
    const read = fromDefinition(JSON.parse(own ?? '{}'));
    setDraft(await withNames(read.draft));
    setOwn(null);
    setUnreadable(null);
    setTab('form');
  }

  const shown = answered && (answered.draft === draft || own !== null) ? answered.problem : null;
  const many = tried && own === null ? Object.keys(found).length : 0;
  return (
    <div ref={root} style={{ display: 'flex', flexDirection: 'column', gap: 16 }}>
      <TabList selectedValue={tab} onTabSelect={(_, change) => setTab(change.value as typeof tab)}>
        <Tab value="form">Form</Tab>
        <Tab value="json">{own === null ? 'JSON preview' : 'JSON (edited)'}</Tab>
      </TabList>
      {shown && !told && <ProblemBanner problem={{ ...shown, hint: [shown.hint, shown.field && `It stands at ${shown.field}.`].filter(Boolean).join(' ') || null }} />}
      {tab === 'form' && own === null && props.lead?.(draft, (next) => { setDraft(next); setTried(false); })}
      <Card>
        <Form label={props.label} onSubmit={submit}>
          {tab === 'json' || own !== null
            ? <JsonPart text={own ?? JSON.stringify(toDefinition(draft), null, 2)} isEdited={own !== null} error={unreadable} onText={(text) => { setOwn(text); setUnreadable(null); setTab('json'); }} onForm={toForm} onDrop={() => { setOwn(null); setUnreadable(null); setTab('form'); }} />
            : <ReviewForm draft={draft} onChange={(change) => setDraft((before) => ({ ...before, ...change }))} wrong={wrong} />}
          {props.tail?.(draft)}
          <FormActions>
            {many > 0 && <span role="status" style={{ marginInlineEnd: 'auto', color: 'var(--colorStatusDangerForeground1)', alignSelf: 'center' }}>{many === 1 ? 'One field is not right yet.' : `${many} fields are not right yet.`}</span>}
            <Button onClick={props.onCancel}>Cancel</Button>
            <Button disabled={simulate.isPending || (trial !== null && trial.result === null)} onClick={tryOut}>Try it out</Button>
            <Button type="submit" appearance="primary" disabled={props.busy}>{props.action}</Button>
          </FormActions>
        </Form>
      </Card>
      {trial && (
        <SimulationPanel
          job={trial.job} result={trial.result} onClose={() => setTrial(null)}
          onEnd={(result, problem) => {
            if (problem) answer(problem);
            setTrial(result ? { ...trial, result } : null);
          }}
        />
      )}
    </div>
  );
}
