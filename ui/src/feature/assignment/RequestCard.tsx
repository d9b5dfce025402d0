import type { AssignmentRequest } from '../../api/operations';
import { useRead } from '../../api/query';
import { Moment } from '../../shared/Moment';
import { StateBadge } from '../../shared/badge';
import css from './assignment.module.css';
import { requestKindWords, requestStateWords } from './words';

/** One request behind an assignment: who asked, why, and who approved. */
export function RequestCard({ request }: { request: AssignmentRequest }) {
  const read = useRead('request.show', { request: request.request });
  const stages = read.data?.stages ?? [];
  return (
    <section className={css.foreseen} aria-label={requestKindWords[request.kind]}>
      <div className={css.head}><b>{requestKindWords[request.kind]}</b><span className="quiet"><Moment at={request.createdAt} /> by {request.requestor}</span><StateBadge tone={requestStateWords[request.state].tone}>{requestStateWords[request.state].word}</StateBadge></div>
      {request.justification && <p dir="auto">{request.justification}</p>}
      {request.problem && <p className="quiet">{request.problem}</p>}
      {stages.length > 0 && <p className="quiet">{stages.length === 1 ? 'One stage of approval' : `${stages.length} stages of approval`}</p>}
      <p><a href={`#/requests/${request.request}`}>The request with its whole history</a></p>
    </section>
  );
}
