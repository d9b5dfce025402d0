import { expect, test } from 'vitest';
import { farText } from './content';

test('what was answered waits to be returned, and what was returned is over', () => {
  expect(farText({ decision: null, returned: false, gone: false })).toBe('Waits for you');
  expect(farText({ decision: 'deny', returned: false, gone: false })).toBe('To return');
  expect(farText({ decision: 'deny', returned: true, gone: true })).toBe('Returned');
  expect(farText({ decision: null, returned: false, gone: true })).toBe('Not asked any more');
});
