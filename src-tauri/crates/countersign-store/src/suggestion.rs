//! Suggested access packages: what they are looked for in, and what was found.

mod access;
mod people;

use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use serde_json::Value;

use crate::StoreError;
use crate::review::stamp;

pub use access::{Held, Mined, Resource, Seeking, given, held_on, people as people_of, resources};
pub use people::{Standing, holding_all, standing};
use people::{pack, unpack};

/// Runs that are kept; the oldest is deleted for a new one.
const KEPT: i64 = 20;

/// A run about to be kept.
#[derive(Debug, Clone)]
pub struct NewRun<'a> {
    pub directory: i64,
    pub catalog: Option<i64>,
    pub snapshot: i64,
    pub made_by: &'a str,
    pub options: &'a Value,
    pub outcome: &'a Value,
}

/// A run as it was kept.
#[derive(Debug, Clone)]
pub struct RunRow {
    pub run: i64,
    pub directory: i64,
    pub directory_name: String,
    pub catalog: Option<i64>,
    pub catalog_name: Option<String>,
    pub snapshot: i64,
    pub made_at: DateTime<Utc>,
    pub made_by: String,
    pub options: Value,
    pub outcome: Value,
}

/// One suggested package, as it was kept.
#[derive(Debug, Clone)]
pub struct SuggestionRow {
    pub suggestion: i64,
    pub run: i64,
    pub body: Value,
    /// The access package that was made of it, while there is one.
    pub package: Option<i64>,
    pub package_name: Option<String>,
}

/// Keeps a run, and forgets the oldest ones.
pub fn keep_run(transaction: &Transaction<'_>, new: &NewRun<'_>, now: DateTime<Utc>) -> Result<i64, StoreError> {
    transaction.execute(
        "INSERT INTO suggestion_run (directory_id, catalog_id, snapshot_id, made_at, made_by, options, outcome)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![
            new.directory,
            new.catalog,
            new.snapshot,
            stamp(now),
            new.made_by,
            new.options.to_string(),
            new.outcome.to_string(),
        ],
    )?;
    let run = transaction.last_insert_rowid();
    transaction.execute(
        "DELETE FROM suggestion_run WHERE id NOT IN (SELECT id FROM suggestion_run ORDER BY id DESC LIMIT ?1)",
        [KEPT],
    )?;
    Ok(run)
}

/// Keeps a suggested package; `people` in the order of their ids.
pub fn keep(
    transaction: &Transaction<'_>,
    run: i64,
    place: usize,
    body: &Value,
    people: &[i64],
) -> Result<i64, StoreError> {
    let place = i64::try_from(place).unwrap_or(i64::MAX);
    transaction
        .prepare_cached("INSERT INTO suggestion (run_id, place, body, people) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![run, place, body.to_string(), pack(people)])?;
    Ok(transaction.last_insert_rowid())
}

/// Notes which access package was made of a suggested one.
pub fn accepted(transaction: &Transaction<'_>, suggestion: i64, package: i64) -> Result<(), StoreError> {
    transaction.execute(
        "UPDATE suggestion SET package_id = ?2 WHERE id = ?1",
        [suggestion, package],
    )?;
    Ok(())
}

const RUN: &str =
    "SELECT r.id, r.directory_id, d.name, r.catalog_id, c.display_name, r.snapshot_id, r.made_at, r.made_by,
    r.options, r.outcome FROM suggestion_run r JOIN directory d ON d.id = r.directory_id
    LEFT JOIN catalog c ON c.id = r.catalog_id";

fn read_run(row: &Row<'_>) -> rusqlite::Result<RunRow> {
    Ok(RunRow {
        run: row.get(0)?,
        directory: row.get(1)?,
        directory_name: row.get(2)?,
        catalog: row.get(3)?,
        catalog_name: row.get(4)?,
        snapshot: row.get(5)?,
        made_at: row.get(6)?,
        made_by: row.get(7)?,
        options: json(row, 8)?,
        outcome: json(row, 9)?,
    })
}

fn json(row: &Row<'_>, column: usize) -> rusqlite::Result<Value> {
    serde_json::from_str(&row.get::<_, String>(column)?).map_err(|error| {
        rusqlite::Error::FromSqlConversionFailure(column, rusqlite::types::Type::Text, Box::new(error))
    })
}

/// One run; `None` when it is not kept any more.
pub fn run(connection: &Connection, run: i64) -> Result<Option<RunRow>, StoreError> {
    let mut statement = connection.prepare_cached(&format!("{RUN} WHERE r.id = ?1"))?;
    Ok(statement.query_row([run], read_run).optional()?)
}

/// The runs that are kept, the newest first: at most a few.
pub fn runs(connection: &Connection) -> Result<Vec<RunRow>, StoreError> {
    let mut statement = connection.prepare_cached(&format!("{RUN} ORDER BY r.id DESC"))?;
    let rows = statement.query_map([], read_run)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

const ROW: &str = "SELECT s.id, s.run_id, s.body, k.id, k.display_name
    FROM suggestion s LEFT JOIN package k ON k.id = s.package_id AND k.deleted_at IS NULL";

fn read(row: &Row<'_>) -> rusqlite::Result<SuggestionRow> {
    Ok(SuggestionRow {
        suggestion: row.get(0)?,
        run: row.get(1)?,
        body: json(row, 2)?,
        package: row.get(3)?,
        package_name: row.get(4)?,
    })
}

/// The suggested packages of a run, the best first, and how many there are.
pub fn list(
    connection: &Connection,
    run: i64,
    offset: i64,
    limit: i64,
) -> Result<(Vec<SuggestionRow>, i64), StoreError> {
    let mut statement = connection.prepare_cached(&format!(
        "{ROW} WHERE s.run_id = ?1 ORDER BY s.place LIMIT ?3 OFFSET ?2"
    ))?;
    let rows = statement.query_map([run, offset, limit], read)?;
    let rows = rows.collect::<Result<_, _>>()?;
    let total = connection
        .prepare_cached("SELECT count(*) FROM suggestion WHERE run_id = ?1")?
        .query_row([run], |row| row.get(0))?;
    Ok((rows, total))
}

/// One suggested package with everybody who would hold it; `None` when its run is not kept any more.
pub fn show(connection: &Connection, suggestion: i64) -> Result<Option<(SuggestionRow, Vec<i64>)>, StoreError> {
    let mut statement = connection.prepare_cached(&format!("{ROW} WHERE s.id = ?1"))?;
    let Some(row) = statement.query_row([suggestion], read).optional()? else {
        return Ok(None);
    };
    let people: Vec<u8> = connection
        .prepare_cached("SELECT people FROM suggestion WHERE id = ?1")?
        .query_row([suggestion], |row| row.get(0))?;
    Ok(Some((row, unpack(&people)?)))
}
