import { Button } from '@fluentui/react-components';
import { PlugConnectedRegular } from '@fluentui/react-icons/svg/plug-connected';
import { useEffect, useState } from 'react';
import type { Input, ProbeReport } from '../../../api/contract';
import { useWrite } from '../../../api/query';
import { Card } from '../../../shared/page';
import { ProblemBanner } from '../../../shared/problem';
import { JobProgress } from '../../job/JobProgress';
import { ProbeResult } from '../ProbeResult';
import { settingOf } from './problem';

/** Asks the directory with what is typed now; what it said stands until something else is typed. */
export function useTrial() {
  const trial = useWrite('directory.try');
  const [job, setJob] = useState<number | null>(null);
  const [asked, setAsked] = useState<string | null>(null);
  const [report, setReport] = useState<ProbeReport | null>(null);
  const [ended, setEnded] = useState(false);
  return {
    problem: trial.error,
    isBusy: trial.isPending || (job !== null && !ended),
    ask: (input: Input<'directory.try'>) => {
      setReport(null);
      setJob(null);
      setEnded(false);
      setAsked(JSON.stringify(input));
      trial.mutate(input, { onSuccess: (started) => setJob(started.job) });
    },
    job, asked, report,
    end: (found: ProbeReport | null) => { setEnded(true); setReport(found); },
    forget: () => { setJob(null); setReport(null); setAsked(null); setEnded(false); trial.reset(); },
  };
}

type Of = ReturnType<typeof useTrial>;

export function TrialButton({ onClick, busy }: { onClick: () => void; busy: boolean }) {
  return <Button icon={<PlugConnectedRegular />} disabled={busy} onClick={onClick}>Try it</Button>;
}

/** What came of the last try, above the buttons; a problem of one of these fields stands beside it instead. */
export function Trial({ trial, input, fields }: { trial: Of; input: string; fields: readonly string[] }) {
  const { asked, forget } = trial;
  // What the directory said of other settings says nothing of these.
  useEffect(() => { if (asked !== null && asked !== input) forget(); }, [asked, input, forget]);
  return (
    <div role="status">
      <ProblemBanner problem={fields.includes(settingOf(trial.problem) ?? '') ? null : trial.problem} />
      <JobProgress job={trial.report ? null : trial.job} onEnd={(job) => trial.end(job.state === 'done' ? (job.result as ProbeReport) : null)} />
      {trial.report && <Card title="What the directory says"><ProbeResult report={trial.report} /></Card>}
    </div>
  );
}
