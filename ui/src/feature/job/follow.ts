import { useState } from 'react';
import type { CallProblem, JobView } from '../../api/contract';
import { useRead } from '../../api/query';

/** The job that is followed, those that were seen to end, and what the last one broke off with. */
export interface Followed { job: number | null; over: readonly number[]; problem: CallProblem | null }

export const nothing: Followed = { job: null, over: [], problem: null };

/** A job that was begun here; what an earlier one broke off with is not the matter any more. */
export const begun = (now: Followed, job: number): Followed => (now.over.includes(job) ? now : { ...now, job, problem: null });

/**
 * A job that was begun before this screen was opened is followed too, also when the list says no more that it runs.
 * `about` is the number of what it works on: two reviews may have one name. Null where there is only one of its kind.
 */
export function seen(now: Followed, jobs: readonly JobView[], kind: string, about: number | null): Followed {
  if (now.job !== null) return now;
  // The list may still say that one runs whose end was seen already.
  const running = jobs.find((one) => one.kind.startsWith(kind) && (about === null || one.about === about) && one.state === 'running' && !now.over.includes(one.id));
  return running ? { ...now, job: running.id } : now;
}

/** A job that has ended holds nothing up; its problem stays until somebody has read it. */
export function ended(now: Followed, view: JobView): Followed {
  return { job: now.job === view.id ? null : now.job, over: [...now.over, view.id], problem: view.problem ?? now.problem };
}

/** Follows the jobs about one thing whose kind begins so, whoever began them. */
export function useFollowed(kind: string, about: number | null) {
  const jobs = useRead('job.list', {});
  const [known, setKnown] = useState({ about, now: nothing });
  // Another thing on the same screen has jobs of its own.
  const before = known.about === about ? known.now : nothing;
  const now = seen(before, jobs.data ?? [], kind, about);
  if (now !== before || known.about !== about) setKnown({ about, now });
  const change = (to: (now: Followed) => Followed) => setKnown((last) => ({ about, now: to(last.about === about ? last.now : nothing) }));
  return {
    job: now.job,
    problem: now.problem,
    begin: (job: number) => change((last) => begun(last, job)),
    end: (view: JobView) => change((last) => ended(last, view)),
    dismiss: () => change((last) => ({ ...last, problem: null })),
  };
}
