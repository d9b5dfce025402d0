import { Button, Tab, TabList } from '@fluentui/react-components';
import { Link, getRouteApi, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useNow, useStore } from '../../app/store';
import type { InstanceView, ReviewView } from '../../api/contract';
import { useRead } from '../../api/query';
import { Moment } from '../../shared/Moment';
import { ageText } from '../../shared/date';
import { Empty } from '../../shared/empty';
import { count, formatNumber, formatShare } from '../../shared/number';
import { Card, Figure, Figures, Page } from '../../shared/page';
import { ProblemBanner, ProblemPage } from '../../shared/problem';
import { Loading, PartBar, PartLegend } from '../../shared/progress';
import { useTell } from '../../shared/toast';
import { EvidenceCard } from '../evidence/EvidenceCard';
import { JobProgress } from '../job/JobProgress';
import { ProgressTables } from './ProgressTables';
import { ReviewActions } from './ReviewActions';
import { ReviewSettings } from './ReviewSettings';
import { StatusBadge } from './StatusBadge';
import { isEnded, partsOf } from './words';

const route = getRouteApi('/reviews/$review');

export default function ReviewDetail() {
  const { review } = route.useParams();
  const read = useRead('review.show', { review });
  if (read.error) return <ProblemPage problem={read.error} retry={() => void read.refetch()} />;
  if (!read.data) return <Loading label="Reading the review" />;
  const instance = read.data.instances[0];
  if (!instance) return <Empty title="This review has no instance" />;
  return <Campaign view={read.data} instance={instance} />;
}

function Campaign({ view, instance }: { view: ReviewView; instance: InstanceView }) {
  const [tab, setTab] = useState('progress');
  const [job, setJob] = useState<number | null>(null);
  const tell = useTell();
  const jobs = useRead('job.list', {});
  const running = jobs.data?.find((one) => one.kind === 'review.start' && one.state === 'running' && one.subject === view.displayName)?.id ?? null;
  const started = instance.status !== 'NotStarted';
  return (
    <Page
      title={view.displayName} back={{ to: '/reviews', label: 'Reviews' }} badge={<StatusBadge status={instance.status} />}
      lead={instance.descriptionForReviewers || undefined} actions={<ReviewActions view={view} instance={instance} onJob={setJob} />}
    >
      <JobProgress
        job={job ?? running}
        onEnd={(ended) => {
          if (ended.state === 'done') tell.done('The review has started.', 'Its people are asked from now on.');
          if (ended.state !== 'problem') setJob(null);
        }}
      />
      {started ? <Standing instance={instance} /> : job === null && running === null && <NotStarted />}
      {isEnded(instance.status) && <Ended view={view} instance={instance} />}
      {started && <EvidenceCard instance={instance.instance} name={view.displayName} ended={isEnded(instance.status)} />}
      <TabList selectedValue={tab} onTabSelect={(_, change) => setTab(String(change.value))}>
        <Tab value="progress">Progress</Tab>
        <Tab value="settings">Settings in force</Tab>
      </TabList>
      {tab === 'progress' && (started ? <ProgressTables instance={instance.instance} /> : <p className="quiet">Progress is shown once the review has started.</p>)}
      {tab === 'settings' && <ReviewSettings view={view} instance={instance} />}
    </Page>
  );
}

function NotStarted() {
  return (
    <Card title="Not started">
      <p>When it starts, the people and memberships of the last snapshot are frozen as its population, recommendations are computed, and each item gets its reviewers.</p>
    </Card>
  );
}

function Standing({ instance }: { instance: InstanceView }) {
  const progress = useRead('review.progress', { instance: instance.instance }, { keep: true });
  const now = useNow();
  const { actor } = useStore();
  if (progress.error) return <ProblemBanner problem={progress.error} retry={() => void progress.refetch()} />;
  if (!progress.data) return <Loading label="Counting" />;
  const { count: tally, unasked } = progress.data;
  const decided = tally.total - tally.notReviewed;
  const mine = progress.data.reviewers.find((one) => one.principal === actor.principal);
  const open = instance.status === 'InProgress';
  return (
    <>
      <Figures>
        <Figure label="Decided" value={formatShare(decided, tally.total)} note={`${formatNumber(decided)} of ${formatNumber(tally.total)}`} />
        <Figure label="Denied" value={formatNumber(tally.deny)} tone={tally.deny > 0 ? 'bad' : undefined} note="to be removed" />
        {open
          ? <Figure label="Due" value={instance.dueAt ? ageText(new Date(instance.dueAt), now) : '–'} note={<Moment at={instance.dueAt} />} tone={instance.dueAt && new Date(instance.dueAt) < now ? 'warn' : undefined} />
          : <Figure label="Ended" value={<Moment at={instance.endedAt} day />} note={instance.endedBy} />}
        <Figure label="Nobody to ask" value={formatNumber(unasked)} tone={unasked > 0 ? 'warn' : undefined} note="silence decides these" />
        <Figure label="Directory as of" value={<Moment at={instance.snapshotAt} day />} note={`${count(instance.excludedCount, 'entry', 'entries')} out of scope`} />
      </Figures>
      <Card aside={undefined}>
        <PartBar label="Decisions" parts={partsOf(tally)} />
        <PartLegend parts={partsOf(tally)} />
        {mine && (
          <p>
            You are asked about {count(mine.count.total, 'item')}; {mine.count.notReviewed > 0 ? `${formatNumber(mine.count.notReviewed)} still wait for you.` : 'you have decided all of them.'}{' '}
            <Link to="/reviews/$review/items" params={{ review: instance.review }}>Go to your desk</Link>
          </p>
        )}
      </Card>
    </>
  );
}

function Ended({ view, instance }: { view: ReviewView; instance: InstanceView }) {
  const plan = useRead('plan.show', { instance: instance.instance });
  const go = useNavigate();
  const found = plan.data ?? null;
  return (
    <Card title="Result" aside={<Button appearance={found && found.pending === 0 ? 'secondary' : 'primary'} onClick={() => void go({ to: '/reviews/$review/plan', params: { review: view.review } })}>{found ? 'Open the plan' : 'Draw the plan'}</Button>}>
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
