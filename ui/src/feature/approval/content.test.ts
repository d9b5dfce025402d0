import { expect, test } from 'vitest';
import { farText, packetStanding } from './content';

test('what was answered waits to be returned, and what was returned is over', () => {
  expect(farText({ decision: null, returned: false, gone: false })).toBe('Waits for you');
  expect(farText({ decision: 'deny', returned: false, gone: false })).toBe('To return');
  expect(farText({ decision: 'deny', returned: true, gone: true })).toBe('Returned');
  expect(farText({ decision: null, returned: false, gone: true })).toBe('Not asked any more');
});

test('a packet is out until its approvals came back or wait no longer', () => {
  const row = { supersededBy: null, answeredCount: 0, approvalCount: 2, returnCount: 0, waitingCount: 2 };
  expect(packetStanding(row).word).toBe('Out');
  expect(packetStanding({ ...row, answeredCount: 1, returnCount: 1, waitingCount: 1 }).word).toBe('In part');
  expect(packetStanding({ ...row, answeredCount: 2, returnCount: 1, waitingCount: 0 }).word).toBe('Returned');
  expect(packetStanding({ ...row, waitingCount: 0 }).word).toBe('Over');
  expect(packetStanding({ ...row, supersededBy: 7 }).word).toBe('Superseded');
});
