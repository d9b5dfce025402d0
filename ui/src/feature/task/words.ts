import type { Tone } from '../../shared/badge';

export const statusWords: Record<string, { word: string; tone: Tone }> = {
  open: { word: 'To do', tone: 'busy' }, waiting: { word: 'Waits for a read', tone: 'warn' }, closed: { word: 'Seen gone', tone: 'good' }, reopened: { word: 'Came back', tone: 'bad' },
};
