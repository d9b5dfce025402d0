import { Button, Checkbox, Field, Radio, RadioGroup } from '@fluentui/react-components';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useStore } from '../../app/store';
import type { DomainSettings, LdapSettings } from '../../api/contract';
import { useWrite } from '../../api/query';
import { Fieldset, Form, FormActions, ReadFileButton, TextField, problemAt } from '../../shared/form';
import { Card, Page } from '../../shared/page';
import { ProblemBanner } from '../../shared/problem';
import { useTell } from '../../shared/toast';

type Transport = 'ldaps' | 'startTls' | 'plain';
type Kind = 'ldap' | 'ad';

/** What differs between the kinds: examples, and what may be left out. */
const WORDS = {
  ldap: { host: 'Host and port', at: 'ldap.example.org', hint: undefined, account: 'Bind DN', name: 'cn=reader,dc=example,dc=org', people: '(objectClass=inetOrgPerson)', groups: '(objectClass=groupOfNames)', usual: 'Empty: groupOfNames, groupOfUniqueNames and posixGroup.', base: undefined },
  ad: { host: 'Domain controllers', at: 'dc1.example.org', hint: 'Several with spaces between them: the first that answers is used.', account: 'Account', name: 'reader@example.org', people: '(&(objectClass=user)(department=*))', groups: '(&(objectClass=group)(cn=app-*))', usual: 'Empty: all groups of the domain.', base: 'Empty: the whole domain.' },
} as const;

/** An LDAP server, asked for in the order in which an administrator knows the answers. */
export default function DirectoryAdd() {
  const add = useWrite('directory.add');
  const go = useNavigate();
  const tell = useTell();
  const { practice, now } = useStore();
  const [kind, setKind] = useState<Kind>('ldap');
  const [name, setName] = useState('');
  const [transport, setTransport] = useState<Transport>('ldaps');
  const [address, setAddress] = useState('');
  const [caPem, setCaPem] = useState('');
  const [bindDn, setBindDn] = useState('');
  const [secret, setSecret] = useState('');
  const [base, setBase] = useState('');
  const [userFilter, setUserFilter] = useState('');
  const [groupFilter, setGroupFilter] = useState('');
  const [guestAttribute, setGuestAttribute] = useState('employeeType');
  const [guestValue, setGuestValue] = useState('');
  const [guestUnder, setGuestUnder] = useState('');
  const [tried, setTried] = useState(false);
  const words = WORDS[kind];
  const need = (value: string, problem: string) => (tried && !value.trim() ? problem : null);

  function submit() {
    setTried(true);
    if (!name.trim() || !address.trim() || (kind === 'ldap' && !base.trim()) || !bindDn.trim()) return;
    const scheme = transport === 'ldaps' ? 'ldaps' : 'ldap';
    const url = address.trim().split(/\s+/).map((one) => `${scheme}://${one.replace(/^ldaps?:\/\//i, '')}`).join(' ');
    const optional = (value: string) => value.trim() || undefined;
    const settings: DomainSettings = {
      url,
      startTls: transport === 'startTls',
      base: optional(base),
      bindDn: bindDn.trim(),
      caPem: optional(caPem),
      userFilter: optional(userFilter),
      groupFilter: optional(groupFilter),
      guestRule: guestUnder.trim() || guestValue.trim() ? { under: optional(guestUnder), attribute: guestValue.trim() ? optional(guestAttribute) ?? 'employeeType' : undefined, values: guestValue.split(',').map((value) => value.trim()).filter(Boolean) } : undefined,
    };
    const ldap: LdapSettings = { ...settings, base: base.trim(), allowPlaintext: transport === 'plain' || undefined };
    add.mutate({ name: name.trim(), kind, settings: kind === 'ldap' ? ldap : settings, secret: secret || undefined }, {
      onSuccess: (directory) => {
        setSecret('');
        tell.done('The directory was added.', 'Probe it, then sync it.');
        void go({ to: '/directories/$directory', params: { directory: directory.directory } });
      },
    });
  }

  return (
    <Page title="Add a directory" back={{ to: '/directories', label: 'Directories' }} lead="An LDAP server such as OpenLDAP, or a domain of Active Directory. Reading needs no more than an account that may search.">
      <ProblemBanner problem={add.error} />
      <Card>
        <Form label="Add a directory" onSubmit={submit}>
          <Fieldset title="Server" hint="Where it listens and how the connection is protected.">
            <TextField label="Name" required value={name} onChange={setName} hint="How it is called here and in evidence." error={need(name, 'Give it a name.')} autoFocus />
            <Field label="Kind">
              <RadioGroup value={kind} onChange={(_, change) => { setKind(change.value as Kind); setTransport((now) => (now === 'plain' ? 'ldaps' : now)); }}>
                <Radio value="ldap" label="LDAP: OpenLDAP, 389 Directory Server and their relatives" />
                <Radio value="ad" label="Active Directory" />
              </RadioGroup>
            </Field>
            <Field label="Connection">
              <RadioGroup value={transport} onChange={(_, change) => setTransport(change.value as Transport)}>
                <Radio value="ldaps" label="LDAPS: encrypted from the first byte" />
                <Radio value="startTls" label="StartTLS: encrypted before signing in" />
                {kind === 'ldap' && <Radio value="plain" label="Not encrypted: only to this machine itself, for trying out" />}
              </RadioGroup>
            </Field>
            <TextField label={words.host} required mono value={address} onChange={setAddress} hint={words.hint} placeholder={`${words.at}:${transport === 'ldaps' ? 636 : 389}`} error={need(address, 'Say where the server listens.')} {...problemAt(add.error, 'settings.url', 'url')} />
            {transport !== 'plain' && (
              <div style={{ display: 'flex', flexDirection: 'column', gap: 8, alignItems: 'flex-start' }}>
                <div style={{ width: '100%' }}>
                  <TextField label="Certificate authority (PEM)" lines={4} mono value={caPem} onChange={setCaPem} placeholder="-----BEGIN CERTIFICATE-----" hint="Only if the server's certificate comes from your own authority. Empty: those the system trusts." />
                </div>
                <ReadFileButton label="Read from a file…" accept=".pem,.crt,.cer" onText={setCaPem} />
              </div>
            )}
          </Fieldset>
          <Fieldset title="Account" hint="The password goes to the keyring, or encrypted into the store; it is never shown again.">
            <TextField label={words.account} required mono value={bindDn} onChange={setBindDn} placeholder={words.name} error={need(bindDn, 'Say which account reads the directory.')} />
            <TextField label="Password" type="password" value={secret} onChange={setSecret} />
          </Fieldset>
          <Fieldset title="What is read">
            <TextField label="Base" required={kind === 'ldap'} mono value={base} onChange={setBase} hint={words.base} placeholder="dc=example,dc=org" error={kind === 'ad' ? null : need(base, 'Say below which entry people and groups stand.')} />
            <TextField label="Filter for people" mono value={userFilter} onChange={setUserFilter} placeholder={words.people} hint="Empty: the usual classes." />
            <TextField label="Filter for groups" mono value={groupFilter} onChange={setGroupFilter} placeholder={words.groups} hint={words.usual} />
          </Fieldset>
          <Fieldset title="Guests" hint="Whoever has one of the values, or stands below the place. Empty: nobody is taken for a guest.">
            <TextField label="Attribute" mono value={guestAttribute} onChange={setGuestAttribute} />
            <TextField label="Values, separated by commas" mono value={guestValue} onChange={setGuestValue} placeholder="guest, external" />
            <TextField label="Place" mono value={guestUnder} onChange={setGuestUnder} placeholder="ou=guests,dc=example,dc=org" />
          </Fieldset>
          <FormActions>
            {practice && (
              <span style={{ marginRight: 'auto' }}>
                <Checkbox
                  checked={false} disabled={add.isPending} label="Use the sample organization instead"
                  onChange={() => add.mutate({ name: name.trim() || 'Sample organization', kind: 'sample', settings: { file: 'sample-directory.json', asOf: now } }, { onSuccess: (directory) => void go({ to: '/directories/$directory', params: { directory: directory.directory } }) })}
                />
              </span>
            )}
            <Button onClick={() => void go({ to: '/directories' })}>Cancel</Button>
            <Button type="submit" appearance="primary" disabled={add.isPending}>Add the directory</Button>
          </FormActions>
        </Form>
      </Card>
    </Page>
  );
}
