import { Button } from '@fluentui/react-components';
import { SendRegular } from '@fluentui/react-icons/svg/send';
import { useNavigate } from '@tanstack/react-router';
import { useStore } from '../../app/store';
import { usePages } from '../../api/pages';
import { Empty } from '../../shared/empty';
import { Page } from '../../shared/page';
import { ProblemBanner } from '../../shared/problem';
import { Loading } from '../../shared/progress';
import { NoPerson } from '../access/NoPerson';
import { RequestTable } from './RequestTable';

/** What I asked for, and what was asked for me. */
export default function MyRequests() {
  const { actor } = useStore();
  if (actor.principal === null) return <NoPerson title="My requests" text="People of a directory ask for access." />;
  return <Mine />;
}

function Mine() {
  const pages = usePages('request.list', { mine: true });
  const go = useNavigate();
  const ask = <Button appearance="primary" onClick={() => void go({ to: '/access' })}>Ask for access</Button>;
  return (
    <Page title="My requests" fill lead="What you asked for, what was asked for you, and what came of it." actions={pages.total ? ask : undefined}>
      <ProblemBanner problem={pages.problem} retry={pages.retry} />
      {pages.total === null ? !pages.problem && <Loading label="Reading your requests" /> : pages.total === 0 ? (
        <Empty icon={<SendRegular />} title="You have asked for nothing yet" text="Each request stays here with its approvals, its reasons and its end.">{ask}</Empty>
      ) : <RequestTable label="My requests" pages={pages} total={pages.total} own />}
    </Page>
  );
}
