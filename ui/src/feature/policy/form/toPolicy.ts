import type { TargetScope } from '../../../api/operations';
import { endOf } from '../../assignment/words';
import { type Draft, type Json, type Named, type QuestionDraft, type Span, type StageDraft, isApproved, isAsked } from './draft';

const graph = (name: string): string => `#microsoft.graph.${name}`;
const type = (name: string): Json => ({ '@odata.type': graph(name) });

export const period = ({ amount, unit }: Span): string => (unit === 'days' ? `P${Number(amount)}D` : `PT${Number(amount)}H`);

/** A list of subjects; the people first, then groups, then who is what to the person. */
function subjects(named: Named): Json[] {
  const before = (field: string, value: string): Json => named.source.find((one) => one[field] === value) ?? {};
  return [
    ...named.people.map((one) => ({ ...before('userId', one.key), ...type('singleUser'), userId: one.key })),
    ...named.groups.map((one) => ({ ...before('groupId', one.key), ...type('groupMembers'), groupId: one.key })),
    ...named.relative.map((one) => ({ ...before('@odata.type', graph(one)), ...type(one), ...(one === 'requestorManager' || one === 'targetManager' ? { managerLevel: Number(named.level) } : {}) })),
    ...named.kept,
  ];
}

const lines = (text: string): string[] => text.split('\n').map((line) => line.trim()).filter(Boolean);

function targets(draft: Draft): { scope: TargetScope; specific: Json[] } {
  if (draft.way === 'assign') return { scope: 'notSpecified', specific: [] };
  if (draft.way === 'rule') return { scope: 'specificDirectoryUsers', specific: [{ ...type('attributeRuleMembers'), membershipRule: draft.rule.trim() }] };
  const specific: Partial<Record<TargetScope, () => Json[]>> = {
    specificDirectoryUsers: () => [...subjects({ ...draft.targets, relative: [] }), ...(draft.targetRule.trim() ? [{ ...type('attributeRuleMembers'), membershipRule: draft.targetRule.trim() }] : [])],
    specificDirectoryServicePrincipals: () => draft.services.map((one) => ({ ...type('singleServicePrincipal'), servicePrincipalId: one.key })),
    specificConnectedOrganizationUsers: () => lines(draft.organizations).map((id) => ({ ...type('connectedOrganizationMembers'), connectedOrganizationId: id })),
  };
  return { scope: draft.scope, specific: specific[draft.scope]?.() ?? [] };
}

function stage(draft: StageDraft): Json {
  return {
    durationBeforeAutomaticDenial: period(draft.timeOut),
    isApproverJustificationRequired: draft.justification,
    isEscalationEnabled: draft.escalates,
    durationBeforeEscalation: draft.escalates ? period(draft.escalateAfter) : 'PT0S',
    approverInformationVisibility: draft.visibility,
    primaryApprovers: subjects(draft.primary),
    fallbackPrimaryApprovers: subjects(draft.fallback),
    escalationApprovers: draft.escalates ? subjects(draft.escalation) : [],
    fallbackEscalationApprovers: draft.escalates ? subjects(draft.escalationFallback) : [],
  };
}

function question(draft: QuestionDraft, at: number): Json {
  const shared = { ...draft.source, ...(draft.id ? { id: draft.id } : {}), sequence: at + 1, text: draft.text.trim(), isRequired: draft.required, isAnswerEditable: draft.editable };
  if (draft.type === 'line' || draft.type === 'text') {
    return { ...shared, ...type('accessPackageTextInputQuestion'), isSingleLineQuestion: draft.type === 'line', ...(draft.pattern ? { regexPattern: draft.pattern } : {}) };
  }
  const before = (Array.isArray(draft.source.choices) ? draft.source.choices : []) as Json[];
  return {
    ...shared, ...type('accessPackageMultipleChoiceQuestion'), isMultipleSelectionAllowed: draft.type === 'many',
    choices: lines(draft.choices).map((text) => before.find((one) => (one.text ?? one.actualValue) === text) ?? { actualValue: text, text, localizations: [] }),
  };
}

export const monthsOf = { once: 0, weekly: 0, monthly: 1, quarterly: 3, semiAnnual: 6, annual: 12 };

function review(draft: Draft): Json {
  const before = (draft.source.reviewSettings as Json | undefined)?.schedule as Json | undefined;
  const kept = ((before?.recurrence as Json | undefined)?.range ?? { type: 'noEnd' }) as Json;
  const pattern = draft.frequency === 'once' ? null : draft.frequency === 'weekly' ? { type: 'weekly', interval: 1 } : { type: 'absoluteMonthly', interval: monthsOf[draft.frequency], dayOfMonth: Number(draft.startOn.slice(8, 10)) };
  return {
    isEnabled: true,
    expirationBehavior: draft.silence,
    isRecommendationEnabled: draft.recommendations,
    isReviewerJustificationRequired: draft.reviewReason,
    isSelfReview: draft.selfReview,
    primaryReviewers: draft.selfReview ? [] : subjects(draft.reviewers),
    fallbackReviewers: draft.selfReview ? [] : subjects(draft.fallbackReviewers),
    schedule: {
      startDateTime: `${draft.startOn}T00:00:00Z`,
      expiration: { type: 'afterDuration', duration: `P${Number(draft.runDays)}D` },
      recurrence: { pattern, range: { ...kept, startDate: draft.startOn } },
    },
  };
}

function expiration(draft: Draft): Json {
  if (draft.ends === 'never') return { type: 'noExpiration' };
  if (draft.ends === 'on') return { type: 'afterDateTime', endDateTime: draft.endsAt || endOf(draft.endsOn) };
  return { type: 'afterDuration', duration: period(draft.lasts) };
}

function own(draft: Draft): Json {
  const number = (text: string) => (text.trim() === '' ? {} : Number(text));
  const hold = draft.way === 'rule' ? { ...(draft.holdPercent.trim() ? { holdPercent: number(draft.holdPercent) } : {}), ...(draft.holdAbove.trim() ? { holdAbove: number(draft.holdAbove) } : {}) } : {};
  const all = { ...(draft.recheck ? { recheck: true } : {}), ...(draft.adopt ? { adopt: true } : {}), ...(draft.repair ? { repair: true } : {}), ...hold };
  return Object.keys(all).length > 0 ? { '@countersign.policy': all } : {};
}

/** The draft as Microsoft Graph's `accessPackageAssignmentPolicy`; what only other programs understand stays in it. */
export function toPolicy(draft: Draft): Json {
  const { '@countersign.policy': _, ...source } = draft.source;
  const { scope, specific } = targets(draft);
  const asked = isAsked(draft);
  const behalf = asked && (draft.behalfAdd || draft.behalfUpdate || draft.behalfRemove);
  return {
    ...source,
    displayName: draft.displayName.trim(),
    description: draft.description.trim(),
    allowedTargetScope: scope,
    specificAllowedTargets: specific,
    automaticRequestSettings: draft.way === 'rule' ? { requestAccessForAllowedTargets: draft.ruleAdds, removeAccessWhenTargetLeavesAllowedTargets: draft.ruleRemoves, gracePeriodBeforeAccessRemoval: period(draft.grace) } : null,
    expiration: expiration(draft),
    requestorSettings: {
      enableTargetsToSelfAddAccess: asked && draft.selfAdd, enableTargetsToSelfUpdateAccess: asked && draft.selfUpdate, enableTargetsToSelfRemoveAccess: asked && draft.selfRemove,
      allowCustomAssignmentSchedule: asked && draft.customSchedule,
      enableOnBehalfRequestorsToAddAccess: asked && draft.behalfAdd, enableOnBehalfRequestorsToUpdateAccess: asked && draft.behalfUpdate, enableOnBehalfRequestorsToRemoveAccess: asked && draft.behalfRemove,
      onBehalfRequestors: behalf ? subjects(draft.behalf) : [],
    },
    requestApprovalSettings: {
      isApprovalRequiredForAdd: asked && draft.approvalForAdd, isApprovalRequiredForUpdate: asked && draft.approvalForUpdate, isRequestorJustificationRequired: asked && draft.reason,
      stages: isApproved(draft) ? draft.stages.map(stage) : [],
    },
    questions: asked ? draft.questions.map(question) : [],
    reviewSettings: draft.reviewed ? review(draft) : null,
    notificationSettings: { isAssignmentNotificationDisabled: !draft.notify },
    ...own(draft),
  };
}
