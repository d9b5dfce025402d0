import { useStore } from '../../app/store';
import { Page } from '../../shared/page';
import { FileView } from './FileView';
import { Written } from './Written';

/** What was written from this store, and a check of any evidence file by itself. */
export default function Evidence() {
  const { actor } = useStore();
  return (
    <Page title="Evidence" lead="What an auditor takes home, and a check whether a file is still what was written. The check needs no network, and not the store the file came from.">
      {(actor.administrator || actor.complianceOfficer) && <Written />}
      <FileView />
    </Page>
  );
}
