import type { FileSetting } from '../../../api/contract';

/** The paths of the files, none twice. */
export function withPath(files: FileSetting[], path: string): FileSetting[] {
  const plain = path.trim();
  return plain === '' || files.some((one) => one.path === plain) ? files : [...files, { path: plain }];
}

/**
 * Another meaning for a column: the fields it had are taken from none, the new one from it. What is said is only what
 * differs from the guess, so that a column that is called otherwise tomorrow is guessed again.
 */
export function withField(file: FileSetting, mapping: Partial<Record<string, string>>, heading: string, field: string): FileSetting {
  const said: Record<string, string> = { ...file.mapping };
  for (const [other, of] of Object.entries(mapping)) {
    if (of === heading && other !== field) said[other] = '';
  }
  if (field !== '') said[field] = heading;
  return { ...file, mapping: said };
}

/** What is said of the columns is taken back: the guess holds again. */
export function withoutMapping(file: FileSetting): FileSetting {
  const { mapping: _, ...rest } = file;
  return rest;
}

const FIELD: Record<string, string> = {
  id: 'Identity', name: 'Name', givenName: 'First name', familyName: 'Last name', mail: 'Mail address', userName: 'Account', dn: 'Distinguished name',
  department: 'Department', title: 'Title', employeeId: 'Employee number', manager: 'Manager', enabled: 'Enabled or not', userType: 'Member or guest',
  lastSignIn: 'Last sign-in', created: 'Created on', resource: 'Resource', resourceId: 'Resource: identity', resourceKind: 'Resource: kind',
  entitlement: 'Role', person: 'Person', personId: 'Person: identity', personUserName: 'Person: account', personMail: 'Person: mail address',
  personName: 'Person: name shown', description: 'Resource: description', privileged: 'Privileged or not', owner: 'Resource: owner', scope: 'Resource: scope',
};

export const fieldWord = (field: string): string => FIELD[field] ?? field;
