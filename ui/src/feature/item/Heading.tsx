import { memo } from 'react';
import { count, formatNumber } from '../../shared/number';
import css from './grid.module.css';
import type { Group } from './place';
import { ROW } from './Row';

/** The heading of a group: its name, how many items, how many are still open. */
export const Heading = memo(function Heading({ group, line }: { group: Group; line: number }) {
  return (
    <div id={`item-${line}`} role="row" aria-rowindex={line + 2} className={css.heading} style={{ transform: `translateY(${line * ROW}px)` }}>
      <HeadingCell group={group} />
    </div>
  );
});

export function HeadingCell({ group }: { group: Group }) {
  return (
    <div role="gridcell" aria-colspan={8} className={css.headingCell}>
      <bdi className={css.headingName} title={group.displayName}>{group.displayName}</bdi>
      <span className={css.headingCount}>
        {count(group.count, 'item')}, {group.undecided === 0 ? 'all decided' : `${formatNumber(group.undecided)} undecided`}
      </span>
    </div>
  );
}
