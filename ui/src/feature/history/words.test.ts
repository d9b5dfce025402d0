import { describe, expect, it } from 'vitest';
import { longText } from './words';

describe('how long a removal took', () => {
  it('is said in the unit that says it, and never as nothing', () => {
    expect([null, 0, 600, 5400, 86_400, 129_600, 86_400 * 9].map(longText)).toEqual(['–', '1 minute', '10 minutes', '2 hours', '24 hours', '2 days', '9 days']);
  });
});
