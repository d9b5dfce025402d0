import { Field, Radio, RadioGroup } from '@fluentui/react-components';
import { Fieldset, ReadFileButton, TextField } from '../../../shared/form';
import css from '../directory.module.css';
import type { DomainDraft, DomainField, Transport } from './domain';
import type { Wrong } from './problem';

/** What differs between the kinds: examples, and what may be left out. */
const WORDS = {
  ldap: { host: 'Host and port', at: 'ldap.example.org', hint: undefined, account: 'Bind DN', name: 'cn=reader,dc=example,dc=org', people: '(objectClass=inetOrgPerson)', groups: '(objectClass=groupOfNames)', usual: 'Empty: groupOfNames, groupOfUniqueNames and posixGroup.', base: undefined },
  ad: { host: 'Domain controllers', at: 'dc1.example.org', hint: 'One a line. The first that answers is used, and the next where it does not.', account: 'Account', name: 'reader@example.org', people: '(&(objectClass=user)(department=*))', groups: '(&(objectClass=group)(cn=app-*))', usual: 'Empty: all groups of the domain.', base: 'Empty: the whole domain.' },
} as const;

interface Props { kind: 'ldap' | 'ad'; draft: DomainDraft; change: (part: Partial<DomainDraft>) => void; wrong: Wrong<DomainField>; isKept?: boolean }

/** A server or a domain, asked for in the order in which an administrator knows the answers. */
export function DomainFields({ kind, draft, change, wrong, isKept = false }: Props) {
  const words = WORDS[kind];
  return (
    <>
      <Fieldset title="Server" hint="Where it listens and how the connection is protected.">
        <Field label="Connection">
          <RadioGroup value={draft.transport} onChange={(_, chosen) => change({ transport: chosen.value as Transport })}>
            <Radio value="ldaps" label="LDAPS: encrypted from the first byte" />
            <Radio value="startTls" label="StartTLS: encrypted before signing in" />
            {kind === 'ldap' && <Radio value="plain" label="Not encrypted: only to this machine itself, for trying out" />}
          </RadioGroup>
        </Field>
        <TextField label={words.host} required mono lines={kind === 'ad' ? 3 : undefined} value={draft.address} onChange={(address) => change({ address })} hint={words.hint} placeholder={`${words.at}:${draft.transport === 'ldaps' ? 636 : 389}`} error={wrong.url} />
        {draft.transport !== 'plain' && (
          <div className={css.withButton}>
            <TextField label="Certificate authority (PEM)" lines={4} mono value={draft.caPem} onChange={(caPem) => change({ caPem })} placeholder="-----BEGIN CERTIFICATE-----" hint="Only if the server's certificate comes from your own authority. Empty: those the system trusts." error={wrong.caPem} />
            <ReadFileButton label="Read from a file…" accept=".pem,.crt,.cer" onText={(caPem) => change({ caPem })} />
          </div>
        )}
      </Fieldset>
      <Fieldset title="Account" hint="The password goes to the keyring, or encrypted into the store; it is never shown again.">
        <TextField label={words.account} required mono value={draft.bindDn} onChange={(bindDn) => change({ bindDn })} placeholder={words.name} hint={kind === 'ad' ? 'As name@domain, DOMAIN\\name or a distinguished name.' : undefined} error={wrong.bindDn} />
        <TextField label="Password" required={!isKept} type="password" value={draft.secret} onChange={(secret) => change({ secret })} hint={isKept ? 'Empty: the one that is kept.' : undefined} error={wrong.secret} />
      </Fieldset>
      <Fieldset title="What is read">
        <TextField label="Base" required={kind === 'ldap'} mono value={draft.base} onChange={(base) => change({ base })} hint={words.base} placeholder="dc=example,dc=org" error={wrong.base} />
        <TextField label="Filter for people" mono value={draft.userFilter} onChange={(userFilter) => change({ userFilter })} placeholder={words.people} hint="Empty: the usual classes." error={wrong.userFilter} />
        <TextField label="Filter for groups" mono value={draft.groupFilter} onChange={(groupFilter) => change({ groupFilter })} placeholder={words.groups} hint={words.usual} error={wrong.groupFilter} />
      </Fieldset>
      <Fieldset title="Guests" hint="Whoever has one of the values, or stands below the place. Empty: nobody is taken for a guest.">
        <TextField label="Attribute" mono value={draft.guestAttribute} onChange={(guestAttribute) => change({ guestAttribute })} />
        <TextField label="Values, separated by commas" mono value={draft.guestValue} onChange={(guestValue) => change({ guestValue })} placeholder="guest, external" />
        <TextField label="Place" mono value={draft.guestUnder} onChange={(guestUnder) => change({ guestUnder })} placeholder="ou=guests,dc=example,dc=org" />
      </Fieldset>
    </>
  );
}
