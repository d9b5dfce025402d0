import { formatNumber, formatShare } from '../../shared/number';
import { PartBar } from '../../shared/progress';
import css from './suggestion.module.css';

/** How much of what is held a package covers, as a bar and in words. */
export function Cover({ part, total, label }: { part: number; total: number; label: string }) {
  return (
    <div className={css.cover}>
      <PartBar label={label} parts={[{ label: 'Covered', value: part, tone: 'good' }, { label: 'Not covered', value: Math.max(0, total - part), tone: 'open' }]} />
      <span>{formatNumber(part)} <span className="quiet">{formatShare(part, total)}</span></span>
    </div>
  );
}
