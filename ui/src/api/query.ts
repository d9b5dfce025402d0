import { QueryClient, keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { call } from './call';
import type { Answer, CallProblem, DeskEvent, OperationName, Operations } from './contract';
import { host } from './host';
import { TouchLog, intersects } from './touch';

const touches = new TouchLog();

export const queryClient = new QueryClient({
  defaultOptions: {
    // The desk says when something changed; nothing goes stale by the clock and nothing is retried,
    // because a problem of the desk is an answer.
    queries: { staleTime: Infinity, gcTime: 120_000, retry: false, refetchOnWindowFocus: false, networkMode: 'always' },
    mutations: { retry: false, networkMode: 'always' },
  },
});

/** Reads once more when what was read was written meanwhile; three times is enough for a busy sync. */
export async function readFresh<Name extends OperationName>(
  name: Name,
  input: Operations[Name]['input'],
): Promise<Answer<Operations[Name]['output']>> {
  let answer: Answer<Operations[Name]['output']>;
  let round = 0;
  do {
    const before = touches.now();
    answer = await call(name, input);
    if (!touches.touchedSince(answer.seen, before)) break;
    round += 1;
  } while (round < 3);
  return answer;
}

export interface ReadOptions {
  enabled?: boolean;
  /** Show the last answer while the next is read, such as when a search text changes. */
  keep?: boolean;
  /** Ask again after so many milliseconds; only for what no event announces. */
  every?: number | false;
}

/** A read. Its answer stays until a table it saw is touched. */
export function useRead<Name extends OperationName>(
  name: Name,
  input: Operations[Name]['input'],
  options: ReadOptions = {},
) {
  return useQuery<Answer<Operations[Name]['output']>, CallProblem, Operations[Name]['output']>({
    queryKey: [name, input],
    queryFn: () => readFresh(name, input),
    select: (answer) => answer.value,
    enabled: options.enabled ?? true,
    placeholderData: options.keep ? keepPreviousData : undefined,
    refetchInterval: options.every ?? false,
  });
}

/** What was read of something that no event tells of, such as a file, is asked for again. */
export function forget(name: OperationName): void {
  queryClient.removeQueries({ queryKey: [name] });
}

/** A write. What it touched is read again wherever it is shown. */
export function useWrite<Name extends OperationName>(name: Name) {
  return useMutation<Operations[Name]['output'], CallProblem, Operations[Name]['input']>({
    mutationFn: async (input) => {
      const answer = await call(name, input);
      void touched(answer.touched);
      return answer.value;
    },
  });
}

/** Everything that rests on these tables is read again. */
export function touched(tables: readonly string[]): Promise<void> {
  if (tables.length === 0) return Promise.resolve();
  const all = withLog(tables);
  touches.touch(all);
  return readAgain(all);
}

/** Whatever is written leaves its entry in the audit log, though an operation does not name it. */
const withLog = (tables: readonly string[]): readonly string[] => (tables.length === 0 ? tables : [...tables, 'audit']);

function readAgain(tables: readonly string[]): Promise<void> {
  return queryClient.invalidateQueries({
    predicate: (query) => {
      const answer = query.state.data as Answer<unknown> | undefined;
      return answer !== undefined && intersects(answer.seen, tables);
    },
  });
}

/**
 * Milliseconds of rest after which what the desk pushes is read again, and the longest wait for such a
 * rest: whoever decides key by key sees the rows at once, and the counts around them when the fingers rest.
 */
const REST = 250;
const LONGEST = 2_500;
const gathered = new Set<string>();
let resting: ReturnType<typeof setTimeout> | undefined;
let since = 0;

function touchedSoon(named: readonly string[]): void {
  const tables = withLog(named);
  if (tables.length === 0) return;
  // Noted at once: a read that is under way now must not be taken for fresh.
  touches.touch(tables);
  if (gathered.size === 0) since = Date.now();
  for (const table of tables) gathered.add(table);
  clearTimeout(resting);
  resting = setTimeout(() => {
    const all = [...gathered];
    gathered.clear();
    void readAgain(all);
  }, Math.max(0, Math.min(REST, since + LONGEST - Date.now())));
}

/** Follows what the desk pushes, for the life of the window. */
export function followEvents(): Promise<() => void> {
  return host().listen((event: DeskEvent) => {
    if (event.kind === 'touched') {
      touchedSoon(event.tables);
    } else if (event.kind === 'replaced') {
      // What is shown stays until it was read again.
      void queryClient.invalidateQueries();
    } else {
      const answer: Answer<unknown> = { value: event.job, touched: [], seen: ['job'] };
      queryClient.setQueryData(['job.show', { job: event.job.id }], answer);
      void queryClient.invalidateQueries({ queryKey: ['job.list'] });
    }
  });
}

/** Forgets everything: another store, or another person, sees other things. */
export function forgetAll(): void {
  void queryClient.resetQueries();
}
