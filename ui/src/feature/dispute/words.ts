/** Why an answer was not taken as it came. */
export const reasonWords: Record<string, string> = {
  late: 'Arrived late',
  notAsked: 'Not asked any more',
  unknownItem: 'Not in the packet',
  conflict: 'Two answers of one person',
  overruled: 'Answered later by another',
  revoked: 'Device revoked',
  superseded: 'Newer packet made',
  reset: 'Reset since',
  answered: 'Answered by another before',
  unknownRequest: 'Not in the packet',
  hindered: 'Something stands against it',
  held: 'Held already',
  pending: 'Asked for already',
  notEligible: 'Not for this person any more',
  gone: 'The person has gone',
  missing: 'Not there any more',
  answers: 'The policy asks something else',
  dates: 'The dates do not fit any more',
  unknownPackage: 'Not in the packet',
  twice: 'Two requests of one name',
  refused: 'Against a rule',
};

export const settlementWords: Record<string, { word: string; tone: 'good' | 'bad' | 'quiet' }> = {
  accepted: { word: 'Taken', tone: 'good' },
  turnedDown: { word: 'Turned down', tone: 'bad' },
  overtaken: { word: 'Overtaken', tone: 'quiet' },
  withdrawn: { word: 'Taken back', tone: 'quiet' },
};

/** What every dispute has that is settled once. */
export interface DisputeSettlement {
  dispute: number;
  detail: string;
  arrivedAt: string;
  device: string;
  settlement: string | null;
  settledBy: string | null;
  settledReason: string | null;
}
