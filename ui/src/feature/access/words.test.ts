import { expect, test } from 'vitest';
import { givesText, periodText } from './words';

test('a duration is read as a person says it, and one that is not known stays as it is', () => {
  expect(periodText('P14D')).toBe('14 days');
  expect(periodText('P1D')).toBe('1 day');
  expect(periodText('PT8H')).toBe('8 hours');
  expect(periodText('P1DT2H')).toBe('P1DT2H');
});

test('what a package gives is named up to three, and the rest is counted', () => {
  expect(givesText([])).toBe('Gives nothing yet');
  expect(givesText(['Payroll'])).toBe('Payroll');
  expect(givesText(['A', 'B', 'C', 'D', 'E'])).toBe('A, B, C and 2 more');
});
