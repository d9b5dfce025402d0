import type { Chosen } from '../../principal/PrincipalPicker';
import {
  type Decided, type Draft, type Frequency, type Helper, type JustificationRule, type Listed, type Silence, type StageDraft, type Strategy, emptyDraft, emptyStage,
  listed,
} from './draft';
import { lostBetween } from '../../../shared/definition/lost';
import { monthsOf, toDefinition } from './toDefinition';

type Loose = Record<string, unknown>;
const object = (value: unknown): Loose => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Loose) : {});
const list = (value: unknown): Loose[] => (Array.isArray(value) ? value.map(object) : []);
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const numeral = (value: unknown, otherwise: string): string => (typeof value === 'number' && Number.isFinite(value) ? String(value) : otherwise);
const one = <Word extends string>(value: unknown, words: readonly Word[], otherwise: Word): Word => words.find((word) => word === value) ?? otherwise;

function decode(piece: string): string {
  try {
    return decodeURIComponent(piece);
  } catch {
    return piece;
  }
}

/** Somebody or something that only a reference is known of; its name is looked up afterwards. */
const reference = (key: string): Chosen => ({ principal: -1, key, displayName: key, userName: null });

const segments = (query: string): string[] => (query.split('?')[0] ?? '').split('/').filter((piece) => piece !== '' && piece !== 'v1.0' && piece !== 'beta').map(decode);
const isGuests = (query: string): boolean => decode(query.split('?')[1] ?? '').includes("userType eq 'Guest'");

interface Read { list: Listed; chosen: Chosen | null; nested?: boolean; unified?: boolean; assignment?: Draft['assignment'] }

function resource(query: string): Read | null {
  const parts = segments(query);
  const [first, second, third, fourth] = parts;
  const filter = decode(query.split('?')[1] ?? '');
  if (first === 'groups') {
    return second ? { list: 'groups', chosen: reference(second), nested: third !== 'members' } : { list: 'groups', chosen: null, unified: filter.includes("'Unified'") };
  }
  if (first === 'servicePrincipals') return { list: 'applications', chosen: second ? reference(second) : null };
  if (first === 'roleManagement' && third === 'roleDefinitions') return { list: 'directoryRoles', chosen: fourth ? reference(fourth) : null, assignment: 'both' };
  if (first === 'roleManagement') {
    const role = /roleDefinitionId eq '([^']+)'/.exec(filter)?.[1];
    const assignment = third === 'roleEligibilityScheduleInstances' ? 'eligible' : 'active';
    return role ? { list: 'directoryRoles', chosen: reference(role), assignment } : null;
  }
  if (first === 'providers') return { list: 'azureRoles', chosen: fourth ? reference(fourth) : null };
  return null;
}

function scopeOf(root: Loose): Partial<Draft> {
  const scope = object(root.scope);
  const own = object(scope['@countersign.scope']);
  const enumeration = text(object(root.instanceEnumerationScope).query);
  const single = text(scope.query);
  const principals = list(scope.principalScopes);
  const queries = Array.isArray(scope.resourceScopes) ? list(scope.resourceScopes).map((each) => text(each.query)) : [enumeration || single];
  const found = queries.map(resource).filter((each) => each !== null);
  const persons = principals.map((each) => segments(text(each.query))).filter((parts) => parts[0] === 'users' && parts[1]).map((parts) => reference(parts[1] ?? ''));
  const kinds = [...new Set(found.map((each) => each.list))];
  const every = found.length > 0 && found.every((each) => each.chosen === null);
  const inactive = [scope, ...principals].map((each) => /^P(\d+)([DW])$/.exec(text(each.inactiveDuration))).find((match) => match !== null);
  const draft: Partial<Draft> = {
    scopeKind: persons.length > 0 && every ? 'person' : kinds.length === 1 && kinds[0] ? kinds[0] : 'several',
    every,
    unified: found.some((each) => each.unified),
    nested: found.some((each) => each.list === 'groups') ? found.some((each) => each.nested || each.chosen === null) : true,
    assignment: found.find((each) => each.assignment !== undefined)?.assignment ?? 'both',
    persons,
    who: principals.some((each) => text(each.query).startsWith('/servicePrincipals')) || queries.some((query) => query.includes("'microsoft.graph.servicePrincipal'"))
      ? 'servicePrincipals'
      : isGuests(single) || queries.some(isGuests) || principals.some((each) => isGuests(text(each.query))) ? 'guests' : 'everyone',
    inactiveDays: inactive ? String(Number(inactive[1]) * (inactive[2] === 'W' ? 7 : 1)) : '',
    rule: text(own.rule),
    exclude: list(own.exclude).map((each) => ({ who: [reference(text(each.principal))], reason: text(each.reason) })),
  };
  if (draft.scopeKind === 'person') draft.personKinds = listed.filter((each) => kinds.includes(each));
  for (const each of listed) draft[each] = found.filter((read) => read.list === each && read.chosen).map((read) => read.chosen as Chosen);
  return draft;
}

function asked(reviewers: unknown, fallback: unknown): Partial<StageDraft> {
  const queries = list(reviewers).map((each) => text(each.query));
  const of = (all: string[], noun: string, more: (parts: string[]) => boolean) => all.map(segments).filter((parts) => parts[0] === noun && more(parts)).map((parts) => reference(parts[1] ?? ''));
  const back = list(fallback).map((each) => text(each.query));
  const person = (parts: string[]) => parts.length === 2;
  const members = (parts: string[]) => /members$/i.test(parts[2] ?? '');
  return {
    self: queries.length === 0,
    owners: queries.some((query) => /\/owners\/?$/.test(query)),
    managers: queries.some((query) => /\/manager\/?$/.test(query)),
    people: of(queries, 'users', person), groups: of(queries, 'groups', members),
    fallback: of(back, 'users', person), fallbackGroups: of(back, 'groups', members),
  };
}

const strategies: readonly Strategy[] = ['lastAnswer', 'oneApprovalApproves', 'oneDenialDenies', 'approvedUnlessDenied', 'allMustApprove'];

function decidedOf(value: unknown): Decided[] {
  if (!Array.isArray(value)) return emptyStage.movesOn;
  const words: Record<string, Decided> = { approve: 'Approve', approved: 'Approve', deny: 'Deny', denied: 'Deny', dontknow: 'DontKnow', recommendation: 'DontKnow', notreviewed: 'NotReviewed' };
  const found = value.map((each) => words[text(each).toLowerCase().replace(/['’ ]/g, '')]).filter((each) => each !== undefined);
  return emptyStage.movesOn.filter((each) => found.includes(each));
}

function stagesOf(root: Loose): StageDraft[] {
  const settings = object(root.settings);
  const common = one(object(settings['@countersign.settings']).strategy, strategies, 'lastAnswer');
  const stages = list(root.stageSettings);
  if (stages.length === 0) {
    return [{ ...emptyStage, ...asked(root.reviewers, root.fallbackReviewers), durationDays: numeral(settings.instanceDurationInDays, ''), recommendations: settings.recommendationsEnabled === true, strategy: common }];
  }
  return stages.map((stage) => ({
    ...emptyStage,
    ...asked(stage.reviewers ?? root.reviewers, stage.fallbackReviewers ?? root.fallbackReviewers),
    durationDays: numeral(stage.durationInDays, ''),
    recommendations: (stage.recommendationsEnabled ?? settings.recommendationsEnabled) === true,
    movesOn: decidedOf(stage.decisionsThatWillMoveToNextStage),
    strategy: one(object(stage['@countersign.stage']).strategy, strategies, common),
  }));
}

function whenOf(settings: Loose): Partial<Draft> {
  const recurrence = object(settings.recurrence);
  const range = object(recurrence.range);
  const pattern = object(recurrence.pattern);
  const startOn = text(range.startDate).slice(0, 10);
  const months = (Object.entries(monthsOf) as [Frequency, number][]).find(([, value]) => value > 0 && value === pattern.interval)?.[0];
  const day = numeral(pattern.dayOfMonth, '');
  return {
    frequency: pattern.type === 'weekly' ? 'weekly' : pattern.type === 'absoluteMonthly' ? (months ?? 'once') : 'once',
    startOn,
    dayOfMonth: day === '' || day === '0' || Number(day) === Number(startOn.slice(8, 10)) ? '' : day,
    endKind: range.type === 'endDate' ? 'on' : range.type === 'numbered' ? 'after' : 'never',
    endOn: range.type === 'endDate' ? text(range.endDate).slice(0, 10) : '',
    runs: numeral(range.numberOfOccurrences, emptyDraft.runs),
    zone: text(range.recurrenceTimeZone),
  };
}

function rulesOf(settings: Loose): Partial<Draft> {
  const own = object(settings['@countersign.settings']);
  const threshold = object(own.threshold);
  const insights = list(settings.recommendationInsightSettings).map((each) => text(each['@odata.type']));
  const helpers = (Array.isArray(own.helpers) ? own.helpers : []) as Helper[];
  const lookBack = /^P(\d+)([DW])$/.exec(text(settings.recommendationLookBackDuration));
  const rules: readonly JustificationRule[] = ['never', 'onApproval', 'onDenial', 'always'];
  const silences: readonly Silence[] = ['None', 'Approve', 'Deny', 'Recommendation'];
  return {
    silence: settings.defaultDecisionEnabled === true ? one(settings.defaultDecision, silences, 'None') : 'None',
    justification: one(own.justification, rules, settings.justificationRequiredOnApproval === true ? 'onApproval' : 'never'),
    lookBackDays: lookBack ? String(Number(lookBack[1]) * (lookBack[2] === 'W' ? 7 : 1)) : emptyDraft.lookBackDays,
    helpers: [...new Set([...helpers, ...(insights.some((kind) => kind.includes('PeerOutlier')) ? ['peerDistance' as const] : [])])],
    showHistory: settings.decisionHistoriesForReviewersEnabled === true,
    carryForwardDays: numeral(own.carryForwardDays, ''),
    autoApply: settings.autoApplyDecisionsEnabled === true,
    guestAction: list(settings.applyActions).some((each) => text(each['@odata.type']).includes('disableAndDeleteUser')) ? 'blockThenDelete' : 'removeAccess',
    thresholdPercent: numeral(threshold.percentOfGroup, '50'),
    thresholdRemovals: numeral(threshold.removals, ''),
    taskDueDays: numeral(own.taskDueDays, '14'),
    mail: settings.mailNotificationsEnabled === true,
    reminders: settings.reminderNotificationsEnabled === true,
  };
}

/** The same definition as the form would write it: one resource of everybody alone, reviewers where they count. */
function plain(root: Loose): Loose {
  const { principalScopes, resourceScopes, ...rest } = object(root.scope);
  const [people, resources] = [list(principalScopes), list(resourceScopes)];
  const everybody = people.every((each) => segments(text(each.query)).join() === 'users');
  const guests = people.some((each) => isGuests(text(each.query)));
  const query = text(resources[0]?.query);
  const alone = resources.length === 1 && everybody && (!guests || query.startsWith('/groups/'));
  const inactive = people.find((each) => each.inactiveDuration !== undefined)?.inactiveDuration;
  const scope = alone ? { ...rest, query: guests && !isGuests(query) ? `${query}?$filter=(userType eq 'Guest')` : query, ...(inactive === undefined ? {} : { inactiveDuration: inactive }) } : root.scope;
  const stages = list(root.stageSettings);
  const ofStages = stages.length > 0 && stages.every((stage) => Array.isArray(stage.reviewers));
  return { ...root, scope, ...(ofStages ? { reviewers: [], fallbackReviewers: [] } : {}) };
}

/** A definition as the form shows it, and the places of it that the form would lose. */
export function fromDefinition(definition: unknown): { draft: Draft; lost: string[] } {
  const root = object(definition);
  const settings = object(root.settings);
  const told = list(root.additionalNotificationRecipients).map((each) => segments(text(object(each.notificationRecipientScope).query)));
  const draft: Draft = {
    ...emptyDraft,
    displayName: text(root.displayName), descriptionForAdmins: text(root.descriptionForAdmins), descriptionForReviewers: text(root.descriptionForReviewers),
    ...scopeOf(root), stages: stagesOf(root).slice(0, 3), ...whenOf(settings), ...rulesOf(settings),
    recipientGroups: told.filter((parts) => parts[0] === 'groups' && parts[1]).map((parts) => reference(parts[1] ?? '')),
    recipients: told.filter((parts) => parts[0] === 'users' && parts[1]).map((parts) => reference(parts[1] ?? '')),
  };
  return { draft, lost: lostBetween(plain(root), toDefinition(draft)) };
}
