import { ProgressBar, Spinner } from '@fluentui/react-components';
import css from './shared.module.css';
import { formatNumber } from './number';

/** Shown late on purpose: what is there within a moment does not flash. */
export function Loading({ label, whole = false }: { label: string; whole?: boolean }) {
  return <div className={whole ? css.loadingWhole : css.loading}><Spinner label={label} size="small" delay={250} /></div>;
}

interface WorkProps { phase: string; done: number; total: number | null }

/** Work under way, with its numbers; a total that is not known is not invented. */
export function Work({ phase, done, total }: WorkProps) {
  const known = total !== null && total > 0;
  const figures = known ? `${formatNumber(done)} of ${formatNumber(total)}` : done > 0 ? formatNumber(done) : '';
  return (
    <div className={css.work}>
      <div className={css.workText}><span className="ellipsis">{phase}</span><span className="number quiet">{figures}</span></div>
      <ProgressBar value={known ? Math.min(1, done / total) : undefined} aria-label={phase} thickness="large" />
    </div>
  );
}

export interface Part { label: string; value: number; tone: 'good' | 'bad' | 'unsure' | 'open' }

/** A part as a legend names it; where it stands for many bars it has no number. */
export type Named = Omit<Part, 'value'> & { value: number | null };

/** A share of a whole in parts, each with its word: never told apart by colour alone. */
export function PartBar({ parts, label }: { parts: Part[]; label: string }) {
  const total = parts.reduce((sum, part) => sum + part.value, 0);
  const words = parts.filter((part) => part.value > 0).map((part) => `${part.label} ${formatNumber(part.value)}`).join(', ');
  return (
    <div className={css.partBar} role="img" aria-label={`${label}: ${words || 'nothing'}`} title={words}>
      {total > 0 && parts.map((part) => part.value > 0 && (
        <span key={part.label} data-tone={part.tone} style={{ flexGrow: part.value }} />
      ))}
    </div>
  );
}

export function PartLegend({ parts }: { parts: Named[] }) {
  return (
    <ul className={css.legend}>
      {parts.map((part) => (
        <li key={part.label}><i data-tone={part.tone} aria-hidden />{part.label}{part.value !== null && <> <b className="number">{formatNumber(part.value)}</b></>}</li>
      ))}
    </ul>
  );
}
