import { describe, expect, it } from 'vitest';
import { TALLEST, boxHeight, spanAt, toRows, toScroll } from './gridWindow';

describe('a grid window', () => {
  it('draws the rows in sight and a few around them', () => {
    expect(spanAt(400, 1000, 40, 200, 2)).toEqual({ first: 8, last: 17, shift: 0 });
  });
  it('never leaves the list', () => {
    expect(spanAt(0, 3, 40, 400, 5)).toEqual({ first: 0, last: 2, shift: 0 });
    expect(spanAt(0, 0, 40, 400, 5).last).toBe(-1);
  });
  it('reaches the last of a million rows although the box is shorter than they are', () => {
    const total = 1_000_000;
    expect(boxHeight(total, 40)).toBe(TALLEST);
    const end = spanAt(TALLEST - 600, total, 40, 600, 0);
    expect(end.last).toBe(total - 1);
    // The last row ends where the box ends.
    expect((end.last + 1) * 40 + end.shift).toBeCloseTo(TALLEST, 3);
  });
  it('scrolls to where a row is seen, in both directions', () => {
    for (const above of [0, 40, 4_000_000, 39_999_400]) {
      expect(toRows(toScroll(above, 1_000_000, 40, 600), 1_000_000, 40, 600)).toBeCloseTo(above, 3);
    }
  });
});
