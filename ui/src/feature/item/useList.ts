import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { CallProblem } from '../../api/contract';
import { toProblem } from '../../api/host';
import { useRead } from '../../api/query';
import { ItemList, type ListQuery } from './list';
import { settle } from './settle';
import { DeskState, type DeskRule } from './state';
import type { ItemRow } from './words';

/**
 * The list in force. While another is being read, the one before stays on the screen, so that typing in the
 * search field or changing the group never blinks; the row in focus is looked for in the new one.
 */
export function useList(query: ListQuery, rule: DeskRule) {
  const [state, setState] = useState<DeskState | null>(null);
  const [problem, setProblem] = useState<CallProblem | null>(null);
  const [busy, setBusy] = useState(true);
  const [round, setRound] = useState(0);
  const held = useRef<DeskState | null>(null);
  const reload = useCallback(() => setRound((before) => before + 1), []);
  const key = JSON.stringify(query);

  useEffect(() => {
    let over = false;
    const before = held.current;
    const wanted = JSON.parse(key) as ListQuery;
    // The same rows in the same order, such as after a bulk decision: the place stays.
    const near = before && sameOrder(before.list.query, wanted) ? before.active : 0;
    const read = async () => {
      const list = new ItemList(wanted, reload);
      await list.open(near);
      return list;
    };
    const begin = (list: ItemList) => {
      if (over) return;
      held.current = new DeskState(list, rule);
      held.current.active = firstUndecided(list);
      setState(held.current);
    };
    setBusy(true);
    const shown = before ? settle(before, read, () => over, (list) => (near > 0 ? near : firstUndecided(list))) : read().then(begin);
    shown.then(
      () => {
        if (over) return;
        setProblem(null);
        setBusy(false);
      },
      (thrown: unknown) => {
        if (over) return;
        setProblem(toProblem(thrown));
        setBusy(false);
      },
    );
    return () => { over = true; };
    // The rule changes without a new list.
  }, [key, round, reload]);

  if (held.current) held.current.rule = rule;
  return useMemo(() => ({ state, problem, busy, reload }), [state, problem, busy, reload]);
}

const sameOrder = (a: ListQuery, b: ListQuery): boolean => a.sort === b.sort && JSON.stringify(a.filter) === JSON.stringify(b.filter);

const isLeft = (list: ItemList, row: ItemRow | undefined): boolean => row !== undefined && list.seen(row) === 'notReviewed';

function firstUndecided(list: ItemList): number {
  for (let at = 0; at < Math.min(100, list.total); at += 1) if (isLeft(list, list.rowAt(at))) return at;
  return 0;
}

/** When the desk's counts stop fitting to what is shown, somebody else decided too: the list is read again. */
export function Agreement({ query, state, reload }: { query: ListQuery; state: DeskState; reload: () => void }): null {
  const { instance, filter, sort } = query;
  const counts = useRead('item.list', { instance, filter, sort, offset: 0, limit: 0 });
  const tally = counts.data?.count;
  const key = JSON.stringify(query);
  useEffect(() => {
    if (!tally) return;
    let timer: ReturnType<typeof setTimeout>;
    // Not while something is being saved, nor while the answer may be on its way to the list.
    const check = () => {
      if (state.getSaving() > 0 || state.reason) timer = setTimeout(check, 500);
      else if (JSON.stringify(state.list.query) === key && !state.list.agrees(tally)) reload();
    };
    timer = setTimeout(check, 500);
    return () => clearTimeout(timer);
  }, [tally, state, key, reload]);
  return null;
}
