import { expect, test } from 'vitest';
import { TouchLog, intersects } from './touch';

test('an answer is old when a table it saw is touched', () => {
  expect(intersects(['item', 'review'], ['item'])).toBe(true);
  expect(intersects(['principal'], ['item', 'audit'])).toBe(false);
  expect(intersects([], ['item'])).toBe(false);
});

test('a write while a read is under way makes its answer old', () => {
  const log = new TouchLog();
  const before = log.now();
  log.touch(['item']);
  expect(log.touchedSince(['item'], before)).toBe(true);
  expect(log.touchedSince(['principal'], before)).toBe(false);
});

test('a write before the read leaves its answer fresh', () => {
  const log = new TouchLog();
  log.touch(['item']);
  expect(log.touchedSince(['item'], log.now())).toBe(false);
});
