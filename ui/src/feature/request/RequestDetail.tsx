import { Button, MessageBar, MessageBarBody, MessageBarTitle } from '@fluentui/react-components';
import { Link, getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { useStore } from '../../app/store';
import type { ApprovalDecision, RequestView } from '../../api/operations';
import { useRead } from '../../api/query';
import { Moment } from '../../shared/Moment';
import { StateBadge } from '../../shared/badge';
import { Card, Facts, Page } from '../../shared/page';
import { ProblemPage } from '../../shared/problem';
import { Loading } from '../../shared/progress';
import { AnswerDialog } from '../approval/AnswerDialog';
import { CancelDialog, ReprocessDialog, TakeBackDialog } from './ActDialogs';
import { AnswerList, Events, Stages } from './Parts';
import css from './request.module.css';
import { kindWords, stateWords, targetText } from './words';

const route = getRouteApi('/requests/$request');
type Act = 'cancel' | 'reprocess' | 'takeBack' | ApprovalDecision;

/** A dialog that is open belongs to its request: another address begins anew. */
export default function RequestDetail() {
  const { request } = route.useParams();
  return <One key={String(request)} request={request} />;
}

function One({ request }: { request: number }) {
  const { actor } = useStore();
  const read = useRead('request.show', { request });
  const [act, setAct] = useState<Act | null>(null);
  if (read.error) return <ProblemPage problem={read.error} retry={() => void read.refetch()} />;
  if (!read.data) return <Loading label="Reading the request" />;
  const view = read.data;
  const state = stateWords[view.state];
  const own = actor.principal !== null && (view.requestor === actor.principal || view.target === actor.principal);
  const nobody = actor.administrator && view.state === 'pendingApproval' && view.stages.some((one) => one.position === view.stage && one.nobodyAt !== null);
  const answers = view.awaitsMe || nobody;
  const approvedByMe = actor.principal !== null && view.answered.some((one) => one.actorId === actor.principal && one.decision === 'approve');
  const stands = view.assignment !== null && ['delivering', 'delivered', 'partiallyDelivered'].includes(view.state) && !view.kind.endsWith('Remove');
  return (
    <Page
      title={view.packageName} back={own ? { to: '/requests/mine', label: 'My requests' } : { to: '/requests', label: 'Requests' }} badge={<StateBadge tone={state.tone}>{state.word}</StateBadge>}
      lead={`${kindWords[view.kind]}: ${targetText(view)}`}
      actions={(
        <>
          {answers && <Button appearance="primary" onClick={() => setAct('approve')}>Approve…</Button>}
          {answers && <Button onClick={() => setAct('deny')}>Deny…</Button>}
          {view.state === 'deliveryFailed' && actor.administrator && <Button appearance="primary" onClick={() => setAct('reprocess')}>Try again…</Button>}
          {approvedByMe && stands && <Button onClick={() => setAct('takeBack')}>Take the approval back…</Button>}
          {view.mayCancel && <Button onClick={() => setAct('cancel')}>Cancel the request…</Button>}
        </>
      )}
    >
      {view.problem && (
        <MessageBar intent={view.state === 'deliveryFailed' || view.state === 'denied' ? 'error' : 'warning'} layout="multiline">
          <MessageBarBody><MessageBarTitle>{view.problem}</MessageBarTitle>{view.retryAt && <> It is tried again <Moment at={view.retryAt} />.</>}</MessageBarBody>
        </MessageBar>
      )}
      <Card>
        <Facts
          facts={[
            ['For', view.target !== null ? <Link to="/principals/$principal" params={{ principal: view.target }}>{targetText(view)}</Link> : targetText(view)],
            view.requestor !== view.target && ['Asked by', view.requestorName],
            ['Why', view.justification ? <span dir="auto" className={css.said}>{view.justification}</span> : <span className="quiet">No reason was given</span>],
            ['Policy', <>{view.policyName} <span className="quiet">version {view.policyVersion}</span></>],
            ['From', <Moment at={view.startsAt} none="As soon as it is approved" />],
            ['Until', <Moment at={view.endsAt} none={view.state === 'pendingApproval' ? 'As long as the policy allows' : 'It does not end by itself'} />],
            ['Made', <Moment at={view.createdAt} />],
            view.madeAt !== null && ['Written', <><Moment at={view.madeAt} /> <span className="quiet">and arrived later</span></>],
            view.again !== null && ['Asks again for', <Link to="/requests/$request" params={{ request: view.again }}>an earlier request</Link>],
            view.attempts > 0 && ['Attempts', String(view.attempts)],
            view.completedAt !== null && ['Done', <Moment at={view.completedAt} />],
          ]}
        />
      </Card>
      {view.questions.length > 0 && <Card title="Questions"><AnswerList view={view} /></Card>}
      <Card title="Approval"><Stages view={view} /></Card>
      <Card title="What happened"><Events view={view} /></Card>
      {act && <Asked view={view} act={act} onClose={() => setAct(null)} />}
    </Page>
  );
}

function Asked({ view, act, onClose }: { view: RequestView; act: Act; onClose: () => void }) {
  switch (act) {
    case 'cancel': return <CancelDialog view={view} onClose={onClose} />;
    case 'reprocess': return <ReprocessDialog view={view} onClose={onClose} />;
    case 'takeBack': return <TakeBackDialog view={view} onClose={onClose} />;
    default: return <AnswerDialog view={view} decision={act} onClose={onClose} />;
  }
}
