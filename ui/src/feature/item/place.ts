import type { Output } from '../../api/contract';

export type Group = Output<'item.group.list'>[number];

/** A line of the grid: the heading of a group, or an item of the list. */
export type Place = { kind: 'group'; group: number } | { kind: 'item'; item: number };

/** The last group whose number, as `of` tells it, is not above `value`. */
function lastWhere(groups: readonly Group[], value: number, of: (at: number) => number): number {
  let low = 0;
  let high = groups.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (of(middle) <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}

const offset = (groups: readonly Group[], at: number): number => groups[at]?.offset ?? 0;

export function groupOf(groups: readonly Group[], item: number): number {
  return lastWhere(groups, item, (at) => offset(groups, at));
}

/** The line on which an item stands: one heading more for every group up to its own. */
export function lineOf(groups: readonly Group[], item: number): number {
  return groups.length === 0 ? item : item + groupOf(groups, item) + 1;
}

export function placeAt(groups: readonly Group[], line: number): Place {
  if (groups.length === 0) return { kind: 'item', item: line };
  const group = lastWhere(groups, line, (at) => offset(groups, at) + at);
  const item = line - group - 1;
  return item < offset(groups, group) ? { kind: 'group', group } : { kind: 'item', item };
}

/** Groups are believed only when they cover the list without a gap. */
export function covers(groups: readonly Group[], total: number): boolean {
  let next = 0;
  for (const group of groups) {
    if (group.offset !== next) return false;
    next += group.count;
  }
  return next === total;
}
