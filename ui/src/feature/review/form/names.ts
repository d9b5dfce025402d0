import { call } from '../../../api/call';
import type { PrincipalKind } from '../../../api/contract';
import type { Chosen } from '../../principal/PrincipalPicker';
import type { Draft, StageDraft } from './draft';

export async function named(one: Chosen, kind: PrincipalKind): Promise<Chosen> {
  if (one.principal >= 0) return one;
  try {
    const { principal } = (await call('principal.find', { reference: one.key, kind })).value;
    const { key, displayName, userName } = (await call('principal.show', { principal })).value;
    return { principal, key, displayName, userName };
  } catch {
    // The desk names it when the review is made; until then the reference stands for itself.
    return one;
  }
}

const all = (chosen: Chosen[], kind: PrincipalKind) => Promise.all(chosen.map((one) => named(one, kind)));

async function stage(one: StageDraft): Promise<StageDraft> {
  const [people, groups, fallback, fallbackGroups] = await Promise.all([all(one.people, 'user'), all(one.groups, 'group'), all(one.fallback, 'user'), all(one.fallbackGroups, 'group')]);
  return { ...one, people, groups, fallback, fallbackGroups };
}

/** Looks up the names behind the references of a definition that was read in. */
export async function withNames(draft: Draft): Promise<Draft> {
  const [groups, applications, directoryRoles, azureRoles, persons, recipients, recipientGroups, stages, exclude] = await Promise.all([
    all(draft.groups, 'group'), all(draft.applications, 'servicePrincipal'), all(draft.directoryRoles, 'directoryRole'), all(draft.azureRoles, 'azureRole'),
    all(draft.persons, 'user'), all(draft.recipients, 'user'), all(draft.recipientGroups, 'group'), Promise.all(draft.stages.map(stage)),
    Promise.all(draft.exclude.map(async (one) => ({ ...one, who: await all(one.who, 'user') }))),
  ]);
  return { ...draft, groups, applications, directoryRoles, azureRoles, persons, recipients, recipientGroups, stages, exclude };
}
