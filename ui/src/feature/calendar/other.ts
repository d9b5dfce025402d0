import { useMemo } from 'react';
import { useRead } from '../../api/query';
import { count } from '../../shared/number';
import { type Due, dayOf } from './agenda';

/** Of each kind; a year has few of them, and their own lists show them all. */
const MOST = 500;
/** So many of a kind on one day stand in one line. */
const TOGETHER = 3;

type Other = Pick<Due, 'on' | 'kind' | 'title' | 'what'> & { many: (figure: number) => string };

/** Many of a kind on one day become one line. */
export function gathered(all: readonly Other[], today: string): Due[] {
  const days = new Map<string, Other[]>();
  for (const one of all) days.set(`${one.on} ${one.kind}`, [...(days.get(`${one.on} ${one.kind}`) ?? []), one]);
  return [...days.values()].flatMap((same) => {
    const [first] = same;
    if (!first) return [];
    const lines = same.length > TOGETHER ? [{ ...first, title: first.many(same.length), what: '' }] : same;
    return lines.map(({ on, kind, title, what }) => ({ on, kind, title, what, late: on < today, expected: false }));
  });
}

/** What is due beside reviews: tasks by hand, guests on the way out, exceptions to look at or to end. */
export function useOtherDue(today: string): { ready: boolean; due: Due[]; left: number } {
  const tasks = useRead('task.board', { limit: MOST });
  const guests = useRead('guest.list', { revocable: true, limit: MOST });
  const exceptions = useRead('exception.list', { state: 'approved', limit: MOST });
  const due = useMemo(() => {
    const all: Other[] = [];
    for (const one of tasks.data?.rows ?? []) {
      if (one.closedAt === null) all.push({ on: one.dueOn.slice(0, 10), kind: 'task', title: `${one.principalName}, ${one.resourceName}`, what: `Task of ${one.owner} is due`, many: (figure) => `${count(figure, 'task')} by hand due` });
    }
    for (const one of guests.data?.rows ?? []) {
      if (one.deleteAt) all.push({ on: dayOf(one.deleteAt), kind: 'guest', title: one.principalName, what: 'Guest account is deleted', many: (figure) => `${count(figure, 'guest account')} deleted` });
    }
    for (const one of exceptions.data?.rows ?? []) {
      const title = `${one.principalName}, ${one.resourceName}`;
      all.push({ on: one.untilOn, kind: 'exception', title, what: 'Exception ends', many: (figure) => `${count(figure, 'exception')} to look at or to end` });
      if (one.reviewOn) all.push({ on: one.reviewOn, kind: 'exception', title, what: 'Exception is looked at again', many: (figure) => `${count(figure, 'exception')} to look at or to end` });
    }
    return gathered(all, today);
  }, [tasks.data, guests.data, exceptions.data, today]);
  const left = [tasks.data, guests.data, exceptions.data].reduce((sum, page) => sum + (page ? page.total - page.rows.length : 0), 0);
  return { ready: !tasks.isLoading && !guests.isLoading && !exceptions.isLoading, due, left };
}
