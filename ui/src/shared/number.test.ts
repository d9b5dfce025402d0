import { expect, test } from 'vitest';
import { count, formatShare } from './number';

test('a share never claims all or nothing wrongly', () => {
  expect(formatShare(999, 1000)).toMatch(/99/);
  expect(formatShare(1, 1000)).toMatch(/^1\D/);
  expect(formatShare(1000, 1000)).toMatch(/100/);
  expect(formatShare(0, 0)).toMatch(/^0/);
});

test('one thing is singular', () => {
  expect(count(1, 'group')).toBe('1 group');
  expect(count(0, 'group')).toBe('0 groups');
  expect(count(2, 'person', 'people')).toBe('2 people');
});
