//! An administrator's word that two accounts are one person's, or are not.

use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::StoreError;
use crate::review::stamp;

/// Which rulings a list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum RulingState {
    Standing,
    Lifted,
}

#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RulingRow {
    pub ruling: i64,
    pub one: i64,
    pub one_name: String,
    pub one_directory: String,
    pub other: i64,
    pub other_name: String,
    pub other_directory: String,
    /// They are one person's; else they are not.
    pub same: bool,
    pub reason: String,
    pub made_at: DateTime<Utc>,
    pub made_by: String,
    pub lifted_at: Option<DateTime<Utc>>,
    pub lifted_by: Option<String>,
}

const ROW: &str = "SELECT r.id, r.one_id, a.display_name, d.name, r.other_id, b.display_name, e.name, r.same, r.reason,
    r.made_at, r.made_by, r.lifted_at, r.lifted_by
    FROM ruling r JOIN principal a ON a.id = r.one_id JOIN directory d ON d.id = a.directory_id
    JOIN principal b ON b.id = r.other_id JOIN directory e ON e.id = b.directory_id";

fn read(row: &Row<'_>) -> rusqlite::Result<RulingRow> {
    Ok(RulingRow {
        ruling: row.get(0)?,
        one: row.get(1)?,
        one_name: row.get(2)?,
        one_directory: row.get(3)?,
        other: row.get(4)?,
        other_name: row.get(5)?,
        other_directory: row.get(6)?,
        same: row.get(7)?,
        reason: row.get(8)?,
        made_at: row.get(9)?,
        made_by: row.get(10)?,
        lifted_at: row.get(11)?,
        lifted_by: row.get(12)?,
    })
}

/// One ruling, standing or lifted.
pub fn ruling(conn: &Connection, id: i64) -> Result<Option<RulingRow>, StoreError> {
    let mut statement = conn.prepare_cached(&format!("{ROW} WHERE r.id = ?1"))?;
    Ok(statement.query_row([id], read).optional()?)
}

/// Rulings, newest first, with their exact number; of one account where one is given.
pub fn rulings(
    conn: &Connection,
    state: Option<RulingState>,
    of: Option<i64>,
    (offset, limit): (i64, i64),
) -> Result<(Vec<RulingRow>, i64), StoreError> {
    let narrow = "(?1 IS NULL OR (r.lifted_at IS NULL) = ?1) AND (?2 IS NULL OR ?2 IN (r.one_id, r.other_id))";
    let standing = state.map(|state| state == RulingState::Standing);
    let total = conn
        .prepare_cached(&format!("SELECT count(*) FROM ruling r WHERE {narrow}"))?
        .query_row(params![standing, of], |row| row.get(0))?;
    let mut statement = conn.prepare_cached(&format!("{ROW} WHERE {narrow} ORDER BY r.id DESC LIMIT ?4 OFFSET ?3"))?;
    let rows = statement.query_map(params![standing, of, offset, limit], read)?;
    Ok((rows.collect::<Result<_, _>>()?, total))
}

/// What is ruled of two accounts already: through other rulings, they are one person's, or are not.
fn known(conn: &Connection, one: i64, other: i64) -> Result<Option<bool>, StoreError> {
    let same: bool = conn
        .prepare_cached(
            "WITH RECURSIVE unit (id) AS (
               SELECT ?1
               UNION SELECT r.other_id FROM unit JOIN ruling r ON r.one_id = unit.id WHERE r.same AND r.lifted_at IS NULL
               UNION SELECT r.one_id FROM unit JOIN ruling r ON r.other_id = unit.id WHERE r.same AND r.lifted_at IS NULL)
             SELECT EXISTS (SELECT 1 FROM unit WHERE id = ?2)",
        )?
        .query_row([one, other], |row| row.get(0))?;
    if same {
        return Ok(Some(true));
    }
    let apart: bool = conn
        .prepare_cached(
            "WITH RECURSIVE here (id) AS (
               SELECT ?1
               UNION SELECT r.other_id FROM here JOIN ruling r ON r.one_id = here.id WHERE r.same AND r.lifted_at IS NULL
               UNION SELECT r.one_id FROM here JOIN ruling r ON r.other_id = here.id WHERE r.same AND r.lifted_at IS NULL),
             there (id) AS (
               SELECT ?2
               UNION SELECT r.other_id FROM there JOIN ruling r ON r.one_id = there.id WHERE r.same AND r.lifted_at IS NULL
               UNION SELECT r.one_id FROM there JOIN ruling r ON r.other_id = there.id WHERE r.same AND r.lifted_at IS NULL)
             SELECT EXISTS (SELECT 1 FROM here JOIN ruling r ON here.id IN (r.one_id, r.other_id)
               JOIN there ON there.id IN (r.one_id, r.other_id) WHERE NOT r.same AND r.lifted_at IS NULL)",
        )?
        .query_row([one, other], |row| row.get(0))?;
    Ok(apart.then_some(false))
}

/// Keeps a ruling and answers its id; the inner error is what other rulings say of the two already.
pub fn rule(
    tx: &Transaction<'_>,
    (one, other): (i64, i64),
    same: bool,
    reason: &str,
    by: &str,
    now: DateTime<Utc>,
) -> Result<Result<i64, bool>, StoreError> {
    if let Some(known) = known(tx, one, other)? {
        return Ok(Err(known));
    }
    tx.execute(
        "INSERT INTO ruling (one_id, other_id, same, reason, made_at, made_by) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![one.min(other), one.max(other), same, reason, stamp(now), by],
    )?;
    Ok(Ok(tx.last_insert_rowid()))
}

/// Lifts a ruling; false where it does not stand.
pub fn lift(tx: &Transaction<'_>, id: i64, by: &str, now: DateTime<Utc>) -> Result<bool, StoreError> {
    let lifted = tx.execute(
        "UPDATE ruling SET lifted_at = ?2, lifted_by = ?3 WHERE id = ?1 AND lifted_at IS NULL",
        params![id, stamp(now), by],
    )?;
    Ok(lifted == 1)
}
