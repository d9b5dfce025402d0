import type { EvidenceListInput } from '../../api/operations';
import { useRead } from '../../api/query';
import { Moment } from '../../shared/Moment';
import { count, formatBytes } from '../../shared/number';
import { ProblemBanner } from '../../shared/problem';
import css from './evidence.module.css';

/** The documents that were written of one thing, the newest first. */
export function MadeList({ of }: { of: EvidenceListInput }) {
  const made = useRead('evidence.list', of);
  if (made.error) return <ProblemBanner problem={made.error} retry={() => void made.refetch()} />;
  if (!made.data || made.data.length === 0) return null;
  return (
    <ul className={css.made} aria-label="Documents that were written">
      {made.data.map((one) => (
        <li key={one.evidence}>
          <span className="ellipsis" title={one.fileName}>{one.fileName}</span>
          <span className="quiet"><Moment at={one.exportedAt} /></span>
          <span className="quiet number">{count(one.pages, 'page')}, {formatBytes(one.bytes)}</span>
          <span className="mono ellipsis" title={`Root ${one.root}`}>{one.root.slice(0, 16)}…</span>
        </li>
      ))}
    </ul>
  );
}
