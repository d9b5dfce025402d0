//! Samples as they were drawn.

use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use serde::Serialize;
use serde_json::Value;
use ts_rs::TS;

use crate::StoreError;
use crate::review::stamp;

/// A sample about to be kept.
#[derive(Debug)]
pub struct NewSample<'a> {
    pub at: DateTime<Utc>,
    pub by: &'a str,
    pub method: i64,
    pub population: &'a str,
    pub from: Option<DateTime<Utc>>,
    pub to: Option<DateTime<Utc>>,
    pub filter: &'a Value,
    pub stratify: Option<&'a str>,
    pub seed: &'a str,
    pub seed_given: bool,
    pub size: i64,
    pub note: &'a str,
    pub population_count: i64,
    pub population_sha256: &'a str,
    pub audit_seq: i64,
}

/// A sample with what it was drawn from.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SampleView {
    pub sample: i64,
    pub drawn_at: DateTime<Utc>,
    pub drawn_by: String,
    pub method: i64,
    pub population: String,
    pub from: Option<DateTime<Utc>>,
    pub to: Option<DateTime<Utc>>,
    #[ts(type = "Record<string, unknown>")]
    pub filter: Value,
    pub stratify: Option<String>,
    pub seed: String,
    /// The auditor gave the seed; otherwise it was made by chance.
    pub seed_given: bool,
    /// How many were asked for.
    pub size: i64,
    pub note: String,
    pub population_count: i64,
    /// SHA-256 over the ids of the whole population in its order, a line feed after each.
    pub population_sha256: String,
    /// How many were drawn: fewer than asked for where the population has no more.
    pub row_count: i64,
    pub audit_seq: i64,
}

/// One that was drawn.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SampleRow {
    /// Counted from 1, in the order in which they were chosen.
    pub position: i64,
    /// Such as `decision:17`.
    pub subject: String,
    /// SHA-256 over the seed, a colon and the subject.
    pub digest: String,
    pub stratum: Option<String>,
    /// What its dossier is about: `item`, `assignment`, `request` or `exception`, and its number.
    pub about: String,
    pub about_id: i64,
}

/// Keeps a sample with its rows.
pub fn put(transaction: &Transaction<'_>, new: &NewSample<'_>, rows: &[SampleRow]) -> Result<i64, StoreError> {
    transaction.execute(
        "INSERT INTO sample (drawn_at, drawn_by, method, population, from_at, to_at, filter, stratify, seed, seed_given,
           size, note, population_count, population_sha256, row_count, audit_seq)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)",
        params![
            stamp(new.at),
            new.by,
            new.method,
            new.population,
            new.from.map(stamp),
            new.to.map(stamp),
            new.filter.to_string(),
            new.stratify,
            new.seed,
            new.seed_given,
            new.size,
            new.note,
            new.population_count,
            new.population_sha256,
            rows.len(),
            new.audit_seq
        ],
    )?;
    let sample = transaction.last_insert_rowid();
    let mut statement = transaction.prepare_cached(
        "INSERT INTO sample_row (sample_id, position, subject, digest, stratum, about, about_id)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?;
    for row in rows {
        statement.execute(params![
            sample,
            row.position,
            row.subject,
            row.digest,
            row.stratum,
            row.about,
            row.about_id
        ])?;
    }
    Ok(sample)
}

fn read(row: &Row<'_>) -> rusqlite::Result<SampleView> {
    let filter: String = row.get("filter")?;
    Ok(SampleView {
        sample: row.get("id")?,
        drawn_at: row.get("drawn_at")?,
        drawn_by: row.get("drawn_by")?,
        method: row.get("method")?,
        population: row.get("population")?,
        from: row.get("from_at")?,
        to: row.get("to_at")?,
        filter: serde_json::from_str(&filter).unwrap_or_default(),
        stratify: row.get("stratify")?,
        seed: row.get("seed")?,
        seed_given: row.get("seed_given")?,
        size: row.get("size")?,
        note: row.get("note")?,
        population_count: row.get("population_count")?,
        population_sha256: row.get("population_sha256")?,
        row_count: row.get("row_count")?,
        audit_seq: row.get("audit_seq")?,
    })
}

/// A page of the samples, newest first, and how many there are.
pub fn list(connection: &Connection, offset: i64, limit: i64) -> Result<(Vec<SampleView>, i64), StoreError> {
    let mut statement = connection.prepare_cached("SELECT * FROM sample ORDER BY id DESC LIMIT ?2 OFFSET ?1")?;
    let rows = statement
        .query_map(params![offset, limit], read)?
        .collect::<Result<_, _>>()?;
    let total = connection
        .prepare_cached("SELECT count(*) FROM sample")?
        .query_row([], |row| row.get(0))?;
    Ok((rows, total))
}

pub fn show(connection: &Connection, sample: i64) -> Result<Option<SampleView>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT * FROM sample WHERE id = ?1")?;
    Ok(statement.query_row([sample], read).optional()?)
}

fn read_row(row: &Row<'_>) -> rusqlite::Result<SampleRow> {
    Ok(SampleRow {
        position: row.get("position")?,
        subject: row.get("subject")?,
        digest: row.get("digest")?,
        stratum: row.get("stratum")?,
        about: row.get("about")?,
        about_id: row.get("about_id")?,
    })
}

/// Some of the rows of a sample, in their order.
pub fn rows(connection: &Connection, sample: i64, offset: i64, limit: i64) -> Result<Vec<SampleRow>, StoreError> {
    let mut statement = connection
        .prepare_cached("SELECT * FROM sample_row WHERE sample_id = ?1 ORDER BY position LIMIT ?3 OFFSET ?2")?;
    let rows = statement.query_map(params![sample, offset, limit], read_row)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// One row of a sample.
pub fn row(connection: &Connection, sample: i64, position: i64) -> Result<Option<SampleRow>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT * FROM sample_row WHERE sample_id = ?1 AND position = ?2")?;
    Ok(statement.query_row([sample, position], read_row).optional()?)
}
