import type { RequestKind, RequestRow, RequestState } from '../../api/operations';
import type { Tone } from '../../shared/badge';

export const stateWords: Record<RequestState, { word: string; tone: Tone }> = {
  submitted: { word: 'Made', tone: 'quiet' }, pendingApproval: { word: 'Waits for approval', tone: 'warn' }, scheduled: { word: 'Begins later', tone: 'quiet' },
  delivering: { word: 'On its way', tone: 'busy' }, delivered: { word: 'Delivered', tone: 'good' }, partiallyDelivered: { word: 'Partly delivered', tone: 'warn' },
  deliveryFailed: { word: 'Not delivered', tone: 'bad' }, denied: { word: 'Denied', tone: 'bad' }, expired: { word: 'Ran out of time', tone: 'quiet' }, canceled: { word: 'Canceled', tone: 'quiet' },
};

export const kindWords: Record<RequestKind, string> = {
  userAdd: 'Asks for access', userUpdate: 'Asks to extend', userRemove: 'Gives back', adminAdd: 'Assigned by an administrator', adminUpdate: 'Extended by an administrator',
  adminRemove: 'Removed by an administrator', systemAdd: 'Assigned by a rule', systemUpdate: 'Changed by a rule', systemRemove: 'Removed by a rule',
  onBehalfAdd: 'Asked for by somebody else', onBehalfUpdate: 'Extended by somebody else', onBehalfRemove: 'Given back by somebody else', approverRemove: 'Approval taken back',
};

export const eventWords: Record<string, string> = {
  submit: 'Made', askApproval: 'Sent to its approvers', approveStage: 'Approved, and on to the next stage', escalate: 'Sent to the alternates too', deny: 'Denied', timeOut: 'Ran out of time',
  schedule: 'Waits for its first day', deliver: 'Handed over to be delivered', cancel: 'Canceled', deliveredAll: 'Delivered', deliveredSome: 'Delivered in part', deliveredNone: 'Could not be delivered', reprocess: 'Delivery tried again',
};

export const stageWords: Record<string, { word: string; tone: Tone }> = {
  notStarted: { word: 'Not begun', tone: 'quiet' }, inProgress: { word: 'Waits', tone: 'warn' }, escalated: { word: 'Escalated', tone: 'warn' },
  completed: { word: 'Answered', tone: 'good' }, expired: { word: 'Ran out of time', tone: 'bad' },
};

export const approverWords: Record<string, string> = { primary: 'approver', fallback: 'fallback', escalation: 'alternate', escalationFallback: 'fallback of the alternates' };

/** For whom, where it is not who asked. */
export const targetText = (row: Pick<RequestRow, 'targetName' | 'requestorName'>): string => row.targetName ?? 'Somebody from outside';

/** “Anna for Boris”, or one name. */
export function whoText(row: Pick<RequestRow, 'requestor' | 'target' | 'targetName' | 'requestorName'>): string {
  return row.requestor === row.target ? row.requestorName : `${targetText(row)}, asked for by ${row.requestorName}`;
}

/** What is waited for, in a list. */
export function standingText(row: Pick<RequestRow, 'state' | 'stage' | 'stageCount'>): string | null {
  return row.state === 'pendingApproval' && row.stageCount > 1 ? `stage ${row.stage} of ${row.stageCount}` : null;
}

/** Its answers by the question's id, whatever they came as. */
export function answersOf(answers: unknown): Record<string, string[]> {
  if (!Array.isArray(answers)) return {};
  return Object.fromEntries(answers.flatMap((one: unknown) => {
    const { question, values } = (one ?? {}) as { question?: unknown; values?: unknown };
    return typeof question === 'string' && Array.isArray(values) ? [[question, values.map(String)]] : [];
  }));
}

/** The name of who acted, without what the log keeps beside it. */
export const actorText = (actor: string): string => actor.replace(/ \((principal \d+|administrator)\)$/, '');
