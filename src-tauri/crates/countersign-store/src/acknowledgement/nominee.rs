//! Who is named to sign for management, or as the owner of a control.

use chrono::{DateTime, Utc};
use countersign_domain::acknowledgement::Kind;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use serde::Serialize;
use ts_rs::TS;

use crate::StoreError;
use crate::review::stamp;

/// Somebody who is named.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Nominee {
    pub nominee: i64,
    pub kind: Kind,
    /// For this review alone; with neither, for every review and package.
    pub review: Option<i64>,
    pub review_name: Option<String>,
    /// For this package alone.
    pub package: Option<i64>,
    pub package_name: Option<String>,
    pub principal: i64,
    pub principal_name: String,
    pub named_at: DateTime<Utc>,
    pub named_by: String,
}

const ROW: &str = "SELECT n.*, p.display_name AS principal_name, r.display_name AS review_name,
    k.display_name AS package_name FROM nominee n JOIN principal p ON p.id = n.principal_id
    LEFT JOIN review r ON r.id = n.review_id LEFT JOIN package k ON k.id = n.package_id";

fn read(row: &Row<'_>) -> Result<Nominee, StoreError> {
    let word: String = row.get("kind")?;
    Ok(Nominee {
        nominee: row.get("id")?,
        kind: Kind::from_word(&word).ok_or_else(|| StoreError::Value(format!("“{word}” is no signed act")))?,
        review: row.get("review_id")?,
        review_name: row.get("review_name")?,
        package: row.get("package_id")?,
        package_name: row.get("package_name")?,
        principal: row.get("principal_id")?,
        principal_name: row.get("principal_name")?,
        named_at: row.get("named_at")?,
        named_by: row.get("named_by")?,
    })
}

/// Names somebody and answers the number; who is named already stays so.
pub fn name(
    transaction: &Transaction<'_>,
    kind: Kind,
    (review, package): (Option<i64>, Option<i64>),
    principal: i64,
    at: DateTime<Utc>,
    by: &str,
) -> Result<i64, StoreError> {
    transaction.execute(
        "INSERT INTO nominee (kind, review_id, package_id, principal_id, named_at, named_by)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO NOTHING",
        params![kind.word(), review, package, principal, stamp(at), by],
    )?;
    Ok(transaction.query_row(
        "SELECT id FROM nominee WHERE kind = ?1 AND review_id IS ?2 AND package_id IS ?3 AND principal_id = ?4
           AND ended_at IS NULL",
        params![kind.word(), review, package, principal],
        |row| row.get(0),
    )?)
}

/// From now on somebody is not named any more. Answers whether they were.
pub fn end_nominee(
    transaction: &Transaction<'_>,
    nominee: i64,
    at: DateTime<Utc>,
    by: &str,
) -> Result<bool, StoreError> {
    let ended = transaction.execute(
        "UPDATE nominee SET ended_at = ?2, ended_by = ?3 WHERE id = ?1 AND ended_at IS NULL",
        params![nominee, stamp(at), by],
    )?;
    Ok(ended > 0)
}

/// One who is named now.
pub fn nominee(connection: &Connection, nominee: i64) -> Result<Option<Nominee>, StoreError> {
    let mut statement = connection.prepare_cached(&format!("{ROW} WHERE n.id = ?1 AND n.ended_at IS NULL"))?;
    let mut rows = statement.query([nominee])?;
    rows.next()?.map(read).transpose()
}

/// Everybody who is named now, and how many they are.
pub fn nominees(connection: &Connection, offset: i64, limit: i64) -> Result<(Vec<Nominee>, i64), StoreError> {
    let mut statement = connection.prepare_cached(&format!(
        "{ROW} WHERE n.ended_at IS NULL
         ORDER BY n.kind, n.review_id IS NOT NULL, n.package_id IS NOT NULL, principal_name, n.id LIMIT ?2 OFFSET ?1"
    ))?;
    let mut rows = statement.query(params![offset, limit])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(read(row)?);
    }
    let total = connection.query_row("SELECT count(*) FROM nominee WHERE ended_at IS NULL", [], |row| {
        row.get(0)
    })?;
    Ok((found, total))
}

/// Whether a person is named for a review or a package: for it alone, or for all.
pub fn is_named(
    connection: &Connection,
    kind: Kind,
    (review, package): (Option<i64>, Option<i64>),
    principal: i64,
) -> Result<bool, StoreError> {
    Ok(connection
        .prepare_cached(
            "SELECT 1 FROM nominee WHERE principal_id = ?4 AND kind = ?1 AND ended_at IS NULL
               AND (review_id IS NULL OR review_id = ?2) AND (package_id IS NULL OR package_id = ?3)",
        )?
        .query_row(params![kind.word(), review, package, principal], |_| Ok(()))
        .optional()?
        .is_some())
}

/// Whether anybody is.
pub fn is_anybody_named(
    connection: &Connection,
    kind: Kind,
    (review, package): (Option<i64>, Option<i64>),
) -> Result<bool, StoreError> {
    Ok(connection
        .prepare_cached(
            "SELECT 1 FROM nominee WHERE kind = ?1 AND ended_at IS NULL
               AND (review_id IS NULL OR review_id = ?2) AND (package_id IS NULL OR package_id = ?3) LIMIT 1",
        )?
        .query_row(params![kind.word(), review, package], |_| Ok(()))
        .optional()?
        .is_some())
}

/// A run that somebody may have to sign.
#[derive(Debug, Clone)]
pub struct Run {
    pub instance: i64,
    pub review: i64,
    pub name: String,
    pub ended_at: Option<DateTime<Utc>>,
}

/// Runs that go on, and those that ended after `since`, newest first.
pub fn runs(connection: &Connection, since: DateTime<Utc>) -> Result<Vec<Run>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT n.id, r.id, r.display_name, n.ended_at FROM instance n JOIN review r ON r.id = n.review_id
         WHERE r.deleted_at IS NULL AND (n.status = 'InProgress' OR n.ended_at >= ?1) ORDER BY n.id DESC",
    )?;
    let rows = statement.query_map([stamp(since)], |row| {
        Ok(Run {
            instance: row.get(0)?,
            review: row.get(1)?,
            name: row.get(2)?,
            ended_at: row.get(3)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
