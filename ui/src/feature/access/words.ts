import type { Tone } from '../../shared/badge';
import { count } from '../../shared/number';

/** What an assignment has come to, as whoever holds it reads it. */
export const heldWords: Record<string, { word: string; tone: Tone }> = {
  scheduled: { word: 'Begins later', tone: 'quiet' }, delivering: { word: 'On its way', tone: 'busy' }, delivered: { word: 'Held', tone: 'good' },
  partiallyDelivered: { word: 'Partly held', tone: 'warn' }, deliveryFailed: { word: 'Not delivered', tone: 'bad' },
  removing: { word: 'Being taken away', tone: 'busy' }, expired: { word: 'Ended', tone: 'quiet' },
};

const units: [RegExp, string][] = [[/^P(\d+)Y$/, 'year'], [/^P(\d+)M$/, 'month'], [/^P(\d+)W$/, 'week'], [/^P(\d+)D$/, 'day'], [/^PT(\d+)H$/, 'hour'], [/^PT(\d+)M$/, 'minute']];

/** “14 days”, from a duration as Microsoft Graph writes it. */
export function periodText(period: string): string {
  for (const [form, unit] of units) {
    const found = form.exec(period);
    if (found) return count(Number(found[1]), unit);
  }
  return period;
}

/** “Payroll, Ledger (Reader) and 3 more”. */
export function givesText(gives: string[], most = 3): string {
  if (gives.length === 0) return 'Gives nothing yet';
  const rest = gives.length - most;
  return rest > 0 ? `${gives.slice(0, most).join(', ')} and ${rest} more` : gives.join(', ');
}

/** Midnight at which a day begins, here; what is picked as a day is sent as a moment. */
export const startOfDay = (day: string): string => new Date(`${day}T00:00:00`).toISOString();

/** The last second of a day, here: access until a day includes it. */
export const endOfDay = (day: string): string => new Date(`${day}T23:59:59`).toISOString();
