import { expect, test } from 'vitest';
import type { InstanceView, ReviewView } from '../../api/contract';
import { emptyDraft, emptyStage } from '../review/form/draft';
import { toDefinition } from '../review/form/toDefinition';
import { byMonth, dueOf } from './agenda';
import { gathered } from './other';

const series = toDefinition({ ...emptyDraft, displayName: 'Q', every: true, frequency: 'quarterly', startOn: '2026-01-01', stages: [{ ...emptyStage, durationDays: '10' }, { ...emptyStage, durationDays: '5' }] });
const stage = (position: number, status: string, dueAt: string) => ({ position, status, dueAt }) as InstanceView['stages'][number];
const view = (part: Partial<ReviewView>): ReviewView => ({ review: 1, displayName: 'Q', definition: series, createdAt: '', createdBy: '', made: 3, lastOn: '2026-07-01', nextAt: '2026-10-01T12:00:00Z', instances: [], ...part });

test('a series shows its runs and the ends of their stages, and what is computed is marked', () => {
  const due = dueOf(view({}), '2026-09-15', '2027-01-31');
  expect(due.map((one) => `${one.on} ${one.what}${one.expected ? ' ~' : ''}`)).toEqual([
    '2026-10-01 Run 4 starts', '2026-10-10 Stage 1 of run 4 ends ~', '2026-10-15 Run 4 ends ~',
    '2027-01-01 Run 5 starts ~', '2027-01-10 Stage 1 of run 5 ends ~', '2027-01-15 Run 5 ends ~',
  ]);
});

test('what is going on shows the ends that are still to come, and says when one is late', () => {
  const instance = { status: 'InProgress', instance: 7, number: 2, stageCount: 2, stages: [stage(1, 'Completed', '2026-09-01T12:00:00Z'), stage(2, 'InProgress', '2026-09-10T12:00:00Z')] } as InstanceView;
  const due = dueOf(view({ definition: {}, nextAt: null, instances: [instance] }), '2026-09-15', '2027-01-31');
  expect(due).toMatchObject([{ on: '2026-09-10', kind: 'end', what: 'Run 2 ends', late: true, instance: 7 }]);
});

test('months follow each other over the end of a year, and what is late stands in the first', () => {
  const months = byMonth(dueOf(view({}), '2026-11-15', '2027-10-31'), '2026-11-15');
  expect(months.map((one) => one.key)).toEqual(['2026-11', '2026-12', '2027-01', '2027-02', '2027-03', '2027-04', '2027-05', '2027-06', '2027-07', '2027-08', '2027-09', '2027-10']);
  expect(months[2]?.due.length).toBe(3);
  const late = { on: '2026-08-01', kind: 'task' as const, title: 't', what: 'w', late: true, expected: false };
  expect(byMonth([late], '2026-11-15')[0]?.due).toEqual([late]);
});

test('many of a kind on one day stand in one line', () => {
  const task = (title: string) => ({ on: '2026-12-05', kind: 'task' as const, title, what: 'due', many: (figure: number) => `${figure} tasks` });
  expect(gathered(['a', 'b', 'c'].map(task), '2026-11-15').map((one) => one.title)).toEqual(['a', 'b', 'c']);
  expect(gathered(['a', 'b', 'c', 'd'].map(task), '2026-12-06')).toEqual([{ on: '2026-12-05', kind: 'task', title: '4 tasks', what: '', late: true, expected: false }]);
});
