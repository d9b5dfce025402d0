//! Reads of directories: their schedules, and every one that was begun with what came of it.

use chrono::{DateTime, NaiveTime, Utc, Weekday};
use countersign_domain::sync::{SyncEvery, SyncPast, SyncSchedule};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use serde::Serialize;
use serde_json::Value;
use ts_rs::TS;

use crate::StoreError;
use crate::review::stamp;

/// How a read ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum SyncOutcome {
    Done,
    /// The directory or the network hindered it; the last snapshot stands.
    Refused,
    Cancelled,
}

impl SyncOutcome {
    fn word(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Refused => "refused",
            Self::Cancelled => "cancelled",
        }
    }
}

/// A read that has ended.
#[derive(Debug, Clone)]
pub struct NewSync<'a> {
    pub directory: i64,
    pub began_at: DateTime<Utc>,
    /// Milliseconds.
    pub took_for: u64,
    pub actor: &'a str,
    pub by_schedule: bool,
    pub ending: Ending<'a>,
}

/// What came of a read.
#[derive(Debug, Clone)]
pub enum Ending<'a> {
    Done {
        snapshot: i64,
        added: u64,
        changed: u64,
        removed: u64,
    },
    Refused(&'a Value),
    Cancelled,
}

/// A read as a list shows it.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SyncRow {
    pub sync: i64,
    pub began_at: DateTime<Utc>,
    /// Milliseconds.
    pub took_for: u64,
    pub actor: String,
    pub by_schedule: bool,
    pub outcome: SyncOutcome,
    /// What hindered it, as a person was told.
    #[ts(type = "{ message: string, hint: string | null } | null")]
    pub problem: Option<Value>,
    pub snapshot: Option<i64>,
    /// `full` or `incremental`.
    pub mode: Option<String>,
    pub added: Option<u64>,
    pub changed: Option<u64>,
    pub removed: Option<u64>,
    /// Principals that were there after it.
    pub population: Option<u64>,
}

/// Writes down that a read ended; a schedule that began it is told.
pub fn put(tx: &Transaction<'_>, sync: &NewSync<'_>) -> Result<i64, StoreError> {
    let (outcome, problem, done) = match &sync.ending {
        Ending::Done {
            snapshot,
            added,
            changed,
            removed,
        } => (SyncOutcome::Done, None, Some((snapshot, added, changed, removed))),
        Ending::Refused(problem) => (SyncOutcome::Refused, Some(problem.to_string()), None),
        Ending::Cancelled => (SyncOutcome::Cancelled, None, None),
    };
    tx.execute(
        "INSERT INTO sync (directory_id, began_at, took_for, actor, by_schedule, outcome, problem, snapshot_id, added, changed, removed)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        params![
            sync.directory,
            stamp(sync.began_at),
            sync.took_for,
            sync.actor,
            sync.by_schedule,
            outcome.word(),
            problem,
            done.map(|one| *one.0),
            done.map(|one| *one.1),
            done.map(|one| *one.2),
            done.map(|one| *one.3)
        ],
    )?;
    let id = tx.last_insert_rowid();
    tx.execute(
        "UPDATE sync_schedule SET begun_at = NULL WHERE directory_id = ?1",
        [sync.directory],
    )?;
    Ok(id)
}

const ROW: &str = "SELECT s.id, s.began_at, s.took_for, s.actor, s.by_schedule, s.outcome, s.problem, s.snapshot_id,
    n.mode, s.added, s.changed, s.removed, n.certificate ->> '$.population'
    FROM sync s LEFT JOIN snapshot n ON n.id = s.snapshot_id";

fn read(row: &Row<'_>) -> Result<SyncRow, StoreError> {
    let outcome: String = row.get(5)?;
    let population: Option<String> = row.get(12)?;
    let population: Option<Value> = population.map(|text| serde_json::from_str(&text)).transpose()?;
    let people = |all: Value| {
        let kinds = [
            "user",
            "guest",
            "group",
            "servicePrincipal",
            "directoryRole",
            "azureRole",
        ];
        kinds.iter().filter_map(|kind| all[*kind].as_u64()).sum()
    };
    Ok(SyncRow {
        sync: row.get(0)?,
        began_at: row.get(1)?,
        took_for: row.get(2)?,
        actor: row.get(3)?,
        by_schedule: row.get(4)?,
        outcome: match outcome.as_str() {
            "done" => SyncOutcome::Done,
            "cancelled" => SyncOutcome::Cancelled,
            _ => SyncOutcome::Refused,
        },
        problem: row
            .get::<_, Option<String>>(6)?
            .map(|text| serde_json::from_str(&text))
            .transpose()?,
        snapshot: row.get(7)?,
        mode: row.get(8)?,
        added: row.get(9)?,
        changed: row.get(10)?,
        removed: row.get(11)?,
        population: population.map(people),
    })
}

/// A page of the reads of a directory, the newest first, and how many there are.
pub fn list(
    connection: &Connection,
    directory: i64,
    (offset, limit): (i64, i64),
) -> Result<(Vec<SyncRow>, i64), StoreError> {
    let mut statement = connection.prepare_cached(&format!(
        "{ROW} WHERE s.directory_id = ?1 ORDER BY s.id DESC LIMIT ?3 OFFSET ?2"
    ))?;
    let mut rows = statement.query(params![directory, offset, limit])?;
    let mut list = Vec::new();
    while let Some(row) = rows.next()? {
        list.push(read(row)?);
    }
    let total = connection.query_row(
        "SELECT count(*) FROM sync WHERE directory_id = ?1",
        [directory],
        |row| row.get(0),
    )?;
    Ok((list, total))
}

/// A directory's schedule and what happened so far.
#[derive(Debug, Clone, Copy)]
pub struct Planned {
    pub directory: i64,
    pub schedule: SyncSchedule,
    pub past: SyncPast,
    /// A read that it began and that has not ended.
    pub begun_at: Option<DateTime<Utc>>,
}

/// Sets how often a directory is read by itself.
pub fn set_schedule(
    tx: &Transaction<'_>,
    directory: i64,
    schedule: SyncSchedule,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO sync_schedule (directory_id, every, at, on_day, since) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (directory_id) DO UPDATE SET every = ?2, at = ?3, on_day = ?4, since = ?5",
        params![
            directory,
            schedule.every.word(),
            schedule.at.format("%H:%M").to_string(),
            schedule.on.to_string(),
            stamp(now)
        ],
    )?;
    Ok(())
}

/// Notes that the schedule begins a read.
pub fn begin(tx: &Transaction<'_>, directory: i64, now: DateTime<Utc>) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE sync_schedule SET begun_at = ?2 WHERE directory_id = ?1",
        params![directory, stamp(now)],
    )?;
    Ok(())
}

/// The schedules; of one directory, where one is given.
pub fn schedules(connection: &Connection, directory: Option<i64>) -> Result<Vec<Planned>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT directory_id, every, at, on_day, since, begun_at FROM sync_schedule
         WHERE ?1 IS NULL OR directory_id = ?1 ORDER BY directory_id",
    )?;
    let mut rows = statement.query([directory])?;
    let mut all = Vec::new();
    while let Some(row) = rows.next()? {
        let directory = row.get(0)?;
        let (every, at, on): (String, String, String) = (row.get(1)?, row.get(2)?, row.get(3)?);
        let wrong = || StoreError::Value(format!("the schedule of directory {directory} is not understood"));
        let made: DateTime<Utc> = row.get(4)?;
        let last: Option<DateTime<Utc>> = connection
            .query_row(
                "SELECT began_at FROM sync WHERE directory_id = ?1 ORDER BY id DESC LIMIT 1",
                [directory],
                |row| row.get(0),
            )
            .optional()?;
        all.push(Planned {
            directory,
            schedule: SyncSchedule {
                every: SyncEvery::from_word(&every).ok_or_else(wrong)?,
                at: NaiveTime::parse_from_str(&at, "%H:%M").map_err(|_| wrong())?,
                on: on.parse::<Weekday>().map_err(|_| wrong())?,
            },
            past: SyncPast {
                since: last.map_or(made, |last| last.max(made)),
                refused: refused(connection, directory)?,
            },
            begun_at: row.get(5)?,
        });
    }
    Ok(all)
}

/// Refusals in a row, the newest among them; one that somebody cancelled breaks no row and counts for nothing.
pub fn refused(connection: &Connection, directory: i64) -> Result<u32, StoreError> {
    Ok(connection.query_row(
        "SELECT count(*) FROM sync WHERE directory_id = ?1 AND outcome = 'refused'
         AND id > coalesce((SELECT max(id) FROM sync WHERE directory_id = ?1 AND outcome = 'done'), 0)",
        [directory],
        |row| row.get(0),
    )?)
}

/// What a directory said of itself when it was asked last.
#[derive(Debug, Clone)]
pub struct Probed {
    pub at: DateTime<Utc>,
    pub actor: String,
    pub report: Option<Value>,
    pub problem: Option<Value>,
}

/// Keeps what a directory answered, or what hindered it.
pub fn put_probe(
    tx: &Transaction<'_>,
    directory: i64,
    now: DateTime<Utc>,
    actor: &str,
    answer: Result<&Value, &Value>,
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT OR REPLACE INTO probe (directory_id, at, actor, report, problem) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![
            directory,
            stamp(now),
            actor,
            answer.ok().map(Value::to_string),
            answer.err().map(Value::to_string)
        ],
    )?;
    Ok(())
}

/// The last answer.
pub fn probed(connection: &Connection, directory: i64) -> Result<Option<Probed>, StoreError> {
    let mut statement =
        connection.prepare_cached("SELECT at, actor, report, problem FROM probe WHERE directory_id = ?1")?;
    let mut rows = statement.query([directory])?;
    let Some(row) = rows.next()? else { return Ok(None) };
    let json = |text: Option<String>| text.map(|text| serde_json::from_str(&text)).transpose();
    Ok(Some(Probed {
        at: row.get(0)?,
        actor: row.get(1)?,
        report: json(row.get(2)?)?,
        problem: json(row.get(3)?)?,
    }))
}
