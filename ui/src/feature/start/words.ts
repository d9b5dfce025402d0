import type { Assurance } from '../../api/operations';

/** How it was shown that somebody is who they say, in words. */
export const proofWords: Record<Assurance, string> = {
  stated: 'Said only',
  workbook: 'A workbook that came back',
  passphrase: 'A packet’s passphrase',
  device: 'An accepted device',
  osAccount: 'This computer’s account',
  directoryBind: 'Password checked by the directory',
  signIn: 'Signed in at the directory',
  program: 'The program',
};

export const roleOf = (actor: { administrator: boolean; complianceOfficer: boolean; principal: number | null }): string =>
  actor.administrator ? 'Administrator' : actor.complianceOfficer ? 'Compliance officer' : 'Person of the directory';
