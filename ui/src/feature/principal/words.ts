/** Why an account is whose it is, in the words of whoever reads it. */
export const ruleWords: Record<string, string> = {
  immutableId: 'Immutable id', userPrincipalName: 'User principal name', mail: 'Mail', employeeId: 'Employee number', userName: 'User name', ruling: 'Ruling',
};

export const ruleHints: Record<string, string> = {
  immutableId: 'objectGUID and objectSid of Active Directory, which Entra ID keeps of synced accounts.',
  userPrincipalName: 'Without regard to case.', mail: 'Without regard to case.', employeeId: 'Exactly as written.',
  userName: 'Often means somebody else in another system.',
};

export const doubtWords: Record<string, string> = {
  several: 'Several people', shared: 'Several accounts here', taken: 'One is here already',
};
