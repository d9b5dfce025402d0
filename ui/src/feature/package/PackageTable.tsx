import { BoxRegular } from '@fluentui/react-icons/svg/box';
import { Link, useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { PackageRow } from '../../api/operations';
import { usePages } from '../../api/pages';
import { Moment } from '../../shared/Moment';
import { StateBadge } from '../../shared/badge';
import { Empty } from '../../shared/empty';
import { count, formatNumber } from '../../shared/number';
import { ProblemBanner } from '../../shared/problem';
import { Loading } from '../../shared/progress';
import { type Column, Table } from '../../shared/table';
import css from './package.module.css';

interface Props {
  filter: { catalog?: number; search?: string; resource?: number };
  label: string;
  withCatalog: boolean;
  /** What narrows the list; how many there are stands beside it. */
  head?: ReactNode;
  none: string;
  add?: ReactNode;
}

const columns = (withCatalog: boolean): Column<PackageRow>[] => [
  { id: 'name', label: 'Package', width: 'minmax(180px, 2.4fr)', show: (row) => <span className={css.two}><Link className="ellipsis" to="/packages/$package" params={{ package: row.package }} title={row.displayName}>{row.displayName}</Link>{row.description && <span className="ellipsis quiet" title={row.description}>{row.description}</span>}</span> },
  ...(withCatalog ? [{ id: 'catalog', label: 'Catalog', width: 'minmax(112px, 1fr)', show: (row: PackageRow) => <Link to="/catalogs/$catalog" params={{ catalog: row.catalog }} title={row.catalogName}>{row.catalogName}</Link> }] : []),
  { id: 'hidden', label: 'Seen by', width: '128px', show: (row) => row.hidden ? <StateBadge tone="quiet">Only by its link</StateBadge> : 'Who may ask' },
  { id: 'roles', label: 'Roles', width: '64px', align: 'end', show: (row) => row.roleCount === 0 ? <span title="It gives nothing yet">0</span> : formatNumber(row.roleCount) },
  { id: 'policies', label: 'Policies', width: '72px', align: 'end', show: (row) => formatNumber(row.policyCount) },
  { id: 'assignments', label: 'Assignments', width: '96px', align: 'end', show: (row) => formatNumber(row.assignmentCount) },
  { id: 'changed', label: 'Changed', width: '112px', show: (row) => <Moment at={row.changedAt} day /> },
];

export function PackageTable({ filter, label, withCatalog, head, none, add }: Props) {
  const pages = usePages('package.list', filter);
  const go = useNavigate();
  return (
    <div className={css.tab}>
      {head && <div className={css.filters}>{head}<span className="quiet number" aria-live="polite">{pages.total !== null && count(pages.total, 'package')}</span></div>}
      <ProblemBanner problem={pages.problem} retry={pages.retry} />
      {pages.total === null ? !pages.problem && <Loading label="Reading the packages" /> : pages.total === 0 ? (
        <Empty icon={<BoxRegular />} title={filter.search ? 'Nothing found' : 'No access package'} text={none}>{add}</Empty>
      ) : (
        <Table key={JSON.stringify(filter)} label={label} columns={columns(withCatalog)} total={pages.total} rowAt={pages.rowAt} onRange={pages.onRange} rowHeight={52} onOpen={(row) => void go({ to: '/packages/$package', params: { package: row.package } })} />
      )}
    </div>
  );
}
