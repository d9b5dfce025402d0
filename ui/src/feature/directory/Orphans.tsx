import { Link } from '@tanstack/react-router';
import type { CertificateView } from '../../api/contract';
import { count } from '../../shared/number';
import { Card } from '../../shared/page';
import { Table } from '../../shared/table';

/** Groups that name what is not there: listed, not dropped. */
export function Orphans({ view }: { view: CertificateView }) {
  const more = view.orphanTotal - view.orphans.length;
  return (
    <Card title={`${count(view.orphanTotal, 'membership')} of nobody`} aside={more > 0 ? <span className="quiet">{count(more, 'more', 'more')} not shown here</span> : undefined}>
      <p className="quiet">These groups name something that the directory does not hold. It cannot be reviewed, so it is listed.</p>
      <Table
        label="Memberships of nobody" total={view.orphans.length} rowAt={(at) => view.orphans[at]} upTo={8} rowHeight={36}
        columns={[
          { id: 'group', label: 'Group', width: 'minmax(160px, 1fr)', show: (row) => <Link to="/principals/$principal" params={{ principal: row.resource }} title={row.resourceName}>{row.resourceName}</Link> },
          { id: 'as', label: 'As', width: '80px', show: (row) => row.entitlement },
          { id: 'names', label: 'Names', width: 'minmax(240px, 2fr)', show: (row) => <span className="mono" title={row.reference}>{row.reference}</span> },
        ]}
      />
    </Card>
  );
}
