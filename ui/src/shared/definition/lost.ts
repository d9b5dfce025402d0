type Loose = Record<string, unknown>;

/** What the service writes by itself; nothing is lost without it. */
const ofService = new Set(['id', 'createdDateTime', 'lastModifiedDateTime', 'createdBy', 'status', 'instances', 'recommendationsEnabled', 'queryType', 'queryRoot', 'dependsOn', 'stageId', 'firstDayOfWeek', 'index', 'month', 'daysOfWeek', 'signInScope', 'instanceDurationInDays', 'recommendationLookBackDuration', 'notificationTemplateType']);

const empty = (value: unknown): boolean =>
  value === null || value === undefined || value === '' || value === false || value === 0 || (Array.isArray(value) && value.every(empty)) || (typeof value === 'object' && Object.values(value as Loose).every(empty));

/** The way a query string means the same: its parts, decoded, without version and cast. */
function meaning(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  let plain = value.trim();
  try {
    plain = decodeURIComponent(plain);
  } catch {
    // What is not percent-encoded is compared as it stands.
  }
  return plain.replace(/^\/(v1\.0|beta)\//, '/').replace(/\/microsoft\.graph\.user/, '').replace(/\$count=true&?/, '').replace(/[/?]+$/, '').replace(/\/\?/, '?')
    .replace(/^\/groups\/[^/]+\/owners$/, './owners').replace(/^\/servicePrincipals\/[^/]+\/owners$/, './owners')
    .replace(/^(\/groups\/[^/?]+)$/, '$1/transitiveMembers').replace(/^(\/groups\/[^/]+)\/members$/, '$1/members').replace(/T00:00:00.*$/, '');
}

/** The JSON paths at which `before` says something that `after` does not. */
export function lostBetween(before: unknown, after: unknown, at = ''): string[] {
  if (empty(before)) return [];
  if (Array.isArray(before)) {
    const kept = Array.isArray(after) ? after : [];
    // Their order says nothing: an entry is kept if it is anywhere.
    return before.flatMap((value: unknown, index) => (kept.some((one) => lostBetween(value, one).length === 0) ? [] : lostBetween(value, kept[index], `${at}[${index}]`)));
  }
  if (typeof before === 'object' && before !== null) {
    const kept = (typeof after === 'object' && after !== null ? after : {}) as Loose;
    return Object.entries(before as Loose).flatMap(([name, value]) => {
      const path = at === '' ? name : `${at}.${name}`;
      if (name.startsWith('@odata.') || name.endsWith('@odata.context') || ofService.has(name)) return [];
      // A date or a number that the kind of the end does not ask for says nothing.
      if ((name === 'endDate' && (before as Loose).type !== 'endDate') || (name === 'numberOfOccurrences' && (before as Loose).type !== 'numbered')) return [];
      // The look-back and the peers of the settings stand in the form under other names.
      if (path === 'settings.recommendationInsightSettings') return [];
      return lostBetween(value, kept[name], path);
    });
  }
  return meaning(before) === meaning(after) ? [] : [at];
}

/** The places of a definition that only Countersign reads and that say something. */
export function ownPaths(definition: unknown, at = ''): string[] {
  if (Array.isArray(definition)) return definition.flatMap((value: unknown, index) => ownPaths(value, `${at}[${index}]`));
  if (typeof definition !== 'object' || definition === null) return [];
  return Object.entries(definition as Loose).flatMap(([name, value]) => {
    const path = at === '' ? name : `${at}.${name}`;
    if (!name.startsWith('@countersign.')) return ownPaths(value, path);
    return Object.entries((value ?? {}) as Loose).filter(([, inner]) => !empty(inner)).map(([inner]) => `${path}.${inner}`);
  });
}
