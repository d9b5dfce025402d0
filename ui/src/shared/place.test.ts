import { expect, test } from 'vitest';
import { placeOf } from './place';

const place = (rows: (string | undefined)[], near: number) => placeOf((row) => row === 'held', (index) => rows[index], rows.length, near);

test('a row that is held is found where the list has carried it', () => {
  expect(place(['held', 'other'], 0)).toBe(0);
  expect(place(['new', 'held', 'other'], 0), 'one came in above').toBe(1);
  expect(place(['held', 'other'], 1), 'one above is gone').toBe(0);
  expect(place([undefined, undefined, 'held'], 0), 'past rows that are not read').toBe(2);
});

test('a row that is gone leaves its place to the next', () => {
  expect(place(['other', 'another'], 1)).toBe(1);
  expect(place([], 0)).toBe(0);
});
