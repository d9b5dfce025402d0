import type { Answer } from '../../../api/contract';
import { type Host, toProblem } from '../../../api/host';
import type { Group } from '../place';
import type { Decision, ItemRow } from '../words';
import { before, now, rowOf } from './row';

interface Shape { rows: number; wait: number; status: string; justification: string; decided: number }
interface Filter { reviewer?: number; decision?: string[]; recommendation?: string[]; search?: string }
interface List { filter: Filter; places: number[]; count: Record<'total' | Decision, number> }

/** A desk with made-up items that refuses what the real one refuses. */
export function deskHost(shape: Shape): Host {
  const rows = Array.from({ length: shape.rows }, (_, at) => rowOf(at, shape.decided));
  const instance = {
    instance: 1, review: 1, displayName: 'Quarterly review: ERP and finance groups',
    descriptionForReviewers: 'Please decide on everybody in your groups. Deny whoever does not work in finance any more; if you are not sure, say so.',
    status: shape.status, directory: 1, snapshot: 1, snapshotAt: '2026-11-12T06:00:00Z', startedAt: before(6), startedBy: 'Ada Admin', dueAt: before(-7),
    endedAt: shape.status === 'InProgress' ? null : before(0), endedBy: null, itemCount: rows.length, excludedCount: 12, exclusions: {}, number: 1, scheduledOn: null, missed: [], problem: null, stage: 1, stageCount: 1,
    stages: [{ position: 1, stageId: '1', status: 'InProgress', durationDays: 14, selfReview: false, recommendations: true, strategy: 'lastAnswer', movesOn: [], startedAt: before(6), dueAt: before(-7), endedAt: null, endedBy: null, itemCount: rows.length, movedCount: null }],
    justification: shape.justification, lookBackDays: 30,
  };
  const actor = { principal: 1, displayName: 'Rita Reviewer', administrator: true };
  const store = { path: '/store', id: 's', organization: 'Example Works', practice: true, actor, now };

  // The real desk runs on other threads: here, lists and counts are kept so that they cost the page nothing.
  const lists = new Map<string, List>();
  const list = (filter: Filter, sort = 'resource'): List => {
    const key = JSON.stringify([filter, sort]);
    const known = lists.get(key);
    if (known) return known;
    const text = filter.search?.toLowerCase();
    const made: List = { filter, places: [], count: { total: 0, notReviewed: 0, approve: 0, deny: 0, dontKnow: 0 } };
    rows.forEach((row, at) => {
      if (filter.decision?.length && !filter.decision.includes(row.decision)) return;
      if (filter.recommendation?.length && !filter.recommendation.includes(row.recommendation)) return;
      if (text && !`${row.principalName} ${row.userName} ${row.resourceName}`.toLowerCase().includes(text)) return;
      made.places.push(at);
      made.count.total += 1;
      made.count[row.decision as Decision] += 1;
    });
    if (sort === 'principal') made.places.sort((a, b) => rows[a]!.principal - rows[b]!.principal || a - b);
    lists.set(key, made);
    return made;
  };
  const replace = (row: ItemRow): ItemRow => {
    const old = rows[row.item - 1]!.decision as Decision;
    rows[row.item - 1] = row;
    for (const [key, one] of lists) {
      if (one.filter.decision?.length) lists.delete(key);
      else one.count = { ...one.count, [old]: one.count[old] - 1, [row.decision]: one.count[row.decision as Decision] - Number(old === row.decision) + 1 };
    }
    return row;
  };
  const put = (item: number, decision: string, justification: string, version: number | undefined, source: string): ItemRow => {
    const row = rows[item - 1];
    if (!row) throw toProblem({ message: `There is no item ${item}.`, code: 'missing' });
    if (shape.status !== 'InProgress') throw toProblem({ message: 'This review does not accept decisions any more.', code: 'closed' });
    if (row.principal === 1) throw toProblem({ message: 'Nobody decides on their own access.', code: 'ownAccess' });
    const stale = toProblem({ message: 'This item was changed since you looked at it.', code: 'stale', hint: 'Look at it again and decide.' });
    // The seventh row plays somebody else who was quicker.
    if (item === 7 && row.version === 0) {
      replace({ ...row, version: 1, decision: 'approve', decidedBy: 'Otto Other', decidedAt: now, source: 'reviewer' });
      throw stale;
    }
    if (version !== undefined && version !== row.version) throw stale;
    return replace({ ...row, decision, justification, version: row.version + 1, decidedBy: actor.displayName, decidedAt: now, source });
  };
  const many = (found: ItemRow[], decide: (row: ItemRow) => string) => {
    const mine = found.filter((row) => row.principal !== 1);
    mine.forEach((row) => put(row.item, decide(row), '', undefined, 'bulk'));
    const own = found.length - mine.length;
    return { decided: mine.length, refused: own ? [{ reason: 'Nobody decides on their own access.', count: own }] : [], batch: 1 };
  };
  const byId = (items: number[]) => items.map((item) => rows[item - 1]!);

  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  const operations: Record<string, (input: any) => unknown> = {
    'store.status': () => ({ open: store, recent: [], keyring: { available: true, reason: null }, osAccount: 'rita', version: '0' }),
    'directory.list': () => [{ directory: 1, name: 'Example', kind: 'ldap', settings: {}, createdAt: before(99), snapshot: 1, syncedAt: before(9), certificate: null }],
    'review.show': () => ({ review: 1, displayName: instance.displayName, definition: {}, createdAt: before(9), createdBy: 'Ada', instances: [instance] }),
    'review.list': () => ({ rows: [], total: 0 }),
    'job.list': () => [],
    'item.list': ({ filter = {}, sort, offset = 0, limit = 100 }) => {
      const { places, count } = list(filter, sort);
      return { rows: places.slice(offset, offset + limit).map((at) => rows[at]!), offset, total: places.length, count };
    },
    'item.group.list': ({ filter = {}, sort }) => {
      const groups: Group[] = [];
      list(filter, sort).places.forEach((at, offset) => {
        const row = rows[at]!;
        const [id, displayName] = sort === 'principal' ? [row.principal, row.principalName] : [row.resource, row.resourceName];
        let group = groups.at(-1);
        if (!group || group.id !== id) groups.push((group = { id, displayName, offset, count: 0, undecided: 0 }));
        group.count += 1;
        group.undecided += Number(row.decision === 'notReviewed');
      });
      return groups;
    },
    'item.show': ({ item }) => {
      const row = rows[item - 1]!;
      const event = { at: row.decidedAt ?? now, actorId: 1, actor: row.decidedBy ?? '', decision: row.decision, justification: row.justification ?? '', source: row.source ?? 'reviewer', auditSeq: 40 + row.version, batchSize: 1 };
      return {
        ...row, instance: 1, mail: `u${row.principal}@example.org`, insights: [], managerName: 'Mona Manager', dn: `uid=u${row.principal},ou=people,dc=example,dc=org`, key: 'k',
        accountCreatedAt: before(900), lastSignInField: row.lastSignInAt ? 'authTimestamp' : null, resourceDn: 'cn=erp', resourceDescription: 'May post in the ledger', since: before(400),
        recommendationSentence: row.recommendation === 'deny' ? 'No sign-in within 30 days before the review started.' : 'Signed in within 30 days before the review started.',
        recommendationRule: 'signIn/1', reviewers: [{ principal: 1, displayName: 'Rita Reviewer', reason: 'owner' }],
        why: [
          { principal: row.resource, displayName: row.resourceName, kind: 'group' }, ...row.path.map((name) => ({ principal: 5, displayName: name, kind: 'group' })),
          { principal: row.principal, displayName: row.principalName, kind: 'user' },
        ],
        events: row.version > 0 ? [event] : [],
      };
    },
    'item.decide': ({ item, decision, justification, version }) => put(item, decision, justification, version, 'reviewer'),
    'item.undo': ({ item, version }) => put(item, 'notReviewed', '', version, 'undo'),
    'item.decideMany': ({ items, filter, decision }) => many(items ? byId(items) : list(filter).places.map((at) => rows[at]!), () => decision),
    'item.acceptRecommendations': ({ items }) =>
      many((items ? byId(items) : rows).filter((row: ItemRow) => row.decision === 'notReviewed' && row.recommendation !== 'noInfoAvailable'), (row) => row.recommendation),
  };
  return {
    async call(name, input) {
      await new Promise((go) => setTimeout(go, shape.wait));
      const run = operations[name];
      if (!run) throw toProblem({ message: `“${name}” is not made up here.` });
      const value = run(input);
      const writes = /decide|undo|accept/.test(name);
      return { value, touched: writes ? ['item'] : [], seen: !writes && name.startsWith('item') ? ['item'] : [] } satisfies Answer<unknown>;
    },
    listen: async () => () => {},
    chooseFile: null,
  };
}
