import { Link } from '@tanstack/react-router';
import type { RequestView } from '../../api/operations';
import { Moment } from '../../shared/Moment';
import { StateBadge } from '../../shared/badge';
import { inLanguage } from '../access/QuestionList';
import css from './request.module.css';
import { actorText, answersOf, approverWords, eventWords, stageWords } from './words';

/** The approval stage by stage: who is asked and why, what they said. */
export function Stages({ view }: { view: RequestView }) {
  if (view.stages.length === 0) return <p className="quiet">Nobody had to approve it.</p>;
  return (
    <ol className={css.stages}>
      {view.stages.map((stage) => {
        const said = view.answered.filter((one) => one.position === stage.position);
        const asked = view.approvers.filter((one) => one.position === stage.position);
        const open = stage.status === 'inProgress' || stage.status === 'escalated';
        const denied = stage.result === 'deny';
        const words = stageWords[stage.status];
        return (
          <li key={stage.position} data-open={open}>
            <div className={css.stageHead}>
              <b>{view.stages.length > 1 ? `Stage ${stage.position} of ${view.stages.length}` : 'Approval'}</b>
              <StateBadge tone={denied ? 'bad' : words?.tone ?? 'quiet'}>{denied ? 'Denied' : stage.result === 'approve' ? 'Approved' : words?.word ?? stage.status}</StateBadge>
              {open && stage.dueAt && <span className="quiet">until <Moment at={stage.dueAt} /></span>}
            </div>
            {stage.nobodyAt && open && <p>Nobody is left to ask since <Moment at={stage.nobodyAt} />; an administrator answers.</p>}
            {stage.fallback && <p className="quiet">{stage.fallback}</p>}
            {stage.escalatedAt && <p className="quiet">The alternates were asked too, <Moment at={stage.escalatedAt} />.</p>}
            {said.map((one) => (
              <p key={`${one.at}-${one.actorId}`}>
                {one.decision === 'approve' ? 'Approved' : 'Denied'} by {actorText(one.actor)} <span className="quiet"><Moment at={one.at} /></span>
                {one.justification && <><br /><span dir="auto" className={css.said}>{one.justification}</span></>}
              </p>
            ))}
            {asked.length > 0 && (
              <ul className={css.asked} aria-label={open ? 'Who is asked' : 'Who was asked'}>
                {asked.map((one) => (
                  <li key={`${one.principal}-${one.askedAt}`}>
                    {one.displayName} <span className="quiet">{approverWords[one.kind] ?? one.kind}. {one.reason}{one.endedBecause ? ` Asked no more: ${one.endedBecause}` : ''}</span>
                  </li>
                ))}
              </ul>
            )}
            {stage.status === 'notStarted' && said.length === 0 && asked.length === 0 && <p className="quiet">Its approvers are found when it begins.</p>}
          </li>
        );
      })}
    </ol>
  );
}

/** What the policy asked and what was answered, choices by their words. */
export function AnswerList({ view }: { view: Pick<RequestView, 'questions' | 'answers'> }) {
  const answers = answersOf(view.answers);
  const languages = navigator.languages;
  return (
    <dl className={css.qa}>
      {[...view.questions].sort((one, other) => one.sequence - other.sequence).map((one) => {
        const values = answers[one.id] ?? [];
        const { kind } = one;
        const words = kind.type === 'choice' ? values.map((value) => { const choice = kind.choices.find((other) => other.value === value); return choice ? inLanguage(choice, languages) : value; }) : values;
        return <div key={one.id}><dt>{inLanguage(one, languages)}</dt><dd dir="auto">{words.join(', ') || <span className="quiet">Not answered</span>}</dd></div>;
      })}
    </dl>
  );
}

/** All that happened to it, the first above. */
export function Events({ view }: { view: RequestView }) {
  return (
    <ol className={css.events}>
      {view.events.map((one, at) => (
        <li key={`${one.at}-${at}`}>
          <b>{eventWords[one.event] ?? one.event}</b>{' '}
          <span className="quiet"><Moment at={one.at} /> by {one.actorId !== null ? <Link to="/principals/$principal" params={{ principal: one.actorId }}>{actorText(one.actor)}</Link> : actorText(one.actor)}</span>
          {one.reason && <p dir="auto">{one.reason}</p>}
        </li>
      ))}
    </ol>
  );
}
