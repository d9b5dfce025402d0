import type { PackageEffect, PackageRoleRef } from '../../api/operations';
import { useRead } from '../../api/query';
import { count, formatNumber } from '../../shared/number';
import { ProblemBanner } from '../../shared/problem';
import { Loading } from '../../shared/progress';
import css from './package.module.css';

/** What a change of the package would do to who holds it: exact counts, and some names. */
export function Foreseen({ package: id, add = [], remove = [] }: { package: number; add?: PackageRoleRef[]; remove?: PackageRoleRef[] }) {
  const read = useRead('package.role.foresee', { package: id, add, remove }, { keep: true });
  if (read.error) return <ProblemBanner problem={read.error} />;
  if (!read.data) return <Loading label="Looking whom it would reach" />;
  const { holders, gains, losses } = read.data;
  return (
    <section className={css.foreseen} aria-label="What it would do" aria-live="polite">
      <h3>{holders === 0 ? 'Nobody holds the package yet.' : `Of ${count(holders, 'holder')} of the package`}</h3>
      {holders > 0 && (
        <ul>
          {gains.map((one) => [
            <Line key="gain" of={one.gain} one="would be given it" many="would be given it" />,
            <Line key="held" of={one.held} one="holds it already; nothing changes" many="hold it already; nothing changes for them" hideNone />,
          ])}
          {losses.map((one) => [
            <Line key="lose" of={one.lose} one="would lose it" many="would lose it" />,
            <Line key="other" of={one.otherPackage} one="keeps it, because another package gives it too" many="keep it, because another package gives it too" hideNone />,
            <Line key="prior" of={one.prior} one="keeps it, having held it before the package" many="keep it, having held it before the package" hideNone />,
          ])}
        </ul>
      )}
      {[...gains, ...losses].map((one) => one.sentence && <p key={`${one.role.resource} ${one.role.entitlement}`}><b>By hand.</b> {one.sentence}</p>)}
    </section>
  );
}

function Line({ of, one, many, hideNone = false }: { of: PackageEffect; one: string; many: string; hideNone?: boolean }) {
  if (of.count === 0 && hideNone) return null;
  const more = of.count - of.sample.length;
  return (
    <li>
      <b className="number">{of.count === 0 ? 'Nobody' : formatNumber(of.count)}</b> {of.count <= 1 ? one : many}
      {of.sample.length > 0 && <div className={css.names}>{of.sample.map((each) => each.displayName).join(', ')}{more > 0 ? ` and ${formatNumber(more)} more` : ''}</div>}
    </li>
  );
}
