import { type Draft, type StageDraft, emptyDraft, emptyStage } from './draft';

export interface Template { id: string; title: string; text: string; make: (today: string) => Partial<Draft> }

const stage = (part: Partial<StageDraft>): StageDraft => ({ ...emptyStage, ...part });

/** The first day of the next month. */
function nextMonth(today: string): string {
  const [year = 2000, month = 1] = today.split('-').map(Number);
  return new Date(Date.UTC(year, month, 1)).toISOString().slice(0, 10);
}

/** The reviews of the field. Each is a start: people, fallback and resources are chosen after it. */
export const templates: readonly Template[] = [
  { id: 'blank', title: 'Blank', text: 'Members of groups, decided by their owners.', make: () => ({}) },
  {
    id: 'privileged', title: 'Privileged roles', text: 'Every directory role, monthly; silence removes, and a second stage looks again.',
    make: (today) => ({
      displayName: 'Privileged directory roles', scopeKind: 'directoryRoles', every: true, frequency: 'monthly', startOn: nextMonth(today), silence: 'Deny', justification: 'always',
      descriptionForReviewers: 'Keep a role only if this person’s work needs it now. Standing access should become eligible access.',
      stages: [
        stage({ owners: false, managers: true, durationDays: '10' }),
        stage({ owners: false, durationDays: '7', movesOn: ['Approve', 'Deny', 'DontKnow', 'NotReviewed'], strategy: 'oneDenialDenies' }),
      ],
    }),
  },
  {
    id: 'application', title: 'Business-critical application', text: 'Who uses it and in which role; managers first, then its owners.',
    make: (today) => ({
      displayName: 'Business-critical application', scopeKind: 'applications', frequency: 'quarterly', startOn: nextMonth(today), justification: 'onApproval', silence: 'Deny', helpers: ['peerRarity', 'previousDecision'],
      descriptionForReviewers: 'Keep the role only if the person works with this application.',
      stages: [stage({ owners: false, managers: true, durationDays: '14', movesOn: ['Approve', 'DontKnow', 'NotReviewed'] }), stage({ durationDays: '10' })],
    }),
  },
  {
    id: 'exceptions', title: 'Policy exceptions', text: 'The group that holds an exception, decided by named people, always with a reason.',
    make: (today) => ({
      displayName: 'Policy exceptions', scopeKind: 'groups', nested: false, frequency: 'quarterly', startOn: nextMonth(today), justification: 'always', silence: 'Deny', helpers: ['previousDecision'],
      descriptionForReviewers: 'An exception stays only while its reason stands. Say the reason.',
      stages: [stage({ owners: false, durationDays: '14', strategy: 'allMustApprove' })],
    }),
  },
  {
    id: 'guests', title: 'Guests confirmed by owners', text: 'Guests of every group; those nobody confirms are blocked, then deleted.',
    make: (today) => ({
      displayName: 'Guests in groups', scopeKind: 'groups', every: true, who: 'guests', frequency: 'quarterly', startOn: nextMonth(today), silence: 'Deny', guestAction: 'blockThenDelete', justification: 'onApproval',
      descriptionForReviewers: 'Do you still work with this guest? Who is not confirmed is blocked and deleted after 30 days.',
      stages: [stage({ durationDays: '21' })],
    }),
  },
  {
    id: 'quarterly', title: 'Quarterly everything', text: 'Every group, by the managers; unchanged approvals are carried forward.',
    make: (today) => ({
      displayName: 'Quarterly access review', scopeKind: 'groups', every: true, frequency: 'quarterly', startOn: nextMonth(today), silence: 'Recommendation', carryForwardDays: '200',
      helpers: ['peerDistance', 'peerRarity', 'previousDecision'], descriptionForReviewers: 'Keep access only if the person still needs it for their work.',
      stages: [stage({ owners: false, managers: true, durationDays: '30' })],
    }),
  },
  {
    id: 'leavers', title: 'Leavers and movers', text: 'Every group, monthly; those who do not sign in or stand apart from their peers are pointed out.',
    make: (today) => ({
      displayName: 'Leavers and movers', scopeKind: 'groups', every: true, frequency: 'monthly', startOn: nextMonth(today), silence: 'Recommendation', lookBackDays: '30', helpers: ['peerDistance', 'peerRarity'],
      descriptionForReviewers: 'Deny what belongs to a former task or a former colleague.', stages: [stage({ owners: false, managers: true, durationDays: '14' })],
    }),
  },
];

/** A template over an empty draft; what has been named already stays. */
export function fromTemplate(template: Template, before: Draft, today: string): Draft {
  const named = before.displayName.trim() !== '' && !templates.some((one) => one.make(today).displayName === before.displayName);
  return { ...emptyDraft, ...template.make(today), ...(named ? { displayName: before.displayName } : {}) };
}
