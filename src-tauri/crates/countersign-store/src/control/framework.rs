//! Frameworks that somebody brought in, as their files were.

use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};

use crate::StoreError;
use crate::review::stamp;

/// A file, and who brought it.
#[derive(Debug, Clone)]
pub struct ImportedFramework {
    pub id: String,
    pub text: String,
    pub imported_at: DateTime<Utc>,
    pub imported_by: String,
}

fn read(row: &Row<'_>) -> rusqlite::Result<ImportedFramework> {
    Ok(ImportedFramework {
        id: row.get(0)?,
        text: row.get(1)?,
        imported_at: row.get(2)?,
        imported_by: row.get(3)?,
    })
}

const ROW: &str = "SELECT id, text, imported_at, imported_by FROM framework";

/// All of them, by their ids.
pub fn frameworks(connection: &Connection) -> Result<Vec<ImportedFramework>, StoreError> {
    let mut statement = connection.prepare_cached(&format!("{ROW} ORDER BY id"))?;
    Ok(statement.query_map([], read)?.collect::<Result<_, _>>()?)
}

pub fn framework(connection: &Connection, id: &str) -> Result<Option<ImportedFramework>, StoreError> {
    let mut statement = connection.prepare_cached(&format!("{ROW} WHERE id = ?1"))?;
    Ok(statement.query_row([id], read).optional()?)
}

/// Keeps a file in the place of the one with its id.
pub fn put_framework(
    transaction: &Transaction<'_>,
    id: &str,
    text: &str,
    now: DateTime<Utc>,
    by: &str,
) -> Result<(), StoreError> {
    transaction.execute(
        "INSERT OR REPLACE INTO framework (id, text, imported_at, imported_by) VALUES (?1, ?2, ?3, ?4)",
        params![id, text, stamp(now), by],
    )?;
    Ok(())
}
