import { expect, test } from 'vitest';
import { actWord, offerActs, offerStanding } from './offer';

const row = (more: object, content: object) => ({
  content: { package: 1, name: 'Ledger', catalog: 'Finance', ...content }, asked: null, returned: false, withdrawn: false, gone: false, ...more,
});
const terms = { policy: 1, version: 1, name: 'Directly', expiration: { kind: 'never' }, stages: 0 };
const wish = { kind: 'userAdd', policy: 1, justification: '', answers: [], startsAt: null, endsAt: null };

test('a package in a packet is asked for once, changed until it is returned, and taken back after that', () => {
  const open = { policies: [terms] };
  expect(offerActs(row({}, open))).toEqual(['userAdd']);
  expect(offerActs(row({ asked: wish }, open))).toEqual(['userAdd', 'withdraw']);
  expect(offerActs(row({ asked: wish, returned: true }, open))).toEqual(['withdraw']);
  expect(offerActs(row({ asked: wish, returned: true, withdrawn: true }, open))).toEqual(['userAdd']);
});

test('it is extended or given back where it is held, and left alone where a request goes on', () => {
  const held = { assignment: 1, startsAt: '2026-03-02T09:00:00Z', extend: true, giveBack: true };
  expect(offerActs(row({}, { held }))).toEqual(['userUpdate', 'userRemove']);
  const asked = { request: 7, state: 'pendingApproval', createdAt: '2026-03-02T09:00:00Z' };
  expect(offerActs(row({}, { held, asked }))).toEqual([]);
  expect(offerStanding(row({}, { asked })).word).toBe('Asked for');
});

test('it says how far it is', () => {
  expect(offerStanding(row({}, { policies: [terms] })).word).toBe('You may ask');
  expect(offerStanding(row({ asked: wish }, {})).word).toBe('To return');
  expect(offerStanding(row({ asked: wish, returned: true }, {})).word).toBe('Returned');
  expect(offerStanding(row({ asked: wish, returned: true, withdrawn: true }, {})).word).toBe('Taken back, to return');
  expect(offerStanding(row({ gone: true }, {})).word).toBe('Not offered any more');
});

test('what was written is changed, what was returned is asked for anew', () => {
  expect(actWord(row({}, {}), 'userAdd')).toBe('Ask');
  expect(actWord(row({ asked: wish }, {}), 'userAdd')).toBe('Change');
  expect(actWord(row({ asked: wish, returned: true, withdrawn: true }, {}), 'userAdd')).toBe('Ask');
  expect(actWord(row({ asked: wish }, {}), 'userRemove')).toBe('Give back');
});
