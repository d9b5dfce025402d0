import { Button, MessageBar, MessageBarBody, MessageBarTitle } from '@fluentui/react-components';
import { useState } from 'react';
import { useStore } from '../../app/store';
import type { JobView, PlanView } from '../../api/contract';
import type { JobStarted } from '../../api/operations';
import { useWrite } from '../../api/query';
import { ConfirmDialog } from '../../shared/dialog';
import { count, formatNumber } from '../../shared/number';
import { ProblemBanner } from '../../shared/problem';
import { useTell } from '../../shared/toast';
import { useFollowed } from '../job/follow';
import { JobProgress } from '../job/JobProgress';
import css from './plan.module.css';

interface DryRun { wouldRemove: number; alreadySo: number; groupMissing: number; notLookedAt: number }

/** The order in which a result is carried out: look, do, read again. */
export function PlanActions({ plan, onDraw }: { plan: PlanView; onDraw: () => void }) {
  const { actor } = useStore();
  const carry = useWrite('plan.carryOut');
  const verify = useWrite('plan.verify');
  const tell = useTell();
  const followed = useFollowed('plan.', plan.plan);
  const { job } = followed;
  const [dry, setDry] = useState<DryRun | null>(null);
  const [asking, setAsking] = useState(false);
  if (!actor.administrator) return null;
  const busy = job !== null || carry.isPending || verify.isPending;
  const left = plan.pending;
  const untouched = plan.applied + plan.alreadySo + plan.refused + plan.byHand === 0;

  function follow({ job: id }: JobStarted) {
    followed.begin(id);
  }

  function onEnd(view: JobView) {
    followed.end(view);
    if (view.state === 'problem') return;
    if (view.state === 'cancelled') tell.done('It was stopped.', 'What was done has its receipt; the rest is still to be done.');
    else if (view.kind === 'plan.dryRun') setDry(view.result as DryRun);
    else if (view.kind === 'plan.verify') tell.done('The directory was read again.');
    else tell.done('The plan was carried out.', 'Verify it next: the groups are read again.');
  }

  return (
    <>
      <div className={css.steps}>
        <Button disabled={busy || left === 0} onClick={() => { setDry(null); carry.mutate({ plan: plan.plan, dryRun: true }, { onSuccess: follow }); }}>Dry run</Button>
        <Button appearance={left > 0 ? 'primary' : 'secondary'} disabled={busy || left === 0 || plan.held} onClick={() => setAsking(true)}>
          {untouched ? 'Carry out…' : left > 0 ? `Go on with ${formatNumber(left)}…` : 'Carried out'}
        </Button>
        <Button appearance={left === 0 && plan.unverified > 0 ? 'primary' : 'secondary'} disabled={busy || untouched} onClick={() => verify.mutate({ plan: plan.plan }, { onSuccess: follow })}>Verify</Button>
        <Button appearance="subtle" disabled={busy} onClick={onDraw}>Draw anew</Button>
        {plan.held && <span className="quiet">Carrying out waits for the second signature.</span>}
      </div>
      <ProblemBanner problem={carry.error ?? verify.error} dismiss={() => { carry.reset(); verify.reset(); }} />
      <ProblemBanner problem={followed.problem} dismiss={followed.dismiss} />
      <JobProgress job={job} onEnd={onEnd} />
      {dry && (
        <MessageBar intent="info" layout="multiline" role="status">
          <MessageBarBody>
            <MessageBarTitle>Dry run: nothing was changed.</MessageBarTitle>{' '}
            {count(dry.wouldRemove, 'membership')} would be removed, {formatNumber(dry.alreadySo)} are gone already
            {dry.groupMissing > 0 && `, ${count(dry.groupMissing, 'group')} no longer in the directory`}.
            {dry.notLookedAt > 0 && ` A look says nothing about ${count(dry.notLookedAt, 'change')} to roles, accounts and packages; carrying out makes them too.`}
          </MessageBarBody>
        </MessageBar>
      )}
      {asking && (
        <ConfirmDialog
          title={`Remove ${count(left, 'membership')}?`} action="Carry out" danger busy={carry.isPending} problem={carry.error} onClose={() => setAsking(false)}
          onConfirm={() => carry.mutate({ plan: plan.plan, dryRun: false }, { onSuccess: (one) => { setAsking(false); setDry(null); follow(one); } })}
        >
          The directory itself is changed now. Each change is noted before it is asked for, and keeps the directory’s answer as its receipt. It can be stopped and taken up again at any moment.
        </ConfirmDialog>
      )}
    </>
  );
}
