import { expect, test } from 'vitest';
import { asksReason, decisionOf } from './answer';

const press = (key: string, more = {}) => decisionOf({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, isComposing: false, repeat: false, ...more });

test('A approves and D denies, and only alone', () => {
  expect([press('a'), press('A'), press('d'), press('x')]).toEqual(['approve', 'approve', 'deny', null]);
  expect([press('a', { ctrlKey: true }), press('a', { shiftKey: true }), press('d', { repeat: true }), press('a', { isComposing: true })]).toEqual([null, null, null, null]);
});

test('the stage that is asked says whether it wants a reason', () => {
  const definition = { requestApprovalSettings: { stages: [{ isApproverJustificationRequired: false }, { isApproverJustificationRequired: true }] } };
  const view = (stage: number, version: number) => ({ stage, policyVersion: version, policyRow: { version: 2, definition } as never });
  expect([asksReason(view(1, 2)), asksReason(view(2, 2))]).toEqual([false, true]);
  expect(asksReason(view(2, 1)), 'under an earlier version the desk says so when asked').toBe(false);
  expect(asksReason({ stage: 1, policyVersion: 1, policyRow: null })).toBe(false);
});
