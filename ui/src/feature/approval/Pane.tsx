import { Button } from '@fluentui/react-components';
import { Link } from '@tanstack/react-router';
import type { ApprovalDecision } from '../../api/operations';
import { useRead } from '../../api/query';
import { Moment } from '../../shared/Moment';
import { ProblemBanner } from '../../shared/problem';
import { Loading } from '../../shared/progress';
import { AnswerList, Stages } from '../request/Parts';
import { kindWords, targetText } from '../request/words';
import { AnswerBox } from './AnswerBox';
import { type Asked, decisionOn } from './asked';
import css from './approval.module.css';

interface Props { request: number | null; asked: Asked | null; onDecide: (decision: ApprovalDecision | null) => void; onDone: () => void; why?: string }

/** What one needs to know before answering: who, what, why, what others said. */
export function Pane({ request, asked, onDecide, onDone, why }: Props) {
  const read = useRead('request.show', { request: request ?? 0 }, { enabled: request !== null, keep: true });
  const view = read.data;
  const decision = view ? decisionOn(asked, view) : null;
  if (request === null) return <aside className={css.pane} aria-label="The request"><div className={css.body}><p className="quiet">Choose a request to see it.</p></div></aside>;
  return (
    <aside className={css.pane} aria-label="The request" tabIndex={0}>
      <div className={css.body}>
        <ProblemBanner problem={read.error} retry={() => void read.refetch()} />
        {!view ? !read.error && <Loading label="Reading the request" /> : (
          <>
            <div className={css.head}>
              <h2><bdi>{view.packageName}</bdi></h2>
              <p>{kindWords[view.kind]}: {view.target !== null ? <Link to="/principals/$principal" params={{ principal: view.target }}>{targetText(view)}</Link> : targetText(view)}</p>
            </div>
            {view.awaitsMe && view.request === request && (decision
              ? <AnswerBox key={`${view.request}-${decision}`} view={view} decision={decision} onDone={onDone} onCancel={() => onDecide(null)} />
              : (
                <div className={css.acts}>
                  <Button appearance="primary" onClick={() => onDecide('approve')} aria-keyshortcuts="A">Approve…</Button>
                  <Button onClick={() => onDecide('deny')} aria-keyshortcuts="D">Deny…</Button>
                </div>
              ))}
            {asked && !view.awaitsMe && view.request === request && (
              <div className={css.acts}>
                <p role="status">It waits for you no more: it was answered, canceled or ran out of time.</p>
                <Button onClick={() => onDecide(null)}>Back</Button>
              </div>
            )}
            <div className={css.part}><h3>Why they need it</h3><p dir="auto">{view.justification || <span className="quiet">No reason was given</span>}</p></div>
            <dl className={css.facts}>
              {view.requestor !== view.target && <div><dt>Asked by</dt><dd>{view.requestorName}</dd></div>}
              <div><dt>From</dt><dd><Moment at={view.startsAt} day none="As soon as it is approved" /></dd></div>
              <div><dt>Until</dt><dd><Moment at={view.endsAt} day none="As long as the policy allows" /></dd></div>
              <div><dt>Policy</dt><dd>{view.policyName}</dd></div>
              {why && <div><dt>Why you</dt><dd>{why}</dd></div>}
            </dl>
            {view.questions.length > 0 && <div className={css.part}><h3>Questions</h3><AnswerList view={view} /></div>}
            <div className={css.part}><h3>Approval</h3><Stages view={view} /></div>
            <p><Link to="/requests/$request" params={{ request: view.request }}>All that happened to it</Link></p>
          </>
        )}
      </div>
    </aside>
  );
}
