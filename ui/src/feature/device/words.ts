import type { Tone } from '../../shared/badge';

export const stateWords: Record<string, { word: string; tone: Tone }> = {
  offered: { word: 'Compare the words', tone: 'warn' }, accepted: { word: 'Accepted', tone: 'good' }, turnedDown: { word: 'Turned down', tone: 'quiet' },
  revoked: { word: 'Revoked', tone: 'bad' }, replaced: { word: 'Replaced', tone: 'quiet' },
};

export const keepingWords: Record<string, string> = {
  keyring: 'in the keyring of this machine', store: 'inside the encrypted store', practice: 'in the practice store, where everybody can read them',
};

/** Words as people read them out: one blank between two, whatever was typed. */
export const plainWords = (text: string): string => text.toLowerCase().split(/[\s,-]+/).filter(Boolean).join(' ');
