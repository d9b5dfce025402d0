import { Field, Select, Tab, TabList } from '@fluentui/react-components';
import { MailInboxRegular } from '@fluentui/react-icons/svg/mail-inbox';
import { useState } from 'react';
import { useStore } from '../../app/store';
import type { RequestState } from '../../api/operations';
import { usePages } from '../../api/pages';
import { useRead } from '../../api/query';
import { Empty } from '../../shared/empty';
import { formatNumber } from '../../shared/number';
import { Page } from '../../shared/page';
import { ProblemBanner } from '../../shared/problem';
import { Loading } from '../../shared/progress';
import { Packets } from '../approval/Packets';
import { OfferPackets } from './OfferPackets';
import { RequestTable } from './RequestTable';
import css from './request.module.css';

type View = 'requests' | 'missing' | 'packets' | 'offers';
const states: [RequestState, string][] = [
  ['pendingApproval', 'Wait for approval'], ['scheduled', 'Begin later'], ['delivering', 'On their way'], ['delivered', 'Delivered'],
  ['partiallyDelivered', 'Partly delivered'], ['deliveryFailed', 'Not delivered'], ['denied', 'Denied'], ['expired', 'Ran out of time'], ['canceled', 'Canceled'],
];

/** Requests of everybody, for whoever governs their catalogs; whoever governs nothing sees their own. */
export default function RequestList() {
  const { actor } = useStore();
  const [view, setView] = useState<View>('requests');
  const missing = useRead('approval.missing', { history: false, offset: 0, limit: 0 }, { enabled: actor.administrator });
  const unasked = missing.data?.total ?? 0;
  return (
    <Page title="Requests" fill lead="Who asked for which access package, why, who answered, and what came of it.">
      {actor.administrator && (
        <TabList selectedValue={view} onTabSelect={(_, change) => setView(change.value as View)}>
          <Tab value="requests">Requests</Tab>
          <Tab value="missing">{unasked > 0 ? `Nobody left to ask (${formatNumber(unasked)})` : 'Nobody left to ask'}</Tab>
          <Tab value="packets">Approvals handed out</Tab>
          <Tab value="offers">Offers handed out</Tab>
        </TabList>
      )}
      {view === 'missing' ? <Missing /> : view === 'packets' ? <Packets /> : view === 'offers' ? <OfferPackets /> : <Requests />}
    </Page>
  );
}

function Requests() {
  const [state, setState] = useState<RequestState | ''>('');
  return (
    <>
      <Field label="State" orientation="horizontal" className={css.state}>
        <Select value={state} onChange={(_, change) => setState(change.value as RequestState | '')}>
          <option value="">All</option>
          {states.map(([id, label]) => <option key={id} value={id}>{label}</option>)}
        </Select>
      </Field>
      <InState key={state} state={state} />
    </>
  );
}

function InState({ state }: { state: RequestState | '' }) {
  const pages = usePages('request.list', state === '' ? { mine: false } : { mine: false, state });
  return <List pages={pages} title={state === '' ? 'No request yet' : 'None in this state'} text="A request is made by a person under My access, or by somebody who may assign." />;
}

function Missing() {
  const pages = usePages('approval.missing', { history: false });
  return <List pages={pages} title="Every request has somebody to ask" text="Where a stage finds no approver and no fallback, an administrator answers, and it stands here." />;
}

function List({ pages, title, text }: { pages: ReturnType<typeof usePages<'request.list'>>; title: string; text: string }) {
  return (
    <>
      <ProblemBanner problem={pages.problem} retry={pages.retry} />
      {pages.total === null ? !pages.problem && <Loading label="Reading the requests" /> : pages.total === 0
        ? <Empty icon={<MailInboxRegular />} title={title} text={text} />
        : <RequestTable label="Requests" pages={pages} total={pages.total} />}
    </>
  );
}
