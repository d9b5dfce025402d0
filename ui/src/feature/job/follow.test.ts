import { expect, test } from 'vitest';
import type { JobView } from '../../api/contract';
import { begun, ended, nothing, seen } from './follow';

const job = (id: number, part: Partial<JobView> = {}): JobView => ({
  id, kind: 'plan.carryOut', subject: 'Finance groups', about: 10, state: 'running', phase: 'starting', done: 0, total: null, problem: null, result: null, startedAt: '2026-11-01T08:00:00Z', code: null, ...part,
});
const unreachable = { code: null, field: null, message: 'The directory does not answer.', hint: null };
const broken = (id: number) => job(id, { state: 'problem', problem: unreachable });

test('a job that ran before the screen was opened is followed to its end, also when the list says no more that it runs', () => {
  const followed = seen(nothing, [job(1)], 'plan.', 10);
  expect(followed.job).toBe(1);
  expect(seen(followed, [broken(1)], 'plan.', 10).job).toBe(1);
});

test('a job that broke off locks nothing, and its problem stays until another begins', () => {
  const after = ended(begun(nothing, 1), broken(1));
  expect([after.job, after.problem]).toEqual([null, unreachable]);
  expect(seen(after, [job(1)], 'plan.', 10).job, 'the list is behind').toBe(null);
  expect(begun(after, 2)).toMatchObject({ job: 2, problem: null });
});

test('an answer that comes after the end of its job locks nothing', () => {
  expect(begun(ended(seen(nothing, [job(1)], 'plan.', 10), job(1, { state: 'done' })), 1).job).toBe(null);
});

test('what is done for one plan does not hold up another whose review has the same name, whoever began it', () => {
  expect(seen(nothing, [job(5)], 'plan.', 11).job).toBe(null);
  expect(seen(nothing, [job(5)], 'plan.', 10).job).toBe(5);
  expect(seen(nothing, [job(6, { kind: 'directory.sync' })], 'plan.', 10).job).toBe(null);
});

test('of what there is one of, the job is followed whatever it works on', () => {
  expect(seen(nothing, [job(7, { kind: 'package.suggest', about: null })], 'package.suggest', null).job).toBe(7);
  expect(seen(nothing, [job(7)], 'package.suggest', null).job).toBe(null);
});
