import { Button } from '@fluentui/react-components';
import type { ApprovalDecision, ReceivedRow, RequestKind } from '../../api/operations';
import { useWrite } from '../../api/query';
import { Moment } from '../../shared/Moment';
import { ProblemBanner } from '../../shared/problem';
import { useTell } from '../../shared/toast';
import { kindWords } from '../request/words';
import { ReasonBox } from './ReasonBox';
import { answerWords } from './answer';
import css from './approval.module.css';
import { contentOf } from './content';

interface Props { row: ReceivedRow | null; decision: ApprovalDecision | null; onDecide: (decision: ApprovalDecision | null) => void; onDone: () => void }

/** What the packet says of one request, and the answer to it, which may be changed until it is returned. */
export function ReceivedPane({ row, decision, onDecide, onDone }: Props) {
  const decide = useWrite('approval.decide');
  const tell = useTell();
  if (row === null) return <aside className={css.pane} aria-label="The request"><div className={css.body}><p className="quiet">Choose a request to see it.</p></div></aside>;
  const { approval } = row;
  const of = contentOf(row);
  const open = !row.returned && !(row.gone && row.decision === null);
  const answer = (to: ApprovalDecision, reason: string) => decide.mutate({ approval, decision: to, justification: reason }, {
    onSuccess: () => { tell.done(`${to === 'approve' ? 'Approved' : 'Denied'}, to be returned: ${of.package}, ${of.target}.`); onDone(); },
  });
  return (
    <aside className={css.pane} aria-label="The request" tabIndex={0}>
      <div className={css.body}>
        <div className={css.head}>
          <h2><bdi>{of.package}</bdi></h2>
          <p>{kindWords[of.kind as RequestKind] ?? of.kind}: <bdi>{of.target}</bdi></p>
        </div>
        {row.decision !== null && <p><b>{answerWords[row.decision]}</b>{row.justification && <>: <span dir="auto">{row.justification}</span></>} <span className="quiet">{row.returned ? 'Returned to the organization.' : 'Not returned yet.'}</span></p>}
        {open && (decision
          ? <ReasonBox key={`${approval}-${decision}`} decision={decision} about={`${of.target}, ${of.package}`} required={of.justified} busy={decide.isPending} problem={decide.error} onAnswer={(reason) => answer(decision, reason)} onCancel={() => onDecide(null)} />
          : (
            <div className={css.acts}>
              <Button appearance="primary" onClick={() => onDecide('approve')} aria-keyshortcuts="A">Approve…</Button>
              <Button onClick={() => onDecide('deny')} aria-keyshortcuts="D">Deny…</Button>
              {row.decision !== null && <Button disabled={decide.isPending} onClick={() => decide.mutate({ approval }, { onSuccess: () => tell.done('Taken back.') })}>Take back</Button>}
            </div>
          ))}
        {!decision && <ProblemBanner problem={decide.error} />}
        <div className={css.part}><h3>Why they need it</h3><p dir="auto">{of.justification ?? <span className="quiet">No reason was given</span>}</p></div>
        <dl className={css.facts}>
          {of.requestor !== of.target && <div><dt>Asked by</dt><dd>{of.requestor}</dd></div>}
          <div><dt>From</dt><dd><Moment at={of.startsAt ?? null} day none="As soon as it is approved" /></dd></div>
          <div><dt>Until</dt><dd><Moment at={of.endsAt ?? null} day none="As long as the policy allows" /></dd></div>
          <div><dt>Policy</dt><dd>{of.policy}</dd></div>
          <div><dt>Why you</dt><dd>{of.reason}</dd></div>
          <div><dt>Packet made</dt><dd><Moment at={row.madeAt} /></dd></div>
        </dl>
        {of.questions && <div className={css.part}><h3>Questions</h3><dl className={css.facts}>{of.questions.map((one) => <div key={one.text}><dt>{one.text}</dt><dd dir="auto">{one.answer || <span className="quiet">Not answered</span>}</dd></div>)}</dl></div>}
        {of.earlier && <div className={css.part}><h3>Stages before</h3><ul>{of.earlier.map((one) => <li key={one.stage}><b>{one.decision === 'approve' ? 'Approved' : 'Denied'}</b> by <bdi>{one.by}</bdi>{one.justification && <>: <span dir="auto">{one.justification}</span></>}</li>)}</ul></div>}
      </div>
    </aside>
  );
}
