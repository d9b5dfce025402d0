import type { AssignmentState, GivenState, RequestKind, RequestState } from '../../api/operations';
import type { Tone } from '../../shared/badge';

interface Word { word: string; tone: Tone }

export const stateWords: Record<AssignmentState, Word> = {
  delivering: { word: 'Being delivered', tone: 'busy' }, delivered: { word: 'Delivered', tone: 'good' }, partiallyDelivered: { word: 'Delivered in part', tone: 'warn' },
  deliveryFailed: { word: 'Not delivered', tone: 'bad' }, removing: { word: 'Being removed', tone: 'busy' }, expired: { word: 'Ended', tone: 'quiet' },
};

/** How far one entitlement is; what waits means giving it or taking it, as the assignment goes. */
export const givenWords = (ending: boolean): Record<GivenState, Word> => ({
  waiting: { word: ending ? 'To be removed' : 'To be given', tone: 'busy' }, held: { word: ending ? 'Still held' : 'Given', tone: ending ? 'warn' : 'good' },
  byHand: { word: ending ? 'Taken by hand' : 'Given by hand', tone: 'warn' }, refused: { word: 'Refused', tone: 'bad' }, kept: { word: 'Kept', tone: 'quiet' }, taken: { word: 'Taken away', tone: ending ? 'good' : 'quiet' },
});

export const requestStateWords: Record<RequestState, Word> = {
  submitted: { word: 'Asked', tone: 'busy' }, pendingApproval: { word: 'Waits for approval', tone: 'warn' }, scheduled: { word: 'Scheduled', tone: 'busy' }, delivering: { word: 'Being delivered', tone: 'busy' },
  delivered: { word: 'Delivered', tone: 'good' }, partiallyDelivered: { word: 'Delivered in part', tone: 'warn' }, deliveryFailed: { word: 'Not delivered', tone: 'bad' },
  denied: { word: 'Denied', tone: 'bad' }, expired: { word: 'Out of time', tone: 'quiet' }, canceled: { word: 'Taken back', tone: 'quiet' },
};

export const requestKindWords: Record<RequestKind, string> = {
  userAdd: 'Asked for it', userUpdate: 'Asked for longer', userRemove: 'Gave it back', adminAdd: 'Assigned', adminUpdate: 'Changed', adminRemove: 'Taken away',
  systemAdd: 'Assigned by a rule', systemUpdate: 'Changed by a rule', systemRemove: 'Ended by itself', onBehalfAdd: 'Asked for them', onBehalfUpdate: 'Asked for longer for them', onBehalfRemove: 'Given back for them',
  approverRemove: 'Approval taken back',
};

/** What happened to an assignment, as its history tells it. */
export const eventWords: Record<string, string> = {
  give: 'Given', deliveredAll: 'Delivered', deliveredSome: 'Delivered in part', deliveredNone: 'Not delivered', extend: 'Given another end', remove: 'Taken away', expire: 'Came to its end',
  removedAll: 'Everything was removed', removeFailed: 'Something could not be removed', driftFound: 'Changed in the directory', repaired: 'There again', reprocess: 'Delivered once more', retry: 'Tried again',
  leave: 'The rule fits no longer', stay: 'The rule fits again',
};

export const outcomeWords: Record<string, Word> = {
  applied: { word: 'Carried out', tone: 'good' }, alreadySo: { word: 'Was so already', tone: 'good' }, refused: { word: 'Refused', tone: 'bad' }, byHand: { word: 'By hand', tone: 'warn' }, failed: { word: 'Not carried out', tone: 'bad' },
};

export const actWords: Record<string, Word> = {
  add: { word: 'Is given', tone: 'good' }, shared: { word: 'Another package gives it already', tone: 'quiet' }, prior: { word: 'Held already, and stays', tone: 'quiet' },
  remove: { word: 'Is taken away', tone: 'warn' }, keep: { word: 'Stays', tone: 'quiet' }, gone: { word: 'No longer in the directory', tone: 'bad' },
};

/** The midnight after a person's last day, which is where their access ends. */
export const endOf = (day: string): string => {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(year, month - 1, date + 1).toISOString();
};

/** The last day of an access that ends then. */
export const lastDay = (endsAt: string): string => new Date(new Date(endsAt).getTime() - 1000).toISOString();
