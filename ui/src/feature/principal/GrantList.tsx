import { Link, useNavigate } from '@tanstack/react-router';
import { usePages } from '../../api/pages';
import { Moment } from '../../shared/Moment';
import { Empty } from '../../shared/empty';
import { count } from '../../shared/number';
import { ProblemBanner } from '../../shared/problem';
import { Loading } from '../../shared/progress';
import { Table } from '../../shared/table';

interface Props { filter: { resource?: number; principal?: number }; side: 'resource' | 'principal'; none: string }

/** Direct grants, from one side or the other. */
export function GrantList({ filter, side, none }: Props) {
  const pages = usePages('grant.list', filter);
  const go = useNavigate();
  if (pages.problem) return <ProblemBanner problem={pages.problem} retry={pages.retry} />;
  if (pages.total === null) return <Loading label="Reading grants" />;
  if (pages.total === 0) return <Empty title={none} />;
  return (
    <>
      <p className="quiet number">{count(pages.total, 'direct grant')}</p>
      <Table
        label="Direct grants" total={pages.total} rowAt={pages.rowAt} onRange={pages.onRange} upTo={14} rowHeight={40}
        onOpen={(row) => void go({ to: '/principals/$principal', params: { principal: row[side] } })}
        columns={[
          {
            id: 'name', label: side === 'resource' ? 'Group' : 'Name', width: 'minmax(200px, 3fr)',
            show: (row) => {
              const name = side === 'resource' ? row.resourceName : row.principalName;
              return <Link to="/principals/$principal" params={{ principal: row[side] }} title={name}>{name}</Link>;
            },
          },
          { id: 'as', label: 'As', width: '120px', show: (row) => (row.entitlement === 'owner' ? 'Owner' : 'Member') },
          { id: 'kind', label: 'Kind', width: '120px', show: (row) => (side === 'resource' ? 'Group' : row.principalKind === 'group' ? 'Nested group' : 'Person') },
          { id: 'since', label: 'Seen since', width: '160px', show: (row) => <Moment at={row.since} day /> },
        ]}
      />
    </>
  );
}
