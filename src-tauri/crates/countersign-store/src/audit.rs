//! The hash-chained audit log (`hash_n = SHA-256(hash_{n-1} || entry_n)`, hash_0 = 32 zero bytes).

use std::fmt;

use chrono::{DateTime, SecondsFormat, Utc};
use rusqlite::{Connection, OptionalExtension, Transaction, params};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::StoreError;

/// One act, as it is sealed. Its JSON, in this field order, is what is hashed.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AuditEntry {
    pub seq: i64,
    pub at: String,
    pub actor: String,
    pub operation: String,
    pub subject: String,
    pub detail: serde_json::Value,
}

/// What the caller knows of an act; the log adds its number, and the chain its hash.
pub struct NewEntry<'a> {
    pub at: DateTime<Utc>,
    pub actor: &'a str,
    pub operation: &'a str,
    pub subject: String,
    pub detail: serde_json::Value,
    pub instance_id: Option<i64>,
}

/// The end of the log: how many entries, and the hash over all of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    pub entries: i64,
    pub hash: [u8; 32],
}

/// Adds an entry in the transaction of what it records and answers its number.
pub fn append(transaction: &Transaction<'_>, new: &NewEntry<'_>) -> Result<i64, StoreError> {
    let head = head(transaction)?;
    let entry = AuditEntry {
        seq: head.entries + 1,
        at: new.at.to_rfc3339_opts(SecondsFormat::Millis, true),
        actor: new.actor.to_owned(),
        operation: new.operation.to_owned(),
        subject: new.subject.clone(),
        detail: new.detail.clone(),
    };
    let text = serde_json::to_string(&entry)?;
    let hash = chain(&head.hash, text.as_bytes());
    transaction
        .prepare_cached(
            "INSERT INTO audit (seq, entry, hash, instance_id) VALUES (?1, ?2, ?3, ?4)",
        )?
        .execute(params![entry.seq, text, hash.as_slice(), new.instance_id])?;
    Ok(entry.seq)
}

/// The log's head; an empty log has zero entries and the zero hash.
pub fn head(connection: &Connection) -> Result<Head, StoreError> {
    let last = connection
        .prepare_cached("SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1")?
        .query_row([], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, [u8; 32]>(1)?)))
        .optional()?;
    Ok(match last {
        Some((entries, hash)) => Head { entries, hash },
        None => Head { entries: 0, hash: [0; 32] },
    })
}

/// What [`verify`] saw.
#[derive(Debug)]
pub struct Verification {
    pub entries: i64,
    pub head: [u8; 32],
    /// Where the chain breaks first, if it does.
    pub broken: Option<Broken>,
}

/// The first place where the log is not what was written.
#[derive(Debug, PartialEq, Eq)]
pub enum Broken {
    /// The entry's own number or hash does not follow from the entry before it.
    Entry { seq: i64 },
    /// A number is missing: an entry was taken out, or put in.
    Gap { expected: i64, found: i64 },
    /// Decision events do not match the entry that recorded them.
    Decision { seq: i64 },
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Entry { seq } => write!(f, "Entry {seq} of the audit log was changed."),
            Self::Gap { expected, found } => write!(
                f,
                "Entry {expected} of the audit log is missing; the next one there is {found}."
            ),
            Self::Decision { seq } => write!(
                f,
                "The decisions recorded by entry {seq} of the audit log are not those in the store."
            ),
        }
    }
}

/// Recomputes the whole chain, streaming.
pub fn verify(connection: &Connection) -> Result<Verification, StoreError> {
    let mut statement = connection.prepare("SELECT seq, entry, hash FROM audit ORDER BY seq")?;
    let mut rows = statement.query([])?;
    let (mut entries, mut head) = (0i64, [0u8; 32]);
    while let Some(row) = rows.next()? {
        let seq: i64 = row.get(0)?;
        if seq != entries + 1 {
            let broken = Broken::Gap { expected: entries + 1, found: seq };
            return Ok(Verification { entries, head, broken: Some(broken) });
        }
        let entry = row.get_ref(1)?.as_bytes().map_err(|error| StoreError::Value(error.to_string()))?;
        let hash: [u8; 32] = row.get(2)?;
        let named = serde_json::from_slice::<AuditEntry>(entry).map(|entry| entry.seq).unwrap_or(0);
        if chain(&head, entry) != hash || named != seq {
            let broken = Broken::Entry { seq };
            return Ok(Verification { entries, head, broken: Some(broken) });
        }
        (entries, head) = (seq, hash);
    }
    Ok(Verification { entries, head, broken: None })
}

/// One link of the chain.
pub fn chain(previous: &[u8; 32], entry: &[u8]) -> [u8; 32] {
    Sha256::new().chain_update(previous).chain_update(entry).finalize().into()
}
