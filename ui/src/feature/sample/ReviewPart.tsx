import { Link } from '@tanstack/react-router';
import type { DossierChange, DossierReview } from '../../api/operations';
import { Moment } from '../../shared/Moment';
import { StateBadge } from '../../shared/badge';
import { actText, changeText, decisionTones, decisionWords } from '../history/words';
import { asRecommendation, recommendationWords, sourceWords } from '../item/words';
import css from './sample.module.css';

/** One review of the access: what was shown, what was decided, and what followed. */
export function ReviewPart({ review }: { review: DossierReview }) {
  return (
    <div className={css.part}>
      <h3><Link to="/reviews/$review" params={{ review: review.review }} search={{ instance: review.instance }}>{review.reviewName}</Link>, run {review.number} <StateBadge tone={decisionTones[review.decision] ?? 'quiet'}>{decisionWords[review.decision] ?? review.decision}</StateBadge></h3>
      <p className="quiet">From <Moment at={review.startedAt} /> until <Moment at={review.endedAt} none="still open" />, over the directory as read <Moment at={review.snapshotAt} />. Held {review.direct ? 'directly' : `through ${review.path.join(' › ')}`}.</p>
      <ol className={css.steps}>
        <li>Asked: {review.reviewers.length === 0 ? 'nobody' : review.reviewers.map((one) => `${one.displayName} (${one.reason})`).join(', ')}</li>
        <li>Recommended: {recommendationWords[asRecommendation(review.recommendation)]} <span className="quiet">{review.recommendationSentence}</span>{review.insights.map((one) => <p key={one.rule}>{one.sentence}</p>)}</li>
        {review.events.map((event) => (
          <li key={`${event.auditSeq} ${event.at}`}>
            <b>{decisionWords[event.decision] ?? event.decision}</b> <span className="quiet"><Moment at={event.at} /> by {event.actor}, {sourceWords[event.source] ?? event.source}{event.batchSize > 1 && `, one of ${event.batchSize}`}, log entry {event.auditSeq}</span>
            {event.justification && <p dir="auto">{event.justification}</p>}{event.note && <p dir="auto">{event.note}</p>}
          </li>
        ))}
        <Changes changes={review.changes} />
        {review.seen.map((seen) => <li key={`${seen.readAt} ${seen.state}`}><b>{actText({ kind: 'verification', act: seen.state })}</b> <span className="quiet"><Moment at={seen.readAt} />{seen.through && ` through ${seen.through}`}{seen.snapshot !== null && `, read ${seen.snapshot}`}</span></li>)}
      </ol>
    </div>
  );
}

/** What was to be changed in the directory, who signed it, and what the directory answered. */
export function Changes({ changes }: { changes: DossierChange[] }) {
  return changes.map((change) => (
    <li key={change.change}>
      <b>{changeText(change.kind, change.outcome)}</b> <span className="quiet">{change.listName}, plan {change.plan} drawn <Moment at={change.drawnAt} /> by {change.drawnBy}{change.countersignedAt && <>, countersigned <Moment at={change.countersignedAt} /> by {change.countersignedBy}</>}{change.receivedAt && <>, answered <Moment at={change.receivedAt} />, carried out by {change.carriedBy}</>}</span>
      {change.reason && <p dir="auto">{change.reason}</p>}
      <p className="mono quiet" title="SHA-256 over the changes of the plan">{change.planHash.slice(0, 16)}…</p>
    </li>
  ));
}
