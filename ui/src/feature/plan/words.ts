import type { ChangeRow, Hold } from '../../api/contract';
import type { Tone } from '../../shared/badge';
import { count, formatNumber } from '../../shared/number';

export const outcomeWords: Record<string, { word: string; tone: Tone }> = {
  applied: { word: 'Done', tone: 'good' },
  alreadySo: { word: 'Was so already', tone: 'good' },
  refused: { word: 'Refused', tone: 'bad' },
  byHand: { word: 'By hand', tone: 'warn' },
};

export const verificationWords: Record<string, { word: string; tone: Tone }> = {
  gone: { word: 'Seen gone', tone: 'good' },
  stillDirect: { word: 'Still there', tone: 'bad' },
  stillEffective: { word: 'Still effective', tone: 'warn' },
  cameBack: { word: 'Came back', tone: 'bad' },
};

/** What a change does, before the name of whom it is done to. */
export const changeWords: Record<string, string> = { removeMember: 'Remove', takeRole: 'Remove', blockAccount: 'Block', deleteAccount: 'Delete' };

export const outcomeOf = (row: ChangeRow): { word: string; tone: Tone } => {
  if (row.outcome === null) return row.attemptedAt === null ? { word: 'Pending', tone: 'quiet' } : { word: 'Asked, no answer yet', tone: 'warn' };
  return outcomeWords[row.outcome] ?? { word: row.outcome, tone: 'quiet' };
};

/** Why a plan waits for a second signature, as a sentence. */
export function holdSentence(hold: Hold): string {
  switch (hold.kind) {
    case 'wouldEmpty': return `${hold.displayName} would be left empty: all ${count(hold.members, 'member')} would go.`;
    case 'shareOfGroup': return `${hold.displayName} would lose ${formatNumber(hold.removals)} of ${count(hold.members, 'member')} (${hold.percent} %).`;
    case 'tooMany': return `${count(hold.removals, 'removal')} in all${hold.accounts > 0 ? `, ${formatNumber(hold.accounts)} of them whole accounts that are blocked and deleted` : ''}, more than the limit of ${formatNumber(hold.limit)}.`;
  }
}
