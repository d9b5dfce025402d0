import { formatDay, isDay } from '../../../shared/date';
import { count } from '../../../shared/number';
import { addDays } from './calendar';
import { type Assignment, type Decided, type Draft, type Frequency, type Helper, type Listed, type ScopeKind, type StageDraft, type Strategy, daysOf, isAdvised, listsOf, takesFallback } from './draft';

export const scopeWords: Record<ScopeKind, string> = {
  groups: 'Members of groups', applications: 'Users of applications', directoryRoles: 'Holders of directory roles', azureRoles: 'Holders of Azure roles',
  several: 'Several resources together', person: 'The whole access of a person',
};

export const listWords: Record<Listed, { title: string; one: string; many: string; every: string }> = {
  groups: { title: 'Groups', one: 'group', many: 'groups', every: 'Every group' },
  applications: { title: 'Applications', one: 'application', many: 'applications', every: 'Every application' },
  directoryRoles: { title: 'Directory roles', one: 'directory role', many: 'directory roles', every: 'Every directory role' },
  azureRoles: { title: 'Azure roles', one: 'Azure role', many: 'Azure roles', every: 'Every Azure role' },
};

export const assignmentWords: Record<Assignment, string> = { both: 'Active and eligible assignments', active: 'Active assignments only', eligible: 'Eligible assignments only' };

export const decidedWords: Record<Decided, string> = { Approve: 'Approved', Deny: 'Denied', DontKnow: 'Don’t know', NotReviewed: 'Undecided' };

export const strategyWords: Record<Strategy, { word: string; more: string }> = {
  lastAnswer: { word: 'The last answer counts', more: 'Microsoft Entra’s rule: whoever answers last decides.' },
  oneApprovalApproves: { word: 'One approval approves', more: 'One approval is enough, whatever the others say.' },
  oneDenialDenies: { word: 'One denial denies', more: 'One denial is enough, whatever the others say.' },
  approvedUnlessDenied: { word: 'Approved unless denied', more: 'Access stays if somebody answered and nobody denied; “don’t know” is no objection.' },
  allMustApprove: { word: 'All must approve', more: 'Access stays only if everybody asked approves; one silent reviewer leaves it open.' },
};

export const frequencyWords: Record<Frequency, string> = { once: 'Once', weekly: 'Every week', monthly: 'Every month', quarterly: 'Every three months', semiAnnual: 'Every six months', annual: 'Every year' };

export const helperWords: Record<Helper, { word: string; more: string }> = {
  peerDistance: { word: 'Distance to the other holders', more: 'Who stands far from the others in the tree of managers is pointed out.' },
  peerRarity: { word: 'Rarity among peers', more: 'Says how many of the same department and title hold the same.' },
  previousDecision: { word: 'The previous decision', more: 'Says what was decided on this access last time.' },
};

const list = (parts: string[]): string => (parts.length < 2 ? (parts[0] ?? '') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`);

const either = (parts: string[]): string => list(parts).replace(/ and (?=[^,]*$)/, ' or ');

export function askedWords(stage: StageDraft): string {
  if (stage.self) return 'each person about their own access';
  const parts = [
    stage.owners ? 'the owners of each resource' : '', stage.managers ? 'the manager of each person' : '',
    stage.people.length > 0 ? (stage.people.length <= 2 ? list(stage.people.map((one) => one.displayName)) : count(stage.people.length, 'named person', 'named people')) : '',
    stage.groups.length > 0 ? `the members of ${list(stage.groups.map((one) => one.displayName))}` : '',
  ].filter(Boolean);
  return list(parts) || 'nobody yet';
}

/** What the draft means, in sentences: read before the review is made, and beside its settings. */
export function summary(draft: Draft): string[] {
  const who = draft.who === 'guests' ? 'guests' : draft.who === 'servicePrincipals' ? 'service principals' : 'everybody';
  const things = draft.scopeKind === 'person'
    ? `everything that ${list(draft.persons.map((one) => one.displayName)) || 'nobody yet'} may reach`
    : `the access of ${who} to ${list(listsOf(draft).map((kind) => draft.every && draft.scopeKind !== 'several' ? listWords[kind].every.toLowerCase().replace('azure', 'Azure') : draft[kind].length > 0 ? count(draft[kind].length, listWords[kind].one, listWords[kind].many) : '').filter(Boolean)) || 'nothing yet'}`;
  const narrowed = [
    draft.inactiveDays ? `who did not sign in for ${count(Number(draft.inactiveDays) || 0, 'day')}` : '', draft.rule.trim() ? 'who match the rule' : '',
  ].filter(Boolean);
  const first = `Reviews ${things}${narrowed.length > 0 ? `, of those ${list(narrowed)}` : ''}${draft.exclude.length > 0 ? `, without ${count(draft.exclude.length, 'person', 'people')} left out by name` : ''}.`;
  const stages = draft.stages.map((stage, at) => {
    const place = draft.stages.length === 1 ? 'Asks' : `Stage ${at + 1} asks`;
    const instead = takesFallback(stage) && stage.fallback.length + stage.fallbackGroups.length > 0 ? ', or the fallback where there is nobody,' : '';
    const goes = at < draft.stages.length - 1 && stage.movesOn.length < 4 ? ` What is ${either(stage.movesOn.map((one) => (one === 'DontKnow' ? '“don’t know”' : decidedWords[one].toLowerCase())))} goes on.` : '';
    return `${place} ${askedWords(stage)}${instead} for ${count(Number(stage.durationDays) || 0, 'day')}.${goes}`;
  });
  const when = isDay(draft.startOn)
    ? draft.frequency === 'once'
      ? `Starts on ${formatDay(draft.startOn)} and ends on ${formatDay(addDays(draft.startOn, daysOf(draft)))}.`
      : `${frequencyWords[draft.frequency]} from ${formatDay(draft.startOn)}${draft.endKind === 'on' && isDay(draft.endOn) ? ` until ${formatDay(draft.endOn)}` : draft.endKind === 'after' ? `, ${count(Number(draft.runs) || 0, 'time')}` : ', without an end'}.`
    : 'Starts when an administrator starts it.';
  const silence = { None: 'Where nobody decides, access stays and is reported as not reviewed.', Approve: 'Where nobody decides, access is approved.', Deny: 'Where nobody decides, access is removed.', Recommendation: 'Where nobody decides, the recommendation is taken.' }[draft.silence];
  const end = draft.autoApply ? 'At the end the plan is drawn and carried out by itself, unless a second signature is needed.' : 'At the end a plan is drawn and shown; an administrator carries it out.';
  return [first, ...stages, when, `${silence} ${end}`, isAdvised(draft) ? '' : 'No recommendations are shown.'].filter(Boolean);
}
