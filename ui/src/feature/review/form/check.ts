import { isDay } from '../../../shared/date';
import { firstRuns, longestRun } from './calendar';
import { type Draft, daysOf, isAdvised, listsOf } from './draft';

/** What is wrong, by the name of its field; fields of a stage are called `stages.0.reviewers`. */
export type Wrong = Record<string, string>;

const whole = (text: string, from: number, to: number) => /^\d+$/.test(text.trim()) && Number(text) >= from && Number(text) <= to;

/** What is missing or wrong; the desk has the last word. */
export function check(draft: Draft): Wrong {
  const wrong: Wrong = {};
  const say = (field: string, is: boolean, message: string) => { if (is) wrong[field] ??= message; };
  say('displayName', !draft.displayName.trim(), 'The review needs a name.');
  scope(draft, say);
  draft.stages.forEach((stage, at) => {
    const of = (name: string) => `stages.${at}.${name}`;
    say(of('reviewers'), !stage.self && !stage.owners && !stage.managers && stage.people.length === 0 && stage.groups.length === 0, 'Say who is asked.');
    say(of('reviewers'), stage.self && !draft.nested && listsOf(draft).includes('groups'), 'A self-review needs people: include nested members.');
    say(of('reviewers'), stage.managers && draft.who === 'servicePrincipals', 'Service principals have no manager; ask owners or named people.');
    say(of('durationDays'), !whole(stage.durationDays, 1, 730), 'From 1 to 730 days.');
    say(of('movesOn'), at < draft.stages.length - 1 && stage.movesOn.length === 0, 'Nobody would reach the next stage; say who moves on.');
  });
  when(draft, say);
  say('lookBackDays', isAdvised(draft) && !whole(draft.lookBackDays, 1, 3660), 'From 1 to 3660 days.');
  say('silence', draft.silence === 'Recommendation' && !isAdvised(draft), 'Silence cannot take recommendations when no stage shows them.');
  say('thresholdPercent', !whole(draft.thresholdPercent, 1, 100), 'From 1 to 100 percent.');
  say('thresholdRemovals', draft.thresholdRemovals.trim() !== '' && !whole(draft.thresholdRemovals, 0, 10_000_000), 'A whole number, or empty for no limit.');
  say('carryForwardDays', draft.carryForwardDays.trim() !== '' && !whole(draft.carryForwardDays, 1, 3650), 'From 1 to 3650 days, or empty.');
  say('taskDueDays', !whole(draft.taskDueDays, 1, 3650), 'From 1 to 3650 days.');
  say('guestAction', draft.guestAction === 'blockThenDelete' && draft.who !== 'guests', 'Only guests are blocked and deleted; limit the review to guests.');
  return wrong;
}

type Say = (field: string, is: boolean, message: string) => void;

function scope(draft: Draft, say: Say): void {
  const lists = listsOf(draft);
  if (draft.scopeKind === 'person') {
    say('persons', draft.persons.length === 0, 'Choose at least one person.');
    say('personKinds', lists.length === 0, 'Choose at least one kind of access.');
  } else if (draft.scopeKind === 'several' || !draft.every) {
    say('resources', lists.every((list) => draft[list].length === 0), 'Choose at least one.');
  }
  say('inactiveDays', draft.inactiveDays.trim() !== '' && !whole(draft.inactiveDays, 1, 730), 'From 1 to 730 days, or empty.');
  draft.exclude.forEach((one, at) => {
    say(`exclude.${at}.principal`, one.who.length === 0, 'Choose a person, or remove this line.');
    say(`exclude.${at}.reason`, one.reason.trim() === '', 'Say why this person is left out; the reason stands in the evidence.');
  });
}

function when(draft: Draft, say: Say): void {
  const notADay = 'A day is written as year, month and day: 2027-01-31.';
  say('startOn', draft.startOn !== '' && !isDay(draft.startOn), notADay);
  say('endOn', draft.frequency !== 'once' && draft.endKind === 'on' && draft.endOn !== '' && !isDay(draft.endOn), notADay);
  say('startOn', draft.frequency !== 'once' && !draft.startOn, 'A series needs a first day.');
  if (!draft.startOn || draft.frequency === 'once') return;
  const days = daysOf(draft);
  const most = longestRun[draft.frequency];
  const field = draft.stages.length === 1 ? 'stages.0.durationDays' : 'stages.durationDays';
  say(field, days > most, `All stages together may take ${most} days here, so that no two runs overlap; these take ${days}.`);
  say('endOn', draft.endKind === 'on' && !draft.endOn, 'Say the last day.');
  say('runs', draft.endKind === 'after' && !whole(draft.runs, 1, 1_000_000), 'A whole number from 1 on.');
  say('endOn', draft.endKind === 'on' && draft.endOn !== '' && firstRuns(draft).length === 0, 'No run falls between the first and the last day.');
}
