import { Link } from '@tanstack/react-router';
import type { Count } from '../../api/contract';
import { useRead } from '../../api/query';
import { formatNumber, formatShare } from '../../shared/number';
import { Card } from '../../shared/page';
import { ProblemBanner } from '../../shared/problem';
import { Loading, PartBar, PartLegend } from '../../shared/progress';
import { Table } from '../../shared/table';
import css from './review.module.css';
import { partsOf, reasonWords } from './words';

/** How far each reviewer and each resource is. */
export function ProgressTables({ instance }: { instance: number }) {
  const progress = useRead('review.progress', { instance }, { keep: true });
  if (progress.error) return <ProblemBanner problem={progress.error} />;
  if (!progress.data) return <Loading label="Counting" />;
  const { reviewers, resources } = progress.data;
  return (
    <>
      <Card title={`By reviewer (${formatNumber(reviewers.length)})`} aside={<PartLegend parts={legend} />}>
        {reviewers.length === 0 ? <p className="quiet">Nobody is asked.</p> : (
          <Table
            label="Progress by reviewer" total={reviewers.length} rowAt={(at) => reviewers[at]} upTo={8} rowHeight={40}
            columns={[
              { id: 'name', label: 'Reviewer', width: 'minmax(180px, 2fr)', show: (row) => <Link to="/principals/$principal" params={{ principal: row.principal }} title={row.displayName}>{row.displayName}</Link> },
              { id: 'why', label: 'Asked as', width: 'minmax(120px, 1fr)', show: (row) => row.reasons.map((reason) => reasonWords[reason] ?? reason).join(', ') },
              { id: 'bar', label: 'Decided', width: 'minmax(180px, 2fr)', show: (row) => <Bar of={row.count} name={row.displayName} /> },
              { id: 'items', label: 'Items', width: '80px', align: 'end', show: (row) => formatNumber(row.count.total) },
              { id: 'open', label: 'Undecided', width: '88px', align: 'end', show: (row) => formatNumber(row.count.notReviewed) },
              { id: 'own', label: 'Own decisions', width: '112px', align: 'end', show: (row) => formatNumber(row.ownDecisions) },
            ]}
          />
        )}
      </Card>
      <Card title={`By resource (${formatNumber(resources.length)})`} aside={<PartLegend parts={legend} />}>
        <Table
          label="Progress by resource" total={resources.length} rowAt={(at) => resources[at]} upTo={8} rowHeight={40}
          columns={[
            { id: 'name', label: 'Resource', width: 'minmax(180px, 2fr)', show: (row) => <Link to="/principals/$principal" params={{ principal: row.resource }} title={row.displayName}>{row.displayName}</Link> },
            { id: 'bar', label: 'Decided', width: 'minmax(180px, 2fr)', show: (row) => <Bar of={row.count} name={row.displayName} /> },
            { id: 'items', label: 'Items', width: '80px', align: 'end', show: (row) => formatNumber(row.count.total) },
            { id: 'approve', label: 'Approved', width: '80px', align: 'end', show: (row) => formatNumber(row.count.approve) },
            { id: 'deny', label: 'Denied', width: '80px', align: 'end', show: (row) => formatNumber(row.count.deny) },
            { id: 'open', label: 'Undecided', width: '88px', align: 'end', show: (row) => formatNumber(row.count.notReviewed) },
          ]}
        />
      </Card>
    </>
  );
}

const legend = partsOf({ total: 0, approve: 0, deny: 0, dontKnow: 0, notReviewed: 0 }).map((part) => ({ ...part, value: null }));

function Bar({ of, name }: { of: Count; name: string }) {
  return <span className={css.bar}><PartBar label={name} parts={partsOf(of)} /><span className="number">{formatShare(of.total - of.notReviewed, of.total)}</span></span>;
}
