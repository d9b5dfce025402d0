//! Forward-only migrations, each in one transaction, after a backup of what was there.

use std::path::Path;

use rusqlite::{Connection, TransactionBehavior};

use crate::{StoreError, StoreKey, backup};

/// The schema, step by step. A step that has shipped is never edited.
const STEPS: &[&[&str]] = &[&[
    include_str!("migration/audit.sql"),
    include_str!("snapshot/schema.sql"),
    include_str!("migration/review.sql"),
    include_str!("migration/plan.sql"),
    include_str!("migration/exception.sql"),
]];

/// The newest store version this program knows.
pub(crate) const KNOWN: i64 = STEPS.len() as i64;

/// Brings the file to [`KNOWN`]; refuses a newer one. A new file gets no backup.
pub(crate) fn run(writer: &mut Connection, path: &Path, key: &StoreKey) -> Result<(), StoreError> {
    let found: i64 = writer.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    if found > KNOWN {
        return Err(StoreError::Newer { found, known: KNOWN });
    }
    if found > 0 && found < KNOWN {
        backup::copy(writer, &path.with_extension(format!("before-{KNOWN}.db")), key)?;
    }
    for version in found..KNOWN {
        let transaction = writer.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let step = usize::try_from(version)
            .map_err(|_| StoreError::Damaged(format!("the store version {version} is negative")))?;
        for sql in STEPS[step] {
            transaction.execute_batch(sql)?;
        }
        transaction.execute_batch(&format!("PRAGMA user_version = {}", version + 1))?;
        transaction.commit()?;
    }
    Ok(())
}
