import { keepPreviousData, useQueries } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import type { CallProblem, OperationName, Operations, Page } from './contract';
import { readFresh } from './query';

/** Rows asked for at once: JSON of 100 rows crosses the window's border in 2 ms. */
const SIZE = 100;

/** The pages which hold the rows from first to last. The first page stays, for its total. */
export function pagesOf(first: number, last: number, size = SIZE): number[] {
  const from = Math.floor(first / size);
  const to = Math.floor(last / size);
  const pages = Array.from({ length: to - from + 1 }, (_, at) => from + at);
  return pages[0] === 0 ? pages : [0, ...pages];
}

type Paged = { [Name in OperationName]: Operations[Name]['output'] extends Page<unknown> ? Name : never }[OperationName];
type RowOf<Name extends Paged> = Operations[Name]['output'] extends Page<infer Row> ? Row : never;
type Filter<Name extends Paged> = Omit<Operations[Name]['input'], 'offset' | 'limit'>;

/** A list of any length, of which only the pages in sight are read. */
export function usePages<Name extends Paged>(name: Name, filter: Filter<Name>) {
  const [range, setRange] = useState({ first: 0, last: 0 });
  const pages = pagesOf(range.first, range.last);
  const queries = useQueries({
    queries: pages.map((page) => {
      const input = { ...filter, offset: page * SIZE, limit: SIZE } as Operations[Name]['input'];
      return {
        queryKey: [name, input],
        queryFn: () => readFresh(name, input),
        placeholderData: page === 0 ? keepPreviousData : undefined,
      };
    }),
  });
  const rows = new Map<number, RowOf<Name>>();
  let total: number | null = null;
  queries.forEach((query, at) => {
    const page = query.data?.value as Page<RowOf<Name>> | undefined;
    if (!page) return;
    if (at === 0) total = page.total;
    page.rows.forEach((row, index) => rows.set((pages[at] ?? 0) * SIZE + index, row));
  });
  const onRange = useCallback((first: number, last: number) => setRange({ first, last }), []);
  const problem = (queries.find((query) => query.error)?.error ?? null) as CallProblem | null;
  return {
    total: total as number | null,
    problem,
    rowAt: (index: number) => rows.get(index),
    onRange,
    retry: useMemo(() => () => queries.forEach((query) => void query.refetch()), [queries]),
  };
}
