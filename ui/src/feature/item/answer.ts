import { type Decision, type ItemDetail, asDecision } from './words';

export interface Answered { actorId: number | null; actor: string; decision: Decision; justification: string; at: string }

/** The latest answer of each person in a stage, in the order they first answered; a reset forgets those before it. */
export function answersIn(events: ItemDetail['events'], stage: number): Answered[] {
  const answers = new Map<string, Answered>();
  for (const event of [...events].sort((a, b) => a.auditSeq - b.auditSeq)) {
    if (event.stage !== stage) continue;
    if (event.source === 'reset') answers.clear();
    else answers.set(`${event.actorId ?? event.actor}`, { actorId: event.actorId, actor: event.actor, decision: asDecision(event.decision), justification: event.justification, at: event.at });
  }
  return [...answers.values()].filter((one) => one.decision !== 'notReviewed');
}
