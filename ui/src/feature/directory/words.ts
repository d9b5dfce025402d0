import type { DirectoryView, PopulationCertificate } from '../../api/contract';

/** Where a directory is, in one line. */
export function placeOf(directory: DirectoryView): string {
  if (directory.kind === 'sample') return 'The sample organization, kept beside the store';
  const settings = directory.settings as { url?: unknown; base?: unknown; tenant?: unknown } | null;
  return [settings?.tenant, settings?.url, settings?.base].filter((part): part is string => typeof part === 'string').join(' · ');
}

const KIND: Record<string, string> = { ldap: 'LDAP', ad: 'Active Directory', entra: 'Entra ID', files: 'Files', sample: 'Sample' };

/** The kind of a directory, as people call it. */
export function kindWord(kind: string): string {
  return KIND[kind] ?? kind;
}

/** Members and guests. */
export function peopleOf(certificate: PopulationCertificate): number {
  return certificate.population.user + certificate.population.guest;
}

export function excludedOf(certificate: PopulationCertificate): number {
  return certificate.excluded.reduce((sum, one) => sum + one.count, 0);
}
