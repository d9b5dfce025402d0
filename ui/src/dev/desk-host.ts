import type { Answer } from '../api/contract';
import type { Host } from '../api/host';
import { toProblem } from '../api/host';
import type { Group } from '../feature/item/place';
import type { Decision, ItemRow } from '../feature/item/words';

interface Shape { rows: number; wait: number; status: string; justification: string; decided: number }
interface Filter { reviewer?: number; decision?: string[]; recommendation?: string[]; search?: string }

const first = ['Anna', 'Bo', 'Chidi', 'Dóra', 'Élodie', 'Ґanna', 'Γιώργος', 'Hồng', 'ليلى', 'משה', '美咲', 'Jörg-Maximilian Alexander', 'Ñ', 'O’Neill'];
const last = ['Berg', 'Çelik', 'Dvořák', 'الحسيني', 'Παπαδόπουλος', 'Иванова', 'לוי', '佐藤', 'van der Westhuizen-Oyelaran', '<b>x</b>', 'Kim'];
const departments = ['Finance', 'Plant 3', 'IT Operations', 'Legal', 'Forschung & Entwicklung', null];
const now = '2026-11-21T08:00:00Z';
const before = (days: number) => new Date(Date.parse(now) - days * 86_400_000).toISOString();
const perGroup = 40;

function rowOf(at: number, shape: Shape): ItemRow {
  const mix = Math.imul(at + 7, 2_654_435_761) >>> 0;
  const resource = Math.floor(at / perGroup);
  const seen = mix % 5 === 0 ? null : mix % 400;
  const decision = (mix % 1000) / 1000 < shape.decided ? (['approve', 'deny', 'dontKnow'] as const)[mix % 3]! : 'notReviewed';
  return {
    item: at + 1, principal: at === 3 ? 1 : 100 + (mix % 5000), principalName: at === 3 ? 'Rita Reviewer' : `${first[mix % first.length]} ${last[(mix >>> 8) % last.length]}`,
    userName: `u${mix % 5000}`, userType: mix % 9 === 0 ? 'guest' : 'member', enabled: mix % 11 !== 0, department: departments[mix % 6] ?? null,
    resource: 10_000 + resource, resourceName: resource % 7 === 3 ? `A very long group name that nobody shortened in fifteen years, number ${resource}` : `ERP posting ${resource}`,
    direct: mix % 4 !== 0, path: mix % 4 === 0 ? ['Finance all', 'Contractors'].slice(0, 1 + (mix % 2)) : [],
    lastSignInAt: seen === null ? null : before(seen), recommendation: seen === null ? 'noInfoAvailable' : seen < 30 ? 'approve' : 'deny',
    decision, justification: decision === 'deny' ? 'Left the team in spring' : null, decidedBy: decision === 'notReviewed' ? null : 'Rita Reviewer', decidedAt: decision === 'notReviewed' ? null : before(1),
    source: decision === 'notReviewed' ? null : 'reviewer', version: decision === 'notReviewed' ? 0 : 1,
  };
}

/** A desk with made-up items that refuses what the real one refuses. */
export function deskHost(shape: Shape): Host {
  const rows = Array.from({ length: shape.rows }, (_, at) => rowOf(at, shape));
  const instance = {
    instance: 1, review: 1, displayName: 'Quarterly review: ERP and finance groups', descriptionForReviewers: 'Please decide on everybody in your groups. Deny whoever does not work in finance any more; if you are not sure, say so.',
    status: shape.status, directory: 1, snapshot: 1, snapshotAt: '2026-11-12T06:00:00Z', startedAt: before(6), startedBy: 'Ada Admin', dueAt: before(-7), endedAt: shape.status === 'InProgress' ? null : before(0), endedBy: null,
    itemCount: rows.length, excludedCount: 12, selfReview: false, justification: shape.justification, lookBackDays: 30,
  };
  const actor = { principal: 1, displayName: 'Rita Reviewer', administrator: true };
  const store = { path: '/store', id: 's', organization: 'Example Works', practice: true, actor, now };
  let memo: { key: string; found: ItemRow[] } | null = null;
  const select = (filter: Filter, sort?: string) => {
    const key = JSON.stringify([filter, sort]);
    if (memo?.key === key) return memo.found;
    const text = filter.search?.toLowerCase();
    const found = rows.filter((row) =>
      (!filter.decision?.length || filter.decision.includes(row.decision)) && (!filter.recommendation?.length || filter.recommendation.includes(row.recommendation)) &&
      (!text || `${row.principalName} ${row.userName} ${row.resourceName}`.toLowerCase().includes(text)));
    if (sort === 'principal') found.sort((a, b) => a.principal - b.principal || a.item - b.item);
    memo = { key, found };
    return found;
  };
  const tally = (found: ItemRow[]) => {
    const count = { total: found.length, notReviewed: 0, approve: 0, deny: 0, dontKnow: 0 };
    for (const row of found) count[row.decision as Decision] += 1;
    return count;
  };
  const put = (item: number, decision: string, justification: string, version: number | undefined, source: string): ItemRow => {
    const row = rows[item - 1];
    if (!row) throw toProblem({ message: `There is no item ${item}.`, code: 'missing' });
    if (shape.status !== 'InProgress') throw toProblem({ message: 'This review does not accept decisions any more.', code: 'closed' });
    if (row.principal === 1) throw toProblem({ message: 'Nobody decides on their own access.', code: 'ownAccess' });
    if (version !== undefined && version !== row.version) throw toProblem({ message: 'This item was changed since you looked at it.', code: 'stale', hint: 'Look at it again and decide.' });
    // The seventh row plays somebody else who was quicker.
    if (item === 7 && row.version === 0) {
      rows[6] = { ...row, version: 1, decision: 'approve', decidedBy: 'Otto Other', decidedAt: now, source: 'reviewer' };
      throw toProblem({ message: 'This item was changed since you looked at it.', code: 'stale', hint: 'Look at it again and decide.' });
    }
    memo = null;
    return (rows[item - 1] = { ...row, decision, justification, version: row.version + 1, decidedBy: actor.displayName, decidedAt: now, source });
  };
  const many = (found: ItemRow[], decide: (row: ItemRow) => string | null) => {
    let decided = 0;
    let own = 0;
    for (const row of found) {
      const decision = decide(row);
      if (!decision) continue;
      if (row.principal === 1) own += 1;
      else { put(row.item, decision, '', undefined, 'bulk'); decided += 1; }
    }
    return { decided, refused: own ? [{ reason: 'Nobody decides on their own access.', count: own }] : [], batch: 1 };
  };
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  const operations: Record<string, (input: any) => unknown> = {
    'store.status': () => ({ open: store, recent: [], keyring: { available: true, reason: null }, osAccount: 'rita', version: '0' }),
    'directory.list': () => [{ directory: 1, name: 'Example', kind: 'ldap', settings: {}, createdAt: before(99), snapshot: 1, syncedAt: before(9), certificate: null }],
    'review.show': () => ({ review: 1, displayName: instance.displayName, definition: {}, createdAt: before(9), createdBy: 'Ada', instances: [instance] }),
    'instance.show': () => instance,
    'review.list': () => ({ rows: [], total: 0 }),
    'job.list': () => [],
    'item.list': ({ filter = {}, sort, offset = 0, limit = 100 }) => {
      const found = select(filter, sort);
      return { rows: found.slice(offset, offset + limit), offset, total: found.length, count: tally(found) };
    },
    'item.group.list': ({ filter = {}, sort }) => {
      const groups: Group[] = [];
      select(filter, sort).forEach((row, offset) => {
        const [id, displayName] = sort === 'principal' ? [row.principal, row.principalName] : [row.resource, row.resourceName];
        let group = groups.at(-1);
        if (!group || group.id !== id) groups.push((group = { id, displayName, offset, count: 0, undecided: 0 }));
        group.count += 1;
        if (row.decision === 'notReviewed') group.undecided += 1;
      });
      return groups;
    },
    'item.show': ({ item }) => {
      const row = rows[item - 1]!;
      return {
        ...row, instance: 1, mail: `u${row.principal}@example.org`, title: 'Accountant', managerName: 'Mona Manager', dn: `uid=u${row.principal},ou=people,dc=example,dc=org`, key: 'k',
        accountCreatedAt: before(900), lastSignInField: row.lastSignInAt ? 'pwdLastSuccess' : null, resourceDn: 'cn=erp', resourceDescription: 'May post in the ledger', since: before(400),
        recommendationSentence: row.recommendation === 'deny' ? 'No sign-in within 30 days before the review started.' : 'Signed in within 30 days before the review started.', recommendationRule: 'signIn/1',
        reviewers: [{ principal: 1, displayName: 'Rita Reviewer', reason: 'owner' }],
        why: [{ principal: row.resource, displayName: row.resourceName, kind: 'group' }, ...row.path.map((name) => ({ principal: 5, displayName: name, kind: 'group' })), { principal: row.principal, displayName: row.principalName, kind: 'user' }],
        events: row.version > 0 ? [{ at: row.decidedAt ?? now, actorId: 1, actor: row.decidedBy ?? '', decision: row.decision, justification: row.justification ?? '', source: row.source ?? 'reviewer', auditSeq: 40 + row.version, batchSize: 1 }] : [],
      };
    },
    'item.decide': ({ item, decision, justification, version }) => put(item, decision, justification, version, 'reviewer'),
    'item.undo': ({ item, version }) => put(item, 'notReviewed', '', version, 'undo'),
    'item.decideMany': ({ items, filter, decision }) => many(items ? items.map((id: number) => rows[id - 1]) : [...select(filter)], () => decision),
    'item.acceptRecommendations': ({ items }) =>
      many(items ? items.map((id: number) => rows[id - 1]) : rows, (row) => (row.decision === 'notReviewed' && row.recommendation !== 'noInfoAvailable' ? row.recommendation : null)),
  };
  return {
    async call(name, input) {
      await new Promise((go) => setTimeout(go, shape.wait));
      const run = operations[name];
      if (!run) throw toProblem({ message: `“${name}” is not made up here.` });
      const value = run(input);
      const writes = /decide|undo|accept/.test(name);
      return { value, touched: writes ? ['item'] : [], seen: writes ? [] : name.startsWith('item') ? ['item'] : [] } as Answer<unknown>;
    },
    listen: async () => () => {},
    chooseFile: null,
  };
}
