/**
 * Which tables were written when, so that a read which was under way while a write happened is read
 * again rather than shown old. Counts, not clocks: two writes in one millisecond stay two.
 */
export class TouchLog {
  private count = 0;
  private readonly last = new Map<string, number>();

  /** The number of touches so far: note it before a read starts. */
  now(): number {
    return this.count;
  }

  touch(tables: readonly string[]): void {
    this.count += 1;
    for (const table of tables) this.last.set(table, this.count);
  }

  /** Was any of these tables written after that moment? */
  touchedSince(tables: readonly string[], moment: number): boolean {
    return tables.some((table) => (this.last.get(table) ?? 0) > moment);
  }
}

/** Does what was seen rest on anything that was touched? */
export function intersects(seen: readonly string[], touched: readonly string[]): boolean {
  return seen.some((table) => touched.includes(table));
}
