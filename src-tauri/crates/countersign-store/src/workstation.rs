//! Workstations that hold the store, and whose the right to write it is.

use std::path::PathBuf;

use chrono::{DateTime, Utc};
use countersign_domain::pen::{Knows, Refusal, Term};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use serde::Serialize;
use ts_rs::TS;

use crate::StoreError;
use crate::review::stamp;

/// A workstation of the store.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct WorkstationRow {
    pub id: i64,
    /// 32 hexadecimal digits that name its keys.
    pub key_id: String,
    #[serde(skip)]
    #[ts(skip)]
    pub sign: [u8; 32],
    #[serde(skip)]
    #[ts(skip)]
    pub seal: String,
    pub name: String,
    #[ts(type = "string")]
    pub accepted_at: DateTime<Utc>,
    pub accepted_by: String,
    #[ts(type = "string | null")]
    pub ended_at: Option<DateTime<Utc>>,
    pub ended_by: Option<String>,
    pub reason: String,
}

/// A term as it stands in the store.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TermRow {
    pub number: i64,
    pub workstation: i64,
    pub key_id: String,
    pub name: String,
    /// `first`, `handOver`, `emergency` or `restored`.
    pub cause: String,
    #[ts(type = "string")]
    pub given_at: DateTime<Utc>,
    pub given_by: String,
    pub reason: String,
    #[ts(type = "string | null")]
    pub taken_at: Option<DateTime<Utc>>,
}

impl TermRow {
    /// As the rules know it.
    pub fn term(&self) -> Term {
        Term {
            number: self.number,
            holder: self.key_id.clone(),
            taken: self.taken_at.is_some(),
        }
    }
}

fn row(row: &Row<'_>) -> rusqlite::Result<WorkstationRow> {
    Ok(WorkstationRow {
        id: row.get("id")?,
        key_id: row.get("key_id")?,
        sign: row.get("sign")?,
        seal: row.get("seal")?,
        name: row.get("name")?,
        accepted_at: row.get("accepted_at")?,
        accepted_by: row.get("accepted_by")?,
        ended_at: row.get("ended_at")?,
        ended_by: row.get("ended_by")?,
        reason: row.get("reason")?,
    })
}

/// All of them, in the order in which they came.
pub fn list(connection: &Connection) -> Result<Vec<WorkstationRow>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT * FROM workstation ORDER BY id")?;
    Ok(statement.query_map([], row)?.collect::<Result<_, _>>()?)
}

pub fn by_key(connection: &Connection, key_id: &str) -> Result<Option<WorkstationRow>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT * FROM workstation WHERE key_id = ?1")?;
    Ok(statement.query_row([key_id], row).optional()?)
}

pub fn one(connection: &Connection, id: i64) -> Result<Option<WorkstationRow>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT * FROM workstation WHERE id = ?1")?;
    Ok(statement.query_row([id], row).optional()?)
}

/// What is written of a workstation.
#[derive(Debug, Clone, Copy)]
pub struct NewWorkstation<'a> {
    pub key_id: &'a str,
    pub sign: &'a [u8; 32],
    pub seal: &'a str,
    pub name: &'a str,
    pub by: &'a str,
    pub at: DateTime<Utc>,
}

pub fn put(transaction: &Transaction<'_>, new: &NewWorkstation<'_>) -> Result<i64, StoreError> {
    transaction.execute(
        "INSERT INTO workstation (key_id, sign, seal, name, accepted_at, accepted_by) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![new.key_id, new.sign, new.seal, new.name, stamp(new.at), new.by],
    )?;
    Ok(transaction.last_insert_rowid())
}

pub fn rename(transaction: &Transaction<'_>, id: i64, name: &str) -> Result<(), StoreError> {
    transaction.execute("UPDATE workstation SET name = ?2 WHERE id = ?1", params![id, name])?;
    Ok(())
}

pub fn end(
    transaction: &Transaction<'_>,
    id: i64,
    reason: &str,
    by: &str,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    transaction.execute(
        "UPDATE workstation SET ended_at = ?2, ended_by = ?3, reason = ?4 WHERE id = ?1",
        params![id, stamp(at), by, reason],
    )?;
    Ok(())
}

const TERM: &str =
    "SELECT t.number, t.workstation_id, w.key_id, w.name, t.cause, t.given_at, t.given_by, t.reason, t.taken_at
                    FROM term t JOIN workstation w ON w.id = t.workstation_id ORDER BY t.number DESC";

fn term(row: &Row<'_>) -> rusqlite::Result<TermRow> {
    Ok(TermRow {
        number: row.get(0)?,
        workstation: row.get(1)?,
        key_id: row.get(2)?,
        name: row.get(3)?,
        cause: row.get(4)?,
        given_at: row.get(5)?,
        given_by: row.get(6)?,
        reason: row.get(7)?,
        taken_at: row.get(8)?,
    })
}

/// All terms, the last first.
pub fn terms(connection: &Connection) -> Result<Vec<TermRow>, StoreError> {
    let mut statement = connection.prepare_cached(TERM)?;
    Ok(statement.query_map([], term)?.collect::<Result<_, _>>()?)
}

/// The term that counts; none while the store has one workstation alone.
pub fn last_term(connection: &Connection) -> Result<Option<TermRow>, StoreError> {
    let mut statement = connection.prepare_cached(TERM)?;
    Ok(statement.query_row([], term).optional()?)
}

/// What is written of a term.
#[derive(Debug, Clone, Copy)]
pub struct NewTerm<'a> {
    pub number: i64,
    pub workstation: i64,
    pub cause: &'a str,
    pub by: &'a str,
    pub reason: &'a str,
    pub taken: bool,
    pub at: DateTime<Utc>,
}

pub fn put_term(transaction: &Transaction<'_>, new: &NewTerm<'_>) -> Result<(), StoreError> {
    transaction.execute(
        "INSERT INTO term (number, workstation_id, cause, given_at, given_by, reason, taken_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![
            new.number,
            new.workstation,
            new.cause,
            stamp(new.at),
            new.by,
            new.reason,
            new.taken.then(|| stamp(new.at))
        ],
    )?;
    Ok(())
}

/// Says that a term that was handed over is written in from now on.
pub fn take_term(transaction: &Transaction<'_>, number: i64, at: DateTime<Utc>) -> Result<(), StoreError> {
    transaction.execute(
        "UPDATE term SET taken_at = ?2 WHERE number = ?1",
        params![number, stamp(at)],
    )?;
    Ok(())
}

/// How many entries two logs begin with together: where the chains agree, all before agrees.
pub fn common(one: &Connection, other: &Connection) -> Result<i64, StoreError> {
    let at = |connection: &Connection, seq: i64| -> Result<Option<Vec<u8>>, StoreError> {
        let mut statement = connection.prepare_cached("SELECT hash FROM audit WHERE seq = ?1")?;
        Ok(statement.query_row([seq], |row| row.get(0)).optional()?)
    };
    let entries = |connection: &Connection| Ok::<_, StoreError>(crate::audit::head(connection)?.entries);
    let (mut same, mut most) = (0, entries(one)?.min(entries(other)?));
    while same < most {
        let middle = same + (most - same + 1) / 2;
        let hash = at(one, middle)?;
        if hash.is_some() && hash == at(other, middle)? {
            same = middle;
        } else {
            most = middle - 1;
        }
    }
    Ok(same)
}

/// Which workstation an open store is, and where it is written down that another took it over.
#[derive(Debug, Default)]
pub struct Seat {
    /// The id of its keys; none: no workstation of the store.
    pub own: Option<String>,
    /// A file with the latest [`Term`] that others showed; not in the store, since that is not written any more.
    pub seen: Option<PathBuf>,
    /// Another folder that is this workstation; this one is a copy of it, and is not written.
    pub original: Option<PathBuf>,
}

impl Seat {
    /// The latest term that others showed. A file that cannot be read stops the writing as one that can would.
    pub fn seen(&self) -> Option<Term> {
        let unknown = Term {
            number: i64::MAX,
            holder: String::new(),
            taken: true,
        };
        match std::fs::read(self.seen.as_ref()?) {
            Ok(bytes) => Some(serde_json::from_slice(&bytes).unwrap_or(unknown)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
            Err(_) => Some(unknown),
        }
    }

    pub(crate) fn may_write(&self, connection: &Connection) -> Result<(), StoreError> {
        let Some(last) = last_term(connection)? else {
            return Ok(());
        };
        if let Some(original) = &self.original {
            let of = original.display().to_string();
            return Err(StoreError::Pen {
                refusal: Refusal::Copied { of },
                holder: Some(last.name),
            });
        }
        let (kept, seen) = (last.term(), self.seen());
        let knows = Knows {
            own: self.own.as_deref(),
            kept: Some(&kept),
            seen: seen.as_ref(),
        };
        knows.may_write().map_err(|refusal| {
            let holder = match &refusal {
                Refusal::Ended { holder, .. } => by_key(connection, holder).ok().flatten().map(|row| row.name),
                _ => Some(last.name),
            };
            StoreError::Pen { refusal, holder }
        })
    }
}
