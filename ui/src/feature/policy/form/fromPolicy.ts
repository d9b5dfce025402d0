import type { ApproverVisibility, PolicyReviewSilence, RecurrenceFrequency, TargetScope } from '../../../api/operations';
import { toDayInput } from '../../../shared/date';
import { lostBetween } from '../../../shared/definition/lost';
import type { Chosen } from '../../principal/PrincipalPicker';
import { lastDay } from '../../assignment/words';
import { type Draft, type Json, type Named, type QuestionDraft, type Relative, type Span, type StageDraft, emptyDraft, emptyStage } from './draft';
import { monthsOf, toPolicy } from './toPolicy';

const object = (value: unknown): Json => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {});
const list = (value: unknown): Json[] => (Array.isArray(value) ? value.map(object) : []);
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const kindOf = (one: Json): string => text(one['@odata.type']).split('.').pop() ?? '';

/** Numbers of those whose names are still to be looked up: each its own, below 0. */
let unnamed = 0;
const unknown = (key: string): Chosen => ({ principal: --unnamed, key, displayName: key, userName: null });

const relatives: Relative[] = ['requestorManager', 'targetManager', 'internalSponsors', 'externalSponsors', 'targetUserSponsors', 'targetApplicationOwners'];

function named(value: unknown): Named {
  const all = list(value);
  const relative = relatives.filter((one) => all.some((subject) => kindOf(subject) === one));
  const managers = all.filter((one) => kindOf(one) === 'requestorManager' || kindOf(one) === 'targetManager');
  const level = String(managers[0]?.managerLevel ?? 1);
  const shown = (one: Json): boolean => ['singleUser', 'groupMembers'].includes(kindOf(one)) || (relatives as string[]).includes(kindOf(one));
  return {
    people: all.filter((one) => kindOf(one) === 'singleUser').map((one) => unknown(text(one.userId))),
    groups: all.filter((one) => kindOf(one) === 'groupMembers').map((one) => unknown(text(one.groupId))),
    relative, level, kept: all.filter((one) => !shown(one)), source: all,
  };
}

/** `P14D`, `PT8H`, `P1DT12H`; none where the form cannot show it. */
export function span(value: unknown, otherwise: Span): Span {
  const match = /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:0+[MS])*)?$/.exec(text(value));
  if (!match) return otherwise;
  const days = Number(match[1] ?? 0) * 7 + Number(match[2] ?? 0);
  return match[3] ? { amount: String(days * 24 + Number(match[3])), unit: 'hours' } : { amount: String(days), unit: 'days' };
}

function stage(value: Json): StageDraft {
  const visibility = text(value.approverInformationVisibility);
  return {
    timeOut: span(value.durationBeforeAutomaticDenial, emptyStage.timeOut),
    escalates: value.isEscalationEnabled === true,
    escalateAfter: value.isEscalationEnabled === true ? span(value.durationBeforeEscalation, emptyStage.escalateAfter) : emptyStage.escalateAfter,
    justification: value.isApproverJustificationRequired === true,
    visibility: (['notVisible', 'visible'].includes(visibility) ? visibility : 'default') as ApproverVisibility,
    primary: named(value.primaryApprovers), fallback: named(value.fallbackPrimaryApprovers), escalation: named(value.escalationApprovers), escalationFallback: named(value.fallbackEscalationApprovers),
  };
}

function question(value: Json): QuestionDraft {
  const choice = kindOf(value) === 'accessPackageMultipleChoiceQuestion';
  return {
    id: text(value.id), text: text(value.text), required: value.isRequired === true, editable: value.isAnswerEditable === true,
    type: choice ? (value.isMultipleSelectionAllowed === true ? 'many' : 'one') : value.isSingleLineQuestion === true ? 'line' : 'text',
    pattern: text(value.regexPattern), choices: list(value.choices).map((one) => text(one.text) || text(one.actualValue)).join('\n'), source: value,
  };
}

function frequencyOf(recurrence: Json): RecurrenceFrequency {
  const pattern = object(recurrence.pattern);
  if (text(pattern.type) === 'weekly') return 'weekly';
  const months = Number(pattern.interval ?? 0);
  return (Object.keys(monthsOf) as RecurrenceFrequency[]).find((one) => monthsOf[one] === months && months > 0) ?? 'once';
}

function review(value: Json): Partial<Draft> {
  if (value.isEnabled !== true) return { reviewed: false };
  const schedule = object(value.schedule);
  const recurrence = object(schedule.recurrence);
  const silence = text(value.expirationBehavior);
  return {
    reviewed: true, frequency: frequencyOf(recurrence), startOn: text(object(recurrence.range).startDate) || text(schedule.startDateTime).slice(0, 10), runDays: span(object(schedule.expiration).duration, { amount: '14', unit: 'days' }).amount,
    selfReview: value.isSelfReview === true, reviewers: named(value.primaryReviewers), fallbackReviewers: named(value.fallbackReviewers),
    silence: (['removeAccess', 'acceptAccessRecommendation'].includes(silence) ? silence : 'keepAccess') as PolicyReviewSilence,
    recommendations: value.isRecommendationEnabled === true, reviewReason: value.isReviewerJustificationRequired === true,
  };
}

function expiration(value: Json): Partial<Draft> {
  if (text(value.type) === 'afterDateTime') {
    const endsAt = text(value.endDateTime);
    return { ends: 'on', endsAt, endsOn: Number.isNaN(Date.parse(endsAt)) ? '' : toDayInput(new Date(lastDay(endsAt))) };
  }
  return text(value.type) === 'afterDuration' ? { ends: 'after', lasts: span(value.duration, emptyDraft.lasts) } : { ends: 'never' };
}

function targets(source: Json): Partial<Draft> {
  const all = list(source.specificAllowedTargets);
  const of = (kind: string) => all.filter((one) => kindOf(one) === kind);
  const rule = text(of('attributeRuleMembers')[0]?.membershipRule);
  const automatic = object(source.automaticRequestSettings);
  if (automatic.requestAccessForAllowedTargets === true || automatic.removeAccessWhenTargetLeavesAllowedTargets === true) {
    return { way: 'rule', rule, ruleAdds: automatic.requestAccessForAllowedTargets === true, ruleRemoves: automatic.removeAccessWhenTargetLeavesAllowedTargets === true, grace: span(automatic.gracePeriodBeforeAccessRemoval, emptyDraft.grace) };
  }
  const scope = text(source.allowedTargetScope) || 'notSpecified';
  if (scope === 'notSpecified') return { way: 'assign' };
  const people = named(all.filter((one) => ['singleUser', 'groupMembers'].includes(kindOf(one))));
  return {
    way: 'ask', scope: scope as TargetScope, targets: { ...people, kept: of('attributeRuleMembers').slice(1) }, targetRule: rule,
    services: of('singleServicePrincipal').map((one) => unknown(text(one.servicePrincipalId))), organizations: of('connectedOrganizationMembers').map((one) => text(one.connectedOrganizationId)).join('\n'),
  };
}

/** A policy as a draft of the form, and the places that the form would lose. */
export function fromPolicy(definition: unknown): { draft: Draft; lost: string[] } {
  const source = object(definition);
  const requestor = object(source.requestorSettings);
  const approval = object(source.requestApprovalSettings);
  const own = object(source['@countersign.policy']);
  const flag = (value: unknown) => value === true;
  const stages = list(approval.stages).map(stage);
  const draft: Draft = {
    ...emptyDraft,
    displayName: text(source.displayName), description: text(source.description), ...targets(source), ...expiration(object(source.expiration)), ...review(object(source.reviewSettings)),
    selfAdd: flag(requestor.enableTargetsToSelfAddAccess), selfUpdate: flag(requestor.enableTargetsToSelfUpdateAccess), selfRemove: flag(requestor.enableTargetsToSelfRemoveAccess), customSchedule: flag(requestor.allowCustomAssignmentSchedule),
    behalfAdd: flag(requestor.enableOnBehalfRequestorsToAddAccess), behalfUpdate: flag(requestor.enableOnBehalfRequestorsToUpdateAccess), behalfRemove: flag(requestor.enableOnBehalfRequestorsToRemoveAccess), behalf: named(requestor.onBehalfRequestors),
    approvalForAdd: flag(approval.isApprovalRequiredForAdd), approvalForUpdate: flag(approval.isApprovalRequiredForUpdate), reason: flag(approval.isRequestorJustificationRequired), stages: stages.length > 0 ? stages : [emptyStage],
    questions: list(source.questions).sort((one, other) => Number(one.sequence ?? 0) - Number(other.sequence ?? 0)).map(question),
    notify: !flag(object(source.notificationSettings).isAssignmentNotificationDisabled),
    recheck: flag(own.recheck), adopt: flag(own.adopt), repair: flag(own.repair), holdPercent: own.holdPercent == null ? '' : String(own.holdPercent), holdAbove: own.holdAbove == null ? '' : String(own.holdAbove),
    source,
  };
  return { draft, lost: lostBetween(source, toPolicy(draft)) };
}
