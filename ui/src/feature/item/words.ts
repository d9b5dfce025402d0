import type { Output } from '../../api/contract';

export type ItemRow = Output<'item.list'>['rows'][number];
export type ItemDetail = Output<'item.show'>;
export type Decision = 'notReviewed' | 'approve' | 'deny' | 'dontKnow';
export type Answer = Exclude<Decision, 'notReviewed'>;
export type Recommendation = 'approve' | 'deny' | 'noInfoAvailable';
export type DeskGroup = 'resource' | 'principal' | null;

export const decisions: readonly Decision[] = ['notReviewed', 'approve', 'deny', 'dontKnow'];
export const answers: readonly Answer[] = ['approve', 'deny', 'dontKnow'];

export const decisionWords: Record<Decision, string> = {
  notReviewed: 'Undecided', approve: 'Approved', deny: 'Denied', dontKnow: 'Don’t know',
};

/** The verb on a button or in a question. */
export const answerWords: Record<Answer, string> = { approve: 'Approve', deny: 'Deny', dontKnow: 'Don’t know' };

export const recommendationWords: Record<Recommendation, string> = {
  approve: 'Approve', deny: 'Deny', noInfoAvailable: 'No information',
};

export const sourceWords: Record<string, string> = {
  reviewer: 'decided one by one', bulk: 'decided in bulk', recommendation: 'recommendation taken',
  undo: 'taken back', default: 'default for silence', reset: 'review reset', stands: 'stands from an earlier stage', carried: 'carried forward from the run before',
};

/** Does this review ask for a reason with this decision? */
export function needsReason(rule: string, decision: Answer): boolean {
  return (
    rule === 'always' ||
    (rule === 'onApproval' && decision === 'approve') ||
    (rule === 'onDenial' && decision === 'deny')
  );
}

export const asDecision = (word: string): Decision => (word in decisionWords ? (word as Decision) : 'notReviewed');
export const asRecommendation = (word: string): Recommendation =>
  word in recommendationWords ? (word as Recommendation) : 'noInfoAvailable';

export const isOpen = (status: string): boolean => status === 'InProgress';

/** What kind of thing the access is to. */
export const resourceWords: Record<string, string> = {
  group: 'group', servicePrincipal: 'application', directoryRole: 'directory role', azureRole: 'Azure role',
};

export const principalWords: Record<string, string> = { user: 'person', group: 'group', servicePrincipal: 'service principal' };

const entitlementWords: Record<string, string> = { member: 'Member', owner: 'Owner', eligible: 'Eligible', active: 'Active', assigned: 'Assigned' };

/** What is held there: “Member”, “Eligible”, or an application's role as it calls it. */
export const entitlementText = (entitlement: string): string => entitlementWords[entitlement] ?? entitlement;

/** The role and the kind, as they stand under the resource's name. */
export function heldText(row: Pick<ItemRow, 'entitlement' | 'resourceKind'>): string {
  return `${entitlementText(row.entitlement)} · ${resourceWords[row.resourceKind] ?? row.resourceKind}`;
}

/**
 * The decision that a list of one reviewer's items goes by: their own answer where several make the
 * outcome, else what the item came to.
 */
export const seenIn = (row: ItemRow, ofReviewer: boolean): Decision => asDecision(ofReviewer && row.answer !== null ? row.answer : row.decision);

/** What the person at the desk said of it: their own answer, or what it came to. */
export const mineOf = (row: ItemRow): Decision => seenIn(row, true);

/** Direct, or the way through nested groups, nearest to the resource first. */
export function howText(row: Pick<ItemRow, 'direct' | 'path' | 'entitlement'>): string {
  const how = wayText(row);
  return row.entitlement === 'member' ? how : `${entitlementText(row.entitlement)}, ${how}`;
}

function wayText(row: Pick<ItemRow, 'direct' | 'path'>): string {
  if (row.path.length === 0) return 'direct';
  const through = `through ${row.path.join(' › ')}`;
  return row.direct ? `direct, and ${through}` : through;
}

/** What a screen reader says of a row: who, what, advised, decided. */
export function rowLabel(row: ItemRow, decision: Decision, own: boolean): string {
  const advised = asRecommendation(row.recommendation);
  return [
    row.principalName,
    row.userType === 'guest' ? 'guest' : null,
    row.enabled === false ? 'account disabled' : null,
    row.resourceName,
    row.entitlement === 'member' ? null : entitlementText(row.entitlement),
    row.direct ? null : howText(row),
    advised === 'noInfoAvailable' ? 'no recommendation' : `recommended ${recommendationWords[advised].toLowerCase()}`,
    own && decision === 'notReviewed' ? 'own access, not yours to decide' : decision === 'notReviewed' ? 'not reviewed' : decisionWords[decision].toLowerCase(),
  ].filter((part) => part !== null).join(', ');
}

/** A note that came with a packet is a whole sentence; any other says why somebody decided who is not independent. */
export const saysItself = (note: string) => /^(Kept from the packet|Answered on the device|The clock of the device|Taken by )/.test(note);
