import type { ApproverVisibility, PolicyReviewSilence, RecurrenceFrequency, TargetScope } from '../../../api/operations';
import type { Chosen } from '../../principal/PrincipalPicker';

export type Json = Record<string, unknown>;

/** A length of time as it is typed. */
export interface Span { amount: string; unit: 'days' | 'hours' }

/** Who is what to the person: found when somebody asks. */
export type Relative = 'requestorManager' | 'targetManager' | 'internalSponsors' | 'externalSponsors' | 'targetUserSponsors' | 'targetApplicationOwners';

/** Whom a list of a policy names. Of `source`, as it was read, what the form has no field for stays as it is. */
export interface Named { people: Chosen[]; groups: Chosen[]; relative: Relative[]; level: string; kept: Json[]; source: Json[] }

export interface StageDraft {
  timeOut: Span;
  escalates: boolean;
  escalateAfter: Span;
  justification: boolean;
  visibility: ApproverVisibility;
  primary: Named;
  fallback: Named;
  escalation: Named;
  escalationFallback: Named;
}

export interface QuestionDraft {
  /** Empty for a new one: it gets its number as its name. */
  id: string;
  text: string;
  required: boolean;
  editable: boolean;
  type: 'line' | 'text' | 'one' | 'many';
  pattern: string;
  /** One answer a line. */
  choices: string;
  /** As it was read, for what the form has no field for. */
  source: Json;
}

/** Who gets the package: whoever asks, whom an administrator picks, or whom a rule fits. */
export type Way = 'ask' | 'assign' | 'rule';

/** What the form asks. Numbers are texts, as they are typed. */
export interface Draft {
  displayName: string;
  description: string;
  way: Way;
  scope: TargetScope;
  targets: Named;
  services: Chosen[];
  /** Keys of connected organizations, one a line. */
  organizations: string;
  /** Of the people named: those whom this rule fits, too. */
  targetRule: string;
  rule: string;
  ruleAdds: boolean;
  ruleRemoves: boolean;
  grace: Span;
  holdPercent: string;
  holdAbove: string;
  selfAdd: boolean;
  selfUpdate: boolean;
  selfRemove: boolean;
  customSchedule: boolean;
  behalfAdd: boolean;
  behalfUpdate: boolean;
  behalfRemove: boolean;
  behalf: Named;
  approvalForAdd: boolean;
  approvalForUpdate: boolean;
  reason: boolean;
  stages: StageDraft[];
  questions: QuestionDraft[];
  ends: 'never' | 'on' | 'after';
  endsOn: string;
  /** The moment as it was read, while its day is not changed. */
  endsAt: string;
  lasts: Span;
  reviewed: boolean;
  frequency: RecurrenceFrequency;
  startOn: string;
  runDays: string;
  selfReview: boolean;
  reviewers: Named;
  fallbackReviewers: Named;
  silence: PolicyReviewSilence;
  recommendations: boolean;
  reviewReason: boolean;
  notify: boolean;
  recheck: boolean;
  adopt: boolean;
  repair: boolean;
  /** As it was read, for what the form has no field for. */
  source: Json;
}

export const nobody: Named = { people: [], groups: [], relative: [], level: '1', kept: [], source: [] };
export const isNobody = (named: Named): boolean => named.people.length + named.groups.length + named.relative.length + named.kept.length === 0;

export const emptyStage: StageDraft = {
  timeOut: { amount: '14', unit: 'days' }, escalates: false, escalateAfter: { amount: '7', unit: 'days' }, justification: true, visibility: 'default',
  primary: nobody, fallback: nobody, escalation: nobody, escalationFallback: nobody,
};

export const emptyQuestion: QuestionDraft = { id: '', text: '', required: true, editable: false, type: 'line', pattern: '', choices: '', source: {} };

export const emptyDraft: Draft = {
  displayName: '', description: '', way: 'ask', scope: 'allMemberUsers', targets: nobody, services: [], organizations: '', targetRule: '',
  rule: '', ruleAdds: true, ruleRemoves: true, grace: { amount: '0', unit: 'days' }, holdPercent: '', holdAbove: '',
  selfAdd: true, selfUpdate: true, selfRemove: true, customSchedule: false, behalfAdd: false, behalfUpdate: false, behalfRemove: false, behalf: nobody,
  approvalForAdd: true, approvalForUpdate: true, reason: true, stages: [{ ...emptyStage, primary: { ...nobody, relative: ['requestorManager'] } }], questions: [],
  ends: 'after', endsOn: '', endsAt: '', lasts: { amount: '180', unit: 'days' },
  reviewed: false, frequency: 'quarterly', startOn: '', runDays: '14', selfReview: false, reviewers: nobody, fallbackReviewers: nobody, silence: 'keepAccess', recommendations: true, reviewReason: true,
  notify: true, recheck: false, adopt: false, repair: false, source: {},
};

/** Whether anybody asks: otherwise there is nothing to approve and nothing to answer. */
export const isAsked = (draft: Draft): boolean => draft.way === 'ask';
export const isApproved = (draft: Draft): boolean => isAsked(draft) && (draft.approvalForAdd || draft.approvalForUpdate);
export const isRelative = (named: Named): boolean => named.relative.length > 0;
