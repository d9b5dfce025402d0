import { Button, Tooltip } from '@fluentui/react-components';
import { DismissRegular } from '@fluentui/react-icons/svg/dismiss';
import { Link } from '@tanstack/react-router';
import { type ReactNode, memo, useEffect, useState } from 'react';
import type { InstanceView } from '../../api/contract';
import { useRead } from '../../api/query';
import { Moment } from '../../shared/Moment';
import { ageText, daysBetween } from '../../shared/date';
import { count } from '../../shared/number';
import { ProblemBanner } from '../../shared/problem';
import { Asked, Earlier, Outcome } from './Answer';
import { Glyph } from './Glyph';
import { Part } from './Part';
import css from './detail.module.css';
import type { DeskState } from './state';
import { answers, answerWords, asDecision, asRecommendation, decisionWords, heldText, mineOf, recommendationWords, saysItself, sourceWords, type ItemDetail } from './words';

interface Props {
  state: DeskState;
  instance: InstanceView;
  /** Whether the settings show reviewers what earlier stages decided. */
  history: boolean;
  administrator: boolean;
  now: Date;
  onClose: () => void;
  onDone: () => void;
}

/** What a person needs to know before deciding: who, why the access is there, what is advised, what was said. */
export const Detail = memo(function Detail({ state, instance, history, administrator, now, onClose, onDone }: Props) {
  const item = useSettledItem(state);
  const read = useRead('item.show', { item: item ?? 0 }, { enabled: item !== undefined, keep: true });
  const shown = read.data;
  if (read.error) return <Shell onClose={onClose}><ProblemBanner problem={read.error} retry={() => void read.refetch()} /></Shell>;
  if (!shown || item === undefined) return <Shell onClose={onClose}><p className="quiet">Choose a row to see its details.</p></Shell>;
  return (
    <Shell onClose={onClose} title={shown} fading={shown.item !== item}>
      <Answers state={state} row={shown} onDone={onDone} />
      <Outcome shown={shown} instance={instance} now={now} />
      {instance.stageCount > 1 && <Earlier shown={shown} instance={instance} shows={history || administrator || !state.rule.open} />}
      <Person shown={shown} now={now} />
      <Why shown={shown} now={now} />
      <Advice shown={shown} now={now} />
      <Asked shown={shown} instance={instance} mayRelease={administrator && state.rule.open} />
      <History shown={shown} stages={instance.stageCount} />
    </Shell>
  );
});

/** Longer than the pause between two keys of somebody who knows the way: then the pane is drawn once, at the end. */
const REST = 170;

/** The row in focus, once the focus rests: moving fast asks the desk for nothing. */
function useSettledItem(state: DeskState): number | undefined {
  const [settled, setSettled] = useState(state.getActiveItem);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const later = () => {
      clearTimeout(timer);
      timer = setTimeout(() => setSettled(state.getActiveItem()), REST);
    };
    const gone = [state.watchActive(later), state.watchSheet(later)];
    setSettled(state.getActiveItem());
    return () => { clearTimeout(timer); gone.forEach((go) => go()); };
  }, [state]);
  return settled;
}

function Shell({ title, onClose, children, fading = false }: { title?: ItemDetail; onClose: () => void; children: ReactNode; fading?: boolean }) {
  return (
    <aside className={css.pane} aria-label="Details of the row" aria-busy={fading} data-fading={fading}>
      <div className={css.head}>
        <div className={css.headText}>
          <h2><bdi>{title ? title.principalName : 'Details'}</bdi></h2>
          {title && <p><bdi>{title.resourceName}</bdi> <span className="quiet">{heldText(title)}</span></p>}
        </div>
        <Tooltip content="Hide the details (I)" relationship="label"><Button appearance="subtle" size="small" icon={<DismissRegular />} onClick={onClose} /></Tooltip>
      </div>
      <div className={css.body} tabIndex={0} role="group" aria-label="Details">{children}</div>
    </aside>
  );
}

function Answers({ state, row, onDone }: { state: DeskState; row: ItemDetail; onDone: () => void }) {
  const own = state.isOwn(row);
  if (own) {
    return (
      <p className={css.note}><b>Nobody decides on their own access.</b> Another reviewer or the fallback reviewer decides on this row; you may read it.</p>
    );
  }
  if (!state.rule.open) return <p className={css.note}>This review has ended; its decisions stand as they are.</p>;
  if (state.isPast(row)) return <p className={css.note}><b>It did not go on to this stage.</b> What stage {row.stage} decided stands: {decisionWords[asDecision(row.decision)].toLowerCase()}.</p>;
  return (
    <div className={css.answers} role="group" aria-label="Decision">
      {answers.map((one) => (
        <Button key={one} size="small" aria-pressed={mineOf(row) === one} appearance={mineOf(row) === one ? 'primary' : 'secondary'} icon={<Glyph name={one} />} disabled={state.activeRow?.item !== row.item} onClick={() => { state.answer(one); onDone(); }}>
          {answerWords[one]}
        </Button>
      ))}
    </div>
  );
}

function Facts({ facts }: { facts: (readonly [string, ReactNode] | null)[] }) {
  return (
    <dl className={css.facts}>
      {facts.filter((fact) => fact !== null).map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value ?? <span className="quiet">not known</span>}</dd></div>)}
    </dl>
  );
}

const text = (value: string | null | undefined): ReactNode => (value ? <bdi>{value}</bdi> : null);

function Person({ shown, now }: { shown: ItemDetail; now: Date }) {
  return (
    <Part title="Person">
      <Facts
        facts={[
          ['Account', text(shown.userName)],
          ['Title', text(shown.title)],
          ['Department', text(shown.department)],
          ['Manager', text(shown.managerName)],
          ['Mail', text(shown.mail)],
          ['Kind', shown.userType === 'guest' ? 'Guest' : shown.userType === 'member' ? 'Member' : null],
          ['State', shown.enabled === null ? null : shown.enabled ? 'Enabled' : <b className={css.warn}>Disabled</b>],
          ['Account made', shown.accountCreatedAt ? <><Moment at={shown.accountCreatedAt} day /> <span className="quiet">({ageText(new Date(shown.accountCreatedAt), now)})</span></> : null],
          shown.dn ? ['Entry', <span key="dn" className="mono">{shown.dn}</span>] : null,
        ]}
      />
      <Link to="/principals/$principal" params={{ principal: shown.principal }}>Everything this person has</Link>
    </Part>
  );
}

function Why({ shown, now }: { shown: ItemDetail; now: Date }) {
  return (
    <Part title="Why the access is there">
      <ol className={css.steps}>
        {shown.why.map((step, at) => (
          <li key={`${step.principal}-${at}`} data-kind={step.kind}><bdi>{step.displayName}</bdi> <span className="quiet">{at === 0 ? 'resource' : step.kind === 'group' ? 'group' : 'person'}</span></li>
        ))}
      </ol>
      {shown.removal.length > 0 && (
        <ul className={css.removal} aria-label="What a denial does">
          {shown.removal.map((one, at) => (
            <li key={at} data-possible={one.possible}>
              <b>{one.possible ? 'If denied, removed' : 'If denied, a task for a person'}</b>
              <span>{one.step}</span>
              {one.also.length > 0 && <span className="quiet">Also lost with it: {one.also.join(', ')}</span>}
            </li>
          ))}
        </ul>
      )}
      {shown.exceptions.map((one) => (
        <p key={one.exception} className={css.note}><b>A policy exception covers this</b> until <Moment at={one.untilOn} day />: {one.policy}. {one.reason} <Link to="/exceptions/$exception" params={{ exception: one.exception }}>See it</Link></p>
      ))}
      <Facts
        facts={[
          ['Known since', shown.since ? <><Moment at={shown.since} day /> <span className="quiet">({ageText(new Date(shown.since), now)})</span></> : null],
          shown.resourceDescription ? ['About the resource', text(shown.resourceDescription)] : null,
        ]}
      />
    </Part>
  );
}

function Advice({ shown, now }: { shown: ItemDetail; now: Date }) {
  const advised = asRecommendation(shown.recommendation);
  const { insights } = shown;
  if (shown.recommendationSentence === '' && insights.length === 0) return null;
  const days = shown.lastSignInAt ? daysBetween(new Date(shown.lastSignInAt), now) : null;
  return (
    <Part title="Recommendation">
      <p className={css.advice} data-tone={advised}><Glyph name={advised} /><b>{recommendationWords[advised]}</b></p>
      <p>{shown.recommendationSentence}</p>
      {insights.map((one) => (
        <p key={one.rule} className={css.insight} title={one.rule}><Glyph name={asRecommendation(one.recommendation)} /><span>{one.sentence}</span></p>
      ))}
      <Facts
        facts={[
          ['Last sign-in', shown.lastSignInAt ? <><Moment at={shown.lastSignInAt} /> <span className="quiet">({count(days ?? 0, 'day')} ago)</span></> : 'none known'],
          ['Read from', shown.lastSignInField ? <span className="mono">{shown.lastSignInField}</span> : null],
          ['Rule', <span key="rule" className="mono">{shown.recommendationRule}</span>],
        ]}
      />
    </Part>
  );
}

function History({ shown, stages }: { shown: ItemDetail; stages: number }) {
  return (
    <Part title="Decisions so far">
      {shown.events.length === 0 ? <p className="quiet">Nothing was decided yet.</p> : (
        <ol className={css.events}>
          {shown.events.map((event) => (
            <li key={`${event.auditSeq}-${event.at}`}>
              <span className={css.eventWord} data-tone={asDecision(event.decision)}><Glyph name={asDecision(event.decision)} />{decisionWords[asDecision(event.decision)]}</span>
              <span className={css.eventBy}>
                <bdi>{event.actor}</bdi>, <Moment at={event.at} />, {sourceWords[event.source] ?? event.source}{stages > 1 && `, stage ${event.stage}`}
                {event.batchSize > 1 && `, with ${count(event.batchSize - 1, 'other')}`}
              </span>
              {event.note && <span className={css.eventNote} dir="auto">{event.source === 'carried' || saysItself(event.note) ? event.note : `Not independent: ${event.note}`}</span>}
              {event.justification && <span className={css.eventReason} dir="auto">{event.justification}</span>}
              <span className={css.eventSeal}>Entry {event.auditSeq} of the audit log</span>
            </li>
          ))}
        </ol>
      )}
    </Part>
  );
}
