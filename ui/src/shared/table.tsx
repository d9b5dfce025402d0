import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { placeOf } from './place';
import css from './table.module.css';

export interface Column<Row> {
  id: string;
  label: string;
  /** A grid track, such as `minmax(160px, 2fr)`. */
  width: string;
  align?: 'end';
  show: (row: Row) => ReactNode;
}

interface Props<Row> {
  label: string;
  columns: Column<Row>[];
  total: number;
  /** The row at a place, or undefined while it is on its way. */
  rowAt: (index: number) => Row | undefined;
  onOpen?: (row: Row) => void;
  onRange?: (first: number, last: number) => void;
  /** Tells which row the keys act on, such as for details beside the list. */
  onCurrent?: (index: number) => void;
  /** Tells which row a person went to, even if it was the current one before. */
  onPick?: (index: number) => void;
  /** The row that stays the current one while the list moves around it. */
  held?: (row: Row) => boolean;
  rowHeight?: number;
  /** Grows with its rows up to this many, instead of filling its parent. */
  upTo?: number;
}

/** A list of any length: only what is seen is in the document, and the scroll bar tells the truth. */
export function Table<Row>(props: Props<Row>) {
  const { columns, total, rowAt, rowHeight = 44, onOpen, onRange, onCurrent, onPick, held } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState(0);
  const id = useId();
  const virtual = useVirtualizer({ count: total, getScrollElement: () => scroller.current, estimateSize: () => rowHeight, overscan: 8 });
  const rows = virtual.getVirtualItems();
  const first = rows[0]?.index ?? 0;
  const last = rows[rows.length - 1]?.index ?? 0;
  useEffect(() => onRange?.(first, last), [first, last, onRange]);

  const tracks = columns.map((column) => column.width).join(' ');
  const near = Math.min(at, Math.max(0, total - 1));
  const current = held ? placeOf(held, rowAt, total, near) : near;
  // Where the list has carried it, it stays when it is let go.
  if (held && current !== at) setAt(current);
  useEffect(() => onCurrent?.(current), [current, onCurrent]);

  function move(event: KeyboardEvent<HTMLDivElement>) {
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 400) / rowHeight) - 1);
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -total, End: total };
    const step = steps[event.key];
    if (step !== undefined && !event.altKey && !event.metaKey) {
      event.preventDefault();
      const next = Math.max(0, Math.min(total - 1, current + step));
      setAt(next);
      onPick?.(next);
      virtual.scrollToIndex(next);
    } else if (event.key === 'Enter' && event.target === event.currentTarget) {
      const row = rowAt(current);
      if (row && onOpen) {
        event.preventDefault();
        onOpen(row);
      }
    }
  }

  // The head and the two edges of the box; one pixel less, and a list that fits would scroll.
  const height = props.upTo ? Math.min(Math.max(total, 1), props.upTo) * rowHeight + 38 : undefined;
  return (
    <div className={css.box} style={height ? { height, flex: 'none' } : undefined}>
      <div
        ref={scroller} className={css.scroll} data-keeps={onCurrent !== undefined} role="grid" tabIndex={0} aria-label={props.label} aria-rowcount={total + 1}
        aria-activedescendant={total > 0 ? `${id}-${current}` : undefined} onKeyDown={move}
      >
        <div className={css.head} role="row" aria-rowindex={1} style={{ gridTemplateColumns: tracks }}>
          {columns.map((column) => (
            <div key={column.id} role="columnheader" className={css.cell} data-align={column.align}>{column.label}</div>
          ))}
        </div>
        <div style={{ height: virtual.getTotalSize(), position: 'relative' }}>
          {rows.map((place) => {
            const row = rowAt(place.index);
            return (
              <div
                key={place.index} id={`${id}-${place.index}`} role="row" aria-rowindex={place.index + 2} className={css.row}
                data-current={place.index === current} data-opens={onOpen !== undefined}
                style={{ gridTemplateColumns: tracks, height: rowHeight, transform: `translateY(${place.start}px)` }}
                onClick={(event) => {
                  setAt(place.index);
                  onPick?.(place.index);
                  // A link or button inside a row does its own thing.
                  if (row && onOpen && !(event.target as HTMLElement).closest('a, button')) onOpen(row);
                }}
              >
                {columns.map((column) => (
                  <div key={column.id} role="gridcell" className={css.cell} data-align={column.align}>
                    {row ? column.show(row) : <span className={css.coming} />}
                  </div>
                ))}
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}
