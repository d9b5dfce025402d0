import { expect, test } from 'vitest';
import { check, emptyDraft, toDefinition } from './definition';

const ledger = { principal: 7, key: 'ab,c/d', displayName: 'Ledger', userName: null };
const vault = { principal: 8, key: 'v', displayName: 'Vault', userName: null };

test('one group becomes one query with its id encoded', () => {
  const made = toDefinition({ ...emptyDraft, displayName: ' Q3 ', groups: [ledger] }) as Record<string, unknown>;
  expect(made.displayName).toBe('Q3');
  expect(made.scope).toMatchObject({ query: '/groups/ab%2Cc%2Fd/transitiveMembers/microsoft.graph.user' });
});

test('several groups become one scope of several resources', () => {
  const made = toDefinition({ ...emptyDraft, groups: [ledger, vault], guestsOnly: true }) as { scope: { resourceScopes: { query: string }[] } };
  expect(made.scope.resourceScopes.map((one) => one.query)).toEqual([
    "/groups/ab%2Cc%2Fd/transitiveMembers/microsoft.graph.user?$filter=(userType eq 'Guest')",
    "/groups/v/transitiveMembers/microsoft.graph.user?$filter=(userType eq 'Guest')",
  ]);
});

test('a self-review has no reviewers and no fallback', () => {
  const made = toDefinition({ ...emptyDraft, reviewerKind: 'self', fallback: [vault] }) as Record<string, unknown>;
  expect(made.reviewers).toEqual([]);
  expect(made.fallbackReviewers).toEqual([]);
});

test('no change for silence is the decision switched off', () => {
  const made = toDefinition(emptyDraft) as { settings: Record<string, unknown> };
  expect(made.settings).toMatchObject({ defaultDecisionEnabled: false, defaultDecision: 'None', autoApplyDecisionsEnabled: false });
});

test('what is missing is named at its field', () => {
  expect(Object.keys(check(emptyDraft))).toEqual(['displayName', 'groups']);
  expect(check({ ...emptyDraft, displayName: 'x', groups: [vault], durationDays: '0' })).toEqual({ durationDays: 'From 1 to 730 days.' });
});
