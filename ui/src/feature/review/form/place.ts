import type { CallProblem } from '../../../api/contract';
import { type Draft, emptyStage, takesFallback } from './draft';

/** The form's fields for the places of a definition; the first that fits counts. */
const places: [RegExp, string][] = [
  [/^(displayName|descriptionForAdmins|descriptionForReviewers)$/, '$1'],
  [/^scope\.@countersign\.scope\.rule$/, 'rule'],
  [/^scope\.@countersign\.scope\.exclude\[(\d+)\]\.(principal|reason)$/, 'exclude.$1.$2'],
  [/^scope(\.principalScopes.*)?\.inactiveDuration$/, 'inactiveDays'],
  [/^scope\.principalScopes/, 'persons'],
  [/^(scope|instanceEnumerationScope)/, 'resources'],
  [/^stageSettings\[(\d+)\]\.reviewers/, 'stages.$1.reviewers'],
  [/^stageSettings\[(\d+)\]\.fallbackReviewers/, 'stages.$1.fallback'],
  [/^stageSettings\[(\d+)\]\.durationInDays/, 'stages.$1.durationDays'],
  [/^stageSettings\[(\d+)\]\.decisionsThatWillMoveToNextStage/, 'stages.$1.movesOn'],
  [/^reviewers/, 'stages.0.reviewers'],
  [/^fallbackReviewers/, 'stages.0.fallback'],
  [/^settings\.recurrence\.range\.startDate/, 'startOn'],
  [/^settings\.recurrence\.range\.endDate/, 'endOn'],
  [/^settings\.recurrence\.range\.numberOfOccurrences/, 'runs'],
  [/^settings\.recurrence\.range\.recurrenceTimeZone/, 'zone'],
  [/^settings\.recurrence/, 'frequency'],
  [/^settings\.instanceDurationInDays/, 'stages.durationDays'],
  [/^settings\.defaultDecision/, 'silence'],
  [/^settings\.recommendationLookBackDuration/, 'lookBackDays'],
  [/^settings\.applyActions/, 'guestAction'],
  [/^settings\.@countersign\.settings\.threshold\.percentOfGroup/, 'thresholdPercent'],
  [/^settings\.@countersign\.settings\.threshold/, 'thresholdRemovals'],
  [/^settings\.@countersign\.settings\.(carryForwardDays|taskDueDays)/, '$1'],
  [/^additionalNotificationRecipients/, 'recipients'],
];

/** The field of the form at which a problem of the desk stands, if the form has one for it. */
export function fieldOf(problem: CallProblem | null, draft: Draft): string | null {
  const path = problem?.field;
  if (!path) return null;
  for (const [pattern, name] of places) {
    const match = pattern.exec(path);
    if (!match) continue;
    const field = name.replace(/\$(\d)/g, (_, group: string) => match[Number(group)] ?? '');
    // A fallback that is missing is asked for where the reviewers are, if none can be named there.
    const stage = /^stages\.(\d+)\.fallback$/.exec(field);
    if (stage && !takesFallback(draft.stages[Number(stage[1])] ?? emptyStage)) return `stages.${stage[1]}.reviewers`;
    return field === 'stages.durationDays' && draft.stages.length === 1 ? 'stages.0.durationDays' : field;
  }
  return null;
}
