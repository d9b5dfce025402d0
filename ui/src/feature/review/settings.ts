/** The parts of a Graph definition that a person wants to see, found without trusting its shape. */
export interface InForce {
  descriptionForAdmins: string | null;
  durationDays: number | null;
  startOn: string | null;
  silence: string;
  justification: string;
  recommendations: boolean;
  autoApply: boolean;
  reviewers: string;
  fallback: number;
  scope: string;
  thresholdPercent: number | null;
}

type Loose = Record<string, unknown>;
const object = (value: unknown): Loose => (typeof value === 'object' && value !== null ? (value as Loose) : {});
const list = (value: unknown): Loose[] => (Array.isArray(value) ? value.map(object) : []);
const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
const number = (value: unknown): number | null => (typeof value === 'number' ? value : null);

function reviewersOf(queries: Loose[]): string {
  if (queries.length === 0) return 'Each person for themselves';
  const kinds = queries.map((one) => {
    const query = text(one.query) ?? '';
    if (query === './manager') return 'managers';
    if (query.endsWith('/owners')) return 'owners of the groups';
    if (query.startsWith('/users/')) return 'person';
    return 'members of a group';
  });
  const people = kinds.filter((word) => word === 'person').length;
  const rest = [...new Set(kinds.filter((word) => word !== 'person'))];
  const sentence = [...(people > 0 ? [people === 1 ? '1 named person' : `${people} named people`] : []), ...rest].join(', ');
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

function scopeOf(scope: Loose): string {
  const queries = Array.isArray(scope.resourceScopes) ? list(scope.resourceScopes) : [scope];
  const paths = queries.map((one) => text(one.query) ?? '');
  const guests = paths.some((path) => path.includes("'Guest'")) || list(scope.principalScopes).some((one) => (text(one.query) ?? '').includes("'Guest'"));
  const nested = paths.some((path) => !/\/members/.test(path));
  const all = paths.some((path) => /^\/groups\/?(\?|$)/.test(path));
  const groups = all ? 'every group' : paths.length === 1 ? '1 group' : `${paths.length} groups`;
  return `${guests ? 'Guests' : 'Members'} of ${groups}${nested ? ', nested groups included' : ', direct only'}`;
}

export function inForce(definition: unknown): InForce {
  const root = object(definition);
  const settings = object(root.settings);
  const own = object(settings['@countersign.settings']);
  return {
    descriptionForAdmins: text(root.descriptionForAdmins),
    durationDays: number(settings.instanceDurationInDays),
    startOn: text(object(object(settings.recurrence).range).startDate),
    silence: settings.defaultDecisionEnabled === true ? (text(settings.defaultDecision) ?? 'None') : 'None',
    justification: text(own.justification) ?? (settings.justificationRequiredOnApproval === true ? 'onApproval' : 'never'),
    recommendations: settings.recommendationsEnabled === true,
    autoApply: settings.autoApplyDecisionsEnabled === true,
    reviewers: reviewersOf(list(root.reviewers)),
    fallback: list(root.fallbackReviewers).length,
    scope: scopeOf(object(root.scope)),
    thresholdPercent: number(object(own.threshold).percentOfGroup),
  };
}
