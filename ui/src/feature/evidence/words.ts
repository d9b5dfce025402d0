import type { EvidenceRow } from '../../api/operations';
import { formatDay, isDay } from '../../shared/date';

/** A file name that every system takes. */
export function fileName(name: string): string {
  const plain = name.normalize('NFKD').replace(/[^\p{Letter}\p{Number}]+/gu, '-').replace(/^-|-$/g, '').slice(0, 60);
  return `${plain || 'review'}-evidence.pdf`;
}

/** What a document is evidence of, and where that is shown. */
export type Subject =
  | { kind: 'review'; text: string; review: number; instance: number }
  | { kind: 'package'; text: string; package: number }
  | { kind: 'exception'; text: string; exception: number }
  | { kind: 'period' | 'other'; text: string };

export function subjectOf(row: Pick<EvidenceRow, 'instance' | 'review' | 'package' | 'subject' | 'name'>): Subject {
  if (row.package !== null) return { kind: 'package', text: row.name ?? 'Access package', package: row.package };
  if (row.instance !== null && row.review !== null) return { kind: 'review', text: row.name ?? 'Review', review: row.review, instance: row.instance };
  const [kind = '', rest = ''] = (row.subject ?? '').split(/:(.*)/s);
  if (kind === 'exception' && rest !== '' && Number.isInteger(Number(rest))) return { kind, text: `Exception ${rest}`, exception: Number(rest) };
  const [from = '', to = ''] = rest.split('/');
  if (kind === 'period' && isDay(from) && isDay(to)) return { kind, text: `${formatDay(from)} to ${formatDay(to)}` };
  return { kind: 'other', text: row.subject ?? 'Other' };
}

/** The day after a day. */
export const nextDay = (day: string): string => new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
