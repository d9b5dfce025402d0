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
  named: 'named', groupMember: 'member of a reviewing group', owner: 'owner', manager: 'manager', ownAccess: 'own access', fallback: 'fallback',
};

export function partsOf(count: Count): Part[] {
  return [
    { label: 'Approved', value: count.approve, tone: 'good' },
    { label: 'Denied', value: count.deny, tone: 'bad' },
    { label: 'Don’t know', value: count.dontKnow, tone: 'unsure' },
    { label: 'Undecided', value: count.notReviewed, tone: 'open' },
  ];
}

export const isEnded = (status: string): boolean => ['Completed', 'AutoReviewed', 'Applying', 'Applied'].includes(status);
