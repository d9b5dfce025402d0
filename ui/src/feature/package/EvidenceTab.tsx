import { Link } from '@tanstack/react-router';
import type { PackageView } from '../../api/operations';
import { Card } from '../../shared/page';

/** What an auditor takes home of this package. */
export function EvidenceTab({ view }: { view: PackageView }) {
  return (
    <Card title="Evidence">
      <p className="quiet">Who held “{view.displayName}”, by which request and approval, under which version of which policy, when it was delivered and removed: everything stands in the <Link to="/audit">audit log</Link>.</p>
    </Card>
  );
}
