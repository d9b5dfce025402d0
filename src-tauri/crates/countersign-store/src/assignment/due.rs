//! What is due: ends, notices of ends, deliveries. Each is found by an index over what is due alone.

use chrono::{DateTime, Utc};
use rusqlite::{Connection, Transaction, params};

use super::{AssignmentRow, several};
use crate::StoreError;
use crate::review::stamp;

fn ids(connection: &Connection, sql: &str, now: DateTime<Utc>, limit: i64) -> Result<Vec<i64>, StoreError> {
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement.query_map(params![stamp(now), limit], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Assignments whose end has come.
pub fn expiring(connection: &Connection, now: DateTime<Utc>, limit: i64) -> Result<Vec<i64>, StoreError> {
    let sql = "SELECT id FROM assignment INDEXED BY assignment_by_end WHERE ends_at IS NOT NULL
               AND state IN ('delivering','delivered','partiallyDelivered','deliveryFailed') AND ends_at <= ?1
               ORDER BY ends_at LIMIT ?2";
    ids(connection, sql, now, limit)
}

/// Assignments whose rule holds no longer, and whose grace is over.
pub fn leaving(connection: &Connection, now: DateTime<Utc>, limit: i64) -> Result<Vec<i64>, StoreError> {
    let sql = "SELECT id FROM assignment WHERE leaves_at IS NOT NULL AND leaves_at <= ?1 ORDER BY leaves_at LIMIT ?2";
    ids(connection, sql, now, limit)
}

/// Assignments near their end about which a notice is due, with those made already.
pub fn to_tell(
    connection: &Connection,
    now: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<(AssignmentRow, Vec<String>)>, StoreError> {
    let sql = "SELECT id FROM assignment WHERE tell_at IS NOT NULL AND tell_at <= ?1 ORDER BY tell_at LIMIT ?2";
    let found = several(connection, &ids(connection, sql, now, limit)?)?;
    let mut told = connection.prepare_cached("SELECT told FROM assignment WHERE id = ?1")?;
    found
        .into_iter()
        .map(|row| {
            let text: String = told.query_row([row.assignment], |row| row.get(0))?;
            Ok((row, serde_json::from_str(&text)?))
        })
        .collect()
}

/// Keeps which notices of its end were made, and when the next is due.
pub fn tell(
    transaction: &Transaction<'_>,
    assignment: i64,
    told: &[&str],
    next: Option<DateTime<Utc>>,
    status: Option<&str>,
) -> Result<(), StoreError> {
    transaction
        .prepare_cached("UPDATE assignment SET told = ?2, tell_at = ?3, status = coalesce(?4, status) WHERE id = ?1")?
        .execute(params![
            assignment,
            serde_json::to_string(told)?,
            next.map(stamp),
            status
        ])?;
    Ok(())
}

/// Directories in which something is to be delivered or taken back, or a plan is half done.
pub fn due_directories(connection: &Connection, now: DateTime<Utc>) -> Result<Vec<i64>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT DISTINCT c.directory_id FROM (
           SELECT package_id FROM assignment WHERE deliver_at IS NOT NULL AND deliver_at <= ?1
           UNION ALL SELECT package_id FROM assignment INDEXED BY assignment_in_plan WHERE plan_id IS NOT NULL) a
         JOIN package k ON k.id = a.package_id JOIN catalog c ON c.id = k.catalog_id ORDER BY 1",
    )?;
    let rows = statement.query_map([stamp(now)], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The next assignments of a directory to deliver or to take back, in the order in which they became due. Those
/// that are in a plan already come again when it is done.
pub fn to_deliver(
    connection: &Connection,
    directory: i64,
    now: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<AssignmentRow>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT a.id FROM assignment a JOIN package k ON k.id = a.package_id JOIN catalog c ON c.id = k.catalog_id
         WHERE a.deliver_at IS NOT NULL AND a.deliver_at <= ?1 AND a.plan_id IS NULL AND c.directory_id = ?2
         ORDER BY a.deliver_at, a.id LIMIT ?3",
    )?;
    let ids: Vec<i64> = statement
        .query_map(params![stamp(now), directory, limit], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    several(connection, &ids)
}

/// Plans of a directory whose assignments were not settled yet.
pub fn unfinished_plans(connection: &Connection, directory: i64) -> Result<Vec<i64>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT DISTINCT a.plan_id FROM assignment a JOIN plan p ON p.id = a.plan_id
         WHERE a.plan_id IS NOT NULL AND p.directory_id = ?1 ORDER BY 1",
    )?;
    let rows = statement.query_map([directory], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The assignments that a plan delivers or takes back and that were not settled yet.
pub fn in_plan(connection: &Connection, plan: i64, limit: i64) -> Result<Vec<AssignmentRow>, StoreError> {
    let mut statement =
        connection.prepare_cached("SELECT id FROM assignment WHERE plan_id = ?1 ORDER BY id LIMIT ?2")?;
    let ids: Vec<i64> = statement
        .query_map([plan, limit], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    several(connection, &ids)
}
