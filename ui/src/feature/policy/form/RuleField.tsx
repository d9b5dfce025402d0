import { TextField } from '../../../shared/form';
import { useRead } from '../../../api/query';
import { count, formatNumber } from '../../../shared/number';
import { useSettled } from '../../../shared/search';
import css from '../policy.module.css';
import { usePlace } from './context';

interface Props { label: string; value: string; onChange: (value: string) => void; error?: string; required?: boolean; hint?: string; holds?: Record<string, number>; assigns: boolean }

/** `Column 12: …`: where a rule is wrong, counted in characters from 1. */
function placeOf(message: string): { column: number; text: string } | null {
  const match = /^Column (\d+): (.*)$/su.exec(message);
  return match ? { column: Number(match[1]), text: match[2] ?? '' } : null;
}

/** A membership rule: what is wrong with it and where, and whom it would reach, while it is typed. */
export function RuleField({ label, value, onChange, error, required, hint, holds, assigns }: Props) {
  const place = usePlace();
  const rule = useSettled(value.trim(), 400);
  const definition = {
    displayName: 'A rule', allowedTargetScope: 'specificDirectoryUsers', specificAllowedTargets: [{ '@odata.type': '#microsoft.graph.attributeRuleMembers', membershipRule: rule }],
    automaticRequestSettings: { requestAccessForAllowedTargets: true, removeAccessWhenTargetLeavesAllowedTargets: true }, ...(holds && Object.keys(holds).length > 0 ? { '@countersign.policy': holds } : {}),
  };
  const read = useRead('policy.foresee', { package: place.package, ...(place.policy === undefined ? {} : { policy: place.policy }), definition, limit: 8 }, { enabled: rule !== '', keep: true });
  const current = rule === value.trim() && rule !== '';
  const wrong = current && read.error ? placeOf(read.error.message) : null;
  const said = wrong ? `Column ${formatNumber(wrong.column)}: ${wrong.text}` : current && read.error ? read.error.message : undefined;
  const found = current && !read.error && !read.isPlaceholderData ? read.data : undefined;
  return (
    <div style={{ display: 'flex', flexDirection: 'column', gap: 8 }}>
      <TextField label={label} required={required} lines={3} mono value={value} onChange={onChange} error={said ?? error} hint={hint ?? 'In the language of Microsoft Entra’s dynamic membership rules.'} placeholder={'(user.department -eq "Finance") -and (user.accountEnabled -eq true)'} />
      {wrong && <Caret rule={rule} column={wrong.column} />}
      {rule !== '' && !said && (
        <div className={css.foreseen} aria-live="polite" role="status">
          {!found ? <span className="quiet">Looking whom it fits…</span> : assigns ? (
            <>
              <Line count={found.gains.total} one="person would get the package" many="people would get the package" rows={found.gains.rows} />
              {found.loses.total > 0 && <Line count={found.loses.total} one="holder would lose it" many="holders would lose it" rows={found.loses.rows} />}
              {found.stays.total > 0 && <Line count={found.stays.total} one="holder keeps it" many="holders keep it" rows={found.stays.rows} />}
              {found.leaving.total > 0 && <Line count={found.leaving.total} one="holder is leaving already" many="holders are leaving already" rows={found.leaving.rows} />}
              {found.held && <p><b>It would wait for a second signature,</b> because it takes the package from so many.</p>}
            </>
          ) : <Line count={found.gains.total} one="person fits, who does not hold the package" many="people fit, who do not hold the package" rows={found.gains.rows} />}
        </div>
      )}
    </div>
  );
}

function Line({ count: of, one, many, rows }: { count: number; one: string; many: string; rows: { principal: number; principalName: string }[] }) {
  const more = of - rows.length;
  return (
    <div>
      <span>{of === 0 ? `Nobody: no ${one}` : count(of, one, many)}</span>
      {rows.length > 0 && <div className={css.names}>{rows.map((row) => row.principalName).join(', ')}{more > 0 ? ` and ${formatNumber(more)} more` : ''}</div>}
    </div>
  );
}

/** The line of the rule with a mark under the column. */
function Caret({ rule, column }: { rule: string; column: number }) {
  const letters = [...rule];
  const before = letters.slice(0, column - 1);
  const from = before.lastIndexOf('\n') + 1;
  const end = letters.indexOf('\n', from);
  const line = letters.slice(from, end < 0 ? undefined : end);
  const at = column - 1 - from;
  const start = Math.max(0, at - 40);
  return <pre className={css.caret} aria-hidden>{`${start > 0 ? '…' : ''}${line.slice(start, at + 40).join('')}\n${' '.repeat(at - start + (start > 0 ? 1 : 0))}^`}</pre>;
}
