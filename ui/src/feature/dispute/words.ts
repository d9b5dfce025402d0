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
  refused: 'Against a rule',
};

export const settlementWords: Record<string, { word: string; tone: 'good' | 'bad' | 'quiet' }> = {
  accepted: { word: 'Taken', tone: 'good' },
  turnedDown: { word: 'Turned down', tone: 'bad' },
  overtaken: { word: 'Overtaken', tone: 'quiet' },
};
