import { type MouseEvent, type Ref, memo, useCallback, useImperativeHandle, useLayoutEffect, useRef, useState, useSyncExternalStore } from 'react';
import { flushSync } from 'react-dom';
import { type Span, boxHeight, spanAt, toRows, toScroll } from '../../shared/gridWindow';
import { Heading, HeadingCell } from './Heading';
import { ReasonBox } from './ReasonBox';
import { ROW, Row } from './Row';
import css from './grid.module.css';
import { groupOf, lineOf, placeAt } from './place';
import type { DeskState } from './state';
import type { ItemList } from './list';

const HEAD = 36;
const EXTRA = 8;

export interface GridHandle {
  focus: () => void;
  /** Rows that fit on the screen. */
  page: () => number;
}

interface Props { state: DeskState; list: ItemList; label: string; now: Date; handle: Ref<GridHandle> }

interface Window extends Span { top: number }
const same = (a: Window, b: Window) => a.first === b.first && a.last === b.last && a.shift === b.shift && a.top === b.top;

/**
 * The virtual grid. The focus stays on the grid itself and `aria-activedescendant` names the row; the row in
 * focus is shown by one box that moves, so that moving draws no row at all.
 */
export const Grid = memo(function Grid({ state, list, label, now, handle }: Props) {
  useSyncExternalStore(list.watch, list.getVersion);
  const reason = useSyncExternalStore(state.watchSheet, state.getReason);
  const scroller = useRef<HTMLDivElement>(null);
  const mark = useRef<HTMLDivElement>(null);
  // What was measured last; reading it from the document between two writes would cost a layout.
  const seen = useRef({ height: 600, top: 0 });
  const [span, setSpan] = useState<Window>({ first: 0, last: -1, shift: 0, top: 0 });
  const drawn = useRef(span);
  const lines = list.total + list.groups.length;
  const sticky = list.groups.length > 0 ? ROW : 0;

  const draw = useCallback(() => {
    const { height, top } = seen.current;
    const view = Math.max(ROW, height - HEAD);
    const all = list.total + list.groups.length;
    const above = toRows(top, all, ROW, view);
    const next: Window = { ...spanAt(top, all, ROW, view, EXTRA), top: Math.max(0, Math.floor(above / ROW)) };
    if (same(next, drawn.current)) return;
    drawn.current = next;
    flushSync(() => setSpan(next));
    const at = (line: number) => {
      const place = placeAt(list.groups, Math.max(0, line));
      return place.kind === 'item' ? place.item : (list.groups[place.group]?.offset ?? 0);
    };
    list.want(at(next.first), at(next.last));
  }, [list]);

  const follow = useCallback((scroll: boolean) => {
    const box = scroller.current;
    if (!box || !mark.current) return;
    const line = lineOf(list.groups, state.active);
    const all = list.total + list.groups.length;
    const view = Math.max(ROW, seen.current.height - HEAD);
    if (scroll) {
      const above = toRows(seen.current.top, all, ROW, view);
      const upper = line * ROW - (list.groups.length > 0 ? ROW : 0);
      const lower = (line + 1) * ROW - view;
      const wanted = above > upper ? upper : above < lower ? lower : above;
      if (wanted !== above) {
        seen.current.top = Math.max(0, Math.round(toScroll(wanted, all, ROW, view)));
        box.scrollTop = seen.current.top;
        draw();
      }
    }
    mark.current.style.transform = `translateY(${line * ROW}px)`;
    box.setAttribute('aria-activedescendant', `item-${line}`);
  }, [draw, list, state]);

  useLayoutEffect(() => state.watchActive(() => follow(true)), [state, follow]);

  useLayoutEffect(() => {
    const box = scroller.current;
    if (!box) return;
    const measure = () => {
      seen.current = { height: box.clientHeight, top: box.scrollTop };
    };
    const scrolled = () => {
      seen.current.top = box.scrollTop;
      draw();
    };
    measure();
    // React is drawing now: the first rows are set once it is done.
    queueMicrotask(() => { drawn.current = { first: 0, last: -1, shift: 0, top: -1 }; draw(); follow(true); });
    const watch = new ResizeObserver(() => { measure(); draw(); });
    watch.observe(box);
    box.addEventListener('scroll', scrolled, { passive: true });
    return () => { watch.disconnect(); box.removeEventListener('scroll', scrolled); };
  }, [draw, follow]);

  // For whoever measures how long it took to get here: the frame after this one shows rows.
  const begun = span.last >= span.first && list.total > 0;
  useLayoutEffect(() => { if (begun) requestAnimationFrame(() => performance.mark('rows')); }, [begun]);

  useImperativeHandle(handle, () => ({
    focus: () => scroller.current?.focus({ preventScroll: true }),
    page: () => Math.max(1, Math.floor((seen.current.height - HEAD - sticky) / ROW) - 1),
  }), [sticky]);

  function pick(event: MouseEvent<HTMLDivElement>) {
    const target = event.target as HTMLElement;
    const line = target.closest<HTMLElement>('[data-line]')?.dataset.line;
    if (line === undefined) return;
    const place = placeAt(list.groups, Number(line));
    if (place.kind !== 'item') return;
    state.moveTo(place.item, event.shiftKey);
    if (target.closest('[data-part="select"]') && !event.shiftKey) state.toggle(place.item);
  }

  const slots = span.last - span.first + 1 <= 0 ? 1 : Math.ceil(seen.current.height / ROW) + 2 * EXTRA + 3;
  const rows = [];
  for (let line = span.first; line <= Math.min(span.last, lines - 1); line += 1) {
    const place = placeAt(list.groups, line);
    // Slots are used again: a row that leaves above becomes the one that enters below.
    const key = line % slots;
    if (place.kind === 'item') rows.push(<Row key={key} state={state} list={list} index={place.item} line={line} now={now} />);
    else {
      const group = list.groups[place.group];
      if (group) rows.push(<Heading key={`h${key}`} group={group} line={line} />);
    }
  }
  const topPlace = placeAt(list.groups, Math.min(span.top, Math.max(0, lines - 1)));
  const topGroup = sticky ? list.groups[topPlace.kind === 'group' ? topPlace.group : groupOf(list.groups, topPlace.item)] : undefined;
  const grouped = list.groups.length > 0 ? list.query.group : null;

  return (
    <div
      ref={scroller} role="grid" tabIndex={0} aria-label={label} aria-rowcount={lines + 1} aria-colcount={8} aria-multiselectable="true"
      className={css.grid} data-grouped={grouped ?? undefined} data-closed={!state.rule.open} data-desk-grid="" onClick={pick} onMouseDown={(event) => event.shiftKey && event.preventDefault()}
    >
      <div role="row" aria-rowindex={1} className={css.head}>
        <div role="columnheader" className={css.select}><span className="unseen">Selected</span></div>
        <div role="columnheader" className={css.person}>Person</div>
        <div role="columnheader" className={css.resource}>Resource</div>
        <div role="columnheader" className={css.how}>How</div>
        <div role="columnheader" className={css.seen}>Last sign-in</div>
        <div role="columnheader" className={css.advice}>Recommended</div>
        <div role="columnheader" className={css.decision}>Decision</div>
        <div role="columnheader" className={css.reason}>Reason</div>
      </div>
      {topGroup && span.top > 0 && <div className={css.sticky} aria-hidden="true"><div className={css.heading}><HeadingCell group={topGroup} /></div></div>}
      <div role="presentation" className={css.canvas} style={{ height: boxHeight(lines, ROW) }}>
        <div role="presentation" className={css.layer} style={span.shift === 0 ? undefined : { transform: `translateY(${span.shift}px)` }}>
          <div ref={mark} className={css.mark} aria-hidden="true" hidden={list.total === 0} />
          {rows}
          {reason && <ReasonBox key={reason.row.item} state={state} asked={reason} top={reasonTop(reason.index)} above={isLow(reason.index)} />}
        </div>
      </div>
    </div>
  );

  function reasonTop(index: number): number {
    return lineOf(list.groups, index) * ROW + (isLow(index) ? 0 : ROW);
  }

  /** Too little room below: the box opens above its row. */
  function isLow(index: number): boolean {
    return lineOf(list.groups, index) - span.top > (seen.current.height - HEAD) / ROW - 7 && lineOf(list.groups, index) > 6;
  }
});
