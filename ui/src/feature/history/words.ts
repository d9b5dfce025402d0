import type { HistoryFilter, HistoryMoment, HistorySource } from '../../api/operations';
import type { Tone } from '../../shared/badge';
import { count } from '../../shared/number';
import { eventWords as assignmentWords } from '../assignment/words';
import { eventWords as requestWords } from '../request/words';

export const sourceWords: Record<HistorySource, string> = { human: 'One by one', bulk: 'In bulk', default: 'By the program', reset: 'Review reset' };

export const decisionTones: Record<string, Tone> = { approve: 'good', deny: 'bad', dontKnow: 'warn', notReviewed: 'quiet' };
export const decisionWords: Record<string, string> = { approve: 'Approved', deny: 'Denied', dontKnow: 'Don’t know', notReviewed: 'Not reviewed' };

export const kindWords: Record<string, string> = {
  access: 'Access', request: 'Request', approval: 'Approval', assignment: 'Package', decision: 'Review', change: 'Change', verification: 'Read again', exception: 'Exception', task: 'Task',
};

const changeWords: Record<string, string> = {
  addMember: 'Given', removeMember: 'Taken away', giveRole: 'Role given', takeRole: 'Role taken away', endAssignment: 'Package ended', inviteGuest: 'Invited', blockAccount: 'Account blocked', deleteAccount: 'Account deleted',
};
const outcomeWords: Record<string, string> = { applied: 'done', alreadySo: 'was so already', refused: 'refused', byHand: 'by hand' };
const actWords: Record<string, string> = {
  held: 'Seen in the directory', gone: 'Seen gone', stillDirect: 'Still there', stillEffective: 'Still there through a group', cameBack: 'Came back',
  opened: 'Opened', closed: 'Closed', reopened: 'Opened again', proposed: 'Proposed', approved: 'Approved', revoked: 'Revoked', renewed: 'Renewed', confirmed: 'Confirmed', expired: 'Expired',
};

/** A word of the ledger as a person reads it: `deliveredAll` is “Delivered all”. */
export const spelled = (word: string): string => {
  const text = word.replace(/([a-z])([A-Z])/g, (_, before: string, after: string) => `${before} ${after.toLowerCase()}`);
  return text.charAt(0).toUpperCase() + text.slice(1);
};

/** A change and what the directory answered: “Taken away, done”. */
export function changeText(kind: string, outcome: string | null): string {
  return `${changeWords[kind] ?? spelled(kind)}${outcome ? `, ${outcomeWords[outcome] ?? outcome}` : ', waiting'}`;
}

export function actText(moment: Pick<HistoryMoment, 'kind' | 'act'>): string {
  if (moment.kind === 'change') {
    const [kind = '', outcome = null] = moment.act.split(':');
    return changeText(kind, outcome);
  }
  if (moment.kind === 'decision' || moment.kind === 'approval') return decisionWords[moment.act] ?? moment.act;
  const own = moment.kind === 'assignment' ? assignmentWords : moment.kind === 'request' ? requestWords : actWords;
  return own[moment.act] ?? spelled(moment.act);
}

export function actTone(moment: Pick<HistoryMoment, 'kind' | 'act'>): Tone {
  if (moment.kind === 'decision' || moment.kind === 'approval') return decisionTones[moment.act] ?? 'quiet';
  if (moment.kind === 'verification') return moment.act === 'gone' ? 'good' : 'bad';
  if (moment.kind === 'change') return moment.act.endsWith(':refused') ? 'bad' : 'busy';
  return 'quiet';
}

/** A day of the form as the filter takes it: its first moment on this machine's clock, or the first one after it. */
export function dayStart(day: string, after = 0): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(year, month - 1, date + after).toISOString();
}

/** How many conditions narrow the list. */
export const narrowed = (filter: HistoryFilter): number => Object.values(filter).filter((value) => value !== undefined && value !== null).length;

/** How long something took, in the largest unit that says it. */
export function longText(seconds: number | null): string {
  if (seconds === null) return '–';
  if (seconds < 5400) return count(Math.max(1, Math.round(seconds / 60)), 'minute');
  if (seconds < 129_600) return count(Math.round(seconds / 3600), 'hour');
  return count(Math.round(seconds / 86_400), 'day');
}
