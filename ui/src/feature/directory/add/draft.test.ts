import { describe, expect, it } from 'vitest';
import { checkDomain, domainDraft, domainSettings, emptyDomain, hostsOf } from './domain';
import { checkEntra, emptyEntra, entraDraft, entraSettings } from './entra';
import { withField, withPath, withoutMapping } from './files';
import { settingOf, wrongOf } from './problem';

const problem = (message: string, field: string | null = 'settings') => ({ code: null, message, hint: null, field });

describe('a domain', () => {
  const draft = { ...emptyDomain, address: 'dc1.example.org\n dc2.example.org:636, ldap://dc3', bindDn: ' reader@example.org ', secret: 'x' };
  it('may name several controllers, in lines or beside each other', () => {
    expect(hostsOf(draft)).toEqual(['ldaps://dc1.example.org', 'ldaps://dc2.example.org:636', 'ldaps://dc3']);
    expect(checkDomain('ad', draft)).toEqual({});
    expect(domainSettings('ad', draft)).toMatchObject({ url: 'ldaps://dc1.example.org ldaps://dc2.example.org:636 ldaps://dc3', bindDn: 'reader@example.org', startTls: false });
  });
  it('of plain LDAP has one server and a base', () => {
    expect(checkDomain('ldap', draft)).toEqual({ url: 'An LDAP directory is read from one server.', base: 'Say below which entry people and groups stand.' });
  });
  it('never puts the password into the settings', () => {
    expect(JSON.stringify(domainSettings('ad', { ...draft, secret: 'hush hush' }))).not.toContain('hush');
  });
});

describe('a tenant', () => {
  const id = '3f1a3b52-0a0e-4a57-9b1f-0d6c1d6f1a01';
  it('is its id or a domain, with a secret or a certificate', () => {
    expect(checkEntra({ ...emptyEntra, tenant: 'contoso.example', clientId: id, secret: 'x' })).toEqual({});
    expect(Object.keys(checkEntra({ ...emptyEntra, tenant: 'contoso', clientId: 'app', by: 'certificate' }))).toEqual(['tenant', 'clientId', 'certificateFile']);
  });
  it('that a person signs in to needs no secret, and is kept as such', () => {
    const draft = { ...emptyEntra, tenant: 'contoso.example', clientId: id, by: 'person' as const };
    expect(checkEntra(draft)).toEqual({});
    expect(entraSettings(draft).signIn).toBe('deviceCode');
    expect(entraDraft(entraSettings(draft)).by).toBe('person');
    expect(entraSettings({ ...draft, by: 'secret' }).signIn).toBeUndefined();
  });
  it('reads the roles of the Azure subscriptions that are named, and of no others', () => {
    const draft = { ...emptyEntra, tenant: 'contoso.example', clientId: id, secret: 'x' };
    expect(entraSettings(draft).subscriptions).toBeUndefined();
    expect(entraSettings({ ...draft, subscriptions: ` ${id}\n\n` }).subscriptions).toEqual([id]);
    expect(entraDraft(entraSettings({ ...draft, subscriptions: id })).subscriptions).toBe(id);
    expect(checkEntra({ ...draft, subscriptions: 'Production' })).toEqual({ subscriptions: '“Production” is not the id of a subscription.' });
  });
  it('keeps the secret out of its settings, and a certificate only where it is used', () => {
    const settings = entraSettings({ ...emptyEntra, tenant: id, clientId: id, secret: 'hush', certificateFile: 'a.pem' });
    expect(JSON.stringify(settings)).not.toContain('hush');
    expect(settings.certificateFile).toBeUndefined();
  });
});

describe('what is kept', () => {
  it('is typed again as it was, but for its secret', () => {
    const settings = { url: 'ldaps://dc1:636 ldaps://dc2', startTls: false, bindDn: 'a@x', base: 'dc=x', guestRule: { attribute: 'type', values: ['guest', 'partner'] } };
    expect(domainSettings('ad', domainDraft(settings))).toEqual({ ...settings, caPem: undefined, userFilter: undefined, groupFilter: undefined, guestRule: { ...settings.guestRule, under: undefined } });
    expect(domainDraft({ ...settings, url: 'ldap://one', startTls: true }).transport).toBe('startTls');
    const tenant = { tenant: 'contoso.example', clientId: '3f1a3b52-0a0e-4a57-9b1f-0d6c1d6f1a01', cloud: 'china' as const, certificateFile: 'a.pem', applications: false, roles: true };
    expect(entraSettings(entraDraft(tenant))).toEqual(tenant);
    expect(checkEntra(entraDraft({ ...tenant, certificateFile: undefined }), true)).toEqual({});
  });
});

describe('a file', () => {
  it('is named once', () => {
    expect(withPath(withPath([], ' a.csv '), 'a.csv')).toEqual([{ path: 'a.csv' }]);
    expect(withPath([], '  ')).toEqual([]);
  });
  it('gives a column another meaning and takes the old one away', () => {
    const file = withField({ path: 'a.csv' }, { id: 'Number', name: 'Who' }, 'Number', 'employeeId');
    expect(file.mapping).toEqual({ id: '', employeeId: 'Number' });
    expect(withField(file, { employeeId: 'Number' }, 'Number', '').mapping).toEqual({ id: '', employeeId: '' });
    expect(withoutMapping(file)).toEqual({ path: 'a.csv' });
  });
});

describe('what the desk says of settings', () => {
  const lead = 'The settings of the directory are not usable: ';
  it('stands beside the field it names', () => {
    expect(settingOf(problem(`${lead}tenant "x" is neither the id of a tenant nor one of its domains.`))).toBe('tenant');
    expect(settingOf(problem(`${lead}ldaps://one:3269 is a global catalog, which holds only a part of each entry; use 636 or 389.`))).toBe('url');
    expect(settingOf(problem(`${lead}the password of the account is missing.`))).toBe('secret');
    expect(settingOf(problem('No directory answers at ldaps://one.'))).toBe(null);
    expect(settingOf(problem('A directory is called “A” already.', 'name'))).toBe('name');
  });
  it('gives way to what the person left out', () => {
    const said = problem(`${lead}base "x" is not a distinguished name.`);
    expect(wrongOf(['base'], {}, said)).toEqual({ base: 'Base "x" is not a distinguished name.' });
    expect(wrongOf(['base'], { base: 'Mine.' }, said)).toEqual({ base: 'Mine.' });
  });
});
