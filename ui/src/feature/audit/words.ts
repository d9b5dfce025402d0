/** How it was shown that an actor is who they say, in words. */
const assurances: Record<string, [string, string]> = {
  stated: ['Stated', 'Said by whoever sat at the desk, and shown by nothing.'],
  workbook: ['Workbook', 'A sheet came back with its checksum: whoever had it may have filled it in.'],
  passphrase: ['Passphrase', 'Answered with a packet that a passphrase opens, by whoever knew it.'],
  device: ['Device', 'Signed by a device that an administrator accepted after comparing words.'],
  osAccount: ['Account', 'Bound to the account of the operating system.'],
  directoryBind: ['Directory', 'Shown with a password to the directory itself.'],
  signIn: ['Sign-in', 'Signed in at the directory’s own page.'],
  program: ['Program', 'No person: the program, by a rule that a person made.'],
};

export const assuranceWord = (assurance: string) => assurances[assurance]?.[0] ?? assurance;
export const assuranceReason = (assurance: string) => assurances[assurance]?.[1];

const keepings: Record<string, string> = {
  keyring: 'in the keyring of this machine',
  store: 'inside the encrypted store',
  practice: 'in the practice store itself, where it proves nothing',
};

export const keepingWord = (keeping: string) => keepings[keeping] ?? keeping;
