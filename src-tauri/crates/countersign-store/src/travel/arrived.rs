//! Returns that arrived where their packets were made.

use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, Transaction, params};

use super::Travel;
use crate::StoreError;
use crate::review::stamp;

/// A return that arrives.
#[derive(Debug, Clone)]
pub struct NewReturn<'a> {
    pub hash: &'a str,
    pub packet: &'a str,
    pub device: &'a str,
    pub sequence: i64,
    pub previous: Option<&'a str>,
    pub made_at: DateTime<Utc>,
    pub arrived_at: DateTime<Utc>,
    pub event_count: i64,
}

/// A return that arrived before, and how many of its events were looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TakenReturn {
    pub id: i64,
    pub event_count: i64,
    pub seen_count: i64,
}

/// A return of this hash, if it arrived before.
pub fn find_return(connection: &Connection, of: Travel, hash: &str) -> Result<Option<TakenReturn>, StoreError> {
    let table = of.tables().arrived;
    Ok(connection
        .prepare_cached(&format!(
            "SELECT id, event_count, seen_count FROM {table} WHERE hash = ?1"
        ))?
        .query_row([hash], |row| {
            Ok(TakenReturn {
                id: row.get(0)?,
                event_count: row.get(1)?,
                seen_count: row.get(2)?,
            })
        })
        .optional()?)
}

/// Keeps that a return arrived; its number, which it has already where it arrived before.
pub fn add_return(transaction: &Transaction<'_>, of: Travel, new: &NewReturn<'_>) -> Result<i64, StoreError> {
    if let Some(known) = find_return(transaction, of, new.hash)? {
        return Ok(known.id);
    }
    let table = of.tables().arrived;
    transaction.execute(
        &format!(
            "INSERT INTO {table} (hash, packet_id, device, sequence, previous, made_at, arrived_at, event_count)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"
        ),
        params![
            new.hash,
            new.packet,
            new.device,
            new.sequence,
            new.previous,
            stamp(new.made_at),
            stamp(new.arrived_at),
            new.event_count
        ],
    )?;
    Ok(transaction.last_insert_rowid())
}

/// Keeps how many events of a return were looked at.
pub fn note_seen(transaction: &Transaction<'_>, of: Travel, in_return: i64, seen: i64) -> Result<(), StoreError> {
    let table = of.tables().arrived;
    transaction.execute(
        &format!("UPDATE {table} SET seen_count = max(seen_count, ?2) WHERE id = ?1"),
        [in_return, seen],
    )?;
    Ok(())
}
