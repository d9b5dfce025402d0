import { call } from '../../api/call';
import type { Filter } from './list';
import { type Decision, type ItemRow, type Recommendation, asRecommendation } from './words';

/** Undecided items looked through at the most; a person's desk is shorter, an administrator's may not be. */
export const MOST = 20_000;
const PAGE = 500;

/** Items that differ in nothing but the person: same resource and role, department, title and advice. */
export interface Alike {
  key: string;
  resourceName: string;
  entitlement: string;
  resourceKind: string;
  department: string | null;
  title: string | null;
  recommendation: Recommendation;
  items: number[];
  /** A few of the names, for the eye. */
  names: string[];
}

/** The groups of two and more, the largest first. */
export function alikeOf(rows: readonly ItemRow[], mayDecide: (row: ItemRow) => boolean): Alike[] {
  const groups = new Map<string, Alike>();
  for (const row of rows) {
    if (!mayDecide(row)) continue;
    const key = JSON.stringify([row.resource, row.entitlement, row.department, row.title, row.recommendation]);
    const group = groups.get(key) ?? {
      key, resourceName: row.resourceName, entitlement: row.entitlement, resourceKind: row.resourceKind, department: row.department, title: row.title,
      recommendation: asRecommendation(row.recommendation), items: [], names: [],
    };
    group.items.push(row.item);
    if (group.names.length < 3) group.names.push(row.principalName);
    groups.set(key, group);
  }
  return [...groups.values()].filter((group) => group.items.length > 1).sort((a, b) => b.items.length - a.items.length || a.key.localeCompare(b.key));
}

/** All undecided rows of a list, up to {@link MOST}, and how many there are. */
export async function undecided(instance: number, scope: Filter): Promise<{ rows: ItemRow[]; total: number }> {
  const filter = { ...scope, decision: ['notReviewed' as Decision] };
  const rows: ItemRow[] = [];
  let total = 0;
  do {
    const { value } = await call('item.list', { instance, filter, sort: 'resource', offset: rows.length, limit: PAGE });
    total = value.total;
    rows.push(...value.rows);
    if (value.rows.length === 0) break;
  } while (rows.length < Math.min(total, MOST));
  return { rows, total };
}
