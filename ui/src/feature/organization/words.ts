import type { Tone } from '../../shared/badge';

export const stateWords: Record<string, { word: string; tone: Tone }> = { configured: { word: 'Configured', tone: 'good' }, proposed: { word: 'Proposed', tone: 'warn' } };

export const governedWords: Record<string, { word: string; tone: Tone }> = {
  present: { word: 'Here', tone: 'good' }, leaving: { word: 'Leaving', tone: 'warn' }, deleted: { word: 'Deleted', tone: 'quiet' }, released: { word: 'Released', tone: 'quiet' },
};

interface Source { '@odata.type'?: string; displayName?: string; domainName?: string; tenantId?: string }

const asSources = (sources: unknown): Source[] => (Array.isArray(sources) ? (sources as Source[]) : []);
const isDomain = (source: Source): boolean => source['@odata.type'] === '#microsoft.graph.domainIdentitySource';

/** The mail domains, one a line, as the form shows them. */
export const domainsOf = (sources: unknown): string => asSources(sources).filter(isDomain).map((source) => source.domainName ?? '').join('\n');

/** The sources with these domains; sources of other kinds stay as they were. */
export function withDomains(sources: unknown, text: string): Source[] {
  const before = asSources(sources);
  const domains = [...new Set(text.split(/[\s,;]+/).map((domain) => domain.trim().replace(/^@/, '').toLowerCase()).filter(Boolean))];
  return [
    ...domains.map((domain) => before.find((source) => isDomain(source) && source.domainName?.toLowerCase() === domain)
      ?? { '@odata.type': '#microsoft.graph.domainIdentitySource', domainName: domain, displayName: domain }),
    ...before.filter((source) => !isDomain(source)),
  ];
}

/** “contoso.example, a tenant”: how its people are known, in a line. */
export function sourcesText(sources: unknown): string {
  return asSources(sources).map((source) => source.domainName ?? source.displayName ?? source.tenantId ?? 'another source').join(', ');
}
