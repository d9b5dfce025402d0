import type { Tone } from '../../shared/badge';

export const stateWords: Record<string, { word: string; tone: Tone }> = {
  proposed: { word: 'Proposed', tone: 'warn' }, approved: { word: 'Approved', tone: 'good' }, expired: { word: 'Expired', tone: 'quiet' }, revoked: { word: 'Revoked', tone: 'bad' },
};

export const actWords: Record<string, string> = {
  proposed: 'Proposed', approved: 'Approved', revoked: 'Revoked', renewed: 'Renewed', confirmed: 'Looked at and confirmed', expired: 'Expired',
};
