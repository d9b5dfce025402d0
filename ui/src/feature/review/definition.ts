import type { Chosen } from '../principal/PrincipalPicker';

export type ReviewerKind = 'people' | 'groupMembers' | 'owners' | 'managers' | 'self';
export type Silence = 'None' | 'Approve' | 'Deny' | 'Recommendation';
export type JustificationRule = 'never' | 'onApproval' | 'onDenial' | 'always';

/** What the form asks. */
export interface Draft {
  displayName: string;
  descriptionForAdmins: string;
  descriptionForReviewers: string;
  allGroups: boolean;
  groups: Chosen[];
  nested: boolean;
  guestsOnly: boolean;
  reviewerKind: ReviewerKind;
  people: Chosen[];
  reviewerGroups: Chosen[];
  fallback: Chosen[];
  durationDays: string;
  startOn: string;
  silence: Silence;
  justification: JustificationRule;
  recommendations: boolean;
  lookBackDays: string;
  thresholdPercent: string;
}

export const emptyDraft: Draft = {
  displayName: '', descriptionForAdmins: '', descriptionForReviewers: '', allGroups: false, groups: [], nested: true, guestsOnly: false,
  reviewerKind: 'owners', people: [], reviewerGroups: [], fallback: [], durationDays: '14', startOn: '', silence: 'None',
  justification: 'onDenial', recommendations: true, lookBackDays: '30', thresholdPercent: '50',
};

interface GraphQuery { query: string; queryType: 'MicrosoftGraph'; queryRoot?: string }

function membership(key: string | null, draft: Draft): GraphQuery {
  const path = key === null ? '/groups' : `/groups/${encodeURIComponent(key)}/${draft.nested ? 'transitiveMembers/microsoft.graph.user' : 'members'}`;
  return { query: draft.guestsOnly ? `${path}?$filter=(userType eq 'Guest')` : path, queryType: 'MicrosoftGraph' };
}

const person = (one: Chosen): GraphQuery => ({ query: `/users/${encodeURIComponent(one.key)}`, queryType: 'MicrosoftGraph' });

function scope(draft: Draft): unknown {
  const queries = draft.allGroups ? [membership(null, draft)] : draft.groups.map((group) => membership(group.key, draft));
  if (queries.length === 1) return { '@odata.type': '#microsoft.graph.accessReviewQueryScope', ...queries[0] };
  return {
    '@odata.type': '#microsoft.graph.principalResourceMembershipsScope',
    principalScopes: [],
    resourceScopes: queries.map((query) => ({ '@odata.type': '#microsoft.graph.accessReviewQueryScope', ...query })),
  };
}

function reviewers(draft: Draft): GraphQuery[] {
  switch (draft.reviewerKind) {
    case 'people': return draft.people.map(person);
    case 'groupMembers': return draft.reviewerGroups.map((group) => ({ query: `/groups/${encodeURIComponent(group.key)}/transitiveMembers`, queryType: 'MicrosoftGraph' }));
    case 'owners': return [{ query: './owners', queryType: 'MicrosoftGraph' }];
    case 'managers': return [{ query: './manager', queryType: 'MicrosoftGraph', queryRoot: 'decisions' }];
    case 'self': return [];
  }
}

export const takesFallback = (draft: Draft): boolean => draft.reviewerKind === 'owners' || draft.reviewerKind === 'managers';

/** The draft as Microsoft Graph's `accessReviewScheduleDefinition`. */
export function toDefinition(draft: Draft): unknown {
  return {
    displayName: draft.displayName.trim(),
    descriptionForAdmins: draft.descriptionForAdmins.trim(),
    descriptionForReviewers: draft.descriptionForReviewers.trim(),
    scope: scope(draft),
    reviewers: reviewers(draft),
    fallbackReviewers: takesFallback(draft) ? draft.fallback.map(person) : [],
    settings: {
      justificationRequiredOnApproval: draft.justification === 'onApproval' || draft.justification === 'always',
      defaultDecisionEnabled: draft.silence !== 'None',
      defaultDecision: draft.silence,
      instanceDurationInDays: Number(draft.durationDays),
      autoApplyDecisionsEnabled: false,
      recommendationsEnabled: draft.recommendations,
      ...(draft.recommendations ? { recommendationLookBackDuration: `P${Number(draft.lookBackDays)}D` } : {}),
      ...(draft.startOn ? { recurrence: { pattern: null, range: { type: 'numbered', numberOfOccurrences: 0, startDate: draft.startOn } } } : {}),
      '@countersign.settings': { justification: draft.justification, threshold: { percentOfGroup: Number(draft.thresholdPercent), removals: null } },
    },
  };
}

export type Wrong = Partial<Record<keyof Draft, string>>;

const whole = (text: string, from: number, to: number) => /^\d+$/.test(text) && Number(text) >= from && Number(text) <= to;

/** What is missing or wrong, by field; the desk has the last word. */
export function check(draft: Draft): Wrong {
  const wrong: Wrong = {};
  if (!draft.displayName.trim()) wrong.displayName = 'The review needs a name.';
  if (!draft.allGroups && draft.groups.length === 0) wrong.groups = 'Choose at least one group.';
  if (draft.reviewerKind === 'people' && draft.people.length === 0) wrong.people = 'Choose at least one person.';
  if (draft.reviewerKind === 'groupMembers' && draft.reviewerGroups.length === 0) wrong.reviewerGroups = 'Choose at least one group.';
  if (!whole(draft.durationDays, 1, 730)) wrong.durationDays = 'From 1 to 730 days.';
  if (draft.recommendations && !whole(draft.lookBackDays, 1, 3660)) wrong.lookBackDays = 'From 1 to 3660 days.';
  if (!whole(draft.thresholdPercent, 1, 100)) wrong.thresholdPercent = 'From 1 to 100 percent.';
  return wrong;
}
