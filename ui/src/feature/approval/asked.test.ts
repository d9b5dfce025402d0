import { expect, test } from 'vitest';
import { placeOf } from '../../shared/place';
import { type Asked, afterPick, decisionOn, inPane } from './asked';

const row = (request: number) => ({ request, reason: `asked for ${request}` });
const asked: Asked = { row: row(7), decision: 'approve' };
const place = (list: number[], near: number) => placeOf<{ request: number }>((one) => one.request === asked.row.request, (at) => list[at] === undefined ? undefined : row(list[at]), list.length, near);

test('an answer stays with its request when the list moves', () => {
  expect(inPane(asked, row(9)), 'a request that is due sooner took its place').toEqual(row(7));
  expect(place([9, 7, 8], 0)).toBe(1);
  expect(place([7, 8], 1), 'one above was answered').toBe(0);
  expect(inPane(null, row(9))).toEqual(row(9));
});

test('no answer opens on another request than the one it was begun for', () => {
  expect(decisionOn(asked, { request: 7, awaitsMe: true })).toBe('approve');
  expect(decisionOn(asked, { request: 9, awaitsMe: true })).toBe(null);
  expect(decisionOn(asked, { request: 7, awaitsMe: false }), 'somebody else has answered it').toBe(null);
});

test('whoever goes to another request gives the answer up', () => {
  expect(afterPick(asked, row(7))).toBe(asked);
  expect(afterPick(asked, row(9))).toBe(null);
  expect(afterPick(asked, undefined), 'a row that is on its way').toBe(null);
});
