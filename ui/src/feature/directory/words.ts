import type { DirectoryView, PopulationCertificate } from '../../api/contract';
import { count } from '../../shared/number';

/** Where a directory is, in one line. */
export function placeOf(directory: DirectoryView): string {
  if (directory.kind === 'sample') return 'The sample organization, kept beside the store';
  const settings = directory.settings as { url?: unknown; base?: unknown; tenant?: unknown; files?: { path: string }[] } | null;
  if (directory.kind === 'files') return (settings?.files ?? []).map((file) => file.path.split(/[\\/]/).pop() ?? file.path).join(', ');
  return [settings?.tenant, settings?.url, settings?.base].filter((part): part is string => typeof part === 'string').join(' · ');
}

/** Whether a person signs in to it, by a code. */
export function isSignedInTo(directory: DirectoryView): boolean {
  return directory.kind === 'entra' && (directory.settings as { signIn?: unknown } | null)?.signIn === 'deviceCode';
}

const KIND: Record<string, string> = { ldap: 'LDAP', ad: 'Active Directory', entra: 'Entra ID', files: 'Files', sample: 'Sample', packet: 'Packets' };

/** The kind of a directory, as people call it. */
export function kindWord(kind: string): string {
  return KIND[kind] ?? kind;
}

/** Members and guests. */
export function peopleOf(certificate: PopulationCertificate): number {
  return certificate.population.user + certificate.population.guest;
}

/** Memberships, and roles where there are any. */
export function heldIn({ population }: PopulationCertificate): string {
  const roles = count(population.holding, 'role held', 'roles held');
  const memberships = count(population.membership, 'membership');
  if (population.holding === 0) return memberships;
  return population.membership === 0 ? roles : `${memberships}, ${roles}`;
}

export function excludedOf(certificate: PopulationCertificate): number {
  return certificate.excluded.reduce((sum, one) => sum + one.count, 0);
}
