import { expect, test } from 'vitest';
import { plainWords } from './words';

test('words are the same however they are typed', () => {
  expect(plainWords(' Abandon  ability,able-ABOUT\n')).toBe('abandon ability able about');
  expect(plainWords('')).toBe('');
});
