import { describe, expect, it } from 'vitest';
import { fileName, nextDay, subjectOf } from './words';

describe('the words of evidence', () => {
  it('makes a file name that every system takes', () => {
    expect(fileName('A/B: “C”')).toBe('A-B-C-evidence.pdf');
    expect(fileName('///')).toBe('review-evidence.pdf');
  });
  it('goes on to the next day over the end of a month and of a year', () => {
    expect(nextDay('2028-02-28')).toBe('2028-02-29');
    expect(nextDay('2026-12-31')).toBe('2027-01-01');
  });
  it('knows what a document is of', () => {
    expect(subjectOf({ instance: null, package: null, review: null, name: null, subject: 'exception:7' })).toEqual({ kind: 'exception', text: 'Exception 7', exception: 7 });
    expect(subjectOf({ instance: 3, package: null, review: 2, name: 'Quarter', subject: null })).toEqual({ kind: 'review', text: 'Quarter', review: 2, instance: 3 });
    expect(subjectOf({ instance: null, package: null, review: null, name: null, subject: 'period:2026-01-01/2026-12-31' }).kind).toBe('period');
    expect(subjectOf({ instance: null, package: null, review: null, name: null, subject: 'other' })).toEqual({ kind: 'other', text: 'other' });
  });
});
