import { describe, expect, it } from 'vitest';
import { covers, groupOf, lineOf, placeAt } from './place';

const groups = [
  { id: 7, displayName: 'A', offset: 0, count: 2, undecided: 1 },
  { id: 8, displayName: 'B', offset: 2, count: 1, undecided: 0 },
  { id: 9, displayName: 'C', offset: 3, count: 3, undecided: 3 },
];

describe('the lines of a grouped list', () => {
  it('put a heading before each group', () => {
    const lines = Array.from({ length: 9 }, (_, line) => placeAt(groups, line));
    expect(lines.map((place) => (place.kind === 'group' ? `#${place.group}` : place.item))).toEqual(['#0', 0, 1, '#1', 2, '#2', 3, 4, 5]);
  });
  it('lead back from an item to its line', () => {
    for (let item = 0; item < 6; item += 1) expect(placeAt(groups, lineOf(groups, item))).toEqual({ kind: 'item', item });
    expect(groupOf(groups, 2)).toBe(1);
  });
  it('are the items themselves without groups', () => {
    expect(lineOf([], 5)).toBe(5);
    expect(placeAt([], 5)).toEqual({ kind: 'item', item: 5 });
  });
  it('are believed only when they cover the list', () => {
    expect(covers(groups, 6)).toBe(true);
    expect(covers(groups, 7)).toBe(false);
  });
});
