import { Link } from '@tanstack/react-router';
import type { DossierAssignment, DossierRequest } from '../../api/operations';
import { Moment } from '../../shared/Moment';
import { actText, decisionWords, spelled } from '../history/words';
import { entitlementText } from '../item/words';
import { Changes } from './ReviewPart';
import css from './sample.module.css';

/** A request: who asked and why, who was asked, and what they answered under which version of the policy. */
export function RequestPart({ request }: { request: DossierRequest }) {
  return (
    <div className={css.part}>
      <h3><Link to="/requests/$request" params={{ request: request.request }}>Request {request.request}</Link> for {request.packageName} <span className="quiet">{spelled(request.state).toLowerCase()}</span></h3>
      <ol className={css.steps}>
        <li>Made <Moment at={request.createdAt} /> by {request.requestorName}{request.justification && <p dir="auto">{request.justification}</p>}</li>
        <li>Under {request.policyName}, version {request.policyVersion}{request.policyInForce && <span className="quiet"> of <Moment at={request.policyInForce.changedAt} /> by {request.policyInForce.changedBy}</span>}</li>
        {request.stages.map((stage) => (
          <li key={stage.position}>
            <b>Stage {stage.position}</b> <span className="quiet">{spelled(stage.status).toLowerCase()}{stage.startedAt && <>, from <Moment at={stage.startedAt} /></>}{stage.endedAt && <> until <Moment at={stage.endedAt} /></>}</span>
            {request.approvers.filter((one) => one.position === stage.position).map((one) => <p key={one.principal}>Asked {one.displayName}: {one.reason}</p>)}
            {request.answered.filter((one) => one.position === stage.position).map((one) => <p key={one.at} dir="auto"><b>{decisionWords[one.decision] ?? one.decision}</b> by {one.actor} <span className="quiet"><Moment at={one.at} /></span> {one.justification}</p>)}
          </li>
        ))}
        {request.problem && <li>{request.problem}</li>}
      </ol>
    </div>
  );
}

/** An assignment: what it gave, since when and until when, and what was changed for it. */
export function AssignmentPart({ assignment }: { assignment: DossierAssignment }) {
  return (
    <div className={css.part}>
      <h3><Link to="/assignments/$assignment" params={{ assignment: assignment.assignment }}>{assignment.packageName}</Link> <span className="quiet">{spelled(assignment.state).toLowerCase()}</span></h3>
      <ol className={css.steps}>
        <li>From <Moment at={assignment.startsAt} /> until <Moment at={assignment.endsAt} none="no end" /> <span className="quiet">under {assignment.policyName}, version {assignment.policyVersion}</span></li>
        {assignment.given.map((one) => <li key={`${one.resource} ${one.entitlement}`}>{entitlementText(one.entitlement)} of {one.resourceName}: {spelled(one.state).toLowerCase()} <span className="quiet">{one.prior && 'held before any package gave it, '}{one.seenAt ? <>seen so <Moment at={one.seenAt} /></> : 'not seen in a later read'}</span></li>)}
        <Changes changes={assignment.changes} />
        {assignment.events.map((event) => <li key={`${event.at} ${event.event}`}><b>{actText({ kind: 'assignment', act: event.event })}</b> <span className="quiet"><Moment at={event.at} /> by {event.actor}</span>{event.reason && <p dir="auto">{event.reason}</p>}</li>)}
      </ol>
    </div>
  );
}
