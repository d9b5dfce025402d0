import { Link } from '@tanstack/react-router';
import type { ChangeRow } from '../../api/contract';
import { usePages } from '../../api/pages';
import { Moment } from '../../shared/Moment';
import { StateBadge } from '../../shared/badge';
import { Empty } from '../../shared/empty';
import { formatNumber } from '../../shared/number';
import { ProblemBanner } from '../../shared/problem';
import { Loading } from '../../shared/progress';
import { Table } from '../../shared/table';
import css from './plan.module.css';
import { changeWords, outcomeOf, verificationWords } from './words';

/** Every change with its receipt and what was seen afterwards. */
export function ChangeList({ plan }: { plan: number }) {
  const pages = usePages('plan.change.list', { plan });
  if (pages.problem) return <ProblemBanner problem={pages.problem} retry={pages.retry} />;
  if (pages.total === null) return <Loading label="Reading changes" />;
  if (pages.total === 0) return <Empty title="Nothing to change in a directory" text="No denied access can be removed from here. Look at the tasks." />;
  return (
    <Table
      label="Changes" total={pages.total} rowAt={pages.rowAt} onRange={pages.onRange} upTo={12} rowHeight={52}
      columns={[
        { id: 'at', label: 'No.', width: '56px', align: 'end', show: (row) => formatNumber(row.position + 1) },
        { id: 'act', label: 'Act', width: '72px', show: (row) => changeWords[row.kind] ?? row.kind },
        { id: 'who', label: 'Whom', width: 'minmax(160px, 2fr)', show: (row) => <span className={css.two}><Link className="ellipsis" to="/principals/$principal" params={{ principal: row.principal }} title={row.principalName}>{row.principalName}</Link><span className="ellipsis quiet" title={row.memberDn}>{row.memberDn}</span></span> },
        { id: 'from', label: 'From', width: 'minmax(160px, 2fr)', show: (row) => <From row={row} /> },
        {
          id: 'receipt', label: 'Receipt', width: 'minmax(160px, 1.5fr)',
          show: (row) => {
            const outcome = outcomeOf(row);
            const why = row.reason && (row.code !== null ? `${row.reason} (code ${row.code})` : row.reason);
            return <span className={css.two}><span><StateBadge tone={outcome.tone}>{outcome.word}</StateBadge></span>{(why || row.receivedAt) && <span className="ellipsis quiet" title={[why, row.carriedBy].filter(Boolean).join(' · ')}>{why ?? <Moment at={row.receivedAt} />}</span>}</span>;
          },
        },
        {
          id: 'seen', label: 'Seen afterwards', width: 'minmax(152px, 1.2fr)',
          show: (row) => {
            if (!row.verification) return <span className="quiet">Not read again</span>;
            const known = verificationWords[row.verification.state];
            return <span className={css.two}><span><StateBadge tone={known?.tone ?? 'quiet'}>{known?.word ?? row.verification.state}</StateBadge></span><span className="ellipsis quiet" title={row.verification.through ?? undefined}>{row.cameBack && row.verification.state !== 'cameBack' ? 'it had come back once; ' : ''}{row.verification.through ? `through ${row.verification.through}` : <Moment at={row.verification.readAt} />}</span></span>;
          },
        },
      ]}
    />
  );
}

/** Where it is taken from: the resource, or a group within it; of an account, when. */
function From({ row }: { row: ChangeRow }) {
  if (row.kind !== 'removeMember' && row.kind !== 'takeRole') {
    return <span className={css.two}><span className="ellipsis" title={row.resourceName}>the account</span><span className="ellipsis quiet">{row.deleteAt ? <>to be deleted <Moment at={row.deleteAt} day /></> : row.resourceName}</span></span>;
  }
  const nested = !row.elsewhere && row.list !== row.resource;
  const under = [row.elsewhere ? `in ${row.directoryName}, from where ${row.resourceName} is synced` : row.kind === 'takeRole' ? row.entitlement : nested ? `for ${row.resourceName}` : row.groupDn, row.also.length > 0 ? `also lost: ${row.also.join(', ')}` : ''].filter(Boolean).join('; ');
  return (
    <span className={css.two}>
      <Link className="ellipsis" to="/principals/$principal" params={{ principal: row.list }} title={row.listName}>{row.listName}</Link>
      <span className="ellipsis quiet" title={`${under}\n${row.groupDn}`}>{under}</span>
    </span>
  );
}
