import type { Role } from '../../api/operations';

export const roleWords: Record<Role, string> = { administrator: 'Administrator', complianceOfficer: 'Compliance officer' };

/** What showed whose an account is. */
export const shownWords: Record<string, string> = {
  administrator: 'by an administrator',
  directoryBind: 'by the person, with their password',
  signIn: 'by the person, who signed in',
};
