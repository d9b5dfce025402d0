import { Button, Tab, TabList } from '@fluentui/react-components';
import { useState } from 'react';
import { useStore } from '../../app/store';
import type { ExchangeStatus } from '../../api/operations';
import { useRead, useWrite } from '../../api/query';
import { Moment } from '../../shared/Moment';
import { StateBadge } from '../../shared/badge';
import { count } from '../../shared/number';
import { Card, Facts, Page } from '../../shared/page';
import { ProblemBanner } from '../../shared/problem';
import { Loading } from '../../shared/progress';
import { useTell } from '../../shared/toast';
import { JobProgress } from '../job/JobProgress';
import { Arrivals } from './Arrivals';
import { Outbox } from './Outbox';
import { PlaceForm } from './PlaceForm';
import css from './exchange.module.css';

/** Sealed files between installations: the place, what goes out, what came. */
export default function Exchange() {
  const { actor } = useStore();
  const read = useRead('exchange.status', {});
  const [tab, setTab] = useState<'out' | 'in'>('out');
  const [changing, setChanging] = useState(false);
  const status = read.data;
  return (
    <Page title="Exchange" lead="Packets, answers and whatever else is sealed travel over a place that every side reaches at times. The place itself can read none of it.">
      <ProblemBanner problem={read.error} retry={() => void read.refetch()} />
      {!status && !read.error && <Loading label="Reading the exchange" />}
      {status && (
        <>
          <Card title="Place" aside={actor.administrator && !changing && <Button onClick={() => setChanging(true)}>{status.setting ? 'Change…' : 'Set up…'}</Button>}>
            {changing ? <PlaceForm before={status.setting} onDone={() => setChanging(false)} /> : <Standing status={status} acts={actor.administrator} />}
          </Card>
          <TabList selectedValue={tab} onTabSelect={(_, change) => setTab(change.value as typeof tab)} aria-label="Direction">
            <Tab value="out">Going out</Tab>
            <Tab value="in">Coming in</Tab>
          </TabList>
          {tab === 'out' ? <Outbox acts={actor.administrator} /> : <Arrivals />}
        </>
      )}
    </Page>
  );
}

function Standing({ status, acts }: { status: ExchangeStatus; acts: boolean }) {
  const { setting, count: many, last } = status;
  if (!setting) return <p className="quiet">No place is set: packets and answers are files that people hand over themselves.</p>;
  return (
    <>
      <Facts
        facts={[
          ['Where', <span className="mono">{setting.shown}</span>],
          ['Looked at', setting.everyMinutes === 0 ? 'Only when somebody asks' : `Every ${count(setting.everyMinutes, 'minute')} while the window is open`],
          ['Last contact', last ? <Contact at={last.at} problem={last.problem} /> : <span className="quiet">None since the program started</span>],
          ['Last movement', status.movedAt ? <Moment at={status.movedAt} /> : <span className="quiet">Nothing yet</span>],
          ['Going out', <Count parts={[[many.waiting, 'waiting'], [many.sent, 'sent, not received yet'], [many.acknowledged, 'received']]} />],
          ['Came', <Count parts={[[many.incoming, 'not whole yet'], [many.arrived, 'to be opened'], [many.taken, 'taken in'], [many.refused, 'not for this store']]} />],
          ['Own inbox', <span className="mono">{setting.inbox}</span>],
        ]}
      />
      {acts && <Acts />}
    </>
  );
}

function Contact({ at, problem }: { at: string; problem: string | null }) {
  return <span><StateBadge tone={problem ? 'bad' : 'good'}>{problem ? 'With a problem' : 'Met'}</StateBadge> <Moment at={at} />{problem && <span className={css.why}>{problem}</span>}</span>;
}

function Count({ parts }: { parts: [number, string][] }) {
  const said = parts.filter(([many]) => many > 0);
  if (said.length === 0) return <span className="quiet">Nothing</span>;
  return <span className="number">{said.map(([many, word]) => `${many} ${word}`).join(' · ')}</span>;
}

function Acts() {
  const look = useWrite('exchange.run');
  const probe = useWrite('exchange.probe');
  const tell = useTell();
  const [job, setJob] = useState<number | null>(null);
  const [running, setRunning] = useState(false);
  const busy = running || look.isPending || probe.isPending;
  const started = { onSuccess: ({ job: begun }: { job: number }) => { setJob(begun); setRunning(true); }, onError: tell.problem };
  return (
    <div className={css.acts}>
      <Button appearance="primary" disabled={busy} onClick={() => look.mutate({}, started)}>Look now</Button>
      <Button disabled={busy} onClick={() => probe.mutate({}, started)}>Try the place</Button>
      {job !== null && (
        <JobProgress
          key={job}
          job={job}
          onEnd={(ended) => {
            setRunning(false);
            if (ended.state === 'problem') return;
            setJob(null);
            if (ended.state === 'done') tell.done(...said(ended.kind, ended.result as Record<string, unknown>));
          }}
        />
      )}
    </div>
  );
}

function said(kind: string, result: Record<string, unknown>): [string, string] {
  if (kind === 'exchange.probe') {
    const gone = result.takesAway === true ? 'Files can be put, found, read and taken away.' : 'Files can be put and read, but not taken away: the place will fill up.';
    return ['The place works.', result.listsAtOnce === true ? gone : `${gone} What is put is listed only later.`];
  }
  const many = (name: string) => Number(result[name] ?? 0);
  const problems = Array.isArray(result.problems) ? result.problems.length : 0;
  const sent = many('copiesSent') > 0 ? ` ${count(many('copiesSent'), 'copy', 'copies')} of the store sent.` : '';
  const copies = many('copiesTaken') > 0 ? `${sent} This workstation has a newer copy.` : sent;
  const left = problems > 0 ? ` ${count(problems, 'problem')}: the lists below tell which.` : '';
  return [
    problems > 0 ? 'The place was met, with problems.' : 'The place was met.',
    `${many('sent')} sent, ${many('acknowledged')} received by others, ${many('arrived')} came, ${many('taken')} taken in.${copies}${left}`,
  ];
}
