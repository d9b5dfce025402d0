import { useQueries } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useNow } from '../../app/store';
import type { Answer, CallProblem, ReviewView } from '../../api/contract';
import { readFresh, useRead } from '../../api/query';
import { toDayInput } from '../../shared/date';
import { type Due, type Month, byMonth, dueOf } from './agenda';
import { useOtherDue } from './other';

/** Reviews looked at, newest first; more are counted and said. */
const MOST = 500;

/** What is due in the coming twelve months. */
export function useAgenda(): { months: Month[] | null; left: number; leftOther: number; today: string; problem: CallProblem | null; retry: () => void } {
  const today = toDayInput(useNow());
  const list = useRead('review.list', { offset: 0, limit: MOST });
  const rows = list.data?.rows ?? [];
  const ids = [...new Set(rows.map((row) => row.review))];
  const shown = useQueries({
    queries: ids.map((review) => ({ queryKey: ['review.show', { review }], queryFn: () => readFresh('review.show', { review }), select: (answer: Answer<ReviewView>) => answer.value })),
  });
  const other = useOtherDue(today);
  const views = shown.map((one) => one.data).filter((one) => one !== undefined);
  const ready = list.data !== undefined && views.length === ids.length && other.ready;
  const [year = 2000, month = 1] = today.split('-').map(Number);
  const until = new Date(Date.UTC(year, month + 11, 0)).toISOString().slice(0, 10);
  const months = useMemo(() => {
    if (!ready) return null;
    const all: Due[] = [...views.flatMap((view) => dueOf(view, today, until)), ...other.due.filter((one) => one.on <= until)];
    return byMonth(all, today);
    // Made again whenever one of the answers is another one.
  }, [ready, today, until, other.due, shown.map((one) => one.dataUpdatedAt).join()]);
  const broken = shown.find((one) => one.error)?.error as CallProblem | undefined;
  return { months, left: (list.data?.total ?? 0) - rows.length, leftOther: other.left, today, problem: list.error ?? broken ?? null, retry: () => { void list.refetch(); shown.forEach((one) => void one.refetch()); } };
}
