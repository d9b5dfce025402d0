import type { CallProblem } from '../../../api/contract';
import type { Draft } from './draft';

/** The form's fields for the places of a policy; the first that fits counts. */
const places: [RegExp, string][] = [
  [/^(displayName|description)$/, '$1'],
  [/^specificAllowedTargets\[(\d+)\]\.membershipRule/, 'rule'],
  [/^(allowedTargetScope|specificAllowedTargets)/, 'targets'],
  [/^automaticRequestSettings\.gracePeriodBeforeAccessRemoval/, 'grace'],
  [/^automaticRequestSettings/, 'ruleDoes'],
  [/^requestorSettings\.onBehalfRequestors/, 'behalf'],
  [/^requestorSettings/, 'self'],
  [/^requestApprovalSettings\.stages\[(\d+)\]\.primaryApprovers/, 'stages.$1.primary'],
  [/^requestApprovalSettings\.stages\[(\d+)\]\.fallbackPrimaryApprovers/, 'stages.$1.fallback'],
  [/^requestApprovalSettings\.stages\[(\d+)\]\.escalationApprovers/, 'stages.$1.escalation'],
  [/^requestApprovalSettings\.stages\[(\d+)\]\.fallbackEscalationApprovers/, 'stages.$1.escalationFallback'],
  [/^requestApprovalSettings\.stages\[(\d+)\]\.durationBeforeEscalation/, 'stages.$1.escalateAfter'],
  [/^requestApprovalSettings\.stages\[(\d+)\]\.durationBeforeAutomaticDenial/, 'stages.$1.timeOut'],
  [/^requestApprovalSettings/, 'stages'],
  [/^questions\[(\d+)\]\.regexPattern/, 'questions.$1.pattern'],
  [/^questions\[(\d+)\]\.choices/, 'questions.$1.choices'],
  [/^questions\[(\d+)\]/, 'questions.$1.text'],
  [/^expiration\.endDateTime/, 'endsOn'],
  [/^expiration/, 'lasts'],
  [/^reviewSettings\.(primaryReviewers)/, 'reviewers'],
  [/^reviewSettings\.fallbackReviewers/, 'fallbackReviewers'],
  [/^reviewSettings\.schedule\.expiration/, 'runDays'],
  [/^reviewSettings\.schedule/, 'startOn'],
  [/^reviewSettings/, 'reviewers'],
];

/** The field of the form at which a problem of the desk stands, if the form has one for it. */
export function fieldOf(problem: CallProblem | null, draft: Draft): string | null {
  const path = problem?.field;
  if (!path) return null;
  for (const [pattern, name] of places) {
    const match = pattern.exec(path);
    if (!match) continue;
    const field = name.replace(/\$(\d)/g, (_, group: string) => match[Number(group)] ?? '');
    return field === 'rule' && draft.way !== 'rule' ? 'targetRule' : field;
  }
  return null;
}
