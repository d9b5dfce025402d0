import { Page } from '../../shared/page';
import { AssignmentTable } from './AssignmentTable';

/** Every assignment of the packages that the person governs. */
export default function AssignmentList() {
  return (
    <Page title="Assignments" fill lead="Who holds which access package, how far its delivery is, and until when.">
      <AssignmentTable filter={{}} label="Assignments" withPackage none="An assignment comes from a request, a rule, or an administrator on the page of the package." />
    </Page>
  );
}
