import type { PrincipalKind } from '../../../api/contract';
import type { Chosen } from '../../principal/PrincipalPicker';

export type ScopeKind = 'groups' | 'applications' | 'directoryRoles' | 'azureRoles' | 'several' | 'person';
/** The lists of resources a scope may draw from. */
export type Listed = 'groups' | 'applications' | 'directoryRoles' | 'azureRoles';
export type Assignment = 'both' | 'eligible' | 'active';
export type Who = 'everyone' | 'guests' | 'servicePrincipals';
export type Decided = 'Approve' | 'Deny' | 'DontKnow' | 'NotReviewed';
export type Strategy = 'lastAnswer' | 'oneApprovalApproves' | 'oneDenialDenies' | 'approvedUnlessDenied' | 'allMustApprove';
export type Silence = 'None' | 'Approve' | 'Deny' | 'Recommendation';
export type JustificationRule = 'never' | 'onApproval' | 'onDenial' | 'always';
export type Frequency = 'once' | 'weekly' | 'monthly' | 'quarterly' | 'semiAnnual' | 'annual';
export type Helper = 'peerDistance' | 'peerRarity' | 'previousDecision';

export interface StageDraft {
  self: boolean;
  owners: boolean;
  managers: boolean;
  people: Chosen[];
  groups: Chosen[];
  fallback: Chosen[];
  fallbackGroups: Chosen[];
  durationDays: string;
  recommendations: boolean;
  movesOn: Decided[];
  strategy: Strategy;
}

export interface Exclusion { who: Chosen[]; reason: string }

/** What the form asks. Numbers are texts, as they are typed. */
export interface Draft {
  displayName: string;
  descriptionForAdmins: string;
  descriptionForReviewers: string;
  scopeKind: ScopeKind;
  /** All of the kind, instead of those chosen. */
  every: boolean;
  /** Of every group, Microsoft 365 groups only. */
  unified: boolean;
  groups: Chosen[];
  applications: Chosen[];
  directoryRoles: Chosen[];
  azureRoles: Chosen[];
  assignment: Assignment;
  nested: boolean;
  /** A person's whole access: whose, and to what kinds of resource. */
  persons: Chosen[];
  personKinds: Listed[];
  who: Who;
  inactiveDays: string;
  rule: string;
  exclude: Exclusion[];
  stages: StageDraft[];
  showHistory: boolean;
  frequency: Frequency;
  startOn: string;
  /** Of a series counted in months; empty takes the day of the start. */
  dayOfMonth: string;
  endKind: 'never' | 'on' | 'after';
  endOn: string;
  runs: string;
  zone: string;
  silence: Silence;
  justification: JustificationRule;
  lookBackDays: string;
  helpers: Helper[];
  carryForwardDays: string;
  autoApply: boolean;
  guestAction: 'removeAccess' | 'blockThenDelete';
  thresholdPercent: string;
  thresholdRemovals: string;
  taskDueDays: string;
  mail: boolean;
  reminders: boolean;
  recipients: Chosen[];
  recipientGroups: Chosen[];
}

export const emptyStage: StageDraft = {
  self: false, owners: true, managers: false, people: [], groups: [], fallback: [], fallbackGroups: [], durationDays: '14', recommendations: true,
  movesOn: ['Approve', 'Deny', 'DontKnow', 'NotReviewed'], strategy: 'lastAnswer',
};

export const emptyDraft: Draft = {
  displayName: '', descriptionForAdmins: '', descriptionForReviewers: '',
  scopeKind: 'groups', every: false, unified: false, groups: [], applications: [], directoryRoles: [], azureRoles: [], assignment: 'both', nested: true,
  persons: [], personKinds: ['groups', 'applications', 'directoryRoles', 'azureRoles'], who: 'everyone', inactiveDays: '', rule: '', exclude: [],
  stages: [emptyStage], showHistory: true,
  frequency: 'once', startOn: '', dayOfMonth: '', endKind: 'never', endOn: '', runs: '4', zone: '',
  silence: 'None', justification: 'onDenial', lookBackDays: '30', helpers: [], carryForwardDays: '',
  autoApply: false, guestAction: 'removeAccess', thresholdPercent: '50', thresholdRemovals: '', taskDueDays: '14',
  mail: true, reminders: true, recipients: [], recipientGroups: [],
};

export const listed: readonly Listed[] = ['groups', 'applications', 'directoryRoles', 'azureRoles'];

export const kindOf: Record<Listed, PrincipalKind> = {
  groups: 'group', applications: 'servicePrincipal', directoryRoles: 'directoryRole', azureRoles: 'azureRole',
};

/** The lists this scope takes its resources from. */
export function listsOf(draft: Draft): readonly Listed[] {
  if (draft.scopeKind === 'several') return listed;
  if (draft.scopeKind === 'person') return draft.personKinds;
  return [draft.scopeKind];
}

export const takesFallback = (stage: StageDraft): boolean => !stage.self && (stage.owners || stage.managers);

/** Does any stage show recommendations to its reviewers? */
export const isAdvised = (draft: Draft): boolean => draft.stages.some((stage) => stage.recommendations);

/** Roles and applications may be held by service principals; groups are reviewed for their people. */
export const mayHoldServices = (draft: Draft): boolean => draft.scopeKind === 'directoryRoles' || draft.scopeKind === 'azureRoles' || draft.scopeKind === 'applications';

export const daysOf = (draft: Draft): number => draft.stages.reduce((sum, stage) => sum + (Number(stage.durationDays) || 0), 0);
