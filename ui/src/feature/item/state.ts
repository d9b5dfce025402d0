import type { CallProblem } from '../../api/contract';
import { call } from '../../api/call';
import { toProblem } from '../../api/host';
import { touched } from '../../api/query';
import type { ItemList } from './list';
import { type Answer, type Decision, type ItemRow, asDecision, decisionWords, needsReason } from './words';

/** What the desk knows of the review that the rows stand in. */
export interface DeskRule {
  open: boolean; selfReview: boolean; justification: string; actor: number | null;
  /** The stage that is going on; an item of an earlier one is not asked about any more. */
  stage: number;
}

/** One row as it is shown: the ledger's words, and what is on its way to it. */
export interface RowLook {
  row: ItemRow | undefined;
  decision: Decision;
  justification: string;
  saving: boolean;
  trouble: string | undefined;
  draft: boolean;
  selected: boolean;
  own: boolean;
  /** It did not go on to the stage that is going on: what it came to stands. */
  past: boolean;
  /** What several answers came to so far, where that is not this person's own answer. */
  outcome: Decision | null;
}

interface Pending { decision: Decision; justification: string }
export interface ReasonQuestion { row: ItemRow; index: number; decision: Answer | null; text: string }

/** Reasons offered again; they are kept while the window is open and nowhere else. */
const REASONS = 8;
const reasons: string[] = [];

/**
 * What changes at every key press: the row in focus, the selection, decisions on their way. It lives outside
 * of React, so that a key press draws two rows and not the screen.
 */
export class DeskState {
  active = 0;
  reason: ReasonQuestion | null = null;
  banner: { problem: CallProblem; about: string } | null = null;
  readonly selected = new Map<number, ItemRow>();
  private anchor: number | null = null;
  private readonly pending = new Map<number, Pending>();
  private readonly troubles = new Map<number, string>();
  private readonly drafts = new Map<number, string>();
  private readonly queue = new Map<number, Promise<void>>();
  private readonly looks = new Map<number, RowLook>();
  private readonly undoable: number[] = [];
  private readonly hearActive = new Set<() => void>();
  private readonly hearSheet = new Set<() => void>();
  private written = new Set<string>();
  private settle: ReturnType<typeof setTimeout> | undefined;
  private selection = 0;
  /** Says something to a screen reader; the screen gives it a live region. */
  say: (text: string) => void = () => {};
  /** Goes on after a decision; the screen knows where to. */
  goOn: (from: number) => void = () => {};

  constructor(public list: ItemList, public rule: DeskRule) {}

  get reasonsGiven(): readonly string[] { return reasons; }
  get activeRow(): ItemRow | undefined { return this.list.rowAt(this.active); }

  watchActive = (hear: () => void): (() => void) => { this.hearActive.add(hear); return () => this.hearActive.delete(hear); };
  watchSheet = (hear: () => void): (() => void) => { this.hearSheet.add(hear); return () => this.hearSheet.delete(hear); };
  getActiveItem = (): number | undefined => this.activeRow?.item;
  // What a part of the screen rests on: it is drawn again only when this is another thing than before.
  getReason = (): ReasonQuestion | null => this.reason;
  getBanner = (): unknown => this.banner;
  getList = (): ItemList => this.list;
  getSelection = (): number => this.selection;
  /** Reasons that wait for their decision. */
  getDrafts = (): number => this.drafts.size;
  getSaving = (): number => this.pending.size;

  changed(): void {
    this.hearSheet.forEach((hear) => hear());
  }

  isOwn(row: ItemRow): boolean {
    return !this.rule.selfReview && this.rule.actor !== null && row.principal === this.rule.actor;
  }

  isPast(row: ItemRow): boolean {
    return row.stage < this.rule.stage;
  }

  look(index: number): RowLook {
    const row = this.list.rowAt(index);
    const pending = row && this.pending.get(row.item);
    const next: RowLook = {
      row,
      decision: pending?.decision ?? (row ? this.list.seen(row) : 'notReviewed'),
      justification: pending?.justification ?? (row && this.drafts.get(row.item)) ?? row?.justification ?? '',
      saving: pending !== undefined,
      trouble: row && this.troubles.get(row.item),
      draft: row !== undefined && this.drafts.has(row.item),
      selected: row !== undefined && this.selected.has(row.item),
      own: row !== undefined && this.isOwn(row),
      past: row !== undefined && this.isPast(row),
      outcome: row && this.list.seen(row) !== asDecision(row.decision) ? asDecision(row.decision) : null,
    };
    const last = this.looks.get(index);
    if (last && (Object.keys(next) as (keyof RowLook)[]).every((name) => last[name] === next[name])) return last;
    this.looks.set(index, next);
    return next;
  }

  /** Another list takes the place of this one; what is selected or on its way stays. */
  show(list: ItemList, active: number): void {
    this.list = list;
    this.looks.clear();
    this.anchor = null;
    this.reason = null;
    this.active = Math.max(0, Math.min(list.total - 1, active));
    this.changed();
    this.hearActive.forEach((hear) => hear());
  }

  private tell(item: number): void {
    const place = this.list.placeOf(item);
    if (place !== undefined) this.list.tell(place);
  }

  moveTo(index: number, extend = false): void {
    const next = Math.max(0, Math.min(this.list.total - 1, index));
    if (extend) this.extendTo(next);
    else this.anchor = null;
    if (next === this.active) return;
    this.active = next;
    this.hearActive.forEach((hear) => hear());
  }

  private extendTo(next: number): void {
    const anchor = this.anchor ?? this.active;
    const [from, to] = [Math.min(anchor, next), Math.max(anchor, next)];
    // What the last step took in and this one leaves out is let go.
    if (this.anchor !== null) {
      const [oldFrom, oldTo] = [Math.min(anchor, this.active), Math.max(anchor, this.active)];
      for (let at = oldFrom; at <= oldTo; at += 1) if (at < from || at > to) this.select(at, false);
    }
    for (let at = from; at <= to; at += 1) this.select(at, true);
    this.anchor = anchor;
    this.changed();
    this.say(`${this.selected.size} selected`);
  }

  private select(index: number, on: boolean): void {
    const row = this.list.rowAt(index);
    if (!row || this.isOwn(row) || this.isPast(row) || !this.rule.open) return;
    if (on) this.selected.set(row.item, row);
    else this.selected.delete(row.item);
    this.selection += 1;
    this.list.tell(index);
  }

  toggle(index: number): void {
    const row = this.list.rowAt(index);
    if (!row) return;
    if (!this.mayDecide(row)) return;
    this.select(index, !this.selected.has(row.item));
    this.anchor = null;
    this.changed();
    this.say(this.selected.has(row.item) ? `selected, ${this.selected.size} in all` : `not selected, ${this.selected.size} in all`);
  }

  clearSelection(): void {
    const items = [...this.selected.keys()];
    this.selected.clear();
    this.selection += 1;
    this.anchor = null;
    items.forEach((item) => this.tell(item));
    this.changed();
  }

  refuse(row: ItemRow | undefined, problem: CallProblem): void {
    const about = row ? `${row.principalName}, ${row.resourceName}` : '';
    this.banner = { problem, about };
    this.changed();
  }

  dismiss(): void {
    this.banner = null;
    this.changed();
  }

  /** The answer of a key or a button on the row in focus; asks for a reason first where the review wants one. */
  answer(decision: Answer): void {
    const row = this.activeRow;
    if (!row || !this.mayDecide(row)) return;
    const text = this.drafts.get(row.item) ?? '';
    if (this.needs(decision) && text.trim() === '') {
      this.reason = { row, index: this.active, decision, text: row.decision === decision ? (row.justification ?? '') : '' };
      this.changed();
      return;
    }
    this.save(row, decision, text);
    this.goOn(this.active);
  }

  needs(decision: Answer): boolean {
    return needsReason(this.rule.justification, decision);
  }

  mayDecide(row: ItemRow): boolean {
    if (!this.rule.open) this.refuse(row, closed);
    else if (this.isOwn(row)) this.refuse(row, ownAccess);
    else if (this.isPast(row)) this.refuse(row, past);
    else return true;
    return false;
  }

  askReason(): void {
    const row = this.activeRow;
    if (!row || !this.mayDecide(row)) return;
    const look = this.look(this.active);
    const decision = look.decision === 'notReviewed' ? null : look.decision;
    this.reason = { row, index: this.active, decision, text: look.justification };
    this.changed();
  }

  closeReason(): void {
    this.reason = null;
    this.changed();
  }

  /** Takes the reason; without a decision it waits beside the row for one. */
  takeReason(text: string): void {
    const asked = this.reason;
    if (!asked) return;
    this.closeReason();
    const clean = text.trim();
    if (clean !== '') {
      const known = reasons.indexOf(clean);
      if (known >= 0) reasons.splice(known, 1);
      reasons.unshift(clean);
      reasons.length = Math.min(reasons.length, REASONS);
    }
    if (asked.decision === null) {
      if (clean === '') this.drafts.delete(asked.row.item);
      else this.drafts.set(asked.row.item, clean);
      this.tell(asked.row.item);
      this.changed();
      if (clean !== '') this.say('Reason kept; it is saved with your decision.');
      return;
    }
    this.save(asked.row, asked.decision, clean);
    this.goOn(asked.index);
  }

  private save(row: ItemRow, decision: Answer, justification: string): void {
    this.drafts.delete(row.item);
    this.undoable.push(row.item);
    this.send(row.item, { decision, justification }, async (now) => {
      try {
        const { value, touched: tables } = await call('item.decide', { item: row.item, decision, justification, version: now.version });
        return { row: value, tables, done: `${decisionWords[decision]}, saved.${value.answer !== null && value.answer !== value.decision ? ` Together with the others it stands at: ${decisionWords[asDecision(value.decision)].toLowerCase()}.` : ''}` };
      } catch (thrown) {
        this.forgetUndo(row.item);
        throw thrown;
      }
    }, row);
  }

  private forgetUndo(item: number): void {
    const at = this.undoable.lastIndexOf(item);
    if (at >= 0) this.undoable.splice(at, 1);
  }

  /** Takes back the last decision made here, or the one on the given row. */
  undo(item = this.undoable.at(-1)): void {
    if (item === undefined) {
      this.say('Nothing to take back.');
      return;
    }
    const place = this.list.placeOf(item);
    if (place !== undefined) this.moveTo(place);
    const row = place === undefined ? undefined : this.list.rowAt(place);
    if (row && !this.mayDecide(row)) return;
    // Taken back twice would bring the decision again: the next press goes to the item before.
    while (this.undoable.includes(item)) this.forgetUndo(item);
    this.send(item, null, async (now) => {
      const { value, touched: tables } = await call('item.undo', { item, version: now.version });
      return { row: value, tables, done: `Taken back: ${decisionWords[asDecision(value.decision)].toLowerCase()}.` };
    }, row);
  }

  /**
   * Writes of one item follow each other, each with the version that the one before answered. A row counts
   * as saved when the answer is there; until then it says that it is being saved.
   */
  private send(
    item: number, show: Pending | null,
    write: (now: ItemRow) => Promise<{ row: ItemRow; tables: string[]; done: string }>, known: ItemRow | undefined,
  ): void {
    const before = this.queue.get(item);
    const at = this.list.placeOf(item);
    const shown = show ?? { decision: at === undefined ? 'notReviewed' : this.look(at).decision, justification: known?.justification ?? '' };
    this.pending.set(item, shown);
    this.troubles.delete(item);
    this.tell(item);
    this.changed();
    const next = (async () => {
      await before;
      const place = this.list.placeOf(item);
      const now = (place === undefined ? known : this.list.rowAt(place)) ?? (await this.read(item));
      try {
        const answer = await write(now);
        this.list.replace(answer.row);
        if (this.selected.has(item)) {
          this.selected.set(item, answer.row);
          this.selection += 1;
        }
        this.say(`${answer.row.principalName}: ${answer.done}`);
        this.wrote(answer.tables);
      } catch (thrown) {
        const problem = toProblem(thrown);
        this.troubles.set(item, problem.message);
        this.refuse(now, problem);
        if (problem.code === 'stale' || problem.code === 'nothingToUndo') await this.read(item).then((row) => this.list.replace(row), () => {});
      }
    })();
    this.queue.set(item, next);
    void next.finally(() => {
      if (this.queue.get(item) !== next) return;
      this.queue.delete(item);
      this.pending.delete(item);
      this.tell(item);
      this.changed();
    });
  }

  private async read(item: number): Promise<ItemRow> {
    return (await call('item.show', { item })).value;
  }

  /** Screens around the grid are read again when the fingers rest, not between two key presses. */
  private wrote(tables: string[]): void {
    tables.forEach((table) => this.written.add(table));
    clearTimeout(this.settle);
    this.settle = setTimeout(() => {
      const all = [...this.written];
      this.written = new Set();
      void touched(all);
    }, 250);
  }
}

const ownAccess: CallProblem = {
  code: 'ownAccess', field: null, message: 'Nobody decides on their own access.', hint: 'Another reviewer or the fallback reviewer decides on it.',
};
const past: CallProblem = {
  code: 'notAsked', field: null, message: 'This item did not go on to this stage.', hint: 'What an earlier stage decided stands.',
};
const closed: CallProblem = {
  code: 'closed', field: null, message: 'This review does not accept decisions any more.', hint: 'You can still read everything.',
};
