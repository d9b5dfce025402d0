import { type PointerEvent, type RefObject, useRef } from 'react';
import css from './desk.module.css';
import { clampWidth } from './setting';

interface Props { width: number; root: RefObject<HTMLDivElement | null>; onWidth: (width: number) => void }

/** The edge of the details: dragged, or moved with the arrow keys. */
export function Splitter({ width, root, onWidth }: Props) {
  const from = useRef<{ x: number; width: number } | null>(null);
  // Dragging writes one custom property; React hears of the width when the hand lets go.
  const show = (next: number) => root.current?.style.setProperty('--pane', `${clampWidth(next)}px`);
  const dragged = (event: PointerEvent) => (from.current ? from.current.width + (from.current.x - event.clientX) : width);
  return (
    <div
      className={css.splitter} role="separator" aria-orientation="vertical" aria-label="Width of the details" tabIndex={0}
      aria-valuenow={width} aria-valuemin={280} aria-valuemax={640}
      onPointerDown={(event) => { from.current = { x: event.clientX, width }; event.currentTarget.setPointerCapture(event.pointerId); }}
      onPointerMove={(event) => { if (from.current) show(dragged(event)); }}
      onPointerUp={(event) => { if (from.current) onWidth(clampWidth(dragged(event))); from.current = null; }}
      onKeyDown={(event) => {
        const step = event.key === 'ArrowLeft' ? 24 : event.key === 'ArrowRight' ? -24 : 0;
        if (step === 0) return;
        event.preventDefault();
        onWidth(clampWidth(width + step));
      }}
    />
  );
}
