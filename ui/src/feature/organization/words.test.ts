import { expect, test } from 'vitest';
import { domainsOf, sourcesText, withDomains } from './words';

const domain = { '@odata.type': '#microsoft.graph.domainIdentitySource', domainName: 'contoso.example', displayName: 'Mail' };
const tenant = { '@odata.type': '#microsoft.graph.azureActiveDirectoryTenant', tenantId: 't-1', displayName: 'Contoso' };

test('domains are taken in as people write them, each once, and other sources stay', () => {
  expect(withDomains([domain, tenant], ' @Contoso.example, fabrikam.example\nfabrikam.example ')).toEqual([
    domain, { '@odata.type': '#microsoft.graph.domainIdentitySource', domainName: 'fabrikam.example', displayName: 'fabrikam.example' }, tenant,
  ]);
  expect(withDomains([domain, tenant], '')).toEqual([tenant]);
});

test('sources are shown by what they are known by', () => {
  expect(domainsOf([domain, tenant])).toBe('contoso.example');
  expect(sourcesText([domain, tenant])).toBe('contoso.example, Contoso');
  expect(sourcesText(null)).toBe('');
});
