/**
 * Which rows of a long list are in sight, when every row is equally high.
 *
 * WebKit stops laying boxes out beyond about 33 million pixels, which 850,000 rows of 40 pixels reach.
 * Above {@link TALLEST} the scroll bar therefore covers a shorter way, and rows are placed beside the
 * place that is in sight: nothing is cut off at any length.
 */
export const TALLEST = 16_000_000;

export interface Span { first: number; last: number; shift: number }

/** How high the scrolled box is, in pixels. */
export function boxHeight(total: number, row: number): number {
  return Math.min(total * row, TALLEST);
}

/** How many pixels of rows lie above the upper edge, when the box is scrolled by so much. */
export function toRows(scrollTop: number, total: number, row: number, view: number): number {
  const whole = total * row;
  if (whole <= TALLEST) return scrollTop;
  const way = TALLEST - view;
  return way <= 0 ? 0 : Math.min(1, Math.max(0, scrollTop / way)) * (whole - view);
}

/** The opposite: where to scroll so that so many pixels of rows lie above the upper edge. */
export function toScroll(above: number, total: number, row: number, view: number): number {
  const whole = total * row;
  if (whole <= TALLEST) return above;
  return whole <= view ? 0 : (above / (whole - view)) * (TALLEST - view);
}

/** The rows to draw, and what to add to `index * row` so that they stand where the eye is. */
export function spanAt(scrollTop: number, total: number, row: number, view: number, extra: number): Span {
  const above = toRows(scrollTop, total, row, view);
  const first = Math.max(0, Math.floor(above / row) - extra);
  const last = Math.min(total - 1, Math.ceil((above + view) / row) + extra);
  return { first, last, shift: scrollTop - above };
}
