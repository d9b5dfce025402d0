import { formatDay, formatMoment, formatUtc } from './date';

interface Props { at: string | null | undefined; day?: boolean; none?: string }

/** Of a column of a table in which the longest moment is seen whole. */
export const MOMENT_WIDTH = '180px';

/** A moment in local time; UTC on hover and for machines. */
export function Moment({ at, day = false, none = '–' }: Props) {
  if (!at) return <span className="quiet">{none}</span>;
  return <time className="number" dateTime={at} title={formatUtc(at)}>{day ? formatDay(at) : formatMoment(at)}</time>;
}
