import { Button, Tooltip } from '@fluentui/react-components';
import { DismissRegular } from '@fluentui/react-icons/svg/dismiss';
import { Link } from '@tanstack/react-router';
import { type ReactNode, memo, useEffect, useState } from 'react';
import { useRead } from '../../api/query';
import { Moment } from '../../shared/Moment';
import { ageText, daysBetween } from '../../shared/date';
import { count } from '../../shared/number';
import { ProblemBanner } from '../../shared/problem';
import { reasonWords } from '../review/words';
import { Glyph } from './Glyph';
import css from './detail.module.css';
import type { DeskState } from './state';
import { type ItemDetail, answerWords, answers, asDecision, asRecommendation, decisionWords, recommendationWords, sourceWords } from './words';

interface Props { state: DeskState; now: Date; onClose: () => void; onDone: () => void }

/** What a person needs to know before deciding: who, why the access is there, what is advised, what was said. */
export const Detail = memo(function Detail({ state, now, onClose, onDone }: Props) {
  const item = useSettledItem(state);
  const read = useRead('item.show', { item: item ?? 0 }, { enabled: item !== undefined, keep: true });
  const shown = read.data;
  if (read.error) return <Shell onClose={onClose}><ProblemBanner problem={read.error} retry={() => void read.refetch()} /></Shell>;
  if (!shown || item === undefined) return <Shell onClose={onClose}><p className="quiet">Choose a row to see its details.</p></Shell>;
  return (
    <Shell onClose={onClose} title={shown} fading={shown.item !== item}>
      <Answers state={state} row={shown} onDone={onDone} />
      <Person shown={shown} now={now} />
      <Why shown={shown} now={now} />
      <Advice shown={shown} now={now} />
      <Asked shown={shown} />
      <History shown={shown} />
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
          {title && <p><bdi>{title.resourceName}</bdi></p>}
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
  return (
    <div className={css.answers} role="group" aria-label="Decision">
      {answers.map((one) => (
        <Button key={one} size="small" aria-pressed={row.decision === one} appearance={row.decision === one ? 'primary' : 'secondary'} icon={<Glyph name={one} />} disabled={state.activeRow?.item !== row.item} onClick={() => { state.answer(one); onDone(); }}>
          {answerWords[one]}
        </Button>
      ))}
    </div>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return <section className={css.part}><h3>{title}</h3>{children}</section>;
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
          ['Entry', <span key="dn" className="mono">{shown.dn}</span>],
        ]}
      />
      <Link to="/principals/$principal" params={{ principal: shown.principal }}>Everything this person has</Link>
    </Part>
  );
}

function Why({ shown, now }: { shown: ItemDetail; now: Date }) {
  const between = shown.path[0];
  return (
    <Part title="Why the access is there">
      <ol className={css.steps}>
        {shown.why.map((step, at) => (
          <li key={`${step.principal}-${at}`} data-kind={step.kind}><bdi>{step.displayName}</bdi> <span className="quiet">{at === 0 ? 'resource' : step.kind === 'group' ? 'group' : 'person'}</span></li>
        ))}
      </ol>
      <p className={css.small}>
        {shown.direct && between === undefined && 'A direct membership: if denied, it can be removed from this group.'}
        {!shown.direct && between !== undefined && <>Not a direct membership: it comes through <bdi>{between}</bdi>. If denied, it becomes a task for a person, because removing it there takes away whatever else that group gives.</>}
        {shown.direct && between !== undefined && <>A direct membership and also one through <bdi>{between}</bdi>. If denied, the direct one can be removed; the other becomes a task for a person.</>}
      </p>
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
  const days = shown.lastSignInAt ? daysBetween(new Date(shown.lastSignInAt), now) : null;
  return (
    <Part title="Recommendation">
      <p className={css.advice} data-tone={advised}><Glyph name={advised} /><b>{recommendationWords[advised]}</b></p>
      <p>{shown.recommendationSentence}</p>
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

function Asked({ shown }: { shown: ItemDetail }) {
  return (
    <Part title="Who is asked">
      {shown.reviewers.length === 0 ? <p className="quiet">Nobody: silence decides at the end.</p> : (
        <ul className={css.asked}>
          {shown.reviewers.map((one) => (
            <li key={`${one.principal}-${one.reason}`}><bdi>{one.displayName}</bdi> <span className="quiet">{reasonWords[one.reason] ?? one.reason}</span></li>
          ))}
        </ul>
      )}
    </Part>
  );
}

function History({ shown }: { shown: ItemDetail }) {
  return (
    <Part title="Decisions so far">
      {shown.events.length === 0 ? <p className="quiet">Nothing was decided yet.</p> : (
        <ol className={css.events}>
          {shown.events.map((event) => (
            <li key={`${event.auditSeq}-${event.at}`}>
              <span className={css.eventWord} data-tone={asDecision(event.decision)}><Glyph name={asDecision(event.decision)} />{decisionWords[asDecision(event.decision)]}</span>
              <span className={css.eventBy}>
                <bdi>{event.actor}</bdi>, <Moment at={event.at} />, {sourceWords[event.source] ?? event.source}
                {event.batchSize > 1 && `, with ${count(event.batchSize - 1, 'other')}`}
              </span>
              {event.justification && <span className={css.eventReason} dir="auto">{event.justification}</span>}
              <span className={css.eventSeal}>Entry {event.auditSeq} of the audit log</span>
            </li>
          ))}
        </ol>
      )}
    </Part>
  );
}
