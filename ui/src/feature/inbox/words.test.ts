import { describe, expect, it } from 'vitest';
import { state, wordsOf } from './words';

describe('a packet', () => {
  it('says first what was not returned', () => {
    expect(state({ unreturned: 3, returns: 1, answered: 9, items: 9 })).toEqual({ word: '3 not returned', tone: 'warn' });
    expect(state({ unreturned: 0, returns: 0, answered: 0, items: 9 }).word).toBe('Nothing yet');
    expect(state({ unreturned: 0, returns: 2, answered: 9, items: 9 }).word).toBe('All returned');
    expect(state({ unreturned: 0, returns: 2, answered: 8, items: 9 }).word).toBe('Returned so far');
  });

  it('shows the words of a key one by one', () => {
    expect(wordsOf('Compare these words with the organization by another way, then accept them: amber boat cage')).toEqual(['amber', 'boat', 'cage']);
    expect(wordsOf(null)).toEqual([]);
  });
});
