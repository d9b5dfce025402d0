//! The runs of reviews that may answer for periods, and the resources that a rule names.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use countersign_domain::control::Run;
use rusqlite::{Connection, Row, params};

use super::holding;
use crate::StoreError;

/// A run, with the review it is of.
#[derive(Debug, Clone)]
pub struct RunRow {
    pub review: i64,
    pub run: Run,
}

/// The runs of one review, or of all, that were planned for or began on a day from `from` on. Those that failed to
/// start are none.
pub fn runs(connection: &Connection, review: Option<i64>, from: NaiveDate) -> Result<Vec<RunRow>, StoreError> {
    // A day before the first moment of that day in any zone.
    let from = from.pred_opt().unwrap_or(from);
    let narrow = if review.is_some() {
        "review_id = ?1"
    } else {
        "?1 IS NULL"
    };
    let mut statement = connection.prepare_cached(&format!(
        "SELECT review_id, id, scheduled_on, started_at, ended_at FROM instance
         WHERE {narrow} AND started_at IS NOT NULL AND status <> 'Failed' AND coalesce(scheduled_on, started_at) >= ?2"
    ))?;
    let rows = statement.query_map(params![review, from.to_string()], |row| read(row, 0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// By resource, the runs that looked at it.
pub fn runs_of_resources(connection: &Connection, from: NaiveDate) -> Result<HashMap<i64, Vec<Run>>, StoreError> {
    let from = from.pred_opt().unwrap_or(from);
    let mut statement = connection.prepare_cached(
        "SELECT i.review_id, i.id, i.scheduled_on, i.started_at, i.ended_at, r.resource_id
         FROM instance i JOIN instance_resource r ON r.instance_id = i.id
         WHERE i.started_at IS NOT NULL AND i.status <> 'Failed' AND coalesce(i.scheduled_on, i.started_at) >= ?1",
    )?;
    let mut rows = statement.query([from.to_string()])?;
    let mut found: HashMap<i64, Vec<Run>> = HashMap::new();
    while let Some(row) = rows.next()? {
        found.entry(row.get(5)?).or_default().push(read(row, 0)?.run);
    }
    Ok(found)
}

fn read(row: &Row<'_>, at: usize) -> rusqlite::Result<RunRow> {
    Ok(RunRow {
        review: row.get(at)?,
        run: Run {
            instance: row.get(at + 1)?,
            scheduled_on: row.get(at + 2)?,
            started_at: row.get(at + 3)?,
            ended_at: row.get(at + 4)?,
        },
    })
}

/// The newest evidence document of every run that has one, by the run.
pub fn documents(connection: &Connection) -> Result<HashMap<i64, i64>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT instance_id, max(id) FROM evidence WHERE instance_id IS NOT NULL GROUP BY instance_id",
    )?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// A resource that a rule names, and when it was there.
#[derive(Debug, Clone)]
pub struct Resource {
    pub resource: i64,
    /// The end of the read that found it; none where no read brings it, as with an access package.
    pub found_at: Option<DateTime<Utc>>,
    /// The end of the read that did not find it any more.
    pub gone_at: Option<DateTime<Utc>>,
}

/// The resources of a kind whose name holds a text, in one directory or all, those that are gone among them.
pub fn resources(
    connection: &Connection,
    directory: Option<i64>,
    kind: &str,
    name_holds: &str,
) -> Result<Vec<Resource>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT p.id, s.ended_at, g.ended_at FROM principal p LEFT JOIN snapshot s ON s.id = p.since_snapshot_id
         LEFT JOIN snapshot g ON g.id = p.removed_snapshot_id
         WHERE p.kind = ?2 AND (?1 IS NULL OR p.directory_id = ?1) AND p.display_name LIKE ?3 ESCAPE '\\' ORDER BY p.id",
    )?;
    let rows = statement.query_map(params![directory, kind, holding(name_holds)], |row| {
        Ok(Resource {
            resource: row.get(0)?,
            found_at: row.get(1)?,
            gone_at: row.get(2)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The resources that a run looked at, in order.
pub fn resources_of(connection: &Connection, instance: i64) -> Result<Vec<i64>, StoreError> {
    let mut statement = connection
        .prepare_cached("SELECT resource_id FROM instance_resource WHERE instance_id = ?1 ORDER BY resource_id")?;
    Ok(statement
        .query_map([instance], |row| row.get(0))?
        .collect::<Result<_, _>>()?)
}
