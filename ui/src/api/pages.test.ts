import { expect, test } from 'vitest';
import { pagesOf } from './pages';

test('only the pages in sight are read, and the first for its total', () => {
  expect(pagesOf(0, 20)).toEqual([0]);
  expect(pagesOf(90, 110)).toEqual([0, 1]);
  expect(pagesOf(99_950, 99_999)).toEqual([0, 999]);
});
