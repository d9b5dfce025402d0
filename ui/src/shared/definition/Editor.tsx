import { Button, Tab, TabList } from '@fluentui/react-components';
import { type ComponentType, type ReactNode, useEffect, useRef, useState } from 'react';
import type { CallProblem } from '../../api/contract';
import { Form, FormActions, WRONG } from '../form';
import { Card } from '../page';
import { ProblemBanner } from '../problem';
import { JsonPart } from './JsonPart';

/** What is wrong, by the name of its field. */
export type Wrong = Record<string, string>;

/** A draft as a form changes it, and what is wrong with it. */
export interface FormPart<Draft> { draft: Draft; onChange: (change: Partial<Draft>) => void; wrong: Wrong }

/** A kind of definition: its form, and how the form's draft and Microsoft Graph's JSON become one another. */
export interface Kind<Draft> {
  /** What Microsoft Graph calls it. */
  name: string;
  Form: ComponentType<FormPart<Draft>>;
  toDefinition: (draft: Draft) => unknown;
  fromDefinition: (definition: unknown) => { draft: Draft; lost: string[] };
  /** Looks up the names behind the references of a definition. */
  withNames: (draft: Draft) => Promise<Draft>;
  check: (draft: Draft) => Wrong;
  /** The field at which a problem of the desk stands, if the form has one for it. */
  fieldOf: (problem: CallProblem | null, draft: Draft) => string | null;
}

interface Props<Draft> {
  kind: Kind<Draft>;
  label: string;
  action: string;
  first: Draft;
  /** Above the form, such as templates; it may give another draft. */
  lead?: (draft: Draft, take: (draft: Draft) => void) => ReactNode;
  /** Below the form, such as a reason for a change. */
  tail?: (draft: Draft) => ReactNode;
  /** Looks at what the definition would do, without keeping it. */
  trial?: { label: string; busy: boolean; problem: CallProblem | null; run: (definition: unknown) => void };
  /** What a trial showed. */
  below?: ReactNode;
  problem: CallProblem | null;
  busy: boolean;
  onSubmit: (definition: unknown) => void;
  onCancel: () => void;
}

/** A definition, by a form or as the JSON that Microsoft Graph uses; the form shows the JSON it makes. */
export function Editor<Draft>(props: Props<Draft>) {
  const { kind } = props;
  const [tab, setTab] = useState<'form' | 'json'>('form');
  const [draft, setDraft] = useState<Draft>(props.first);
  const [own, setOwn] = useState<string | null>(null);
  const [tried, setTried] = useState(false);
  const [unreadable, setUnreadable] = useState<string | null>(null);
  const root = useRef<HTMLDivElement>(null);
  // What the desk said holds until the draft it was said of changes.
  const [answered, setAnswered] = useState<{ problem: CallProblem; draft: Draft } | null>(null);
  const found = kind.check(draft);
  const told = answered?.draft === draft && own === null ? kind.fieldOf(answered.problem, draft) : null;
  const wrong: Wrong = { ...(tried ? found : {}), ...(told && answered ? { [told]: answered.problem.message } : {}) };
  const toWrong = () => setTimeout(() => root.current?.querySelector<HTMLElement>(WRONG)?.focus(), 50);

  function answer(problem: CallProblem | null | undefined) {
    if (!problem) return;
    setAnswered({ problem, draft });
    if (own === null && kind.fieldOf(problem, draft)) setTab('form');
    toWrong();
  }
  // Each answer once, for the draft it was given to.
  useEffect(() => answer(props.problem), [props.problem]);
  useEffect(() => answer(props.trial?.problem), [props.trial?.problem]);

  /** The definition, once the form has nothing more to say against it. */
  function definition(): unknown {
    setTried(true);
    setUnreadable(null);
    if (own === null) {
      if (Object.keys(found).length === 0) return kind.toDefinition(draft);
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
    if (made === undefined) toWrong();
    else props.trial?.run(made);
  }

  async function toForm() {
    const read = kind.fromDefinition(JSON.parse(own ?? '{}'));
    setDraft(await kind.withNames(read.draft));
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
            ? <JsonPart label={kind.name} lostOf={(made) => kind.fromDefinition(made).lost} text={own ?? JSON.stringify(kind.toDefinition(draft), null, 2)} isEdited={own !== null} error={unreadable} onText={(text) => { setOwn(text); setUnreadable(null); setTab('json'); }} onForm={toForm} onDrop={() => { setOwn(null); setUnreadable(null); setTab('form'); }} />
            : <kind.Form draft={draft} onChange={(change) => setDraft((before) => ({ ...before, ...change }))} wrong={wrong} />}
          {props.tail?.(draft)}
          <FormActions>
            {many > 0 && <span role="status" style={{ marginInlineEnd: 'auto', color: 'var(--colorStatusDangerForeground1)', alignSelf: 'center' }}>{many === 1 ? 'One field is not right yet.' : `${many} fields are not right yet.`}</span>}
            <Button onClick={props.onCancel}>Cancel</Button>
            {props.trial && <Button disabled={props.trial.busy} onClick={tryOut}>{props.trial.label}</Button>}
            <Button type="submit" appearance="primary" disabled={props.busy}>{props.action}</Button>
          </FormActions>
        </Form>
      </Card>
      {props.below}
    </div>
  );
}
