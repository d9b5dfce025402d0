import type { Chosen } from '../../principal/PrincipalPicker';
import { type Draft, type Frequency, type Listed, type StageDraft, daysOf, isAdvised, listsOf, mayHoldServices, takesFallback } from './draft';

const GUESTS = "$filter=(userType eq 'Guest')";
type Json = Record<string, unknown>;
const graph = (name: string) => `#microsoft.graph.${name}`;
const asked = (query: string, more: Json = {}): Json => ({ query, queryType: 'MicrosoftGraph', ...more });
const id = (one: Chosen) => encodeURIComponent(one.key);
const users = (all: Chosen[]) => all.map((one) => asked(`/users/${id(one)}`));
const members = (all: Chosen[]) => all.map((one) => asked(`/groups/${id(one)}/transitiveMembers`));

const holders = (draft: Draft) => (draft.who === 'servicePrincipals' && mayHoldServices(draft) ? 'servicePrincipal' : 'user');

function queryOf(draft: Draft, list: Listed, one: Chosen): string {
  switch (list) {
    case 'groups': return `/groups/${id(one)}/${draft.nested ? 'transitiveMembers/microsoft.graph.user' : 'members'}`;
    case 'applications': return `/servicePrincipals/${id(one)}`;
    case 'azureRoles': return `/providers/Microsoft.Authorization/roleDefinitions/${id(one)}`;
    case 'directoryRoles': {
      if (draft.assignment === 'both') return `/roleManagement/directory/roleDefinitions/${id(one)}`;
      const kind = draft.assignment === 'eligible' ? 'roleEligibilityScheduleInstances' : 'roleAssignmentScheduleInstances';
      const filter = `(isof(principal,'microsoft.graph.${holders(draft)}') and roleDefinitionId eq '${id(one)}')`;
      return `/roleManagement/directory/${kind}?$expand=principal&$filter=${filter}`;
    }
  }
}

function everyOf(draft: Draft, list: Listed): string {
  switch (list) {
    case 'groups': return draft.unified && draft.scopeKind === 'groups' ? "/groups?$filter=(groupTypes/any(c:c eq 'Unified'))" : '/groups';
    case 'applications': return '/servicePrincipals';
    case 'directoryRoles': return '/roleManagement/directory/roleDefinitions';
    case 'azureRoles': return '/providers/Microsoft.Authorization/roleDefinitions';
  }
}

/** `scope`, and `instanceEnumerationScope` where guests of every group are looked for. */
function scopes(draft: Draft): Json {
  const all = draft.scopeKind === 'person' || (draft.every && draft.scopeKind !== 'several');
  const queries = listsOf(draft).flatMap((list) => (all ? [everyOf(draft, list)] : draft[list].map((one) => queryOf(draft, list, one))));
  const guests = draft.who === 'guests' && draft.scopeKind !== 'person';
  const days = Number(draft.inactiveDays);
  const inactive = draft.inactiveDays.trim() !== '' ? { inactiveDuration: `P${days}D` } : {};
  const scopeType = graph('inactiveDuration' in inactive ? 'accessReviewInactiveUsersQueryScope' : 'accessReviewQueryScope');
  const rule = draft.rule.trim();
  const left = draft.exclude.filter((one) => one.who.length > 0);
  const own = rule || left.length > 0
    ? { '@countersign.scope': { ...(rule ? { rule } : {}), ...(left.length > 0 ? { exclude: left.map((one) => ({ principal: one.who[0]?.key, reason: one.reason.trim() })) } : {}) } }
    : {};
  const services = draft.who === 'servicePrincipals' && mayHoldServices(draft);
  const alone = queries.length === 1 && draft.scopeKind !== 'person' && !services && (!guests || draft.scopeKind === 'groups');
  if (alone && draft.every && draft.scopeKind === 'groups' && guests) {
    return {
      scope: { '@odata.type': scopeType, ...asked(`./members/microsoft.graph.user/?$count=true&${GUESTS}`), ...inactive, ...own },
      instanceEnumerationScope: { '@odata.type': graph('accessReviewQueryScope'), ...asked(queries[0] ?? '') },
    };
  }
  if (alone) {
    return { scope: { '@odata.type': scopeType, ...asked(guests ? `${queries[0]}?${GUESTS}` : (queries[0] ?? '')), ...inactive, ...own } };
  }
  const principals = draft.scopeKind === 'person' ? draft.persons.map((one) => `/users/${id(one)}`) : [services ? '/servicePrincipals' : guests ? `/users?${GUESTS}` : '/users'];
  return {
    scope: {
      '@odata.type': graph('principalResourceMembershipsScope'),
      principalScopes: principals.map((query) => ({ '@odata.type': scopeType, ...asked(query), ...inactive })),
      resourceScopes: queries.map((query) => ({ '@odata.type': graph('accessReviewQueryScope'), ...asked(query) })),
      ...own,
    },
  };
}

function reviewers(stage: StageDraft): Json[] {
  if (stage.self) return [];
  return [
    ...(stage.owners ? [asked('./owners')] : []), ...(stage.managers ? [asked('./manager', { queryRoot: 'decisions' })] : []),
    ...users(stage.people), ...members(stage.groups),
  ];
}

const fallback = (stage: StageDraft): Json[] => (takesFallback(stage) ? [...users(stage.fallback), ...members(stage.fallbackGroups)] : []);

function stageSettings(draft: Draft): Json[] {
  return draft.stages.map((stage, at) => ({
    stageId: String(at + 1),
    dependsOn: at === 0 ? [] : [String(at)],
    durationInDays: Number(stage.durationDays),
    recommendationsEnabled: stage.recommendations,
    ...(at < draft.stages.length - 1 ? { decisionsThatWillMoveToNextStage: stage.movesOn } : {}),
    reviewers: reviewers(stage),
    fallbackReviewers: fallback(stage),
    ...(stage.strategy === 'lastAnswer' ? {} : { '@countersign.stage': { strategy: stage.strategy } }),
  }));
}

export const monthsOf: Record<Frequency, number> = { once: 0, weekly: 0, monthly: 1, quarterly: 3, semiAnnual: 6, annual: 12 };

function recurrence(draft: Draft): unknown {
  if (draft.startOn === '') return null;
  const range = {
    startDate: draft.startOn,
    ...(draft.frequency === 'once' || draft.endKind === 'never' ? { type: 'noEnd' } : draft.endKind === 'on' ? { type: 'endDate', endDate: draft.endOn } : { type: 'numbered', numberOfOccurrences: Number(draft.runs) }),
    ...(draft.zone ? { recurrenceTimeZone: draft.zone } : {}),
  };
  if (draft.frequency === 'once') return { pattern: null, range };
  if (draft.frequency === 'weekly') return { pattern: { type: 'weekly', interval: 1 }, range };
  const day = draft.dayOfMonth ? Number(draft.dayOfMonth) : Number(draft.startOn.slice(8, 10));
  return { pattern: { type: 'absoluteMonthly', interval: monthsOf[draft.frequency], dayOfMonth: day }, range };
}

function settings(draft: Draft): Json {
  const single = draft.stages.length === 1 ? draft.stages[0] : undefined;
  const advised = isAdvised(draft);
  const optional = (text: string) => (text.trim() === '' ? null : Number(text));
  return {
    mailNotificationsEnabled: draft.mail,
    reminderNotificationsEnabled: draft.reminders,
    justificationRequiredOnApproval: draft.justification === 'onApproval' || draft.justification === 'always',
    defaultDecisionEnabled: draft.silence !== 'None',
    defaultDecision: draft.silence,
    instanceDurationInDays: daysOf(draft),
    autoApplyDecisionsEnabled: draft.autoApply,
    recommendationsEnabled: advised,
    ...(advised ? { recommendationLookBackDuration: `P${Number(draft.lookBackDays)}D` } : {}),
    decisionHistoriesForReviewersEnabled: draft.showHistory,
    recurrence: recurrence(draft),
    applyActions: [{ '@odata.type': graph(draft.guestAction === 'blockThenDelete' ? 'disableAndDeleteUserApplyAction' : 'removeAccessApplyAction') }],
    '@countersign.settings': {
      justification: draft.justification,
      threshold: { percentOfGroup: Number(draft.thresholdPercent), removals: optional(draft.thresholdRemovals) },
      ...(single && single.strategy !== 'lastAnswer' ? { strategy: single.strategy } : {}),
      ...(advised && draft.helpers.length > 0 ? { helpers: draft.helpers } : {}),
      ...(draft.carryForwardDays.trim() ? { carryForwardDays: Number(draft.carryForwardDays) } : {}),
      taskDueDays: Number(draft.taskDueDays),
    },
  };
}

/** The draft as Microsoft Graph's `accessReviewScheduleDefinition`. */
export function toDefinition(draft: Draft): Json {
  const single = draft.stages.length === 1 ? draft.stages[0] : undefined;
  return {
    displayName: draft.displayName.trim(),
    descriptionForAdmins: draft.descriptionForAdmins.trim(),
    descriptionForReviewers: draft.descriptionForReviewers.trim(),
    ...scopes(draft),
    reviewers: single ? reviewers(single) : [],
    fallbackReviewers: single ? fallback(single) : [],
    stageSettings: single ? [] : stageSettings(draft),
    ...(draft.recipients.length + draft.recipientGroups.length > 0
      ? {
          additionalNotificationRecipients: [...users(draft.recipients), ...members(draft.recipientGroups)].map((query) => ({
            notificationTemplateType: 'CompletedAdditionalRecipients',
            notificationRecipientScope: { '@odata.type': graph('accessReviewNotificationRecipientQueryScope'), ...query },
          })),
        }
      : {}),
    settings: settings(draft),
  };
}
