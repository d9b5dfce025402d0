import { Button, Tab, TabList } from '@fluentui/react-components';
import { ClipboardTaskListLtrRegular } from '@fluentui/react-icons/svg/clipboard-task-list-ltr';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { useStore } from '../../app/store';
import type { InstanceView, PlanView } from '../../api/contract';
import { useRead, useWrite } from '../../api/query';
import { Moment } from '../../shared/Moment';
import { Empty } from '../../shared/empty';
import { formatNumber } from '../../shared/number';
import { Card, Facts, Figure, Figures, Page } from '../../shared/page';
import { ProblemBanner, ProblemPage } from '../../shared/problem';
import { Loading } from '../../shared/progress';
import { current } from '../review/series';
import { isEnded } from '../review/words';
import { TaskList } from '../task/TaskList';
import { ChangeList } from './ChangeList';
import { HoldNotice } from './HoldNotice';
import { PlanActions } from './PlanActions';

const route = getRouteApi('/reviews/$review/plan');

export default function PlanDetail() {
  const { review } = route.useParams();
  const { instance: wanted } = route.useSearch();
  const read = useRead('review.show', { review });
  if (read.error) return <ProblemPage problem={read.error} retry={() => void read.refetch()} />;
  if (!read.data) return <Loading label="Reading the review" />;
  const { instances } = read.data;
  const instance = instances.find((one) => one.instance === wanted) ?? current(instances);
  if (!instance) return <Empty title="This review has no instance" />;
  return <Result name={read.data.displayName} instance={instance} />;
}

function Result({ name, instance }: { name: string; instance: InstanceView }) {
  const plan = useRead('plan.show', { instance: instance.instance });
  const draw = useWrite('plan.draw');
  const { actor } = useStore();
  const back = { to: '/reviews/$review', params: { review: instance.review }, search: { instance: instance.instance }, label: name } as const;
  if (plan.error) return <ProblemPage problem={plan.error} retry={() => void plan.refetch()} />;
  if (plan.data === undefined) return <Loading label="Reading the plan" />;
  const drawIt = () => draw.mutate({ instance: instance.instance });
  if (plan.data === null) {
    return (
      <Page title="Plan and results" back={back}>
        <ProblemBanner problem={draw.error} />
        {isEnded(instance.status) ? (
          <Empty icon={<ClipboardTaskListLtrRegular />} title="No plan yet" text="A plan lists every single change that the decisions mean. Drawing it changes nothing.">
            {actor.administrator && <Button appearance="primary" disabled={draw.isPending} onClick={drawIt}>{draw.isPending ? 'Drawing…' : 'Draw the plan'}</Button>}
          </Empty>
        ) : <Empty title="The review is not over" text="A plan is drawn when it has ended." />}
      </Page>
    );
  }
  return <Drawn key={plan.data.plan} plan={plan.data} back={back} drawProblem={<ProblemBanner problem={draw.error} dismiss={draw.reset} />} onDraw={drawIt} />;
}

interface DrawnProps { plan: PlanView; back: { to: '/reviews/$review'; params: { review: number }; search: { instance: number }; label: string }; drawProblem: React.ReactNode; onDraw: () => void }

function Drawn({ plan, back, drawProblem, onDraw }: DrawnProps) {
  const [tab, setTab] = useState('changes');
  const done = plan.applied + plan.alreadySo;
  return (
    <Page title="Plan and results" back={back}>
      {drawProblem}
      {plan.holds.length > 0 && <HoldNotice plan={plan} />}
      <PlanActions plan={plan} onDraw={onDraw} />
      <Figures>
        <Figure label="Changes" value={formatNumber(plan.changeCount)} note={[plan.pending > 0 ? `${formatNumber(plan.pending)} pending` : plan.waiting > 0 ? '' : 'all answered', plan.waiting > 0 ? `${formatNumber(plan.waiting)} wait for their 30 days` : ''].filter(Boolean).join(', ')} />
        <Figure label="Done" value={formatNumber(done)} note={plan.alreadySo > 0 ? `${formatNumber(plan.alreadySo)} were so already` : undefined} tone={done > 0 ? 'good' : undefined} />
        <Figure label="Refused" value={formatNumber(plan.refused)} tone={plan.refused > 0 ? 'bad' : undefined} note="by the directory" />
        <Figure label="By hand" value={formatNumber(plan.taskCount)} tone={plan.taskCount > 0 ? 'warn' : undefined} note="remediation tasks" />
        <Figure label="Seen gone" value={formatNumber(plan.seenGone)} note={plan.cameBack > 0 ? `${formatNumber(plan.cameBack)} came back` : plan.stillThere > 0 ? `${formatNumber(plan.stillThere)} still there` : `${formatNumber(plan.unverified)} not read again yet`} tone={plan.stillThere > 0 ? 'bad' : plan.seenGone > 0 ? 'good' : undefined} />
      </Figures>
      <TabList selectedValue={tab} onTabSelect={(_, change) => setTab(String(change.value))}>
        <Tab value="changes">{`Changes (${formatNumber(plan.changeCount)})`}</Tab>
        {plan.instance !== null && <Tab value="tasks">{`Tasks (${formatNumber(plan.taskCount)})`}</Tab>}
        <Tab value="about">About this plan</Tab>
      </TabList>
      {tab === 'changes' && <ChangeList plan={plan.plan} />}
      {tab === 'tasks' && plan.instance !== null && <TaskList instance={plan.instance} />}
      {tab === 'about' && (
        <Card>
          <Facts
            facts={[
              ['Drawn', <><Moment at={plan.drawnAt} /> <span className="quiet">by {plan.drawnBy}</span></>],
              ['Countersigned', plan.countersignedAt ? <><Moment at={plan.countersignedAt} /> <span className="quiet">by {plan.countersignedBy}</span></> : plan.held ? 'Not yet' : 'Not needed'],
              ['Hash of its changes', <span className="mono">{plan.hash}</span>],
            ]}
          />
          <p className="quiet">A plan never changes after it is drawn. A correction is a new plan.</p>
        </Card>
      )}
    </Page>
  );
}
