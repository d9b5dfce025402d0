import type { DomainSettings, LdapSettings } from '../../../api/contract';
import type { Wrong } from './problem';

export type Transport = 'ldaps' | 'startTls' | 'plain';

/** What is typed about an LDAP server or a domain. */
export interface DomainDraft {
  transport: Transport;
  /** Hosts, one a line or with spaces between them. */
  address: string;
  caPem: string;
  bindDn: string;
  secret: string;
  base: string;
  userFilter: string;
  groupFilter: string;
  guestAttribute: string;
  guestValue: string;
  guestUnder: string;
}

export const emptyDomain: DomainDraft = { transport: 'ldaps', address: '', caPem: '', bindDn: '', secret: '', base: '', userFilter: '', groupFilter: '', guestAttribute: 'employeeType', guestValue: '', guestUnder: '' };

export const domainFields = ['url', 'bindDn', 'base', 'userFilter', 'groupFilter', 'caPem', 'secret'] as const;
export type DomainField = (typeof domainFields)[number];

/** The hosts, each with the scheme that the connection has. */
export function hostsOf(draft: DomainDraft): string[] {
  const scheme = draft.transport === 'ldaps' ? 'ldaps' : 'ldap';
  return draft.address.split(/[\s,;]+/).filter(Boolean).map((one) => `${scheme}://${one.replace(/^ldaps?:\/\//i, '')}`);
}

/** What is left out; of a connection that is kept already, its password may be. */
export function checkDomain(kind: 'ldap' | 'ad', draft: DomainDraft, isKept = false): Wrong<DomainField> {
  const wrong: Wrong<DomainField> = {};
  const hosts = hostsOf(draft);
  if (hosts.length === 0) wrong.url = kind === 'ad' ? 'Name at least one domain controller.' : 'Say where the server listens.';
  if (kind === 'ldap' && hosts.length > 1) wrong.url = 'An LDAP directory is read from one server.';
  if (!draft.bindDn.trim()) wrong.bindDn = 'Say which account reads the directory.';
  if (!draft.secret && !isKept) wrong.secret = 'Give the password of the account.';
  if (kind === 'ldap' && !draft.base.trim()) wrong.base = 'Say below which entry people and groups stand.';
  return wrong;
}

export function domainSettings(kind: 'ldap' | 'ad', draft: DomainDraft): DomainSettings | LdapSettings {
  const optional = (text: string) => text.trim() || undefined;
  const values = draft.guestValue.split(',').map((value) => value.trim()).filter(Boolean);
  const settings: DomainSettings = {
    url: hostsOf(draft).join(' '),
    startTls: draft.transport === 'startTls',
    base: optional(draft.base),
    bindDn: draft.bindDn.trim(),
    caPem: draft.transport === 'plain' ? undefined : optional(draft.caPem),
    userFilter: optional(draft.userFilter),
    groupFilter: optional(draft.groupFilter),
    guestRule: optional(draft.guestUnder) || values.length > 0
      ? { under: optional(draft.guestUnder), attribute: values.length > 0 ? optional(draft.guestAttribute) ?? 'employeeType' : undefined, values }
      : undefined,
  };
  return kind === 'ad' ? settings : { ...settings, base: draft.base.trim(), allowPlaintext: draft.transport === 'plain' || undefined };
}

/** What is kept, as it would be typed; the password is never among it. */
export function domainDraft(settings: LdapSettings & DomainSettings): DomainDraft {
  const hosts = settings.url.split(/\s+/).filter(Boolean);
  const isTls = /^ldaps:/i.test(hosts[0] ?? '');
  return {
    ...emptyDomain,
    transport: isTls ? 'ldaps' : settings.startTls ? 'startTls' : 'plain',
    address: hosts.map((one) => one.replace(/^ldaps?:\/\//i, '')).join('\n'),
    caPem: settings.caPem ?? '',
    bindDn: settings.bindDn,
    base: settings.base ?? '',
    userFilter: settings.userFilter ?? '',
    groupFilter: settings.groupFilter ?? '',
    guestAttribute: settings.guestRule?.attribute ?? emptyDomain.guestAttribute,
    guestValue: settings.guestRule?.values?.join(', ') ?? '',
    guestUnder: settings.guestRule?.under ?? '',
  };
}
