//! The directories a store knows, and what was read of them last.

use chrono::{DateTime, Utc};
use countersign_domain::snapshot::PopulationCertificate;
use rusqlite::{Connection, Row, Transaction, params};
use serde_json::Value;

use super::reread::optional;
use super::to_text;
use crate::StoreError;

/// A directory as kept in the store; its secret is elsewhere.
#[derive(Debug, Clone, PartialEq)]
pub struct DirectoryRow {
    pub id: i64,
    pub name: String,
    pub kind: String,
    pub settings: Value,
    pub cursor: Option<String>,
    pub created_at: String,
}

const COLUMNS: &str = "SELECT id, name, kind, settings, cursor, created_at FROM directory";

fn to_row(row: &Row<'_>) -> rusqlite::Result<(DirectoryRow, String)> {
    let settings = row.get(3)?;
    let found = DirectoryRow {
        id: row.get(0)?,
        name: row.get(1)?,
        kind: row.get(2)?,
        settings: Value::Null,
        cursor: row.get(4)?,
        created_at: row.get(5)?,
    };
    Ok((found, settings))
}

fn with_settings((mut row, settings): (DirectoryRow, String)) -> Result<DirectoryRow, StoreError> {
    row.settings = serde_json::from_str(&settings)?;
    Ok(row)
}

/// Adds a directory; its name must be new.
pub fn add_directory(
    tx: &Transaction<'_>,
    name: &str,
    kind: &str,
    settings: &Value,
    now: DateTime<Utc>,
) -> Result<i64, StoreError> {
    tx.execute(
        "INSERT INTO directory (name, kind, settings, created_at) VALUES (?1, ?2, ?3, ?4)",
        params![name, kind, settings.to_string(), to_text(now)],
    )?;
    Ok(tx.last_insert_rowid())
}

/// One directory, if it exists.
pub fn directory(conn: &Connection, id: i64) -> Result<Option<DirectoryRow>, StoreError> {
    let found = conn.query_row(&format!("{COLUMNS} WHERE id = ?1"), [id], to_row);
    optional(found)?.map(with_settings).transpose()
}

/// All directories, by name.
pub fn directories(conn: &Connection) -> Result<Vec<DirectoryRow>, StoreError> {
    let mut rows = conn.prepare(&format!("{COLUMNS} ORDER BY name"))?;
    let all: Vec<_> = rows.query_map([], to_row)?.collect::<Result<_, _>>()?;
    all.into_iter().map(with_settings).collect()
}

/// The newest snapshot of a directory and its certificate.
pub fn last_certificate(conn: &Connection, directory: i64) -> Result<Option<(i64, PopulationCertificate)>, StoreError> {
    let found = conn.query_row(
        // While a merge runs its own snapshot stands in the table already, without a digest.
        "SELECT id, certificate FROM snapshot WHERE directory_id = ?1 AND digest <> '' ORDER BY id DESC LIMIT 1",
        [directory],
        |row| Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?)),
    );
    match optional(found)? {
        Some((id, certificate)) => Ok(Some((id, serde_json::from_str(&certificate)?))),
        None => Ok(None),
    }
}

/// References to nothing in a directory: name of the resource, entitlement, reference.
pub fn orphans(
    conn: &Connection,
    directory: i64,
    offset: i64,
    limit: i64,
) -> Result<Vec<(String, String, String)>, StoreError> {
    let mut rows = conn.prepare_cached(
        "SELECT p.display_name, o.entitlement, o.reference FROM orphan o JOIN principal p ON p.id = o.resource_id
         WHERE p.directory_id = ?1 AND p.removed_snapshot_id IS NULL AND o.entitlement <> 'manager'
         ORDER BY o.resource_id, o.entitlement, o.mark LIMIT ?3 OFFSET ?2",
    )?;
    let all = rows.query_map([directory, offset, limit], |row| {
        Ok((row.get(0)?, row.get(1)?, row.get(2)?))
    })?;
    Ok(all.collect::<Result<_, _>>()?)
}
