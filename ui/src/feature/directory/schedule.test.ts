import { describe, expect, it } from 'vitest';
import { scheduleText, timeOf, tookText } from './schedule';

describe('a schedule', () => {
  it('is said in one line, with the zone its time is of', () => {
    const zone = 'Europe/Berlin';
    expect(scheduleText({ every: 'never', at: null, on: null, zone })).toBe('Only by hand');
    expect(scheduleText({ every: 'day', at: '02:30', on: null, zone })).toBe('Every day at 02:30 (Europe/Berlin)');
    expect(scheduleText({ every: 'week', at: '06:00', on: 'sunday', zone })).toBe('Every Sunday at 06:00 (Europe/Berlin)');
  });
  it('takes a time as people write it', () => {
    expect(['2:30', '02.30', '23:59', '24:00', '2', '2:60'].map(timeOf)).toEqual(['02:30', '02:30', '23:59', null, null, null]);
  });
});

describe('how long a read took', () => {
  it('is said in the unit that fits', () => {
    expect([40, 4_200, 59_400, 200_000, 7_260_000].map(tookText)).toEqual(['0.0 s', '4.2 s', '59 s', '3 min 20 s', '2 h 1 min']);
  });
});
