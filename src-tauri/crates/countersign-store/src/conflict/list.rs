//! The conflicts that were found, as of the last look.

use chrono::{DateTime, Duration, NaiveDate, Utc};
use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::StoreError;
use crate::review::stamp;

/// Somebody who holds both sides of a pair.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ConflictRow {
    pub conflict: i64,
    pub incompatible: i64,
    pub principal: i64,
    pub principal_name: String,
    pub user_name: Option<String>,
    pub department: Option<String>,
    pub package: i64,
    pub package_name: String,
    /// One of these two.
    pub other_package: Option<i64>,
    pub group: Option<i64>,
    pub other_name: String,
    /// Why the two do not go together.
    pub reason: String,
    /// How the package is held: a line for each right, from the person's own grant to the resource.
    pub one: Vec<String>,
    /// How the other side is held.
    pub other: Vec<String>,
    pub found_at: DateTime<Utc>,
    /// The last look found it, and no look before.
    pub new: bool,
    pub ended_at: Option<DateTime<Utc>>,
    /// An exception about it that was proposed or approved and has not ended.
    pub exception: Option<i64>,
    /// `proposed` or `approved`.
    pub exception_state: Option<String>,
    pub exception_until: Option<NaiveDate>,
}

/// Which conflicts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum ConflictStatus {
    #[default]
    Standing,
    /// Found by the last look for the first time.
    New,
    Ended,
}

#[derive(Debug, Clone, Copy, Default)]
pub struct ConflictFilter {
    pub status: ConflictStatus,
    pub incompatible: Option<i64>,
    pub principal: Option<i64>,
    /// On either side.
    pub package: Option<i64>,
}

/// A look over everybody.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LookView {
    pub look: i64,
    pub began_at: DateTime<Utc>,
    pub ended_at: Option<DateTime<Utc>>,
    /// The newest snapshot it saw.
    pub snapshot: i64,
    pub pair_count: i64,
    pub standing: i64,
    /// New since the look before it.
    pub found: i64,
    /// Ended since the look before it.
    pub gone: i64,
}

const COLUMNS: &str = "c.*, p.display_name AS principal_name, p.user_name, p.department, i.package_id,
    k.display_name AS package_name, i.other_package_id, i.group_id,
    coalesce(o.display_name, g.display_name) AS other_name, i.reason,
    e.id AS exception_id, e.state AS exception_state, e.until_on AS exception_until,
    c.found_look_id = (SELECT max(id) FROM conflict_look WHERE ended_at IS NOT NULL) AS is_new";
const JOINED: &str = "FROM conflict c JOIN principal p ON p.id = c.principal_id
    JOIN incompatible i ON i.id = c.incompatible_id JOIN package k ON k.id = i.package_id
    LEFT JOIN package o ON o.id = i.other_package_id LEFT JOIN principal g ON g.id = i.group_id
    LEFT JOIN exception e ON e.id = (SELECT x.id FROM exception x WHERE x.principal_id = c.principal_id
        AND x.incompatible_id = c.incompatible_id AND x.state IN ('proposed','approved')
        ORDER BY x.state = 'proposed', x.until_on DESC LIMIT 1)";

fn read(row: &Row<'_>) -> rusqlite::Result<ConflictRow> {
    let lines = |name: &str| -> rusqlite::Result<Vec<String>> {
        Ok(serde_json::from_str(&row.get::<_, String>(name)?).unwrap_or_default())
    };
    Ok(ConflictRow {
        conflict: row.get("id")?,
        incompatible: row.get("incompatible_id")?,
        principal: row.get("principal_id")?,
        principal_name: row.get("principal_name")?,
        user_name: row.get("user_name")?,
        department: row.get("department")?,
        package: row.get("package_id")?,
        package_name: row.get("package_name")?,
        other_package: row.get("other_package_id")?,
        group: row.get("group_id")?,
        other_name: row.get("other_name")?,
        reason: row.get("reason")?,
        one: lines("one")?,
        other: lines("other")?,
        found_at: row.get("found_at")?,
        new: row.get("is_new")?,
        ended_at: row.get("ended_at")?,
        exception: row.get("exception_id")?,
        exception_state: row.get("exception_state")?,
        exception_until: row.get("exception_until")?,
    })
}

/// Plain conditions, so that an index serves each of them.
fn condition(filter: ConflictFilter) -> String {
    let mut text = String::from(match filter.status {
        ConflictStatus::Standing => "c.ended_at IS NULL",
        ConflictStatus::Ended => "c.ended_at IS NOT NULL",
        ConflictStatus::New => {
            "c.ended_at IS NULL AND c.found_look_id = (SELECT max(id) FROM conflict_look WHERE ended_at IS NOT NULL)"
        }
    });
    for (asked, more) in [
        (filter.incompatible.is_some(), " AND c.incompatible_id = ?1"),
        (filter.principal.is_some(), " AND c.principal_id = ?2"),
        (
            filter.package.is_some(),
            " AND c.incompatible_id IN (SELECT id FROM incompatible WHERE package_id = ?3
                UNION SELECT id FROM incompatible WHERE other_package_id = ?3)",
        ),
    ] {
        if asked {
            text.push_str(more);
        }
    }
    // Every parameter is named, whatever is asked.
    text.push_str(" AND ?1 IS ?1 AND ?2 IS ?2 AND ?3 IS ?3");
    text
}

/// A page, the newest first, and how many there are.
pub fn list(
    connection: &Connection,
    filter: ConflictFilter,
    offset: i64,
    limit: i64,
) -> Result<(Vec<ConflictRow>, i64), StoreError> {
    let condition = condition(filter);
    // The page is cut from the conflicts alone; only its rows are joined.
    let mut statement = connection.prepare_cached(&format!(
        "SELECT {COLUMNS} {JOINED} WHERE c.id IN (SELECT c.id FROM conflict c WHERE {condition}
         ORDER BY c.id DESC LIMIT ?5 OFFSET ?4) ORDER BY c.id DESC"
    ))?;
    let values = params![filter.incompatible, filter.principal, filter.package, offset, limit];
    let rows = statement.query_map(values, read)?.collect::<Result<_, _>>()?;
    let total = connection
        .prepare_cached(&format!("SELECT count(*) FROM conflict c WHERE {condition}"))?
        .query_row(params![filter.incompatible, filter.principal, filter.package], |row| {
            row.get(0)
        })?;
    Ok((rows, total))
}

/// Hands on every row, oldest first, without holding them.
pub fn each<E: From<StoreError>>(
    connection: &Connection,
    filter: ConflictFilter,
    mut take: impl FnMut(ConflictRow) -> Result<(), E>,
) -> Result<(), E> {
    let mut look = || -> Result<Option<E>, StoreError> {
        let mut statement = connection.prepare_cached(&format!(
            "SELECT {COLUMNS} {JOINED} WHERE {} ORDER BY c.id",
            condition(filter)
        ))?;
        let mut rows = statement.query(params![filter.incompatible, filter.principal, filter.package])?;
        while let Some(row) = rows.next()? {
            if let Err(stop) = take(read(row)?) {
                return Ok(Some(stop));
            }
        }
        Ok(None)
    };
    match look()? {
        Some(stop) => Err(stop),
        None => Ok(()),
    }
}

/// The last look that came to its end.
pub fn last_look(connection: &Connection) -> Result<Option<LookView>, StoreError> {
    let mut statement =
        connection.prepare_cached("SELECT * FROM conflict_look WHERE ended_at IS NOT NULL ORDER BY id DESC LIMIT 1")?;
    let view = statement
        .query_row([], |row| {
            Ok(LookView {
                look: row.get("id")?,
                began_at: row.get("began_at")?,
                ended_at: row.get("ended_at")?,
                snapshot: row.get("snapshot_id")?,
                pair_count: row.get("pair_count")?,
                standing: row.get("standing")?,
                found: row.get("found")?,
                gone: row.get("gone")?,
            })
        })
        .optional()?;
    Ok(view)
}

/// Whether something has changed since the last look: a pair, a snapshot; or, where it is older than an hour, an
/// assignment.
pub fn is_stale(connection: &Connection, now: DateTime<Utc>) -> Result<bool, StoreError> {
    let mut statement = connection.prepare_cached(
        "WITH last AS (SELECT * FROM conflict_look WHERE ended_at IS NOT NULL ORDER BY id DESC LIMIT 1)
         SELECT CASE WHEN NOT EXISTS (SELECT 1 FROM last)
           THEN EXISTS (SELECT 1 FROM incompatible WHERE removed_at IS NULL)
           ELSE (SELECT last.snapshot_id < (SELECT coalesce(max(id), 0) FROM snapshot)
                     AND EXISTS (SELECT 1 FROM incompatible WHERE removed_at IS NULL)
                   OR last.pair_id < (SELECT coalesce(max(id), 0) FROM incompatible)
                   OR last.pair_count <> (SELECT count(*) FROM incompatible WHERE removed_at IS NULL)
                   OR last.began_at < ?1 AND last.event_id < (SELECT coalesce(max(id), 0) FROM assignment_event)
                     AND EXISTS (SELECT 1 FROM incompatible WHERE removed_at IS NULL)
                 FROM last) END",
    )?;
    Ok(statement.query_row([stamp(now - Duration::hours(1))], |row| row.get(0))?)
}
