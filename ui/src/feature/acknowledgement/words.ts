import type { AcknowledgementKind } from '../../api/operations';

/** The act, what is done, and what was done. */
export const kindWords: Record<AcknowledgementKind, { name: string; act: string; done: string }> = {
  reviewerSignOff: { name: 'Reviewer’s sign-off', act: 'Sign off my part', done: 'Your part is signed off.' },
  controlOwnerSignOff: { name: 'Control owner’s sign-off', act: 'Sign as control owner', done: 'The result is signed.' },
  managementAcknowledgement: { name: 'Management’s acknowledgement', act: 'Acknowledge for management', done: 'The result is acknowledged.' },
};

/** How it was shown who somebody is. */
export const assuranceWords: Record<string, string> = {
  stated: 'said only', osAccount: 'this computer’s account', directoryBind: 'password checked by the directory', signIn: 'signed in', program: 'the program',
};

/** What is signed: the run of a review, or a package. */
export type Of = { instance: number } | { package: number };
