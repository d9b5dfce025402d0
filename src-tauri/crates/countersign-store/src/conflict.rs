//! Separation of duties: the pairs that do not go together, and who holds both sides of one.

mod held;
mod list;
mod look;

use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use serde::Serialize;
use ts_rs::TS;

use crate::StoreError;
use crate::review::stamp;

pub use held::{Facts, Moment, facts, is_held};
pub use list::{ConflictFilter, ConflictRow, ConflictStatus, LookView, each, is_stale, last_look, list};
pub use look::{Found, Pair, Side, begin, find, finish, keep, pairs};

/// Two things that nobody should hold together. It holds in both directions, whichever package it was said of.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct IncompatibleRow {
    pub incompatible: i64,
    pub package: i64,
    pub package_name: String,
    /// The catalog of the package it was said of.
    pub catalog: i64,
    /// One of these two.
    pub other_package: Option<i64>,
    pub group: Option<i64>,
    pub other_name: String,
    pub reason: String,
    pub added_at: DateTime<Utc>,
    pub added_by: String,
    /// People who hold both now, by the last look.
    pub conflict_count: i64,
}

const ROW: &str = "SELECT i.*, k.display_name AS package_name, k.catalog_id,
    coalesce(o.display_name, g.display_name) AS other_name,
    (SELECT count(*) FROM conflict c WHERE c.incompatible_id = i.id AND c.ended_at IS NULL) AS conflict_count
    FROM incompatible i JOIN package k ON k.id = i.package_id
    LEFT JOIN package o ON o.id = i.other_package_id LEFT JOIN principal g ON g.id = i.group_id
    WHERE i.removed_at IS NULL";

fn read(row: &Row<'_>) -> rusqlite::Result<IncompatibleRow> {
    Ok(IncompatibleRow {
        incompatible: row.get("id")?,
        package: row.get("package_id")?,
        package_name: row.get("package_name")?,
        catalog: row.get("catalog_id")?,
        other_package: row.get("other_package_id")?,
        group: row.get("group_id")?,
        other_name: row.get("other_name")?,
        reason: row.get("reason")?,
        added_at: row.get("added_at")?,
        added_by: row.get("added_by")?,
        conflict_count: row.get("conflict_count")?,
    })
}

/// Says that a package and another, or a group, do not go together; answers the id.
pub fn add(
    transaction: &Transaction<'_>,
    package: i64,
    other_package: Option<i64>,
    group: Option<i64>,
    reason: &str,
    actor: &str,
    now: DateTime<Utc>,
) -> Result<i64, StoreError> {
    transaction.execute(
        "INSERT INTO incompatible (package_id, other_package_id, group_id, reason, added_at, added_by)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![package, other_package, group, reason, stamp(now), actor],
    )?;
    Ok(transaction.last_insert_rowid())
}

/// The pair that stands between two things, said of whichever of them.
pub fn between(
    connection: &Connection,
    package: i64,
    other_package: Option<i64>,
    group: Option<i64>,
) -> Result<Option<i64>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT id FROM incompatible WHERE removed_at IS NULL AND package_id = ?1
           AND (other_package_id = ?2 OR group_id = ?3)
         UNION ALL SELECT id FROM incompatible WHERE removed_at IS NULL AND package_id = ?2 AND other_package_id = ?1
         LIMIT 1",
    )?;
    Ok(statement
        .query_row(params![package, other_package, group], |row| row.get(0))
        .optional()?)
}

/// One pair that stands.
pub fn one(connection: &Connection, incompatible: i64) -> Result<Option<IncompatibleRow>, StoreError> {
    let mut statement = connection.prepare_cached(&format!("{ROW} AND i.id = ?1"))?;
    Ok(statement.query_row([incompatible], read).optional()?)
}

/// Takes a pair back; `false` where it does not stand.
pub fn remove(transaction: &Transaction<'_>, incompatible: i64, now: DateTime<Utc>) -> Result<bool, StoreError> {
    let removed = transaction
        .prepare_cached("UPDATE incompatible SET removed_at = ?2 WHERE id = ?1 AND removed_at IS NULL")?
        .execute(params![incompatible, stamp(now)])?;
    Ok(removed == 1)
}

/// A page of the pairs of one package, in both directions, or of all, by names; and how many there are.
pub fn incompatibles(
    connection: &Connection,
    package: Option<i64>,
    offset: i64,
    limit: i64,
) -> Result<(Vec<IncompatibleRow>, i64), StoreError> {
    // Two index look-ups instead of one look at everything.
    let narrow = match package {
        Some(_) => {
            "AND i.id IN (SELECT id FROM incompatible WHERE package_id = ?1 AND removed_at IS NULL
                          UNION SELECT id FROM incompatible WHERE other_package_id = ?1 AND removed_at IS NULL)"
        }
        None => "AND ?1 IS NULL",
    };
    let mut statement = connection.prepare_cached(&format!(
        "{ROW} {narrow} ORDER BY k.display_name COLLATE NOCASE, other_name COLLATE NOCASE, i.id LIMIT ?3 OFFSET ?2"
    ))?;
    let rows = statement
        .query_map(params![package, offset, limit], read)?
        .collect::<Result<_, _>>()?;
    let total = connection
        .prepare_cached(&format!(
            "SELECT count(*) FROM incompatible i WHERE i.removed_at IS NULL {narrow}"
        ))?
        .query_row([package], |row| row.get(0))?;
    Ok((rows, total))
}

/// Packages that give everything both sides give: whoever gets one holds both, under its own approval.
pub fn bridges(connection: &Connection, incompatible: i64, limit: i64) -> Result<Vec<(i64, String)>, StoreError> {
    let mut statement = connection.prepare_cached(
        "WITH pair AS (SELECT package_id, other_package_id, group_id FROM incompatible WHERE id = ?1),
              needed AS (SELECT r.resource_id, r.entitlement FROM pair JOIN package_role r
                           ON r.package_id IN (pair.package_id, pair.other_package_id) AND r.removed_at IS NULL
                         UNION SELECT group_id, 'member' FROM pair WHERE group_id IS NOT NULL)
         SELECT k.id, k.display_name FROM package k
         WHERE k.deleted_at IS NULL AND k.id NOT IN (SELECT package_id FROM pair)
           AND k.id NOT IN (SELECT coalesce(other_package_id, 0) FROM pair)
           AND k.id IN (SELECT package_id FROM package_role WHERE removed_at IS NULL
                        AND resource_id = (SELECT resource_id FROM needed LIMIT 1))
           AND NOT EXISTS (SELECT 1 FROM needed n WHERE NOT EXISTS (SELECT 1 FROM package_role r
                 WHERE r.package_id = k.id AND r.removed_at IS NULL AND r.resource_id = n.resource_id
                   AND r.entitlement = n.entitlement))
         ORDER BY k.display_name, k.id LIMIT ?2",
    )?;
    let rows = statement.query_map([incompatible, limit], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}
