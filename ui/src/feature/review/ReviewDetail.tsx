import { Button, MessageBar, MessageBarActions, MessageBarBody, MessageBarTitle, Tab, TabList } from '@fluentui/react-components';
import { Link, getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { useStore } from '../../app/store';
import type { InstanceView, ReviewView } from '../../api/contract';
import { useRead, useWrite } from '../../api/query';
import { formatDay } from '../../shared/date';
import { Empty } from '../../shared/empty';
import { count } from '../../shared/number';
import { Card, Page } from '../../shared/page';
import { ProblemBanner, ProblemPage } from '../../shared/problem';
import { Loading } from '../../shared/progress';
import { useTell } from '../../shared/toast';
import { SignOffCard } from '../acknowledgement/SignOffCard';
import { EvidenceCard } from '../evidence/EvidenceCard';
import { useFollowed } from '../job/follow';
import { JobProgress } from '../job/JobProgress';
import { RetentionCard } from '../retention/RetentionCard';
import { ProgressTables } from './ProgressTables';
import { Result, Standing } from './Standing';
import { ReviewActions } from './ReviewActions';
import { ReviewSettings } from './ReviewSettings';
import { ReviewerTab } from './ReviewerTab';
import { RunList } from './RunList';
import { StageTimeline } from './StageTimeline';
import { StatusBadge } from './StatusBadge';
import { current, newest, recurs } from './series';
import { isEnded, isFresh } from './words';

const route = getRouteApi('/reviews/$review');

export default function ReviewDetail() {
  const { review } = route.useParams();
  const { instance: wanted } = route.useSearch();
  const read = useRead('review.show', { review });
  if (read.error) return <ProblemPage problem={read.error} retry={() => void read.refetch()} />;
  if (!read.data) return <Loading label="Reading the review" />;
  const instance = read.data.instances.find((one) => one.instance === wanted) ?? current(read.data.instances);
  if (!instance) return <Empty title="This review has no instance" />;
  return <Campaign key={instance.instance} view={read.data} instance={instance} />;
}

function Campaign({ view, instance }: { view: ReviewView; instance: InstanceView }) {
  const [tab, setTab] = useState('progress');
  const tell = useTell();
  const starting = useFollowed('review.start', view.review);
  const started = !isFresh(instance.status);
  const series = recurs(view.definition) || view.instances.length > 1;
  return (
    <Page
      title={view.displayName} back={{ to: '/reviews', label: 'Reviews' }} badge={<StatusBadge status={instance.status} />}
      lead={instance.descriptionForReviewers || undefined} actions={<ReviewActions view={view} instance={instance} onJob={starting.begin} />}
    >
      <ProblemBanner problem={starting.problem} dismiss={starting.dismiss} />
      <JobProgress
        job={starting.job}
        onEnd={(ended) => {
          starting.end(ended);
          if (ended.state === 'done') tell.done('The review has started.', 'Its people are asked from now on.');
        }}
      />
      <Notes view={view} instance={instance} onRetry={starting.begin} />
      {started ? <Standing instance={instance} /> : starting.job === null && instance.status !== 'Failed' && <NotStarted view={view} />}
      {instance.stageCount > 1 && <StageTimeline instance={instance} />}
      {isEnded(instance.status) && <Result view={view} instance={instance} />}
      {started && <SignOffCard of={{ instance: instance.instance }} review={view.review} ended={isEnded(instance.status)} />}
      {started && <EvidenceCard instance={instance.instance} name={view.displayName} ended={isEnded(instance.status)} />}
      {isEnded(instance.status) && <RetentionCard of={{ instance: instance.instance }} review={view.review} />}
      <TabList selectedValue={tab} onTabSelect={(_, change) => setTab(String(change.value))}>
        <Tab value="progress">Progress</Tab>
        {started && <Tab value="reviewers">Reviewers</Tab>}
        {series && <Tab value="runs">{`Runs (${view.made})`}</Tab>}
        <Tab value="settings">Settings in force</Tab>
      </TabList>
      {tab === 'progress' && (started ? <ProgressTables instance={instance.instance} /> : <p className="quiet">Progress is shown once the review has started.</p>)}
      {tab === 'reviewers' && <ReviewerTab instance={instance} />}
      {tab === 'runs' && <RunList view={view} shown={instance.instance} />}
      {tab === 'settings' && <ReviewSettings view={view} instance={instance} />}
    </Page>
  );
}

/** What must be known before anything else: another run than the newest, a start that failed, days that were missed. */
function Notes({ view, instance, onRetry }: { view: ReviewView; instance: InstanceView; onRetry: (job: number) => void }) {
  const last = newest(view.instances);
  return (
    <>
      {last && last.instance !== instance.instance && (
        <MessageBar intent="info">
          <MessageBarBody>
            <MessageBarTitle>Run {instance.number} of {view.made}{instance.scheduledOn ? `, ${formatDay(instance.scheduledOn)}` : ''}.</MessageBarTitle>
            It is not the newest. <Link to="/reviews/$review" params={{ review: view.review }} search={{ instance: last.instance }}>Go to the newest</Link>
          </MessageBarBody>
        </MessageBar>
      )}
      {instance.status === 'Failed' && <Failed view={view} instance={instance} onRetry={onRetry} />}
      {instance.missed.length > 0 && (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>
            <MessageBarTitle>{count(instance.missed.length, 'run was', 'runs were')} missed while this program was not running.</MessageBarTitle>
            {' '}{instance.missed.slice(0, 12).map(formatDay).join('; ')}{instance.missed.length > 12 && ` and ${instance.missed.length - 12} more`}. They were not made afterwards, and count for a series of so many runs.
          </MessageBarBody>
        </MessageBar>
      )}
    </>
  );
}

function Failed({ view, instance, onRetry }: { view: ReviewView; instance: InstanceView; onRetry: (job: number) => void }) {
  const start = useWrite('review.start');
  const tell = useTell();
  const { actor } = useStore();
  return (
    <MessageBar intent="error" layout="multiline" role="alert">
      <MessageBarBody>
        <MessageBarTitle>It could not start{instance.scheduledOn ? ` on ${formatDay(instance.scheduledOn)}` : ''}: {instance.problem ?? 'the reason is not known.'}</MessageBarTitle>
        {' '}Put right what stands in the way, in the directory or in the definition, and start it again.
      </MessageBarBody>
      {actor.administrator && <MessageBarActions><Button size="small" disabled={start.isPending} onClick={() => start.mutate({ review: view.review }, { onSuccess: ({ job }) => onRetry(job), onError: tell.problem })}>Start it again</Button></MessageBarActions>}
    </MessageBar>
  );
}

function NotStarted({ view }: { view: ReviewView }) {
  return (
    <Card title="Not started">
      <p>
        {view.nextAt && <>It starts by itself on <b>{formatDay(view.nextAt)}</b>. </>}
        When it starts, the people and their access are frozen from the last snapshot as its population, recommendations are computed, and each item gets its reviewers.
      </p>
    </Card>
  );
}
