import { expect, test } from 'vitest';
import { firstRuns } from './calendar';
import { check } from './check';
import { type Draft, emptyDraft, emptyStage } from './draft';
import { fromDefinition } from './fromDefinition';
import { ownPaths } from '../../../shared/definition/lost';
import { fieldOf } from './place';
import { fromTemplate, templates } from './template';
import { toDefinition } from './toDefinition';
import { summary } from './words';

/** As a definition gives it back: a reference, whose name is looked up afterwards. */
const of = (key: string) => ({ principal: -1, key, displayName: key, userName: null });
const draft = (part: Partial<Draft>): Draft => ({ ...emptyDraft, displayName: 'Q3', ...part });
const groups = [of('ab,c/d'), of('v')];
const problem = (field: string) => ({ code: null, message: 'x', hint: null, field });

const drafts: [string, Draft][] = [
  ['one group', draft({ groups: [of('ab,c/d')] })],
  ['direct guests of several groups', draft({ groups, nested: false, who: 'guests', guestAction: 'blockThenDelete' })],
  ['guests of every group', draft({ every: true, who: 'guests' })],
  ['guests of every Microsoft 365 group', draft({ every: true, unified: true, who: 'guests' })],
  ['every Microsoft 365 group', draft({ every: true, unified: true })],
  ['an application, inactive', draft({ scopeKind: 'applications', applications: [of('a')], inactiveDays: '90' })],
  ['every application', draft({ scopeKind: 'applications', every: true })],
  ['eligible roles', draft({ scopeKind: 'directoryRoles', directoryRoles: [of('r1'), of('r2')], assignment: 'eligible' })],
  ['one role, both', draft({ scopeKind: 'directoryRoles', directoryRoles: [of('r1')] })],
  ['service principals in a role', draft({ scopeKind: 'directoryRoles', directoryRoles: [of('r1')], assignment: 'active', who: 'servicePrincipals' })],
  ['Azure roles', draft({ scopeKind: 'azureRoles', azureRoles: [of('z')] })],
  ['several resources', draft({ scopeKind: 'several', groups, applications: [of('a')], azureRoles: [of('z')], directoryRoles: [of('r')] })],
  ['guests of several resources', draft({ scopeKind: 'several', groups: [of('g')], applications: [of('a')], who: 'guests' })],
  ['a person’s whole access', draft({ scopeKind: 'person', persons: [of('p')], every: true })],
  ['a person’s groups and roles', draft({ scopeKind: 'person', persons: [of('p'), of('q')], every: true, personKinds: ['groups', 'directoryRoles'] })],
  ['a rule and people left out', draft({ groups, rule: '(user.department -eq "Finance")', exclude: [{ who: [of('x')], reason: 'Emergency account' }] })],
  ['a self-review', draft({ groups, stages: [{ ...emptyStage, self: true, owners: false }] })],
  ['mixed reviewers with fallback', draft({ groups, stages: [{ ...emptyStage, managers: true, people: [of('p')], groups: [of('g')], fallback: [of('f')], fallbackGroups: [of('h')], strategy: 'allMustApprove' }] })],
  ['three stages', draft({
    groups, showHistory: false, stages: [
      { ...emptyStage, managers: true, owners: false, fallback: [of('f')], durationDays: '5', movesOn: ['Approve', 'NotReviewed'] },
      { ...emptyStage, owners: false, people: [of('p')], strategy: 'oneDenialDenies', recommendations: false, durationDays: '4' },
      { ...emptyStage, durationDays: '3' },
    ],
  })],
  ['quarterly until a day in a zone', draft({ groups, frequency: 'quarterly', startOn: '2027-01-31', endKind: 'on', endOn: '2028-01-01', zone: 'Europe/Berlin' })],
  ['weekly, four times', draft({ groups, frequency: 'weekly', startOn: '2027-01-04', endKind: 'after', runs: '4', stages: [{ ...emptyStage, durationDays: '5' }] })],
  ['every year on another day', draft({ groups, frequency: 'annual', startOn: '2027-01-04', dayOfMonth: '31' })],
  ['once on a day', draft({ groups, startOn: '2027-01-04' })],
  ['every rule', draft({
    groups, silence: 'Recommendation', justification: 'always', lookBackDays: '60', helpers: ['peerRarity', 'previousDecision'], carryForwardDays: '200', autoApply: true,
    thresholdPercent: '20', thresholdRemovals: '100', taskDueDays: '7', mail: false, reminders: false, recipients: [of('a')], recipientGroups: [of('b')], descriptionForAdmins: 'A.9', descriptionForReviewers: 'Keep?',
  })],
];

test.each(drafts)('the form and the definition say the same: %s', (_, given) => {
  const definition = toDefinition(given);
  const read = fromDefinition(JSON.parse(JSON.stringify(definition)));
  expect(read.draft).toEqual(given);
  expect(read.lost).toEqual([]);
  expect(check(given)).toEqual({});
});

test('guests of every group are enumerated as Microsoft Graph does it', () => {
  expect(toDefinition(draft({ every: true, unified: true, who: 'guests' }))).toMatchObject({
    instanceEnumerationScope: { query: "/groups?$filter=(groupTypes/any(c:c eq 'Unified'))" },
    scope: { query: "./members/microsoft.graph.user/?$count=true&$filter=(userType eq 'Guest')" },
  });
});

test('what the form cannot show is named by its path', () => {
  const definition = { ...toDefinition(draft({ groups })), somethingElse: { deep: 'x' }, reviewers: [{ query: './owners' }, { query: '/planets/1' }] };
  expect(fromDefinition(definition).lost).toEqual(['reviewers[1].query', 'somethingElse.deep']);
});

test('another order and another way of writing the same are no loss', () => {
  const definition = toDefinition(draft({ scopeKind: 'several', groups, applications: [of('a')] })) as { scope: { resourceScopes: unknown[] } };
  definition.scope.resourceScopes.reverse();
  expect(fromDefinition(definition).lost).toEqual([]);
});

test('a definition in the two-sided shape of one group, and reviewers that its stages replace, are no loss', () => {
  const definition = {
    ...toDefinition(draft({ groups: [of('g')], stages: [{ ...emptyStage, durationDays: '3' }, { ...emptyStage, durationDays: '4' }] })),
    scope: { principalScopes: [{ query: '/v1.0/users', queryType: 'MicrosoftGraph' }], resourceScopes: [{ query: '/groups/g/transitiveMembers/microsoft.graph.user', queryType: 'MicrosoftGraph' }] },
    reviewers: [{ query: '/users/x' }],
  };
  expect(fromDefinition(definition).lost).toEqual([]);
  expect(fromDefinition(definition).draft).toMatchObject({ scopeKind: 'groups', groups: [of('g')], who: 'everyone' });
});

test('what only Countersign reads is named by its path', () => {
  expect(ownPaths(toDefinition(draft({ groups, rule: 'user.city -eq "x"' })))).toEqual([
    'scope.@countersign.scope.rule', 'settings.@countersign.settings.justification', 'settings.@countersign.settings.threshold', 'settings.@countersign.settings.taskDueDays',
  ]);
});

test('a problem of the desk stands at its field', () => {
  const two = draft({ stages: [emptyStage, { ...emptyStage, self: true }] });
  const at = (field: string, given = two) => fieldOf(problem(field), given);
  expect(at('scope.@countersign.scope.rule')).toBe('rule');
  expect(at('scope.resourceScopes[3].query')).toBe('resources');
  expect(at('scope.query')).toBe('resources');
  expect(at('scope.@countersign.scope.exclude[2].reason')).toBe('exclude.2.reason');
  expect(at('stageSettings[0].fallbackReviewers[0].query')).toBe('stages.0.fallback');
  expect(at('stageSettings[1].fallbackReviewers')).toBe('stages.1.reviewers');
  expect(at('settings.instanceDurationInDays')).toBe('stages.durationDays');
  expect(at('settings.instanceDurationInDays', emptyDraft)).toBe('stages.0.durationDays');
  expect(at('settings.@countersign.settings.taskDueDays')).toBe('taskDueDays');
  expect(at('somewhere.else')).toBeNull();
});

test('what is missing is named at its field', () => {
  expect(Object.keys(check(emptyDraft))).toEqual(['displayName', 'resources']);
  const wrong = draft({ groups, frequency: 'weekly', startOn: '2027-01-04', stages: [emptyStage], inactiveDays: '0', exclude: [{ who: [], reason: '' }] });
  expect(Object.keys(check(wrong))).toEqual(['inactiveDays', 'exclude.0.principal', 'exclude.0.reason', 'stages.0.durationDays']);
});

test('the next runs are the days the desk will make', () => {
  const runs = (part: Partial<Draft>) => firstRuns(draft(part));
  expect(runs({ frequency: 'monthly', startOn: '2028-01-31' })).toEqual(['2028-01-31', '2028-02-29', '2028-03-31', '2028-04-30', '2028-05-31']);
  expect(runs({ frequency: 'monthly', startOn: '2027-01-15', dayOfMonth: '10' })[0]).toBe('2027-02-10');
  expect(runs({ frequency: 'weekly', startOn: '2026-12-28', endKind: 'on', endOn: '2027-01-05' })).toEqual(['2026-12-28', '2027-01-04']);
  expect(runs({ frequency: 'annual', startOn: '2028-02-29', endKind: 'after', runs: '2' })).toEqual(['2028-02-29', '2029-02-28']);
  expect(runs({ frequency: 'quarterly', startOn: '2027-02-30' })).toEqual([]);
});

test('every template makes a draft whose only gaps are people and things to choose', () => {
  for (const one of templates) {
    const wrong = Object.keys(check({ ...fromTemplate(one, emptyDraft, '2026-11-21'), displayName: 'x' }));
    expect(wrong.filter((field) => !/^(resources|stages\.\d\.reviewers)$/.test(field)), one.id).toEqual([]);
  }
});

test('half a day, as it is being typed, is no day and stops nothing', () => {
  for (const startOn of ['2', '2027-0', '2027-02-30']) {
    const typed = draft({ groups, frequency: 'monthly', startOn, endKind: 'on', endOn: startOn });
    expect(firstRuns(typed)).toEqual([]);
    expect(summary(typed)).toContain('Starts when an administrator starts it.');
    expect(check(typed).startOn).toContain('2027-01-31');
  }
});
