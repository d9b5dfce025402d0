//! Carrying a plan out: what is left to do, what was tried, what was answered, what was seen.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use countersign_domain::actor::Actor;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};

use super::draw::ChangeKind;
use crate::StoreError;
use crate::review::stamp;

/// A change that has no receipt yet.
#[derive(Debug, Clone)]
pub struct Pending {
    pub change: i64,
    /// The denied item it follows from, or the assignment.
    pub item: Option<i64>,
    pub assignment: Option<i64>,
    pub principal: i64,
    pub kind: ChangeKind,
    /// The directory that is changed, where it is not the plan's.
    pub directory: Option<i64>,
    /// Which entitlement of the resource, where it is not its members that are changed.
    pub entitlement: Option<String>,
    /// The list that is changed, or the account.
    pub resource: i64,
    pub group_key: String,
    pub group_dn: String,
    pub member_key: String,
    pub member_dn: String,
}

/// What the directory answered to one change.
#[derive(Debug, Clone)]
pub struct Receipt {
    pub change: i64,
    /// `applied`, `alreadySo`, `refused` or `byHand`.
    pub outcome: &'static str,
    pub code: Option<u32>,
    pub reason: Option<String>,
}

/// What a later read showed about a denied item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SeenState {
    Gone,
    StillDirect,
    StillEffective,
    /// It was gone once.
    CameBack,
}

/// A later read about one denied item.
#[derive(Debug, Clone)]
pub struct Verified<'a> {
    pub plan: i64,
    pub item: i64,
    pub state: SeenState,
    /// Names of the groups by which the access still comes.
    pub through: Option<&'a str>,
    pub read_at: DateTime<Utc>,
    pub snapshot: Option<i64>,
}

impl SeenState {
    pub fn word(self) -> &'static str {
        match self {
            Self::Gone => "gone",
            Self::StillDirect => "stillDirect",
            Self::StillEffective => "stillEffective",
            Self::CameBack => "cameBack",
        }
    }
}

const PENDING: &str =
    "SELECT c.id, c.item_id, c.principal_id, c.kind, c.resource_id, c.group_key, c.group_dn, c.member_key,
    c.member_dn, c.position, c.assignment_id, c.directory_id, c.entitlement FROM change c";

fn to_pending(row: &Row<'_>) -> Result<Pending, StoreError> {
    Ok(Pending {
        change: row.get(0)?,
        item: row.get(1)?,
        principal: row.get(2)?,
        kind: ChangeKind::from_word(&row.get::<_, String>(3)?)?,
        resource: row.get(4)?,
        group_key: row.get(5)?,
        group_dn: row.get(6)?,
        member_key: row.get(7)?,
        member_dn: row.get(8)?,
        assignment: row.get(10)?,
        directory: row.get(11)?,
        entitlement: row.get(12)?,
    })
}

/// The next changes without a receipt, in order; those of one group stand together. An account is deleted
/// only once its day has come, and not at all when the guest was kept.
pub fn pending(connection: &Connection, plan: i64, limit: i64) -> Result<Vec<Pending>, StoreError> {
    let mut statement = connection.prepare_cached(&format!(
        "{PENDING} LEFT JOIN receipt r ON r.change_id = c.id
         LEFT JOIN guest g ON c.kind IN ('blockAccount','deleteAccount') AND g.plan_id = c.plan_id
                           AND g.principal_id = c.principal_id
         WHERE c.plan_id = ?1 AND r.change_id IS NULL
           AND (c.kind NOT IN ('blockAccount','deleteAccount') OR c.kind = 'blockAccount' AND g.status = 'planned'
                OR c.kind = 'deleteAccount' AND g.status = 'due')
         ORDER BY c.position LIMIT ?2"
    ))?;
    let mut rows = statement.query(params![plan, limit])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(to_pending(row)?);
    }
    Ok(found)
}

/// The other directories that a plan changes.
pub fn elsewhere(connection: &Connection, plan: i64) -> Result<Vec<i64>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT DISTINCT directory_id FROM change WHERE plan_id = ?1 AND directory_id IS NOT NULL ORDER BY 1",
    )?;
    let rows = statement.query_map([plan], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Removals of a plan behind a position, with theirs: what is looked at again in the directory.
pub fn unverified(
    connection: &Connection,
    plan: i64,
    after_position: i64,
    limit: i64,
) -> Result<Vec<(i64, Pending)>, StoreError> {
    let mut statement = connection.prepare_cached(&format!(
        "{PENDING} WHERE c.plan_id = ?1 AND c.position > ?2 AND c.kind = 'removeMember' ORDER BY c.position LIMIT ?3"
    ))?;
    let mut rows = statement.query(params![plan, after_position, limit])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push((row.get(9)?, to_pending(row)?));
    }
    Ok(found)
}

/// Those of the changes that were tried before: what came of it was not kept.
pub fn tried(connection: &Connection, changes: &[i64]) -> Result<HashSet<i64>, StoreError> {
    let mut before = connection.prepare_cached("SELECT 1 FROM attempt WHERE change_id = ?1")?;
    let mut found = HashSet::new();
    for change in changes {
        if before.exists([change])? {
            found.insert(*change);
        }
    }
    Ok(found)
}

/// Changes of a plan that a look into the directory says nothing about: it looks at the members of groups alone.
pub fn not_looked_at(connection: &Connection, plan: i64) -> Result<i64, StoreError> {
    Ok(connection
        .prepare_cached("SELECT count(*) FROM change WHERE plan_id = ?1 AND kind <> 'removeMember'")?
        .query_row([plan], |row| row.get(0))?)
}

/// Notes that these changes are about to be tried.
pub fn attempt(transaction: &Transaction<'_>, changes: &[i64], at: DateTime<Utc>) -> Result<(), StoreError> {
    let mut insert = transaction.prepare_cached("INSERT INTO attempt (change_id, attempted_at) VALUES (?1, ?2)")?;
    for change in changes {
        insert.execute(params![change, stamp(at)])?;
    }
    Ok(())
}

/// Keeps what the directory answered. A change that has its receipt keeps the first one.
pub fn receipt(
    transaction: &Transaction<'_>,
    receipts: &[Receipt],
    at: DateTime<Utc>,
    actor: &str,
) -> Result<(), StoreError> {
    let mut insert = transaction.prepare_cached(
        "INSERT INTO receipt (change_id, received_at, outcome, code, reason, carried_by, snapshot_id)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6,
                 (SELECT max(s.id) FROM change c JOIN plan p ON p.id = c.plan_id
                  JOIN snapshot s ON s.directory_id = coalesce(c.directory_id, p.directory_id) WHERE c.id = ?1))
         ON CONFLICT (change_id) DO NOTHING",
    )?;
    for one in receipts {
        insert.execute(params![one.change, stamp(at), one.outcome, one.code, one.reason, actor])?;
    }
    Ok(())
}

/// Whether a plan takes access packages back.
pub fn ends_assignments(connection: &Connection, plan: i64) -> Result<bool, StoreError> {
    let mut statement =
        connection.prepare_cached("SELECT 1 FROM change WHERE plan_id = ?1 AND kind = 'endAssignment'")?;
    Ok(statement.exists([plan])?)
}

/// A change for an assignment, and what the directory answered.
#[derive(Debug, Clone)]
pub struct Answered {
    pub change: i64,
    pub kind: ChangeKind,
    pub resource: i64,
    pub entitlement: String,
    /// `applied`, `alreadySo`, `refused` or `byHand`; none while it is pending.
    pub outcome: Option<String>,
    pub reason: Option<String>,
    pub attempts: i64,
    /// The first change that the assignment ever asked of this list.
    pub first: bool,
}

/// What a directory answered to the changes that a plan makes for an assignment.
pub fn answers_about(connection: &Connection, plan: i64, assignment: i64) -> Result<Vec<Answered>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT c.id, c.kind, c.resource_id, r.outcome, r.reason,
                (SELECT count(*) FROM attempt a WHERE a.change_id = c.id),
                NOT EXISTS (SELECT 1 FROM change e WHERE e.assignment_id = c.assignment_id
                            AND e.resource_id = c.resource_id AND e.entitlement IS c.entitlement AND e.id < c.id),
                coalesce(c.entitlement, 'member')
         FROM change c LEFT JOIN receipt r ON r.change_id = c.id
         WHERE c.assignment_id = ?2 AND c.plan_id = ?1 ORDER BY c.position",
    )?;
    let mut rows = statement.query([plan, assignment])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(Answered {
            change: row.get(0)?,
            kind: ChangeKind::from_word(&row.get::<_, String>(1)?)?,
            resource: row.get(2)?,
            outcome: row.get(3)?,
            reason: row.get(4)?,
            attempts: row.get(5)?,
            first: row.get(6)?,
            entitlement: row.get(7)?,
        });
    }
    Ok(found)
}

/// Keeps what a later read showed about an item.
pub fn verified(transaction: &Transaction<'_>, seen: &Verified<'_>) -> Result<(), StoreError> {
    transaction
        .prepare_cached(
            "INSERT INTO verification (item_id, plan_id, read_at, state, through, snapshot_id)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?
        .execute(params![
            seen.item,
            seen.plan,
            stamp(seen.read_at),
            seen.state.word(),
            seen.through,
            seen.snapshot
        ])?;
    Ok(())
}

/// What the latest read said of an item.
pub fn last_state(connection: &Connection, item: i64) -> Result<Option<String>, StoreError> {
    let mut statement =
        connection.prepare_cached("SELECT state FROM verification WHERE item_id = ?1 ORDER BY id DESC LIMIT 1")?;
    Ok(statement.query_row([item], |row| row.get(0)).optional()?)
}

/// Whether a resource names the principal itself, by the last snapshot.
pub fn holds_directly(
    connection: &Connection,
    resource: i64,
    entitlement: &str,
    principal: i64,
) -> Result<bool, StoreError> {
    let mut statement = connection
        .prepare_cached("SELECT 1 FROM \"grant\" WHERE resource_id = ?1 AND entitlement = ?2 AND principal_id = ?3")?;
    Ok(statement.exists(params![resource, entitlement, principal])?)
}

/// A second person's signature under a plan.
pub fn countersign(
    transaction: &Transaction<'_>,
    plan: i64,
    actor: &Actor,
    hash: &str,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    transaction.execute(
        "INSERT INTO countersignature (plan_id, signed_at, signed_by, actor, hash) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![plan, stamp(at), actor.label(), serde_json::to_string(actor)?, hash],
    )?;
    Ok(())
}
