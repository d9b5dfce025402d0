//! The snapshots of a directory, and what differs between two of them.

use chrono::{DateTime, Utc};
use countersign_domain::snapshot::{KindCount, PopulationCertificate, ReadMode};
use countersign_store::StoreError;
use countersign_store::rusqlite::{Connection, OptionalExtension, Row, params};
use countersign_store::snapshot::{self, Changed, ComparedGrant, ComparedPrincipal, Difference, Span};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::Problem;
use crate::call::Read;
use crate::principal::page;
use crate::sight::require_directory;

const WHAT: &str = "the snapshots of a directory";

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
pub struct SnapshotListInput {
    /// Of one directory; else of all.
    pub directory: Option<i64>,
    pub offset: Option<i64>,
    pub limit: Option<i64>,
}

/// A read that became a snapshot.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SnapshotRow {
    pub snapshot: i64,
    pub directory: i64,
    pub directory_name: String,
    pub mode: ReadMode,
    pub full_because: Option<String>,
    pub started_at: DateTime<Utc>,
    pub ended_at: DateTime<Utc>,
    /// Principals that it removed.
    #[ts(type = "number")]
    pub removed: u64,
    pub population: KindCount,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SnapshotPage {
    pub rows: Vec<SnapshotRow>,
    pub total: i64,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SnapshotCompareInput {
    /// The earlier of two snapshots of one directory.
    pub from: i64,
    pub to: i64,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SnapshotComparison {
    pub from: SnapshotRow,
    pub to: SnapshotRow,
    /// How much differs, exactly.
    pub differs: Difference,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
pub struct ComparedPrincipalInput {
    pub from: i64,
    pub to: i64,
    /// Those that came, are gone or are changed; else all.
    pub change: Option<Changed>,
    /// Where the page before ended (`next` of its answer).
    pub after: Option<i64>,
    pub offset: Option<i64>,
    pub limit: Option<i64>,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ComparedPrincipalPage {
    pub rows: Vec<ComparedPrincipal>,
    pub total: i64,
    pub next: Option<i64>,
}

/// The last grant of the page before.
#[derive(Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct GrantPlace {
    pub resource: i64,
    pub entitlement: String,
    pub principal: i64,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
pub struct ComparedGrantInput {
    pub from: i64,
    pub to: i64,
    /// Those that stand in the later one alone; else those that stood in the earlier one alone.
    pub added: bool,
    pub after: Option<GrantPlace>,
    pub offset: Option<i64>,
    pub limit: Option<i64>,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ComparedGrantPage {
    pub rows: Vec<ComparedGrant>,
    pub total: i64,
    pub next: Option<GrantPlace>,
}

// While a merge runs its own snapshot stands in the table already, without a digest.
const ROW: &str = "SELECT s.id, s.directory_id, d.name, s.certificate FROM snapshot s
    JOIN directory d ON d.id = s.directory_id WHERE s.digest <> ''";

fn read_row(row: &Row<'_>) -> Result<SnapshotRow, StoreError> {
    let certificate: PopulationCertificate = serde_json::from_str(&row.get::<_, String>(3)?)?;
    Ok(SnapshotRow {
        snapshot: row.get(0)?,
        directory: row.get(1)?,
        directory_name: row.get(2)?,
        mode: certificate.mode,
        full_because: certificate.full_because,
        started_at: certificate.started_at,
        ended_at: certificate.ended_at,
        removed: certificate.removed,
        population: certificate.population,
    })
}

/// Newest first.
pub(crate) fn list(read: &Read<'_>, input: SnapshotListInput) -> Result<SnapshotPage, Problem> {
    require_directory(read.connection, &read.actor, WHAT)?;
    let (offset, limit) = page(input.offset, input.limit);
    let sql = format!("{ROW} AND (?1 IS NULL OR s.directory_id = ?1) ORDER BY s.id DESC LIMIT ?3 OFFSET ?2");
    let mut statement = read.connection.prepare_cached(&sql).map_err(StoreError::from)?;
    let mut found = statement
        .query(params![input.directory, offset, limit])
        .map_err(StoreError::from)?;
    let mut rows = Vec::new();
    while let Some(row) = found.next().map_err(StoreError::from)? {
        rows.push(read_row(row)?);
    }
    let total = read
        .connection
        .query_row(
            "SELECT count(*) FROM snapshot WHERE digest <> '' AND (?1 IS NULL OR directory_id = ?1)",
            [input.directory],
            |row| row.get(0),
        )
        .map_err(StoreError::from)?;
    Ok(SnapshotPage { rows, total })
}

fn one(connection: &Connection, snapshot: i64, field: &str) -> Result<SnapshotRow, Problem> {
    let mut statement = connection
        .prepare_cached(&format!("{ROW} AND s.id = ?1"))
        .map_err(StoreError::from)?;
    let found = statement
        .query_row([snapshot], |row| Ok(read_row(row)))
        .optional()
        .map_err(StoreError::from)?;
    Ok(found.ok_or_else(|| Problem::missing("snapshot", snapshot).field(field))??)
}

/// Two snapshots that can be compared.
fn span(read: &Read<'_>, from: i64, to: i64) -> Result<(SnapshotRow, SnapshotRow, Span), Problem> {
    require_directory(read.connection, &read.actor, WHAT)?;
    let (earlier, later) = (one(read.connection, from, "from")?, one(read.connection, to, "to")?);
    if earlier.directory != later.directory {
        return Err(Problem::new(format!(
            "Snapshot {from} is of {}, snapshot {to} of {}; two of one directory are compared.",
            earlier.directory_name, later.directory_name
        ))
        .field("to"));
    }
    if from >= to {
        return Err(
            Problem::new(format!("Snapshot {from} is not older than snapshot {to}."))
                .hint("Name the earlier one first.")
                .field("from"),
        );
    }
    let span = (earlier.directory, from, to);
    Ok((earlier, later, span))
}

pub(crate) fn compare(read: &Read<'_>, input: SnapshotCompareInput) -> Result<SnapshotComparison, Problem> {
    let (from, to, span) = span(read, input.from, input.to)?;
    let differs = snapshot::compare(read.connection, span)?;
    Ok(SnapshotComparison { from, to, differs })
}

pub(crate) fn principals(read: &Read<'_>, input: ComparedPrincipalInput) -> Result<ComparedPrincipalPage, Problem> {
    let (_, _, span) = span(read, input.from, input.to)?;
    let part = page(input.offset, input.limit);
    let after = input.after.unwrap_or(0);
    let rows = snapshot::compared_principals(read.connection, span, input.change, after, part)?;
    let total = snapshot::count_principals(read.connection, span, input.change)?;
    let next = rows.last().map(|row| row.principal);
    Ok(ComparedPrincipalPage { rows, total, next })
}

pub(crate) fn grants(read: &Read<'_>, input: ComparedGrantInput) -> Result<ComparedGrantPage, Problem> {
    let (_, _, span) = span(read, input.from, input.to)?;
    let part = page(input.offset, input.limit);
    let after = input.after.map(|one| (one.resource, one.entitlement, one.principal));
    let rows = snapshot::compared_grants(read.connection, span, input.added, after, part)?;
    let total = snapshot::count_grants(read.connection, span, input.added)?;
    let next = rows.last().map(|row| GrantPlace {
        resource: row.resource,
        entitlement: row.entitlement.clone(),
        principal: row.principal,
    });
    Ok(ComparedGrantPage { rows, total, next })
}
