import { beforeEach, expect, test, vi } from 'vitest';
import { setHost } from '../../api/host';
import { ItemList, type ListQuery } from './list';
import { settle } from './settle';
import { DeskState } from './state';

const query = (group: ListQuery['group']): ListQuery => ({ instance: 1, filter: { decision: [], recommendation: [] }, sort: 'resource', group });
const TOTAL = 250;
const row = (item: number) => ({ item, principal: item, principalName: `P${item}`, resource: item < 200 ? 1 : 2, resourceName: 'Ledger', stage: 1, decision: 'notReviewed', answer: null, justification: null, version: 0 });

/** While the page that holds the row in focus is read, `meanwhile` happens. */
let meanwhile: (() => void) | null;
const call = vi.fn(async (name: string, input: { offset?: number; limit?: number }) => {
  const { offset = 0, limit = 0 } = input;
  if (offset === 200 && meanwhile) {
    meanwhile();
    meanwhile = null;
  }
  const value = name === 'item.group.list'
    ? [{ id: 1, displayName: 'A', offset: 0, count: 200, undecided: 200 }, { id: 2, displayName: 'B', offset: 200, count: 50, undecided: 50 }]
    : { total: TOTAL, count: { total: TOTAL, notReviewed: TOTAL, approve: 0, deny: 0, dontKnow: 0 }, rows: Array.from({ length: Math.min(limit, TOTAL - offset) }, (_, at) => row(offset + at)) };
  return { value, touched: [], seen: ['item'] };
});

const rule = { open: true, selfReview: false, justification: 'always', actor: null, stage: 1 };
const read = async () => {
  const list = new ItemList(query('resource'), () => {});
  await list.open();
  return list;
};
/** A desk whose row in focus is far down, where the list that comes has not read yet. */
async function desk(): Promise<DeskState> {
  const before = new ItemList(query(null), () => {});
  await before.open(220);
  const state = new DeskState(before, rule);
  state.active = 220;
  return state;
}

beforeEach(() => {
  meanwhile = null;
  setHost({ call, listen: async () => () => {}, chooseFile: null } as never);
});

test('a list that comes stays at the row in focus', async () => {
  const state = await desk();
  await settle(state, read, () => false, () => 0);
  expect([state.list.query.group, state.activeRow?.item]).toEqual(['resource', 220]);
});

test('a box that is opened while its row is looked for in the list that comes is left alone', async () => {
  const state = await desk();
  meanwhile = () => state.answer('deny');
  const settled = settle(state, read, () => false, () => 0);
  await new Promise((done) => setTimeout(done, 150));
  expect(state.reason?.row.item).toBe(220);
  expect(state.list.query.group, 'the list waits').toBe(null);
  state.closeReason();
  await settled;
  expect([state.list.query.group, state.activeRow?.item]).toEqual(['resource', 220]);
});

test('a step that is taken meanwhile counts', async () => {
  const state = await desk();
  meanwhile = () => state.moveTo(221);
  await settle(state, read, () => false, () => 0);
  expect(state.activeRow?.item).toBe(221);
});

test('a list that is wanted no more is not shown', async () => {
  const state = await desk();
  let over = false;
  meanwhile = () => { over = true; };
  await settle(state, read, () => over, () => 0);
  expect(state.list.query.group).toBe(null);
});
