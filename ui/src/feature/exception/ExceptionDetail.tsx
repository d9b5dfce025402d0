import { Button, MessageBar, MessageBarBody, MessageBarTitle } from '@fluentui/react-components';
import { Link, getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { useStore } from '../../app/store';
import type { ExceptionView } from '../../api/operations';
import { useRead, useWrite } from '../../api/query';
import { Moment } from '../../shared/Moment';
import { StateBadge } from '../../shared/badge';
import { isDay } from '../../shared/date';
import { ConfirmDialog } from '../../shared/dialog';
import { DayField, TextField } from '../../shared/form';
import { Card, Facts, Page } from '../../shared/page';
import { ProblemPage } from '../../shared/problem';
import { Loading } from '../../shared/progress';
import { useTell } from '../../shared/toast';
import { entitlementText } from '../item/words';
import { EvidencePart } from './EvidencePart';
import css from './exception.module.css';
import { actWords, stateWords } from './words';

const route = getRouteApi('/exceptions/$exception');
type Act = 'approve' | 'revoke' | 'renew' | 'confirm';

export default function ExceptionDetail() {
  const { exception } = route.useParams();
  const read = useRead('exception.show', { exception });
  const [act, setAct] = useState<Act | null>(null);
  const { actor } = useStore();
  if (read.error) return <ProblemPage problem={read.error} retry={() => void read.refetch()} />;
  if (!read.data) return <Loading label="Reading the exception" />;
  const view = read.data;
  const admin = actor.administrator;
  const ended = view.state === 'expired' || view.state === 'revoked';
  return (
    <Page
      title={`${view.principalName} keeps ${view.resourceName}`} back={{ to: '/exceptions', label: 'Policy exceptions' }}
      badge={<StateBadge tone={stateWords[view.state]?.tone ?? 'quiet'}>{stateWords[view.state]?.word ?? view.state}</StateBadge>}
      actions={admin && (
        <>
          {view.state === 'proposed' && <Button appearance="primary" onClick={() => setAct('approve')}>Approve…</Button>}
          {view.state === 'approved' && <Button appearance={view.reviewDue ? 'primary' : 'secondary'} onClick={() => setAct('confirm')}>Confirm…</Button>}
          {view.state !== 'revoked' && <Button onClick={() => setAct('renew')}>Renew…</Button>}
          {!ended && <Button onClick={() => setAct('revoke')}>{view.state === 'proposed' ? 'Refuse…' : 'Revoke…'}</Button>}
        </>
      )}
    >
      {view.reviewDue && <MessageBar intent="warning"><MessageBarBody><MessageBarTitle>It is time to look at it again.</MessageBarTitle>Confirm it, renew it or revoke it.</MessageBarBody></MessageBar>}
      <Card>
        <Facts
          facts={[
            ['Who', <Link to="/principals/$principal" params={{ principal: view.principal }}>{view.principalName}</Link>],
            ['May keep', <><Link to="/principals/$principal" params={{ principal: view.resource }}>{view.resourceName}</Link> <span className="quiet">{entitlementText(view.entitlement)}</span></>],
            ['Against', view.policy],
            ['Why', view.reason],
            ['Until', <Moment at={view.untilOn} day />],
            ['Looked at again', <Moment at={view.reviewOn} day none="No day is set" />],
            ['Covers it today', view.inForce ? 'Yes' : 'No'],
            ['Proposed', <><Moment at={view.proposedOn} day /> <span className="quiet">by {view.proposedBy}</span></>],
            ['Approved', view.approvedOn ? <><Moment at={view.approvedOn} day /> <span className="quiet">by {view.approvedBy}</span></> : 'Not yet'],
          ]}
        />
      </Card>
      <Card title="What was done">
        <ol className={css.events}>
          {view.events.map((event) => (
            <li key={`${event.at}-${event.act}`}><b>{actWords[event.act] ?? event.act}</b> <span className="quiet"><Moment at={event.at} /> by {event.actor}, until <Moment at={event.untilOn} day /></span>{event.reason && <p dir="auto">{event.reason}</p>}</li>
          ))}
        </ol>
      </Card>
      {(admin || actor.complianceOfficer) && <EvidencePart view={view} />}
      {act && <ActDialog view={view} act={act} onClose={() => setAct(null)} />}
    </Page>
  );
}

function ActDialog({ view, act, onClose }: { view: ExceptionView; act: Act; onClose: () => void }) {
  const approve = useWrite('exception.approve');
  const revoke = useWrite('exception.revoke');
  const renew = useWrite('exception.renew');
  const confirm = useWrite('exception.confirm');
  const tell = useTell();
  const [reason, setReason] = useState('');
  const [untilOn, setUntilOn] = useState('');
  const [reviewOn, setReviewOn] = useState('');
  const { exception } = view;
  const after = (sentence: string) => ({ onSuccess: () => { tell.done(sentence); onClose(); } });
  const run = {
    approve: () => approve.mutate({ exception }, after('The exception is approved.')),
    revoke: () => revoke.mutate({ exception, reason: reason.trim() }, after('The exception has ended.')),
    renew: () => renew.mutate({ exception, reason: reason.trim(), untilOn, ...(reviewOn ? { reviewOn } : {}) }, after('The renewal is proposed; somebody else approves it.')),
    confirm: () => confirm.mutate({ exception, ...(reviewOn ? { reviewOn } : {}) }, after('The exception was looked at and stays.')),
  }[act];
  const write = { approve, revoke, renew, confirm }[act];
  const words = {
    approve: ['Approve this exception?', 'Approve'], revoke: [view.state === 'proposed' ? 'Refuse this exception?' : 'Revoke this exception?', view.state === 'proposed' ? 'Refuse' : 'Revoke'],
    renew: ['Renew this exception', 'Propose the renewal'], confirm: ['Confirm this exception', 'Confirm'],
  }[act];
  const missing = ((act === 'revoke' || act === 'renew') && !reason.trim()) || (act === 'renew' && !isDay(untilOn)) || (reviewOn !== '' && !isDay(reviewOn));
  return (
    <ConfirmDialog title={words[0] ?? ''} action={words[1] ?? ''} danger={act === 'revoke'} busy={write.isPending || missing} problem={write.error} onClose={onClose} onConfirm={run}>
      <div style={{ display: 'flex', flexDirection: 'column', gap: 12 }}>
        <p>{view.principalName} keeps {view.resourceName} against {view.policy}: {view.reason}</p>
        {act === 'revoke' && view.state === 'approved' && <p>From now on it covers nothing. If the access was denied, a task to take it away opens again.</p>}
        {(act === 'revoke' || act === 'renew') && <TextField label="Why" required lines={2} value={reason} onChange={setReason} />}
        {act === 'renew' && <DayField label="Until" required value={untilOn} onChange={setUntilOn} />}
        {(act === 'renew' || act === 'confirm') && <DayField label="Look at it again on" value={reviewOn} onChange={setReviewOn} />}
      </div>
    </ConfirmDialog>
  );
}
