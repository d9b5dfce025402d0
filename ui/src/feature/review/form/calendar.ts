import { isDay } from '../../../shared/date';
import type { Draft } from './draft';
import { monthsOf } from './toDefinition';

/** Days in a form are plain dates; UTC keeps them from moving with the clocks. */
const day = (text: string): Date | null => (isDay(text) ? new Date(`${text}T00:00:00Z`) : null);
const write = (date: Date): string => date.toISOString().slice(0, 10);

/** The day of a month, or the last one of a shorter month. */
function dayIn(year: number, month: number, wanted: number): Date {
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return new Date(Date.UTC(year, month, Math.min(wanted, last)));
}

export function addDays(on: string, days: number): string {
  const start = day(on);
  if (!start) return on;
  start.setUTCDate(start.getUTCDate() + days);
  return write(start);
}

/** The first runs of a series, as the desk will make them; empty while there is no start. */
export function firstRuns(draft: Draft, most = 5): string[] {
  const start = day(draft.startOn);
  if (!start) return [];
  if (draft.frequency === 'once') return [draft.startOn];
  const wanted = Number(draft.dayOfMonth) || start.getUTCDate();
  const reached = dayIn(start.getUTCFullYear(), start.getUTCMonth(), wanted) >= start;
  const month = start.getUTCMonth() + (reached ? 0 : 1);
  const runs: string[] = [];
  const limit = draft.endKind === 'after' ? Math.min(most, Number(draft.runs) || 0) : most;
  while (runs.length < limit) {
    const on = draft.frequency === 'weekly' ? addDays(draft.startOn, 7 * runs.length) : write(dayIn(start.getUTCFullYear(), month + monthsOf[draft.frequency] * runs.length, wanted));
    if (draft.endKind === 'on' && draft.endOn && on > draft.endOn) break;
    runs.push(on);
  }
  return runs;
}

/** The longest run that cannot reach into the next one, in days. */
export const longestRun: Record<Draft['frequency'], number> = { once: 730, weekly: 7, monthly: 27, quarterly: 89, semiAnnual: 180, annual: 364 };
