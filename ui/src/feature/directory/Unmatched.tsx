import { Link } from '@tanstack/react-router';
import { usePages } from '../../api/pages';
import { Empty } from '../../shared/empty';
import { count } from '../../shared/number';
import { Card } from '../../shared/page';
import { ProblemBanner } from '../../shared/problem';
import { Loading } from '../../shared/progress';
import { Table } from '../../shared/table';

const BY: Record<string, string> = { mail: 'mail address', userName: 'account', employeeId: 'employee number' };

/** Whom rows name, and nobody of the import is: each stays reviewable under the name that was written. */
export function Unmatched({ directory }: { directory: number }) {
  const pages = usePages('directory.unmatched', { directory });
  if (pages.problem) return <ProblemBanner problem={pages.problem} retry={pages.retry} />;
  if (pages.total === null) return <Loading label="Reading whom nobody is" />;
  if (pages.total === 0) return <Empty title="Everybody is matched" text="Each row of the last snapshot names somebody of the import." />;
  return (
    <Card title={`${count(pages.total, 'name')} of nobody in the import`}>
      <p className="quiet">These rows name somebody who stands in no file of people. They are kept as they were written and can be reviewed; whoever goes by that name in another directory is shown beside.</p>
      <Table
        label="Names of nobody in the import" total={pages.total} rowAt={pages.rowAt} onRange={pages.onRange} upTo={12} rowHeight={44}
        columns={[
          { id: 'who', label: 'Shown as', width: 'minmax(160px, 1.2fr)', show: (row) => <Link to="/principals/$principal" params={{ principal: row.principal }} title={row.displayName}>{row.displayName}</Link> },
          { id: 'named', label: 'Written', width: 'minmax(160px, 1.2fr)', show: (row) => <span className="mono" title={row.named}>{row.named}</span> },
          { id: 'held', label: 'Holds', width: '80px', align: 'end', show: (row) => <span className="number">{row.held}</span> },
          {
            id: 'meant', label: 'In another directory', width: 'minmax(200px, 1.6fr)',
            show: (row) => (row.meant ? (
              <span title={`${row.meant.displayName}, ${row.meant.directoryName}`}>
                <Link to="/principals/$principal" params={{ principal: row.meant.principal }}>{row.meant.displayName}</Link>
                <span className="quiet"> {row.meant.directoryName}, by {BY[row.meant.by] ?? row.meant.by}{row.meantCount > 1 ? `, and ${row.meantCount - 1} more` : ''}</span>
              </span>
            ) : <span className="quiet">Nobody</span>),
          },
        ]}
      />
    </Card>
  );
}
