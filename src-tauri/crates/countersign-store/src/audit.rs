//! The audit log: a hash chain (`hash_n = SHA-256(hash_{n-1} || entry_n)`, hash_0 = 32 zero bytes), and a Merkle tree
//! over the same entries, by which one of them can be shown without the others.

mod about;
mod broken;
mod event;
mod tree;
mod verify;

pub use broken::{Broken, Fault};
pub use event::{EventProof, Heard, event_proof, heard_line, travelled_root};
pub use tree::{consistency, inclusion, leaf_of, proof, root_at};
pub use verify::{ClockBack, Verification, verify};

use chrono::{DateTime, SecondsFormat, Utc};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::StoreError;

/// One act, as it is sealed. Its JSON, in this field order, is what is hashed.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AuditEntry {
    pub seq: i64,
    pub at: String,
    /// By how many milliseconds `at` lies before the entry above; the number is what orders entries.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clock_back: Option<i64>,
    pub actor: String,
    /// How it was shown that the actor is who they say.
    pub assurance: String,
    /// The machine it was done on.
    pub device: String,
    pub operation: String,
    pub subject: String,
    pub detail: serde_json::Value,
}

/// What the caller knows of an act; the log adds its number, and the chain its hash.
pub struct NewEntry<'a> {
    pub at: DateTime<Utc>,
    pub actor: &'a str,
    pub assurance: &'a str,
    pub device: &'a str,
    pub operation: &'a str,
    pub subject: String,
    pub detail: serde_json::Value,
    pub instance_id: Option<i64>,
    /// An access package it is about, where its subject does not lead there.
    pub package_id: Option<i64>,
}

/// The end of the log: how many entries, and the hash over all of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    pub entries: i64,
    pub hash: [u8; 32],
}

/// Adds an entry in the transaction of what it records and answers its number.
pub fn append(transaction: &Transaction<'_>, new: &NewEntry<'_>) -> Result<i64, StoreError> {
    let (head, before) = last(transaction)?;
    let back = before.map(|before| (before - new.at).num_milliseconds());
    let entry = AuditEntry {
        seq: head.entries + 1,
        clock_back: back.filter(|back| *back > 0),
        at: new.at.to_rfc3339_opts(SecondsFormat::Millis, true),
        actor: new.actor.to_owned(),
        assurance: new.assurance.to_owned(),
        device: new.device.to_owned(),
        operation: new.operation.to_owned(),
        subject: new.subject.clone(),
        detail: new.detail.clone(),
    };
    let text = serde_json::to_string(&entry)?;
    let hash = chain(&head.hash, text.as_bytes());
    transaction
        .prepare_cached("INSERT INTO audit (seq, entry, hash, instance_id) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![entry.seq, text, hash.as_slice(), new.instance_id])?;
    tree::grow(transaction, entry.seq)?;
    about::note(transaction, entry.seq, new)?;
    Ok(entry.seq)
}

/// The log's head; an empty log has zero entries and the zero hash.
pub fn head(connection: &Connection) -> Result<Head, StoreError> {
    Ok(last(connection)?.0)
}

/// The head, and the moment of the last entry.
fn last(connection: &Connection) -> Result<(Head, Option<DateTime<Utc>>), StoreError> {
    let last = connection
        .prepare_cached("SELECT seq, hash, substr(entry, 1, 80) FROM audit ORDER BY seq DESC LIMIT 1")?
        .query_row([], |row| {
            let (entries, hash) = (row.get::<_, i64>(0)?, row.get::<_, [u8; 32]>(1)?);
            // Bytes that are no text were put in by force; verification says so.
            let at = row.get::<_, String>(2).ok().and_then(|begin| moment(&begin));
            Ok((Head { entries, hash }, at))
        })
        .optional()?;
    Ok(last.unwrap_or((
        Head {
            entries: 0,
            hash: [0; 32],
        },
        None,
    )))
}

/// `{"seq":7,"at":"2026-…` holds the moment as its third text.
fn moment(begin: &str) -> Option<DateTime<Utc>> {
    let at = begin.split('"').nth(5)?;
    Some(DateTime::parse_from_rfc3339(at).ok()?.to_utc())
}

/// Text or bytes as they lie there: what was changed by force need not be UTF-8.
fn bytes<'row>(row: &'row Row<'_>, column: usize) -> Result<&'row [u8], StoreError> {
    row.get_ref(column)?
        .as_bytes()
        .map_err(|error| StoreError::Value(error.to_string()))
}

/// One link of the chain.
pub fn chain(previous: &[u8; 32], entry: &[u8]) -> [u8; 32] {
    Sha256::new()
        .chain_update(previous)
        .chain_update(entry)
        .finalize()
        .into()
}
