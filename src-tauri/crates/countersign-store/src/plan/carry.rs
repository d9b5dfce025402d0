//! Carrying a plan out: what is left to do, what was tried, what was answered, what was seen.

use chrono::{DateTime, Utc};
use countersign_domain::actor::Actor;
use rusqlite::{Connection, Transaction, params};

use crate::StoreError;
use crate::review::stamp;

/// A change that has no receipt yet.
#[derive(Debug, Clone)]
pub struct Pending {
    pub change: i64,
    pub item: i64,
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
}

impl SeenState {
    pub fn word(self) -> &'static str {
        match self {
            Self::Gone => "gone",
            Self::StillDirect => "stillDirect",
            Self::StillEffective => "stillEffective",
        }
    }
}

const PENDING: &str = "SELECT c.id, c.item_id, c.group_key, c.group_dn, c.member_key, c.member_dn FROM change c";

fn read(connection: &Connection, sql: &str, plan: i64, limit: i64) -> Result<Vec<Pending>, StoreError> {
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement.query_map(params![plan, limit], |row| {
        Ok(Pending {
            change: row.get(0)?,
            item: row.get(1)?,
            group_key: row.get(2)?,
            group_dn: row.get(3)?,
            member_key: row.get(4)?,
            member_dn: row.get(5)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The next changes without a receipt, in order; those of one group stand together.
pub fn pending(connection: &Connection, plan: i64, limit: i64) -> Result<Vec<Pending>, StoreError> {
    let sql = format!(
        "{PENDING} LEFT JOIN receipt r ON r.change_id = c.id
         WHERE c.plan_id = ?1 AND r.change_id IS NULL ORDER BY c.position LIMIT ?2"
    );
    read(connection, &sql, plan, limit)
}

/// Changes that were carried out and not yet looked at again since `after` (a verification id).
pub fn unverified(
    connection: &Connection,
    plan: i64,
    after_position: i64,
    limit: i64,
) -> Result<Vec<(i64, Pending)>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT c.id, c.item_id, c.group_key, c.group_dn, c.member_key, c.member_dn, c.position FROM change c
         WHERE c.plan_id = ?1 AND c.position > ?2 ORDER BY c.position LIMIT ?3",
    )?;
    let rows = statement.query_map(params![plan, after_position, limit], |row| {
        Ok((
            row.get(6)?,
            Pending {
                change: row.get(0)?,
                item: row.get(1)?,
                group_key: row.get(2)?,
                group_dn: row.get(3)?,
                member_key: row.get(4)?,
                member_dn: row.get(5)?,
            },
        ))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
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
        "INSERT INTO receipt (change_id, received_at, outcome, code, reason, carried_by)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (change_id) DO NOTHING",
    )?;
    for one in receipts {
        insert.execute(params![one.change, stamp(at), one.outcome, one.code, one.reason, actor])?;
    }
    Ok(())
}

/// Keeps what a later read showed about an item.
pub fn verified(
    transaction: &Transaction<'_>,
    plan: i64,
    item: i64,
    state: SeenState,
    through: Option<&str>,
    read_at: DateTime<Utc>,
) -> Result<(), StoreError> {
    transaction
        .prepare_cached(
            "INSERT INTO verification (item_id, plan_id, read_at, state, through) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?
        .execute(params![item, plan, stamp(read_at), state.word(), through])?;
    Ok(())
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
