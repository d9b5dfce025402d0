import { Link } from '@tanstack/react-router';
import type { AssignmentView, GivenRow } from '../../api/operations';
import { Moment } from '../../shared/Moment';
import { StateBadge } from '../../shared/badge';
import { Table } from '../../shared/table';
import { kindWords } from '../catalog/words';
import { roleWord } from '../package/words';
import css from './assignment.module.css';
import { givenWords, outcomeWords } from './words';

/** Entitlement by entitlement: how far it is, what the directory answered, and what a later read showed. */
export function GivenTable({ view }: { view: AssignmentView }) {
  const ending = view.state === 'removing' || view.state === 'expired';
  if (view.given.length === 0) return <p className="quiet">Nothing was delivered yet.</p>;
  return (
    <Table
      label="What it gives" total={view.given.length} rowAt={(at) => view.given[at]} upTo={12} rowHeight={56}
      columns={[
        { id: 'what', label: 'Access', width: 'minmax(160px, 1.5fr)', show: (row) => <span className={css.two}><Link className="ellipsis" to="/principals/$principal" params={{ principal: row.resource }} title={row.resourceName}>{row.resourceName}</Link><span className="ellipsis quiet">{[kindWords[row.resourceKind] ?? row.resourceKind, roleWord(row.entitlement)].join(' · ')}</span></span> },
        { id: 'state', label: 'State', width: 'minmax(152px, 1.4fr)', show: (row) => <State row={row} ending={ending} /> },
        { id: 'receipt', label: 'The directory answered', width: 'minmax(144px, 1fr)', show: (row) => row.outcome ? <span className={css.two}><span><StateBadge tone={outcomeWords[row.outcome]?.tone ?? 'quiet'}>{outcomeWords[row.outcome]?.word ?? row.outcome}</StateBadge></span><span className="quiet"><Moment at={row.receivedAt} /></span></span> : row.task !== null ? <Link to="/tasks">Task by hand</Link> : <span className="quiet">–</span> },
        { id: 'seen', label: 'Seen so', width: 'minmax(144px, 0.8fr)', show: (row) => row.seenAt ? <span className={css.two}><span><StateBadge tone="good">{row.state === 'taken' ? 'Seen gone' : 'Seen there'}</StateBadge></span><span className="quiet"><Moment at={row.seenAt} /></span></span> : <span className="quiet">Not yet</span> },
        { id: 'before', label: 'Before', width: 'minmax(112px, 0.8fr)', show: (row) => row.prior ? (row.adopted ? <span title="Held before, and the package’s by its own setting">Held, taken over</span> : <span title="Held before the package; it stays when the package ends">Held, and stays</span>) : <span className="quiet">Not held</span> },
      ]}
    />
  );
}

function State({ row, ending }: { row: GivenRow; ending: boolean }) {
  const word = givenWords(ending)[row.state];
  const why = row.reason ?? (row.resourceGone ? 'No longer in the directory' : !row.inPackage && !ending ? 'The package does not give it any more' : null);
  return <span className={css.two}><span><StateBadge tone={word.tone}>{word.word}</StateBadge></span>{why && <span className="ellipsis quiet" title={why}>{why}</span>}</span>;
}
