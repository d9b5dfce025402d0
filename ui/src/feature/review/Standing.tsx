import { Button } from '@fluentui/react-components';
import { Link, useNavigate } from '@tanstack/react-router';
import { useNow, useStore } from '../../app/store';
import type { InstanceView, ReviewView } from '../../api/contract';
import { useRead } from '../../api/query';
import { Moment } from '../../shared/Moment';
import { ageText } from '../../shared/date';
import { count, formatNumber, formatShare } from '../../shared/number';
import { Card, Figure, Figures } from '../../shared/page';
import { ProblemBanner } from '../../shared/problem';
import { Loading, PartBar, PartLegend } from '../../shared/progress';
import { partsOf } from './words';

/** How far a run is, in figures and one bar. */
export function Standing({ instance }: { instance: InstanceView }) {
  const progress = useRead('review.progress', { instance: instance.instance }, { keep: true });
  const now = useNow();
  const { actor } = useStore();
  if (progress.error) return <ProblemBanner problem={progress.error} retry={() => void progress.refetch()} />;
  if (!progress.data) return <Loading label="Counting" />;
  const { count: tally, unasked } = progress.data;
  const decided = tally.total - tally.notReviewed;
  const mine = progress.data.reviewers.find((one) => one.principal === actor.principal);
  const open = instance.status === 'InProgress';
  const stage = instance.stages[instance.stage - 1];
  const dueAt = stage?.dueAt ?? instance.dueAt;
  return (
    <>
      <Figures>
        <Figure label="Decided" value={formatShare(decided, tally.total)} note={`${formatNumber(decided)} of ${formatNumber(tally.total)}`} />
        <Figure label="Denied" value={formatNumber(tally.deny)} tone={tally.deny > 0 ? 'bad' : undefined} note="to be removed" />
        {open
          ? <Figure label={instance.stageCount > 1 ? `Stage ${instance.stage} of ${instance.stageCount} due` : 'Due'} value={dueAt ? ageText(new Date(dueAt), now) : '–'} note={<Moment at={dueAt} />} tone={dueAt && new Date(dueAt) < now ? 'warn' : undefined} />
          : <Figure label="Ended" value={<Moment at={instance.endedAt} day />} note={instance.endedBy} />}
        <Figure label="Nobody to ask" value={formatNumber(unasked)} tone={unasked > 0 ? 'warn' : undefined} note="silence decides these" />
        <Figure label="Directory as of" value={<Moment at={instance.snapshotAt} day />} note={`${count(instance.excludedCount, 'access', 'accesses')} left out`} />
      </Figures>
      <Card>
        <PartBar label="Decisions" parts={partsOf(tally)} />
        <PartLegend parts={partsOf(tally)} />
        {mine && (
          <p>
            You are asked about {count(mine.count.total, 'item')}; {mine.count.notReviewed > 0 ? `${formatNumber(mine.count.notReviewed)} still wait for you.` : 'you have decided all of them.'}{' '}
            <Link to="/reviews/$review/items" params={{ review: instance.review }} search={{ instance: instance.instance }}>Go to your desk</Link>
          </p>
        )}
      </Card>
    </>
  );
}

/** What follows from a run that has ended. */
export function Result({ view, instance }: { view: ReviewView; instance: InstanceView }) {
  const plan = useRead('plan.show', { instance: instance.instance });
  const go = useNavigate();
  const found = plan.data ?? null;
  return (
    <Card title="Result" aside={<Button appearance={found && found.pending === 0 ? 'secondary' : 'primary'} onClick={() => void go({ to: '/reviews/$review/plan', params: { review: view.review }, search: { instance: instance.instance } })}>{found ? 'Open the plan' : 'Draw the plan'}</Button>}>
      {plan.error ? <ProblemBanner problem={plan.error} /> : (
        <p className="number">
          {found
            ? `${count(found.changeCount, 'change')}: ${formatNumber(found.pending)} pending, ${formatNumber(found.applied + found.alreadySo)} done, ${formatNumber(found.refused)} refused; ${formatNumber(found.seenGone)} seen gone. ${count(found.taskCount, 'task')} by hand.`
            : 'The review has ended. A plan lists the exact changes that its decisions mean, before anything is changed.'}
        </p>
      )}
    </Card>
  );
}
