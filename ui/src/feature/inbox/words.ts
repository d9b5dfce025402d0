import type { OpenedPacket } from '../../api/operations';
import type { Tone } from '../../shared/badge';
import { formatNumber } from '../../shared/number';

/** How far the answers to a packet are on their way back. */
export function state(row: Pick<OpenedPacket, 'unreturned' | 'returns' | 'answered' | 'items'>): { word: string; tone: Tone } {
  if (row.unreturned > 0) return { word: `${formatNumber(row.unreturned)} not returned`, tone: 'warn' };
  if (row.returns === 0) return { word: 'Nothing yet', tone: 'quiet' };
  return row.answered === row.items ? { word: 'All returned', tone: 'good' } : { word: 'Returned so far', tone: 'busy' };
}

/** The words of a key, out of the hint that asks to compare them. */
export function wordsOf(hint: string | null): string[] {
  return (hint?.split(': ').at(-1) ?? '').split(' ').filter((word) => word !== '');
}
