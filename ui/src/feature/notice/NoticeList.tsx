import { Page } from '../../shared/page';
import { NoticeTable } from './NoticeTable';

/** Everything that people were told, or should have been. */
export default function NoticeList() {
  return (
    <Page title="Notices" lead="Who was told what and when, over all reviews. The mail server is set up in the settings.">
      <NoticeTable open={false} />
    </Page>
  );
}
