import type { PackagePolicy, PolicySubject } from '../../api/operations';
import { formatMoment } from '../../shared/date';
import { count } from '../../shared/number';
import { relativeWords, scopeWords } from './form/words';

const list = (parts: string[]): string => (parts.length < 2 ? (parts[0] ?? '') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`);

/** “14 days”, “8 hours”, from an ISO 8601 period of days and hours. */
export function periodWords(period: string): string {
  const match = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?$/.exec(period);
  if (!match) return period;
  const parts = [[match[1], 'day'], [match[2], 'hour'], [match[3], 'minute']] as const;
  return list(parts.filter(([amount]) => Number(amount ?? 0) > 0).map(([amount, unit]) => count(Number(amount), unit))) || 'no time';
}

/** Whom a list names; ids stand for themselves where the policy was made elsewhere. */
function whom(subjects: PolicySubject[]): string {
  const of = (kind: PolicySubject['kind']) => subjects.filter((one) => one.kind === kind).length;
  const manager = subjects.find((one) => one.kind === 'requestorManager' || one.kind === 'targetManager');
  const level = manager && 'reference' in manager && Number(manager.reference) > 1 ? ` (level ${manager.reference})` : '';
  const named: [number, string][] = [[of('user'), count(of('user'), 'named person', 'named people')], [of('group'), `the members of ${count(of('group'), 'group')}`], [of('servicePrincipal'), count(of('servicePrincipal'), 'application')], [of('organization'), `the people of ${count(of('organization'), 'organization')}`], [of('rule'), 'whoever fits a rule']];
  const relative = [
    manager && `${relativeWords[manager.kind === 'targetManager' ? 'targetManager' : 'requestorManager'].one}${level}`, of('internalSponsors') > 0 && relativeWords.internalSponsors.one, of('externalSponsors') > 0 && relativeWords.externalSponsors.one,
    of('targetSponsors') > 0 && relativeWords.targetUserSponsors.one, of('resourceOwners') > 0 && relativeWords.targetApplicationOwners.one,
  ];
  return list([...relative.filter((one): one is string => typeof one === 'string'), ...named.filter(([number]) => number > 0).map(([, words]) => words)]) || 'nobody';
}

function who(rules: PackagePolicy): string[] {
  const { automatic, requestor, targets } = rules;
  if (automatic) {
    const grace = periodWords(automatic.grace);
    return [
      automatic.add ? 'Whoever fits its rule is given the package.' : 'It gives the package to nobody by itself.',
      automatic.remove ? `Whoever fits it no longer loses the package ${grace === 'no time' ? 'at once' : `after ${grace}`}.` : 'Nobody loses the package by the rule.',
    ];
  }
  if (targets.scope === 'notSpecified') return ['Whoever may assign in the catalog gives it; nobody asks.'];
  const people = targets.specific.length > 0 ? whom(targets.specific) : (scopeWords[targets.scope] ?? targets.scope).replace(/^[A-Z]/, (letter) => letter.toLowerCase());
  const may = [requestor.selfAdd && 'ask for it', requestor.selfUpdate && 'ask for longer', requestor.selfRemove && 'give it back'].filter((one): one is string => typeof one === 'string');
  const behalf = requestor.onBehalfAdd || requestor.onBehalfUpdate || requestor.onBehalfRemove;
  return [`For ${people}: they ${may.length > 0 ? `may ${list(may)}` : 'may not ask themselves'}${requestor.customSchedule ? ', naming their own dates' : ''}.`, ...(behalf ? [`${whom(requestor.onBehalf)} may ask for them.`.replace(/^./, (letter) => letter.toUpperCase())] : [])];
}

/** What a policy means, a sentence for each part. */
export function sentences(rules: PackagePolicy): string[] {
  const { approval, expiration, review } = rules;
  const asked = rules.automatic === null && rules.targets.scope !== 'notSpecified';
  const stages = approval.forAdd || approval.forUpdate ? approval.stages.map((stage, at) => {
    const where = approval.stages.length > 1 ? `Stage ${at + 1} is approved by` : 'Approved by';
    const fallback = stage.fallback.length > 0 ? `, or by ${whom(stage.fallback)} where there is nobody` : '';
    const later = stage.escalateAfter ? ` After ${periodWords(stage.escalateAfter)} it goes to ${whom(stage.escalation)}, too.` : '';
    return `${where} ${whom(stage.primary)}${fallback}, within ${periodWords(stage.timeOut)}.${later}`;
  }) : asked ? ['Nobody approves: whoever asks gets it at once.'] : [];
  const end = expiration.kind === 'never' ? 'It does not end.' : expiration.kind === 'at' ? `It ends ${formatMoment(expiration.value)}, for everybody.` : `It ends after ${periodWords(expiration.value)}.`;
  return [
    ...who(rules), ...(asked && approval.forUpdate && !approval.forAdd ? ['Whoever asks gets it at once; only more time with it is approved.'] : []), ...stages,
    ...(rules.questions.length > 0 ? [`Who asks answers ${count(rules.questions.length, 'question')}.`] : []), end,
    review ? `The holders are reviewed by ${review.selfReview ? 'themselves' : whom(review.primary)}, ${count(review.durationDays, 'day')} each time.` : 'No review of the holders is planned.',
    ...(rules.own.repair ? ['What somebody took away in the directory is given again by itself.'] : []),
  ];
}
