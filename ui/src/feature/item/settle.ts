import type { ItemList } from './list';
import type { DeskState } from './state';

/** How often it is looked whether the reason is written and the decisions are saved, in milliseconds. */
const LOOK = 100;

/**
 * Shows a list that was read, as soon as nothing is under the hands: one that arrives while a reason is being written
 * would take the field away, and what is being saved is not in it yet. It waits then, and is read again.
 */
export async function settle(before: DeskState, read: () => Promise<ItemList>, isOver: () => boolean, elsewhere: (list: ItemList) => number): Promise<void> {
  const isBusy = () => before.reason !== null || before.getSaving() > 0;
  let list = await read();
  while (!isOver()) {
    if (isBusy()) {
      await new Promise((done) => setTimeout(done, LOOK));
      if (!isOver() && !isBusy()) list = await read();
      continue;
    }
    const row = before.activeRow;
    const stay = row && (await list.find(row));
    // That may have read pages: a box that was opened meanwhile is left alone, and a step that was taken counts.
    if (isOver() || isBusy() || before.activeRow?.item !== row?.item) continue;
    before.show(list, stay ?? elsewhere(list));
    return;
  }
}
