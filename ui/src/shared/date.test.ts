import { expect, test } from 'vitest';
import { ageText, daysBetween, formatDay, formatUtc, isDay, toDayInput } from './date';

const now = new Date('2026-11-21T12:00:00Z');
const before = (ms: number) => new Date(now.getTime() - ms);

test('an age is said in the largest unit that fits', () => {
  expect(ageText(before(20_000), now)).toBe('just now');
  expect(ageText(before(5 * 60_000), now)).toBe('5 minutes ago');
  expect(ageText(before(26 * 3_600_000), now)).toBe('yesterday');
  expect(ageText(before(9 * 86_400_000), now)).toBe('9 days ago');
  expect(ageText(before(-3 * 86_400_000), now)).toBe('in 3 days');
});

test('a moment in UTC carries seconds and its zone', () => {
  expect(formatUtc('2026-11-21T01:45:15.250Z')).toBe('2026-11-21 01:45:15 UTC');
});

test('a plain day stays the same day in every zone', () => {
  expect(formatDay('2026-03-01')).toContain('1');
  expect(formatDay('2026-03-01')).toContain('2026');
});

test('days are counted whole', () => {
  expect(daysBetween(before(86_400_000 * 7 - 1), now)).toBe(6);
  expect(daysBetween(before(86_400_000 * 7), now)).toBe(7);
});

test('a date becomes what a date field wants', () => {
  expect(toDayInput(new Date(2026, 0, 5))).toBe('2026-01-05');
});

test('a day is one of the calendar', () => {
  expect(['2028-02-29', '2027-12-31'].every(isDay)).toBe(true);
  expect(['2027-02-29', '2027-13-01', '27-01-01', '2027-1-1', ''].some(isDay)).toBe(false);
});
