import type { Count } from '../../api/contract';
import type { Tone } from '../../shared/badge';
import type { Part } from '../../shared/progress';

/** The states of a review instance, as Microsoft Graph names them, in words and tones. */
export const statusWords: Record<string, { word: string; tone: Tone }> = {
  NotStarted: { word: 'Not started', tone: 'quiet' },
  InProgress: { word: 'In progress', tone: 'busy' },
  Completed: { word: 'Completed', tone: 'good' },
  AutoReviewed: { word: 'Completed, silence decided', tone: 'good' },
  Applying: { word: 'Carrying out', tone: 'busy' },
  Applied: { word: 'Carried out', tone: 'good' },
  Failed: { word: 'Could not start', tone: 'bad' },
};

export const silenceWords: Record<string, string> = {
  None: 'No change: access stays and is reported as not reviewed',
  Approve: 'Approve access',
  Deny: 'Remove access',
  Recommendation: 'Take the recommendation',
};

export const justificationWords: Record<string, string> = {
  never: 'Not asked for',
  onApproval: 'Required to approve',
  onDenial: 'Required to deny',
  always: 'Required for every decision',
};

export const reasonWords: Record<string, string> = {
  named: 'named', groupMember: 'member of a reviewing group', owner: 'owner', manager: 'manager', ownAccess: 'own access', fallback: 'fallback', reassigned: 'taken over', released: 'allowed by an administrator',
};

export function partsOf(count: Count): Part[] {
  return [
    { label: 'Approved', value: count.approve, tone: 'good' },
    { label: 'Denied', value: count.deny, tone: 'bad' },
    { label: 'Don’t know', value: count.dontKnow, tone: 'unsure' },
    { label: 'Undecided', value: count.notReviewed, tone: 'open' },
  ];
}

const movingWords: Record<string, string> = { approve: 'approved', deny: 'denied', dontKnow: '“don’t know”', notReviewed: 'undecided' };

/** “approved or undecided”; all four are “anything”. */
export function decisionList(decisions: readonly string[]): string {
  const words = decisions.map((one) => movingWords[one] ?? one);
  if (words.length >= 4) return 'decided in any way or not at all';
  return words.length < 2 ? (words[0] ?? 'nothing') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Before its first day, or where that day did not come to anything. */
export const isFresh = (status: string): boolean => status === 'NotStarted' || status === 'Failed';

export const isEnded = (status: string): boolean => ['Completed', 'AutoReviewed', 'Applying', 'Applied'].includes(status);

/** How several answers become one, in a sentence. */
export const strategySentence: Record<string, string> = {
  lastAnswer: 'Whoever answers last decides.',
  oneApprovalApproves: 'One approval is enough, whatever the others say.',
  oneDenialDenies: 'One denial is enough, whatever the others say.',
  approvedUnlessDenied: 'Access stays if somebody answered and nobody denied.',
  allMustApprove: 'Access stays only if everybody asked approves.',
};
