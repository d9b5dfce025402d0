import type { OfferedRow, TakenIn } from '../../api/operations';
import { count } from '../../shared/number';

/** Nothing stands against it, and it is not here yet. */
export function canBeTaken(row: OfferedRow): boolean {
  return row.problem === null && !row.isHere;
}

/** What it is, in one line. */
export function offeredText(row: OfferedRow): string {
  if (row.kind === 'review') return row.recurs ? 'Access review that comes round by itself, here too once it is taken in' : 'Access review';
  return `Catalog with ${count(row.packages, 'access package')} and ${count(row.policies, 'policy', 'policies')}`;
}

/** What was made. */
export function takenText(taken: TakenIn): string {
  return `Taken in: ${taken.made.map((row) => row.displayName || row.id).join(', ')}.`;
}
