import { Button, MessageBar, MessageBarBody, MessageBarTitle } from '@fluentui/react-components';
import { Link, getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import type { AssignmentView } from '../../api/operations';
import { useRead, useWrite } from '../../api/query';
import { Moment } from '../../shared/Moment';
import { StateBadge } from '../../shared/badge';
import { Card, Facts, Page } from '../../shared/page';
import { ProblemPage } from '../../shared/problem';
import { Loading } from '../../shared/progress';
import { useTell } from '../../shared/toast';
import { DeliverButton } from './DeliverButton';
import { EndDialog } from './EndDialog';
import { ExtendDialog } from './ExtendDialog';
import { GivenTable } from './GivenTable';
import { RequestCard } from './RequestCard';
import css from './assignment.module.css';
import { eventWords, lastDay, stateWords } from './words';

const route = getRouteApi('/assignments/$assignment');

/** One assignment: what it gives, where it comes from, and what the directory shows of it. */
export default function AssignmentDetail() {
  const { assignment } = route.useParams();
  const read = useRead('assignment.show', { assignment });
  const of = useRead('package.show', { package: read.data?.package ?? 0 }, { enabled: read.data !== undefined });
  const again = useWrite('assignment.reprocess');
  const [asking, setAsking] = useState<'extend' | 'end' | null>(null);
  const tell = useTell();
  if (read.error) return <ProblemPage problem={read.error} retry={() => void read.refetch()} />;
  if (!read.data) return <Loading label="Reading the assignment" />;
  const view = read.data;
  const may = of.data?.may ?? [];
  const live = view.state !== 'removing' && view.state !== 'expired';
  return (
    <Page
      title={`${view.principalName}: ${view.packageName}`} back={{ to: '/packages/$package', params: { package: view.package }, search: { tab: 'assignments' }, label: view.packageName }}
      badge={<StateBadge tone={stateWords[view.state].tone}>{stateWords[view.state].word}</StateBadge>}
      actions={(
        <>
          {live && view.endsAt !== null && may.includes('assign') && <Button onClick={() => setAsking('extend')}>Extend…</Button>}
          {view.state !== 'expired' && may.includes('reprocess') && <Button disabled={again.isPending} onClick={() => again.mutate({ assignment }, { onSuccess: () => tell.done('It is delivered once more.'), onError: tell.problem })}>Deliver again</Button>}
          {live && may.includes('removeAssignment') && <Button onClick={() => setAsking('end')}>End…</Button>}
        </>
      )}
    >
      {view.problem && <MessageBar intent={view.state === 'deliveryFailed' ? 'error' : 'warning'} layout="multiline"><MessageBarBody><MessageBarTitle>{view.problem}</MessageBarTitle>{view.deliverAt && <> It is tried again <Moment at={view.deliverAt} />.</>}</MessageBarBody></MessageBar>}
      {view.leavesAt && live && <MessageBar intent="warning" layout="multiline"><MessageBarBody><MessageBarTitle>The rule of the policy fits {view.principalName} no longer.</MessageBarTitle> The package is taken away <Moment at={view.leavesAt} />, unless the rule fits again before.</MessageBarBody></MessageBar>}
      <DeliverButton />
      <Standing view={view} />
      <Card title="What it gives" flush={view.given.length > 0}><GivenTable view={view} /></Card>
      <Card title="Where it comes from"><div className={css.content}>{view.requests.map((one) => <RequestCard key={one.request} request={one} />)}{view.requests.length === 0 && <p className="quiet">No request is kept for it.</p>}</div></Card>
      <Card title="What happened">
        <ol className={css.events}>
          {view.events.map((event, at) => (
            <li key={`${event.at} ${at}`}><b>{eventWords[event.event] ?? event.event}</b> <span className="quiet"><Moment at={event.at} /> by {event.actor}</span>{event.reason && <p dir="auto">{event.reason}</p>}</li>
          ))}
        </ol>
      </Card>
      {asking === 'extend' && <ExtendDialog view={view} onClose={() => setAsking(null)} />}
      {asking === 'end' && <EndDialog view={view} onClose={() => setAsking(null)} />}
    </Page>
  );
}

function Standing({ view }: { view: AssignmentView }) {
  const ended = view.state === 'removing' || view.state === 'expired';
  const seen = view.given.length === 0 ? null : view.seen
    ? <><StateBadge tone="good">{ended ? 'Seen gone' : 'Seen there'}</StateBadge> <span className="quiet">in the directory, <Moment at={view.seenAt} /></span></>
    : <><StateBadge tone="warn">Not all of it</StateBadge> <span className="quiet">{ended ? 'was seen gone yet' : 'was seen there yet'}</span></>;
  return (
    <Card>
      <Facts
        facts={[
          ['Who', <><Link to="/principals/$principal" params={{ principal: view.principal }}>{view.principalName}</Link>{' '}<span className="quiet">{view.principalGone ? 'no longer in the directory' : view.userName}</span></>],
          ['Package', <Link to="/packages/$package" params={{ package: view.package }}>{view.packageName}</Link>],
          ['Policy', <><Link to="/packages/$package" params={{ package: view.package }} search={{ tab: 'policies' }}>{view.policyName}</Link> <span className="quiet">version {view.policyVersion}</span></>],
          ['Since', <Moment at={view.startsAt} />],
          ['Until', view.endsAt ? <><Moment at={view.endsAt} /> <span className="quiet">last day <Moment at={lastDay(view.endsAt)} day /></span></> : 'No end is set'],
          ['Delivered', <Moment at={view.deliveredAt} none="Not yet" />],
          ['By the last read', seen],
          view.endedAt !== null && ['Ended', <><Moment at={view.endedAt} /> <span className="quiet">{view.endedBecause}</span></>],
        ]}
      />
    </Card>
  );
}
