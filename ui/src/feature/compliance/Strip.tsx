import { Link } from '@tanstack/react-router';
import type { CoverageCell } from '../../api/operations';
import css from './compliance.module.css';
import { cellText, stateWords } from './words';

const DAY = 86_400_000;
const month = new Intl.DateTimeFormat(undefined, { month: 'short', timeZone: 'UTC' });
const time = (day: string) => Date.parse(`${day}T00:00:00Z`);

function label(cell: CoverageCell): string {
  const [first, last] = [month.format(time(cell.startOn)), month.format(time(cell.endOn))];
  return first === last ? first : `${first} – ${last}`;
}

interface Props { control: number; cells: CoverageCell[]; from: string; to: string }

/** The periods of one control along the days of a year: each with its sign, its word and its months. */
export function Strip({ control, cells, from, to }: Props) {
  const [begin, end] = [time(from), time(to) + DAY];
  const days = (first: number, last: number) => Math.max(0, Math.round((Math.min(last, end) - Math.max(first, begin)) / DAY));
  const before = cells[0] ? days(begin, time(cells[0].startOn)) : days(begin, end);
  const last = cells[cells.length - 1];
  const after = last ? days(time(last.endOn) + DAY, end) : 0;
  return (
    <div className={css.strip}>
      {before > 0 && <span style={{ flexGrow: before }} aria-hidden />}
      {cells.map((cell) => (
        <Link
          key={cell.number} to="/controls/$control" params={{ control }} className={css.cell} data-tone={stateWords[cell.state].tone}
          style={{ flexGrow: days(time(cell.startOn), time(cell.endOn) + DAY) }} title={cellText(cell)}
        >
          <span className="unseen">{cellText(cell)}</span>
          <span className={css.sign} aria-hidden>{stateWords[cell.state].icon}<span className={css.word}>{stateWords[cell.state].word}</span></span>
          <span className={css.span} aria-hidden>{label(cell)}</span>
        </Link>
      ))}
      {after > 0 && <span style={{ flexGrow: after }} aria-hidden />}
    </div>
  );
}
