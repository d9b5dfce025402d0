import { describe, expect, it } from 'vitest';
import { check } from './check';
import { emptyDraft, emptyQuestion, emptyStage, nobody } from './draft';
import { fromPolicy, span } from './fromPolicy';
import { fieldOf } from './place';
import { toPolicy } from './toPolicy';

const person = { principal: 1, key: 'u-1', displayName: 'Anna Adler', userName: 'anna' };
const whole = {
  id: 'a-policy', displayName: 'Contractors', description: 'Two stages and a question', allowedTargetScope: 'specificDirectoryUsers',
  specificAllowedTargets: [{ '@odata.type': '#microsoft.graph.groupMembers', groupId: 'g-1', description: 'Contractors' }, { '@odata.type': '#microsoft.graph.attributeRuleMembers', membershipRule: '(user.department -eq "Finance")' }],
  expiration: { type: 'afterDuration', duration: 'PT8H' },
  requestorSettings: { enableTargetsToSelfAddAccess: true, enableTargetsToSelfRemoveAccess: true, allowCustomAssignmentSchedule: true, enableOnBehalfRequestorsToAddAccess: true, onBehalfRequestors: [{ '@odata.type': '#microsoft.graph.targetManager', managerLevel: 2 }] },
  requestApprovalSettings: {
    isApprovalRequiredForAdd: true, isRequestorJustificationRequired: true,
    stages: [{
      durationBeforeAutomaticDenial: 'P14D', isEscalationEnabled: true, durationBeforeEscalation: 'P7D', isApproverJustificationRequired: true, approverInformationVisibility: 'notVisible',
      primaryApprovers: [{ '@odata.type': '#microsoft.graph.requestorManager', managerLevel: 1 }], fallbackPrimaryApprovers: [{ '@odata.type': '#microsoft.graph.singleUser', userId: 'u-2' }],
      escalationApprovers: [{ '@odata.type': '#microsoft.graph.singleServicePrincipal', servicePrincipalId: 's-1' }], fallbackEscalationApprovers: [],
    }],
  },
  questions: [{ '@odata.type': '#microsoft.graph.accessPackageMultipleChoiceQuestion', id: 'q-1', sequence: 1, text: 'Where?', isRequired: true, isMultipleSelectionAllowed: false, localizations: [{ languageCode: 'de', text: 'Wo?' }], choices: [{ actualValue: 'n', text: 'North', localizations: [{ languageCode: 'de', text: 'Nord' }] }] }],
  reviewSettings: {
    isEnabled: true, expirationBehavior: 'removeAccess', isRecommendationEnabled: true, isReviewerJustificationRequired: true, isSelfReview: false, primaryReviewers: [{ '@odata.type': '#microsoft.graph.singleUser', userId: 'u-3' }],
    schedule: { startDateTime: '2027-01-31T00:00:00Z', expiration: { type: 'afterDuration', duration: 'P10D' }, recurrence: { pattern: { type: 'absoluteMonthly', interval: 3, dayOfMonth: 31 }, range: { type: 'numbered', numberOfOccurrences: 4, startDate: '2027-01-31' } } },
  },
  customExtensionStageSettings: [{ stage: 'assignmentRequestCreated', customExtension: { id: 'x' } }],
  '@countersign.policy': { recheck: true, repair: true },
};

describe('the form of a policy', () => {
  it('gives back all that a policy said', () => {
    const { draft, lost } = fromPolicy(whole);
    expect(lost).toEqual([]);
    const made = toPolicy(draft);
    expect(made.customExtensionStageSettings).toEqual(whole.customExtensionStageSettings);
    expect(made['@countersign.policy']).toEqual({ recheck: true, repair: true });
    const again = fromPolicy(made);
    expect(toPolicy(again.draft)).toEqual(made);
  });

  it('names the places it would lose', () => {
    expect(fromPolicy({ ...whole, expiration: { type: 'afterDuration', duration: 'PT90M' } }).lost).toEqual(['expiration.duration']);
  });

  it('keeps whom it has no field for', () => {
    const { draft } = fromPolicy(whole);
    expect(draft.stages[0]?.escalation.kept).toHaveLength(1);
    expect(JSON.stringify(toPolicy(draft))).toContain('s-1');
  });

  it('writes a rule as the one target of an automatic policy', () => {
    const made = toPolicy({ ...emptyDraft, displayName: 'Finance', way: 'rule', rule: ' (user.department -eq "Finance") ', grace: { amount: '14', unit: 'days' }, holdPercent: '20' });
    expect(made.specificAllowedTargets).toEqual([{ '@odata.type': '#microsoft.graph.attributeRuleMembers', membershipRule: '(user.department -eq "Finance")' }]);
    expect(made.automaticRequestSettings).toEqual({ requestAccessForAllowedTargets: true, removeAccessWhenTargetLeavesAllowedTargets: true, gracePeriodBeforeAccessRemoval: 'P14D' });
    expect(made['@countersign.policy']).toEqual({ holdPercent: 20 });
    expect(fromPolicy(made).draft.way).toBe('rule');
  });

  it('says what is missing before anything is sent', () => {
    expect(check({ ...emptyDraft, displayName: 'Employees' })).toEqual({});
    const wrong = check({ ...emptyDraft, scope: 'specificDirectoryUsers', stages: [{ ...emptyStage, escalates: true, timeOut: { amount: '3', unit: 'days' } }], questions: [emptyQuestion], reviewed: true, ends: 'on' });
    expect(Object.keys(wrong).sort()).toEqual(['displayName', 'endsOn', 'questions.0.text', 'reviewers', 'stages.0.escalateAfter', 'stages.0.escalation', 'stages.0.primary', 'stages.0.timeOut', 'startOn', 'targets'].sort());
  });

  it('reads lengths of time in days and hours', () => {
    const otherwise = { amount: '1', unit: 'days' as const };
    expect([span('P14D', otherwise), span('PT8H', otherwise), span('P1DT12H', otherwise), span('P1M', otherwise)]).toEqual([{ amount: '14', unit: 'days' }, { amount: '8', unit: 'hours' }, { amount: '36', unit: 'hours' }, otherwise]);
  });

  it('puts a problem of the desk to its field', () => {
    const problem = (field: string) => ({ code: null, message: '', hint: null, field });
    expect(fieldOf(problem('requestApprovalSettings.stages[1].primaryApprovers[0].userId'), emptyDraft)).toBe('stages.1.primary');
    expect(fieldOf(problem('specificAllowedTargets[0].membershipRule'), { ...emptyDraft, way: 'rule' })).toBe('rule');
    expect(fieldOf(problem('specificAllowedTargets[1].membershipRule'), emptyDraft)).toBe('targetRule');
    expect(fieldOf(problem('customExtensionStageSettings'), emptyDraft)).toBeNull();
  });

  it('lets only one manager approve in a stage', () => {
    const draft = { ...emptyDraft, displayName: 'Employees', stages: [{ ...emptyStage, primary: { ...nobody, people: [person], relative: ['targetManager' as const] } }] };
    expect((toPolicy(draft).requestApprovalSettings as { stages: { primaryApprovers: unknown }[] }).stages[0]?.primaryApprovers).toEqual([
      { '@odata.type': '#microsoft.graph.singleUser', userId: 'u-1' }, { '@odata.type': '#microsoft.graph.targetManager', managerLevel: 1 },
    ]);
  });
});
