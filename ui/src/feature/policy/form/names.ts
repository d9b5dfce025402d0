import type { PrincipalKind } from '../../../api/contract';
import type { Chosen } from '../../principal/PrincipalPicker';
import { named } from '../../review/form/names';
import type { Draft, Named, StageDraft } from './draft';

const all = (chosen: Chosen[], kind: PrincipalKind) => Promise.all(chosen.map((one) => named(one, kind)));

async function list(one: Named): Promise<Named> {
  const [people, groups] = await Promise.all([all(one.people, 'user'), all(one.groups, 'group')]);
  return { ...one, people, groups };
}

async function stage(one: StageDraft): Promise<StageDraft> {
  const [primary, fallback, escalation, escalationFallback] = await Promise.all([list(one.primary), list(one.fallback), list(one.escalation), list(one.escalationFallback)]);
  return { ...one, primary, fallback, escalation, escalationFallback };
}

/** Looks up the names behind the references of a policy that was read in. */
export async function withNames(draft: Draft): Promise<Draft> {
  const [targets, behalf, reviewers, fallbackReviewers, services, stages] = await Promise.all([
    list(draft.targets), list(draft.behalf), list(draft.reviewers), list(draft.fallbackReviewers), all(draft.services, 'servicePrincipal'), Promise.all(draft.stages.map(stage)),
  ]);
  return { ...draft, targets, behalf, reviewers, fallbackReviewers, services, stages };
}
