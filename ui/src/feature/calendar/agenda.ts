import type { InstanceView, ReviewView } from '../../api/contract';
import { addDays, firstRuns } from '../review/form/calendar';
import { daysOf } from '../review/form/draft';
import { fromDefinition } from '../review/form/fromDefinition';
import { recurs } from '../review/series';

export type DueKind = 'start' | 'stage' | 'end' | 'task' | 'guest' | 'exception';

/** Something that comes on a day. */
export interface Due {
  /** The day, `2026-11-21`. */
  on: string;
  kind: DueKind;
  title: string;
  what: string;
  review?: number;
  instance?: number;
  /** It should have happened already. */
  late: boolean;
  /** Computed from the series; it is not made yet. */
  expected: boolean;
}

/** Runs looked at of one series: a weekly one of twenty years. */
const MOST_RUNS = 1_100;

/** The day of a moment; an end at midnight belongs to the day before. */
export function dayOf(moment: string, isEnd = false): string {
  const at = new Date(new Date(moment).getTime() - (isEnd ? 1000 : 0));
  return `${at.getFullYear()}-${String(at.getMonth() + 1).padStart(2, '0')}-${String(at.getDate()).padStart(2, '0')}`;
}

/** What a review brings between two days: the ends of what is going on, then the runs its series will make. */
export function dueOf(view: ReviewView, today: string, until: string): Due[] {
  const all: Due[] = view.instances.flatMap((instance) => ends(view, instance, today));
  const at = { title: view.displayName, review: view.review };
  const { draft } = fromDefinition(view.definition);
  const next = view.nextAt ? dayOf(view.nextAt) : null;
  if (next && !recurs(view.definition)) all.push({ ...at, on: next, kind: 'start', what: 'Starts', late: next < today, expected: false });
  if (recurs(view.definition) && draft.startOn && next) {
    const stages = draft.stages.map((stage) => Number(stage.durationDays) || 0);
    const total = daysOf(draft);
    firstRuns(draft, MOST_RUNS).filter((on) => on > (view.lastOn ?? '') && addDays(on, total) >= today && on <= until).forEach((on, index) => {
      all.push({ ...at, on, kind: 'start', what: `Run ${view.made + index + 1} starts`, late: on < today, expected: index > 0 });
      let day = on;
      stages.forEach((days, place) => {
        day = addDays(day, days);
        const last = place === stages.length - 1;
        all.push({ ...at, on: addDays(day, -1), kind: last ? 'end' : 'stage', what: last ? `Run ${view.made + index + 1} ends` : `Stage ${place + 1} of run ${view.made + index + 1} ends`, late: false, expected: true });
      });
    });
  }
  return all.filter((one) => one.on <= until && (one.on >= today || one.late));
}

function ends(view: ReviewView, instance: InstanceView, today: string): Due[] {
  if (instance.status !== 'InProgress') return [];
  return instance.stages.filter((stage) => stage.status !== 'Completed' && stage.dueAt !== null).map((stage) => {
    const on = dayOf(stage.dueAt ?? '', true);
    const last = stage.position === instance.stageCount;
    const what = last ? (instance.number > 1 || recurs(view.definition) ? `Run ${instance.number} ends` : 'Ends') : `Stage ${stage.position} of ${instance.stageCount} ends`;
    return { on, kind: last ? 'end' as const : 'stage' as const, title: view.displayName, what, review: view.review, instance: instance.instance, late: on < today, expected: false };
  });
}

export interface Month { key: string; due: Due[] }

/** Months from this one on, each with what is due in it; what is late stands in the first. */
export function byMonth(all: readonly Due[], today: string, months = 12): Month[] {
  const [year = 2000, month = 1] = today.split('-').map(Number);
  const keys = Array.from({ length: months }, (_, at) => new Date(Date.UTC(year, month - 1 + at, 1)).toISOString().slice(0, 7));
  const sorted = [...all].sort((a, b) => a.on.localeCompare(b.on) || a.title.localeCompare(b.title) || a.what.localeCompare(b.what));
  return keys.map((key, at) => ({ key, due: sorted.filter((one) => one.on.slice(0, 7) === key || (at === 0 && one.on.slice(0, 7) < key)) }));
}
