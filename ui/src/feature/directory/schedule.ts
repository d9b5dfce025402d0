import type { ScheduleView } from '../../api/operations';

export const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

const dayWord = (day: string) => day.charAt(0).toUpperCase() + day.slice(1);

/** “Every day at 02:30 (Europe/Berlin)”. */
export function scheduleText(schedule: Pick<ScheduleView, 'every' | 'at' | 'on' | 'zone'>): string {
  const at = `at ${schedule.at ?? ''} (${schedule.zone})`;
  switch (schedule.every) {
    case 'never': return 'Only by hand';
    case 'hour': return 'Every hour';
    case 'day': return `Every day ${at}`;
    case 'week': return `Every ${dayWord(schedule.on ?? 'monday')} ${at}`;
  }
}

export const dayOptions: [string, string][] = DAYS.map((day) => [day, dayWord(day)]);

/** A time of the day, as it is stored: 02:30; null where the text is none. */
export function timeOf(text: string): string | null {
  const found = /^(\d{1,2})[:.](\d{2})$/.exec(text.trim());
  if (!found) return null;
  const [hour, minute] = [Number(found[1]), Number(found[2])];
  return hour < 24 && minute < 60 ? `${String(hour).padStart(2, '0')}:${found[2]}` : null;
}

/** “4 s”, “3 min 20 s”; how long a read took. */
export function tookText(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 60) return `${Math.round(seconds)} s`;
  const whole = Math.round(seconds);
  return whole < 3600 ? `${Math.floor(whole / 60)} min ${whole % 60} s` : `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}
