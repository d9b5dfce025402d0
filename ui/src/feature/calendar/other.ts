import { useMemo } from 'react';
import { useRead } from '../../api/query';
import { type Due, dayOf } from './agenda';

/** Of each kind; a year has few of them, and the registers list them all. */
const MOST = 500;

/** What is due beside reviews: tasks by hand, guests on the way out, exceptions to look at or to end. */
export function useOtherDue(today: string): { ready: boolean; due: Due[] } {
  const tasks = useRead('task.board', { limit: MOST });
  const guests = useRead('guest.list', { revocable: true, limit: MOST });
  const exceptions = useRead('exception.list', { state: 'approved', limit: MOST });
  const due = useMemo(() => {
    const all: Due[] = [];
    const add = (on: string, kind: Due['kind'], title: string, what: string) => all.push({ on, kind, title, what, late: on < today, expected: false });
    for (const one of tasks.data?.rows ?? []) if (one.closedAt === null) add(one.dueOn.slice(0, 10), 'task', `${one.principalName}, ${one.resourceName}`, `Task of ${one.owner} is due`);
    for (const one of guests.data?.rows ?? []) if (one.deleteAt) add(dayOf(one.deleteAt), 'guest', one.principalName, 'Guest account is deleted');
    for (const one of exceptions.data?.rows ?? []) {
      add(one.untilOn, 'exception', `${one.principalName}, ${one.resourceName}`, 'Exception ends');
      if (one.reviewOn) add(one.reviewOn, 'exception', `${one.principalName}, ${one.resourceName}`, 'Exception is looked at again');
    }
    return all;
  }, [tasks.data, guests.data, exceptions.data, today]);
  return { ready: !tasks.isLoading && !guests.isLoading && !exceptions.isLoading, due };
}
