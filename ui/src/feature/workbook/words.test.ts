import { expect, test } from 'vitest';
import { type WorkbookSum, problemWords, wouldDecide } from './words';

const sum: WorkbookSum = {
  workbook: 'a', instance: 1, reviewer: 2, name: 'Pia', stage: 1, rows: 9, answered: 6, decided: 0, same: 1, open: 3,
  problems: [], problemTotal: 0, would: { approve: 3, deny: 2 }, preview: [],
};

test('what would be decided is the sum over the decisions', () => {
  expect(wouldDecide(sum)).toBe(5);
  expect(wouldDecide({ ...sum, would: {} })).toBe(0);
});

test('every kind of problem has a word', () => {
  for (const kind of ['edited', 'added', 'missing', 'twice', 'unclear', 'refused']) expect(problemWords[kind]).toBeTruthy();
});
