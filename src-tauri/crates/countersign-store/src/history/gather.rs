//! Bringing the list up to the log.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Utc};
use countersign_domain::item::Decision;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};

use super::{BLOCK, HistoryKind, HistorySource, mark};
use crate::{Store, StoreError, connection};

/// Events that one transaction takes, so that nobody waits long for the writer.
const PART: i64 = 50_000;
/// Room for the indexes while many are gathered.
const ROOM: i64 = 128_000;

/// An event on its way into the list.
struct Event {
    seq: i64,
    id: i64,
    at: DateTime<Utc>,
    actor: Option<i64>,
    principal: Option<i64>,
    resource: i64,
    review: i64,
    decision: Decision,
    source: HistorySource,
    kind: HistoryKind,
}

/// How many events are not in the list yet.
pub fn ungathered(connection: &Connection) -> Result<i64, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT coalesce((SELECT max(id) FROM decision_event), 0) - decision_id
              + coalesce((SELECT max(id) FROM approval_event), 0) - approval_id FROM history_gathered",
    )?;
    Ok(statement.query_row([], |row| row.get(0))?)
}

/// Brings the list up to the log, some at a time.
pub fn gather(store: &Store) -> Result<(), StoreError> {
    if store.read(ungathered)? == 0 {
        return Ok(());
    }
    while store.write(part)? > 0 {}
    Ok(())
}

/// The same within a transaction that goes on.
pub fn gather_within(transaction: &Transaction<'_>) -> Result<(), StoreError> {
    while part(transaction)? > 0 {}
    Ok(())
}

fn part(transaction: &Transaction<'_>) -> Result<usize, StoreError> {
    let (decision, approval): (i64, i64) =
        transaction.query_row("SELECT decision_id, approval_id FROM history_gathered", [], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
    let mut found = decisions(transaction, decision)?;
    let whole = i64::try_from(found.len()).unwrap_or(PART) < PART;
    let until = if whole {
        i64::MAX
    } else {
        found.last().map_or(i64::MAX, |last| last.seq)
    };
    found.extend(approvals(transaction, approval, until)?);
    if found.is_empty() {
        return Ok(0);
    }
    found.sort_by_key(|event| (event.seq, event.id));
    let large = i64::try_from(found.len()).unwrap_or(PART) > PART / 10;
    match large {
        true => connection::with_room(transaction, ROOM, || put(transaction, &found))?,
        false => put(transaction, &found)?,
    }
    let newest = |kind: HistoryKind, before: i64| {
        let of = found.iter().filter(|event| event.kind == kind).map(|event| event.id);
        of.max().unwrap_or(before)
    };
    transaction.execute(
        "UPDATE history_gathered SET decision_id = ?1, approval_id = ?2",
        params![
            newest(HistoryKind::Review, decision),
            newest(HistoryKind::Approval, approval)
        ],
    )?;
    Ok(found.len())
}

fn decisions(transaction: &Transaction<'_>, after: i64) -> Result<Vec<Event>, StoreError> {
    let mut statement = transaction.prepare_cached(
        "SELECT e.audit_seq, e.id, e.at, e.actor_id, i.principal_id, i.resource_id, n.review_id, e.decision, e.source
         FROM decision_event e JOIN item i ON i.id = e.item_id JOIN instance n ON n.id = i.instance_id
         WHERE e.id > ?1 ORDER BY e.id LIMIT ?2",
    )?;
    let mut rows = statement.query(params![after, PART])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(read(row, HistoryKind::Review)?);
    }
    Ok(found)
}

fn approvals(transaction: &Transaction<'_>, after: i64, until: i64) -> Result<Vec<Event>, StoreError> {
    let mut statement = transaction.prepare_cached(
        "SELECT e.audit_seq, e.id, e.at, e.actor_id, r.target_id, k.principal_id, 0, e.decision, 'reviewer'
         FROM approval_event e JOIN request r ON r.id = e.request_id JOIN package k ON k.id = r.package_id
         WHERE e.id > ?1 AND e.audit_seq <= ?2 ORDER BY e.id LIMIT ?3",
    )?;
    let mut rows = statement.query(params![after, until, PART])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(read(row, HistoryKind::Approval)?);
    }
    Ok(found)
}

fn read(row: &Row<'_>, kind: HistoryKind) -> Result<Event, StoreError> {
    let word: String = row.get(7)?;
    let decision = Decision::ALL.iter().find(|one| one.word() == word);
    Ok(Event {
        seq: row.get(0)?,
        id: row.get(1)?,
        at: row.get(2)?,
        actor: row.get(3)?,
        principal: row.get(4)?,
        resource: row.get(5)?,
        review: row.get(6)?,
        decision: *decision.ok_or_else(|| StoreError::Value(format!("“{word}” is no decision")))?,
        source: HistorySource::of(
            row.get_ref(8)?
                .as_str()
                .map_err(|error| StoreError::Value(error.to_string()))?,
        ),
        kind,
    })
}

#[derive(Default)]
struct Block {
    span: Option<(i64, i64)>,
    counts: BTreeMap<(i64, i64), i64>,
}

fn put(transaction: &Transaction<'_>, found: &[Event]) -> Result<(), StoreError> {
    let mut id: i64 = transaction.query_row("SELECT coalesce(max(id), 0) FROM history", [], |row| row.get(0))?;
    let mut line = transaction.prepare_cached(
        "INSERT INTO history (id, event_id, at, actor_id, principal_id, resource_id, review_id, mark)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?;
    let mut privileged = Privileged::new(transaction)?;
    let mut blocks: BTreeMap<i64, Block> = BTreeMap::new();
    for event in found {
        id += 1;
        let mark = mark(event.decision, event.source, privileged.is(event.resource)?, event.kind);
        let at = event.at.timestamp_millis();
        line.execute(params![
            id,
            event.id,
            at,
            event.actor,
            event.principal,
            event.resource,
            event.review,
            mark
        ])?;
        let block = blocks.entry((id - 1) / BLOCK).or_default();
        let (first, last) = block.span.unwrap_or((at, at));
        block.span = Some((first.min(at), last.max(at)));
        *block.counts.entry((mark, event.review)).or_default() += 1;
    }
    let mut span = transaction.prepare_cached(
        "INSERT INTO history_block (block, first_at, last_at) VALUES (?1, ?2, ?3)
         ON CONFLICT DO UPDATE SET first_at = min(first_at, ?2), last_at = max(last_at, ?3)",
    )?;
    let mut count = transaction.prepare_cached(
        "INSERT INTO history_count (block, mark, review_id, total) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT DO UPDATE SET total = total + ?4",
    )?;
    for (number, block) in blocks {
        if let Some((first, last)) = block.span {
            span.execute(params![number, first, last])?;
        }
        for ((mark, review), total) in block.counts {
            count.execute(params![number, mark, review, total])?;
        }
    }
    Ok(())
}

/// Which resources are privileged, each asked once.
struct Privileged<'c> {
    statement: rusqlite::CachedStatement<'c>,
    known: HashMap<i64, bool>,
}

impl<'c> Privileged<'c> {
    fn new(connection: &'c Connection) -> Result<Self, StoreError> {
        let statement = connection
            .prepare_cached("SELECT attributes ->> '$.privileged[0]' = 'true' FROM principal WHERE id = ?1")?;
        let known = HashMap::new();
        Ok(Self { statement, known })
    }

    fn is(&mut self, resource: i64) -> Result<bool, StoreError> {
        if let Some(known) = self.known.get(&resource) {
            return Ok(*known);
        }
        let found: Option<Option<bool>> = self.statement.query_row([resource], |row| row.get(0)).optional()?;
        let is = found.flatten().unwrap_or(false);
        self.known.insert(resource, is);
        Ok(is)
    }
}
