import { useEffect, useRef } from 'react';
import type { JobView } from '../../api/contract';
import { useRead } from '../../api/query';

/** Follows one job. Events bring its news; asking now and then covers an event that was missed. */
export function useJob(job: number | null, onEnd?: (job: JobView) => void): JobView | null {
  const read = useRead('job.show', { job: job ?? 0 }, { enabled: job !== null, every: 1000 });
  const view = job === null ? null : (read.data ?? null);
  const ended = useRef<number | null>(null);
  useEffect(() => {
    if (view && view.state !== 'running' && ended.current !== view.id) {
      ended.current = view.id;
      onEnd?.(view);
    }
  }, [view, onEnd]);
  return view;
}
