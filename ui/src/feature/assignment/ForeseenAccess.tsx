import type { AssignmentForeseeInput } from '../../api/operations';
import { useRead } from '../../api/query';
import { StateBadge } from '../../shared/badge';
import { ProblemBanner } from '../../shared/problem';
import { Loading } from '../../shared/progress';
import { roleWord } from '../package/words';
import css from './assignment.module.css';
import { actWords } from './words';

/** Entitlement by entitlement, what a delivery would give or an end would take; nothing changes. */
export function ForeseenAccess({ input, title }: { input: AssignmentForeseeInput; title: string }) {
  const read = useRead('assignment.foresee', input, { keep: true });
  if (read.error) return <ProblemBanner problem={read.error} />;
  if (!read.data) return <Loading label="Looking what would change" />;
  return (
    <section className={css.foreseen} aria-label={title} aria-live="polite">
      <h3>{title}</h3>
      {read.data.length === 0 && <p className="quiet">Nothing would change.</p>}
      <ul className={css.content} style={{ gap: 6 }}>
        {read.data.map((one) => (
          <li key={`${one.resource} ${one.entitlement}`}>
            <b>{one.resourceName}</b><span>{roleWord(one.entitlement)}</span><StateBadge tone={actWords[one.act]?.tone ?? 'quiet'}>{actWords[one.act]?.word ?? one.act}</StateBadge>{one.byHand && <StateBadge tone="warn">By hand</StateBadge>}
            {one.reason && <span className="quiet">{one.reason}</span>}
          </li>
        ))}
      </ul>
    </section>
  );
}
