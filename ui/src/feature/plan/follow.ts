import type { CallProblem, JobView } from '../../api/contract';

/** The job of a plan that is followed, those that were seen to end, and what the last one broke off with. */
export interface Followed { job: number | null; over: readonly number[]; problem: CallProblem | null }

export const nothing: Followed = { job: null, over: [], problem: null };

/** The plans of the jobs that were begun here: a job names its review alone, and two reviews may have one name. */
const planOf = new Map<number, number>();

export function remember(job: number, plan: number): void {
  planOf.set(job, plan);
}

/** A job that was begun here; what an earlier one broke off with is not the matter any more. */
export const begun = (now: Followed, job: number): Followed => (now.over.includes(job) ? now : { ...now, job, problem: null });

/** A job that was begun before this screen was opened is followed too, also when the list says no more that it runs. */
export function seen(now: Followed, jobs: readonly JobView[], plan: number, review: string): Followed {
  if (now.job !== null) return now;
  const isOfPlan = (one: JobView) => (planOf.has(one.id) ? planOf.get(one.id) === plan : one.subject === review);
  // The list may still say that one runs whose end was seen already.
  const running = jobs.find((one) => one.kind.startsWith('plan.') && one.state === 'running' && !now.over.includes(one.id) && isOfPlan(one));
  return running ? { ...now, job: running.id } : now;
}

/** A job that has ended holds nothing up; its problem stays until somebody has read it. */
export function ended(now: Followed, view: JobView): Followed {
  return { job: now.job === view.id ? null : now.job, over: [...now.over, view.id], problem: view.problem ?? now.problem };
}
