//! What could not be taken as it came: raised once, settled once.

use chrono::{DateTime, Utc};
use rusqlite::{Transaction, params};

use super::Travel;
use crate::StoreError;
use crate::review::stamp;

/// Keeps why something is not taken as it came; the number of the dispute.
pub fn raise(
    transaction: &Transaction<'_>,
    of: Travel,
    taken: i64,
    (reason, detail): (&str, &str),
    now: DateTime<Utc>,
) -> Result<i64, StoreError> {
    let table = of.tables().dispute;
    transaction.execute(
        &format!("INSERT INTO {table} (taken_id, reason, detail, raised_at) VALUES (?1, ?2, ?3, ?4)"),
        params![taken, reason, detail, stamp(now)],
    )?;
    Ok(transaction.last_insert_rowid())
}

/// Settles a dispute, once.
pub fn settle(
    transaction: &Transaction<'_>,
    of: Travel,
    dispute: i64,
    settlement: &str,
    (by, reason): (&str, &str),
    now: DateTime<Utc>,
    audit_seq: i64,
) -> Result<(), StoreError> {
    let table = of.tables().dispute;
    transaction.execute(
        &format!(
            "UPDATE {table} SET settlement = ?2, settled_at = ?3, settled_by = ?4, settled_reason = ?5, settled_seq = ?6
             WHERE id = ?1 AND settlement IS NULL"
        ),
        params![dispute, settlement, stamp(now), by, reason, audit_seq],
    )?;
    Ok(())
}
