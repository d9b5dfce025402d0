//! The hash-chained audit log (`hash_n = SHA-256(hash_{n-1} || entry_n)`, hash_0 = 32 zero bytes).

mod about;

use std::fmt;

use chrono::{DateTime, SecondsFormat, Utc};
use rusqlite::{Connection, OptionalExtension, Row, Rows, Transaction, params};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::{StoreError, key};

/// One act, as it is sealed. Its JSON, in this field order, is what is hashed.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AuditEntry {
    pub seq: i64,
    pub at: String,
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
    let head = head(transaction)?;
    let entry = AuditEntry {
        seq: head.entries + 1,
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
    about::note(transaction, entry.seq, new)?;
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
        None => Head {
            entries: 0,
            hash: [0; 32],
        },
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
    /// An item shows another decision than the last event about it.
    Item { item: i64 },
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
            Self::Item { item } => write!(
                f,
                "Item {item} shows another decision than the last one recorded on it."
            ),
        }
    }
}

/// Recomputes the whole chain and the digests of the decisions it seals, streaming; then compares
/// each item with the last decision kept about it.
pub fn verify(connection: &Connection) -> Result<Verification, StoreError> {
    let mut statement = connection.prepare("SELECT seq, entry, hash FROM audit ORDER BY seq")?;
    let mut rows = statement.query([])?;
    let mut events = connection.prepare(EVENTS)?;
    let mut events = Sealed {
        rows: events.query([])?,
        next: None,
    };
    events.advance()?;
    let (mut entries, mut head) = (0i64, [0u8; 32]);
    let broken = loop {
        let Some(row) = rows.next()? else { break None };
        let seq: i64 = row.get(0)?;
        if seq != entries + 1 {
            break Some(Broken::Gap {
                expected: entries + 1,
                found: seq,
            });
        }
        let text = bytes(row, 1)?;
        let hash = chain(&head, text);
        let entry = serde_json::from_slice::<AuditEntry>(text)
            .ok()
            .filter(|entry| entry.seq == seq);
        let Some(entry) = entry.filter(|_| bytes(row, 2).is_ok_and(|kept| kept == hash)) else {
            break Some(Broken::Entry { seq });
        };
        let (count, digest) = events.digest_of(seq)?;
        // An act over many items that decided none seals the digest of nothing.
        if entry.detail["events"]["digest"]
            .as_str()
            .map_or(count > 0, |kept| kept != digest)
        {
            break Some(Broken::Decision { seq });
        }
        (entries, head) = (seq, hash);
    };
    let broken = match (broken, &events.next) {
        // The log ends before the decisions do.
        (None, Some(event)) => Some(Broken::Decision { seq: event.seq }),
        (None, None) => crate::item::first_changed(connection)?.map(|item| Broken::Item { item }),
        (broken, _) => broken,
    };
    Ok(Verification { entries, head, broken })
}

const EVENTS: &str = "SELECT audit_seq, item_id, at, actor, decision, justification, source, stage, note
                      FROM decision_event ORDER BY audit_seq, id";

/// Text or bytes as they lie there: what was changed by force need not be UTF-8.
fn bytes<'row>(row: &'row Row<'_>, column: usize) -> Result<&'row [u8], StoreError> {
    row.get_ref(column)?
        .as_bytes()
        .map_err(|error| StoreError::Value(error.to_string()))
}

/// The decision events in the order of the entries that sealed them, one read ahead.
struct Sealed<'s> {
    rows: Rows<'s>,
    next: Option<SealedEvent>,
}

struct SealedEvent {
    seq: i64,
    item: i64,
    /// At, actor, decision, justification, source, note.
    words: [String; 6],
    stage: i64,
}

impl Sealed<'_> {
    fn advance(&mut self) -> Result<(), StoreError> {
        self.next = match self.rows.next()? {
            None => None,
            Some(row) => {
                let word = |column| bytes(row, column).map(|text| String::from_utf8_lossy(text).into_owned());
                let words = [word(2)?, word(3)?, word(4)?, word(5)?, word(6)?, word(8)?];
                Some(SealedEvent {
                    seq: row.get(0)?,
                    item: row.get(1)?,
                    words,
                    stage: row.get(7)?,
                })
            }
        };
        Ok(())
    }

    /// How many events an entry has, and the digest over them. Events of an earlier entry that was
    /// not asked about belong to no entry at all, and spoil the digest.
    fn digest_of(&mut self, seq: i64) -> Result<(u64, String), StoreError> {
        let mut digest = Sha256::new();
        let mut count = 0;
        while let Some(event) = self.next.take_if(|event| event.seq <= seq) {
            count += 1;
            let [at, actor, decision, justification, source, note] = &event.words;
            let words = [at.as_str(), actor, decision, justification, source];
            crate::item::line(&mut digest, event.item, words, event.stage, note)?;
            self.advance()?;
        }
        Ok((count, key::to_hex(&digest.finalize())))
    }
}

/// One link of the chain.
pub fn chain(previous: &[u8; 32], entry: &[u8]) -> [u8; 32] {
    Sha256::new()
        .chain_update(previous)
        .chain_update(entry)
        .finalize()
        .into()
}
