import { type ReactNode, useState } from 'react';
import type { CallProblem, Input, JobView, Output } from '../../api/contract';
import { useWrite } from '../../api/query';
import { JobProgress } from '../job/JobProgress';

/** More items than this are decided as a job, in parts, with a way to stop it. */
const AT_ONCE = 20_000;

/** What became of many items; `left` were not looked at, because somebody stopped it. */
export type Many = Pick<Output<'item.decideMany'>, 'decided' | 'refused'> & { left?: number };

interface Run {
  busy: boolean;
  problem: CallProblem | null;
  /** How far a job is; stands in the dialog. */
  progress: ReactNode;
  start: (total: number, input: Input<'item.decideAll'>) => void;
}

/** Decides on many items: at once, or as a job where that would take long. */
export function useMany(onDone: (result: Many) => void): Run {
  const decide = useWrite('item.decideMany');
  const accept = useWrite('item.acceptRecommendations');
  const all = useWrite('item.decideAll');
  const [job, setJob] = useState<number | null>(null);
  const [running, setRunning] = useState(false);
  function ended(view: JobView) {
    setRunning(false);
    if (view.state === 'done') onDone(view.result as Many);
  }
  return {
    busy: decide.isPending || accept.isPending || all.isPending || running,
    problem: decide.error ?? accept.error ?? all.error,
    progress: job !== null && <div style={{ marginTop: 12 }}><JobProgress key={job} job={job} onEnd={ended} /></div>,
    start: (total, input) => {
      const { decision, ...rest } = input;
      if (total > AT_ONCE) all.mutate(input, { onSuccess: (started) => { setJob(started.job); setRunning(true); } });
      else if (decision) decide.mutate({ ...rest, decision }, { onSuccess: onDone });
      else accept.mutate({ instance: input.instance, items: input.items }, { onSuccess: onDone });
    },
  };
}
