import type { CallProblem, Input } from '../../api/contract';
import { toProblem } from '../../api/host';
import { readFresh } from '../../api/query';
import { type Group, covers } from './place';
import { type Decision, type DeskGroup, type ItemRow, decisions, seenIn } from './words';

/** Rows asked for at once: JSON of 100 rows crosses the window's border in 2 ms. */
const SIZE = 100;
/** Pages kept before the farthest are forgotten: about 10 MB. */
const KEPT_PAGES = 240;

export type Filter = NonNullable<Input<'item.list'>['filter']>;
export type Sort = NonNullable<Input<'item.list'>['sort']>;
export interface ListQuery { instance: number; filter: Filter; sort: Sort; group: DeskGroup }

type Tally = Record<Decision, number>;

/**
 * A filtered list as it was when it was opened.
 *
 * A row that no longer matches the filter because it was decided here stays where it is, so that nothing
 * moves under the person's hands. The desk's own list has become shorter by those rows, so offsets asked
 * for are shortened by the stayers above them; the totals must then agree, or the list is opened anew.
 */
export class ItemList {
  total = 0;
  private tally: Tally = { notReviewed: 0, approve: 0, deny: 0, dontKnow: 0 };
  groups: Group[] = [];
  problem: CallProblem | null = null;
  private readonly rows = new Map<number, ItemRow>();
  private readonly places = new Map<number, number>();
  private readonly asked = new Set<number>();
  private readonly loaded = new Set<number>();
  private readonly stayers = new Set<number>();
  private readonly byRow = new Map<number, Set<() => void>>();
  private readonly byAll = new Set<() => void>();
  private moves = 0;
  version = 0;

  constructor(readonly query: ListQuery, private readonly disagree: () => void) {}

  /** Reads the first page, the page around `near`, and the groups: all of one moment. */
  async open(near = 0): Promise<void> {
    const { instance, filter, sort, group } = this.query;
    for (let round = 0; ; round += 1) {
      const [page, groups] = await Promise.all([
        readFresh('item.list', { instance, filter, sort, offset: 0, limit: SIZE }),
        group ? readFresh('item.group.list', { instance, filter, sort }) : null,
      ]);
      // A decision from elsewhere may fall between the two reads.
      if (groups && round < 3 && !covers(groups.value, page.value.total)) continue;
      this.total = page.value.total;
      const { notReviewed, approve, deny, dontKnow } = page.value.count;
      this.tally = { notReviewed, approve, deny, dontKnow };
      this.groups = groups && covers(groups.value, this.total) ? groups.value : [];
      this.take(0, page.value.rows);
      break;
    }
    if (near >= SIZE) await this.load(Math.floor(Math.min(near, this.total - 1) / SIZE));
  }

  rowAt = (index: number): ItemRow | undefined => this.rows.get(index);
  placeOf = (item: number): number | undefined => this.places.get(item);

  /** The place of a row of another list, where it is cheap to know: among what is read, or in its group. */
  async find(row: ItemRow): Promise<number | undefined> {
    const id = this.query.group === 'principal' ? row.principal : row.resource;
    const group = this.places.has(row.item) ? undefined : this.groups.find((one) => one.id === id);
    if (group) {
      await this.load(Math.floor(group.offset / SIZE));
      if (!this.places.has(row.item)) await this.load(Math.floor((group.offset + group.count - 1) / SIZE));
    }
    return this.places.get(row.item);
  }

  /** Says which rows are in sight; their pages are read if they are not here yet. */
  want(first: number, last: number): void {
    if (this.total === 0) return;
    const from = Math.max(0, Math.floor(first / SIZE));
    const to = Math.min(Math.floor((this.total - 1) / SIZE), Math.floor(last / SIZE));
    for (let page = from; page <= to; page += 1) void this.load(page);
    if (this.loaded.size > KEPT_PAGES) this.forget((from + to) / 2);
  }

  retry(): void {
    this.problem = null;
    this.changed();
  }

  async load(page: number): Promise<void> {
    if (page < 0 || this.asked.has(page)) return;
    this.asked.add(page);
    const { instance, filter, sort } = this.query;
    try {
      for (let round = 0; round < 6; round += 1) {
        const moves = this.moves;
        const start = page * SIZE;
        const above = [...this.stayers].filter((at) => at < start).length;
        const { value } = await readFresh('item.list', { instance, filter, sort, offset: start - above, limit: SIZE });
        // A decision was being saved meanwhile: ask again with what is known now.
        if (moves === this.moves && value.total + this.stayers.size === this.total) {
          this.take(page, value.rows.slice(0, this.total - start));
          return;
        }
        await new Promise((go) => setTimeout(go, 30));
      }
      this.disagree();
    } catch (thrown) {
      this.problem = toProblem(thrown);
      this.changed();
    }
    this.asked.delete(page);
  }

  private take(page: number, rows: ItemRow[]): void {
    this.asked.add(page);
    this.loaded.add(page);
    rows.forEach((row, at) => {
      const index = page * SIZE + at;
      this.rows.set(index, row);
      this.places.set(row.item, index);
      this.tell(index);
    });
  }

  /** Puts a newer version of a row in; a row whose decision left the filter stays in sight. */
  replace(row: ItemRow): void {
    const index = this.places.get(row.item);
    if (index === undefined) return;
    const before = this.rows.get(index);
    this.rows.set(index, row);
    const matches = this.matches(row);
    if (before && this.matches(before)) this.tally[this.seen(before)] -= 1;
    if (matches) this.tally[this.seen(row)] += 1;
    if (matches === this.stayers.has(index)) {
      if (matches) this.stayers.delete(index);
      else this.stayers.add(index);
      this.moves += 1;
    }
    this.countUndecided(before, row);
    this.tell(index);
  }

  /** The decision this list counts a row by. */
  seen = (row: ItemRow): Decision => seenIn(row, this.query.filter.reviewer !== undefined);

  private matches(row: ItemRow): boolean {
    const wanted = this.query.filter.decision;
    return wanted.length === 0 || wanted.includes(this.seen(row));
  }

  private countUndecided(before: ItemRow | undefined, after: ItemRow): void {
    const step = Number(this.seen(after) === 'notReviewed') - Number(before !== undefined && this.seen(before) === 'notReviewed');
    if (step === 0 || this.groups.length === 0) return;
    const id = this.query.group === 'principal' ? after.principal : after.resource;
    this.groups = this.groups.map((group) => (group.id === id ? { ...group, undecided: group.undecided + step } : group));
    this.changed();
  }

  private forget(middle: number): void {
    const pages = [...this.loaded].sort((a, b) => Math.abs(b - middle) - Math.abs(a - middle));
    for (const page of pages.slice(0, this.loaded.size - KEPT_PAGES)) {
      const start = page * SIZE;
      if ([...this.stayers].some((at) => at >= start && at < start + SIZE)) continue;
      for (let index = start; index < start + SIZE; index += 1) {
        const row = this.rows.get(index);
        if (row) this.places.delete(row.item);
        this.rows.delete(index);
      }
      this.loaded.delete(page);
      this.asked.delete(page);
    }
  }

  /** Do the desk's own counts still fit to what is shown here? If not, somebody else decided as well. */
  agrees(count: Tally): boolean {
    return decisions.every((one) => count[one] === this.tally[one]);
  }

  tell(index: number): void {
    this.byRow.get(index)?.forEach((hear) => hear());
  }

  watchRow(index: number, hear: () => void): () => void {
    const all = this.byRow.get(index) ?? new Set();
    this.byRow.set(index, all.add(hear));
    return () => {
      all.delete(hear);
      if (all.size === 0) this.byRow.delete(index);
    };
  }

  private changed(): void {
    this.version += 1;
    this.byAll.forEach((hear) => hear());
  }

  watch = (hear: () => void): (() => void) => {
    this.byAll.add(hear);
    return () => this.byAll.delete(hear);
  };

  getVersion = (): number => this.version;
}
