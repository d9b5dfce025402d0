import type { ItemRow } from '../words';

/** Names that a directory may hold: many scripts, two directions, too long, and one that looks like HTML. */
const first = ['Anna', 'Bo', 'Chidi', 'Dóra', 'Élodie', 'Ґanna', 'Γιώργος', 'Hồng', 'ليلى', 'משה', '美咲', 'Jörg-Maximilian Alexander', 'Ñ', 'O’Neill'];
const last = ['Berg', 'Çelik', 'Dvořák', 'الحسيني', 'Παπαδόπουλος', 'Иванова', 'לוי', '佐藤', 'van der Westhuizen-Oyelaran', '<b>x</b>', 'Kim'];
const departments = ['Finance', 'Plant 3', 'IT Operations', 'Legal', 'Forschung & Entwicklung', null];
const perGroup = 40;

export const now = '2026-11-21T08:00:00Z';
export const before = (days: number) => new Date(Date.parse(now) - days * 86_400_000).toISOString();

/** The made-up item at a place: always the same one. Its fourth is the reviewer's own access. */
export function rowOf(at: number, share: number): ItemRow {
  const mix = Math.imul(at + 7, 2_654_435_761) >>> 0;
  const resource = Math.floor(at / perGroup);
  const seen = mix % 5 === 0 ? null : mix % 400;
  const decision = (mix % 1000) / 1000 < share ? (['approve', 'deny', 'dontKnow'] as const)[mix % 3]! : 'notReviewed';
  const decided = decision !== 'notReviewed';
  return {
    item: at + 1, principal: at === 3 ? 1 : 100 + (mix % 5000),
    principalName: at === 3 ? 'Rita Reviewer' : `${first[mix % first.length]} ${last[(mix >>> 8) % last.length]}`,
    userName: `u${mix % 5000}`, userType: mix % 9 === 0 ? 'guest' : 'member', enabled: mix % 11 !== 0, department: departments[mix % 6] ?? null,
    resource: 10_000 + resource,
    resourceName: resource % 7 === 3 ? `A very long group name that nobody shortened in fifteen years, number ${resource}` : `ERP posting ${resource}`,
    principalKind: 'user', resourceKind: 'group', entitlement: 'member', stage: 1, standing: 'notReviewed', title: mix % 3 === 0 ? 'Accountant' : null, answer: null,
    direct: mix % 4 !== 0, path: mix % 4 === 0 ? ['Finance all', 'Contractors'].slice(0, 1 + (mix % 2)) : [],
    lastSignInAt: seen === null ? null : before(seen), recommendation: seen === null ? 'noInfoAvailable' : seen < 30 ? 'approve' : 'deny',
    decision, justification: decision === 'deny' ? 'Left the team in spring' : null,
    decidedBy: decided ? 'Rita Reviewer' : null, decidedAt: decided ? before(1) : null, source: decided ? 'reviewer' : null, version: decided ? 1 : 0,
  };
}
