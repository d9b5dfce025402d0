import { formatDay, formatMoment, formatUtc } from './date';

interface Props { at: string | null | undefined; day?: boolean; none?: string }

/** A moment in local time; UTC on hover and for machines. */
export function Moment({ at, day = false, none = '–' }: Props) {
  if (!at) return <span className="quiet">{none}</span>;
  return <time className="number" dateTime={at} title={formatUtc(at)}>{day ? formatDay(at) : formatMoment(at)}</time>;
}
