import type { EntraSettings } from '../../../api/contract';
import type { Wrong } from './problem';

/** What is typed about a tenant. */
export interface EntraDraft {
  cloud: NonNullable<EntraSettings['cloud']>;
  tenant: string;
  clientId: string;
  by: 'secret' | 'certificate' | 'person';
  secret: string;
  certificateFile: string;
  applications: boolean;
  roles: boolean;
  /** Subscriptions of Azure, one a line. */
  subscriptions: string;
}

export const emptyEntra: EntraDraft = { cloud: 'global', tenant: '', clientId: '', by: 'secret', secret: '', certificateFile: '', applications: true, roles: true, subscriptions: '' };

export const entraFields = ['tenant', 'clientId', 'certificateFile', 'secret', 'subscriptions'] as const;
export type EntraField = (typeof entraFields)[number];

export const CLOUDS: [EntraDraft['cloud'], string][] = [
  ['global', 'Global'], ['us-gov', 'US Government (GCC High)'], ['us-gov-dod', 'US Government (DoD)'], ['china', 'China (21Vianet)'],
];

const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const DOMAIN = /^[a-z0-9-]+(\.[a-z0-9-]+)+$/i;

/** What is left out; of a tenant that is kept already, its secret may be. */
export function checkEntra(draft: EntraDraft, isKept = false): Wrong<EntraField> {
  const wrong: Wrong<EntraField> = {};
  const tenant = draft.tenant.trim();
  const client = draft.clientId.trim();
  if (!tenant) wrong.tenant = 'Say which tenant it is.';
  else if (!ID.test(tenant) && !DOMAIN.test(tenant)) wrong.tenant = 'This is neither the id of a tenant nor one of its domains.';
  if (!client) wrong.clientId = 'Say as which application this program signs in.';
  else if (!ID.test(client)) wrong.clientId = 'The id of an application has 32 digits in five groups.';
  if (draft.by === 'secret' && !draft.secret && !isKept) wrong.secret = 'Give the client secret, or choose a certificate.';
  if (draft.by === 'certificate' && !draft.certificateFile.trim()) wrong.certificateFile = 'Name the file with the certificate and its key.';
  const strange = subscriptionsOf(draft).find((one) => !ID.test(one));
  if (strange) wrong.subscriptions = `“${strange}” is not the id of a subscription.`;
  return wrong;
}

function subscriptionsOf(draft: EntraDraft): string[] {
  return draft.subscriptions.split(/[\s,;]+/).filter((one) => one !== '');
}

export function entraSettings(draft: EntraDraft): EntraSettings {
  return {
    tenant: draft.tenant.trim(),
    clientId: draft.clientId.trim(),
    cloud: draft.cloud,
    signIn: draft.by === 'person' ? 'deviceCode' : undefined,
    certificateFile: draft.by === 'certificate' ? draft.certificateFile.trim() : undefined,
    applications: draft.applications,
    roles: draft.roles,
    subscriptions: subscriptionsOf(draft).length > 0 ? subscriptionsOf(draft) : undefined,
  };
}

/** What is kept, as it would be typed; the secret is never among it. */
export function entraDraft(settings: EntraSettings): EntraDraft {
  return {
    ...emptyEntra,
    cloud: settings.cloud ?? 'global',
    tenant: settings.tenant,
    clientId: settings.clientId,
    by: settings.signIn === 'deviceCode' ? 'person' : settings.certificateFile ? 'certificate' : 'secret',
    certificateFile: settings.certificateFile ?? '',
    applications: settings.applications ?? true,
    roles: settings.roles ?? true,
    subscriptions: (settings.subscriptions ?? []).join('\n'),
  };
}
