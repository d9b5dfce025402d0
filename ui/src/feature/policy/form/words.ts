import type { ApproverVisibility, PolicyReviewSilence, RecurrenceFrequency, TargetScope } from '../../../api/operations';
import type { QuestionDraft, Relative, Way } from './draft';

export const wayWords: Record<Way, { word: string; more: string }> = {
  ask: { word: 'People ask for it', more: 'For themselves or for others; approved, or granted at once.' },
  assign: { word: 'Administrators assign it', more: 'Nobody asks; whoever governs the catalog gives it.' },
  rule: { word: 'A rule assigns it', more: 'Whoever fits the rule has it; whoever fits it no longer loses it. Only administrators make such a policy.' },
};

export const scopeWords: Partial<Record<TargetScope, string>> = {
  allMemberUsers: 'Every employee of the directory, no guests', allDirectoryUsers: 'Everybody in the directory, guests too', specificDirectoryUsers: 'Named people and groups, or who fits a rule',
  specificConnectedOrganizationUsers: 'People of named connected organizations', allConfiguredConnectedOrganizationUsers: 'People of every configured organization', allExternalUsers: 'Anybody from outside',
  specificDirectoryServicePrincipals: 'Named applications', allDirectoryServicePrincipals: 'Every application of the directory',
};

export const relativeWords: Record<Relative, { word: string; one: string }> = {
  requestorManager: { word: 'The manager of who asks', one: 'the manager of who asks' }, targetManager: { word: 'The manager of who is to have it', one: 'the manager of who is to have it' },
  internalSponsors: { word: 'The internal sponsors of the person’s organization', one: 'the internal sponsors' }, externalSponsors: { word: 'The external sponsors of the person’s organization', one: 'the external sponsors' },
  targetUserSponsors: { word: 'The sponsors of the person', one: 'the person’s sponsors' }, targetApplicationOwners: { word: 'The owners of what is given', one: 'the owners of what is given' },
};

export const questionWords: Record<QuestionDraft['type'], string> = { line: 'A line of text', text: 'A longer text', one: 'One of several answers', many: 'Any of several answers' };

export const visibilityWords: Record<ApproverVisibility, string> = { default: 'As the organization has it', visible: 'Who asks sees who approves', notVisible: 'Who asks does not see who approves' };

export const silenceWords: Record<PolicyReviewSilence, string> = { keepAccess: 'They keep the access', removeAccess: 'They lose the access', acceptAccessRecommendation: 'The recommendation is taken' };

export const frequencyWords: Record<RecurrenceFrequency, string> = { once: 'Once', weekly: 'Every week', monthly: 'Every month', quarterly: 'Every three months', semiAnnual: 'Every six months', annual: 'Every year' };
