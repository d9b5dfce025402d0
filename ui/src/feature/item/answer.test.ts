import { expect, test } from 'vitest';
import { alikeOf } from './alike';
import { answersIn } from './answer';
import { type ItemDetail, type ItemRow, seenIn } from './words';

const row = (item: number, part: Partial<ItemRow> = {}): ItemRow => ({
  item, principal: item, principalName: `P${item}`, userName: null, userType: 'member', enabled: true, department: 'Finance', title: 'Clerk', resource: 1, resourceName: 'Ledger',
  principalKind: 'user', resourceKind: 'group', entitlement: 'member', direct: true, path: [], lastSignInAt: null, recommendation: 'approve', stage: 1, standing: 'notReviewed',
  decision: 'notReviewed', answer: null, justification: null, decidedBy: null, decidedAt: null, source: null, version: 0, ...part,
});
const event = (auditSeq: number, actorId: number | null, decision: string, part: Partial<ItemDetail['events'][number]> = {}): ItemDetail['events'][number] => ({
  at: `2026-01-0${auditSeq}T00:00:00Z`, actorId, actor: `A${actorId}`, decision, justification: '', source: 'reviewer', stage: 1, note: '', auditSeq, batchSize: 1, ...part,
});

test('items are alike when nothing but the person differs, and the largest group comes first', () => {
  const rows = [row(1), row(2), row(3, { title: 'Lead' }), row(4, { recommendation: 'deny' }), row(5, { title: 'Lead' }), row(6, { title: 'Lead' }), row(7, { entitlement: 'Approver' })];
  expect(alikeOf(rows, () => true).map((one) => one.items)).toEqual([[3, 5, 6], [1, 2]]);
});

test('what a person may not decide on is alike to nothing', () => {
  expect(alikeOf([row(1), row(2), row(3)], (one) => one.item !== 2).map((one) => one.items)).toEqual([[1, 3]]);
  expect(alikeOf([row(1), row(2)], (one) => one.item === 1)).toEqual([]);
});

test('of each person the latest answer of the stage counts, and a reset forgets those before it', () => {
  const events = [event(1, 7, 'approve'), event(2, 8, 'deny'), event(3, 7, 'deny'), event(4, 9, 'approve', { stage: 2 })];
  expect(answersIn(events, 1).map((one) => `${one.actor} ${one.decision}`)).toEqual(['A7 deny', 'A8 deny']);
  expect(answersIn([...events, event(5, null, 'notReviewed', { source: 'reset' }), event(6, 8, 'approve')], 1).map((one) => one.actor)).toEqual(['A8']);
  expect(answersIn([event(1, 7, 'approve'), event(2, 7, 'notReviewed', { source: 'undo' })], 1)).toEqual([]);
});

test('one’s own list goes by one’s own answer, every other list by the outcome', () => {
  const open = row(1, { answer: 'approve', decision: 'notReviewed' });
  expect([seenIn(open, true), seenIn(open, false)]).toEqual(['approve', 'notReviewed']);
  expect(seenIn(row(1, { decision: 'deny' }), true)).toBe('deny');
});
