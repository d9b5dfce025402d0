import { describe, expect, it } from 'vitest';
import { canBeTaken, offeredText, takenText } from './offered';

const row = { kind: 'review' as const, id: 'r', displayName: 'Ledger', packages: 0, policies: 0, recurs: false, isHere: false, problem: null, remarks: [] };

describe('what a tenant offers', () => {
  it('is taken in only where nothing stands against it and it is not here', () => {
    expect(canBeTaken(row)).toBe(true);
    expect(canBeTaken({ ...row, isHere: true })).toBe(false);
    expect(canBeTaken({ ...row, problem: { code: null, message: 'No.', hint: null, field: null } })).toBe(false);
  });
  it('says what it is, and that a review that recurs will recur here', () => {
    expect(offeredText(row)).toBe('Access review');
    expect(offeredText({ ...row, recurs: true })).toContain('here too');
    expect(offeredText({ ...row, kind: 'catalog', packages: 1, policies: 2 })).toBe('Catalog with 1 access package and 2 policies');
  });
  it('is named once it is here, by its id where it has no name', () => {
    const made = { kind: 'review' as const, number: 1, remarks: [], problem: null };
    expect(takenText({ made: [{ ...made, id: 'a', displayName: 'A' }, { ...made, id: 'b', displayName: '' }], refused: [] })).toBe('Taken in: A, b.');
  });
});
