/** Moments come as RFC 3339 in UTC; people see their own time, and UTC when they ask. */
const local = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
const DAY = 86_400_000;

export function formatMoment(moment: string): string {
  return local.format(new Date(moment));
}

export function formatDay(moment: string): string {
  // A plain date has no time zone: it must not move to the day before.
  const plain = /^\d{4}-\d{2}-\d{2}$/.test(moment);
  return day.format(new Date(plain ? `${moment}T12:00:00` : moment));
}

/** `2026-11-21 01:45:15 UTC`, for comparing with logs and evidence. */
export function formatUtc(moment: string): string {
  return `${new Date(moment).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

export function daysBetween(from: Date, to: Date): number {
  return Math.floor((to.getTime() - from.getTime()) / DAY);
}

/** “3 days ago”, “in 2 weeks”, “now”. */
export function ageText(at: Date, now: Date): string {
  const seconds = Math.round((at.getTime() - now.getTime()) / 1000);
  const far = Math.abs(seconds);
  if (far < 60) return 'just now';
  if (far < 3600) return relative.format(Math.trunc(seconds / 60), 'minute');
  if (far < 86_400) return relative.format(Math.trunc(seconds / 3600), 'hour');
  if (far < 86_400 * 45) return relative.format(Math.round(seconds / 86_400), 'day');
  if (far < 86_400 * 730) return relative.format(Math.trunc(seconds / 2_629_800), 'month');
  return relative.format(Math.trunc(seconds / 31_557_600), 'year');
}

/** Is this a day of the calendar, written as `2027-01-31`? */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().slice(0, 10) === text;
}

const longDay = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeZone: 'UTC' });

/** “Wednesday, 13 January 2027”, to see that the right day was typed. */
export const formatLongDay = (text: string): string => longDay.format(new Date(`${text}T00:00:00Z`));

/** The local calendar day, as it is typed and stored. */
export function toDayInput(date: Date): string {
  const pad = (value: number) => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
}
