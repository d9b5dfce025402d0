import type { CatalogRole } from '../../api/operations';

/** What somebody is in a catalog, and what that lets them do. */
export const roleWords: Record<CatalogRole, { word: string; may: string }> = {
  administrator: { word: 'Administrator', may: 'Everything, in every catalog.' },
  creator: { word: 'Catalog creator', may: 'Makes catalogs, and owns those they made.' },
  owner: { word: 'Owner', may: 'Everything in this catalog, except rules that assign by themselves.' },
  reader: { word: 'Reader', may: 'Sees the catalog, its packages, requests and assignments; changes nothing.' },
  accessPackageManager: { word: 'Package manager', may: 'Makes packages and policies of what is in the catalog, and assigns them.' },
  accessPackageAssignmentManager: { word: 'Assignment manager', may: 'Assigns the packages of this catalog and ends assignments.' },
};

/** The roles that are given in one catalog. */
export const givenRoles: CatalogRole[] = ['owner', 'accessPackageManager', 'accessPackageAssignmentManager', 'reader'];

export const kindWords: Record<string, string> = {
  group: 'Group', servicePrincipal: 'Application', directoryRole: 'Directory role', azureRole: 'Azure role', user: 'Person', accessPackage: 'Access package',
};
