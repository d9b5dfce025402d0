//! What goes out and what came, as lists; and putting a sealed file into the outbox.

use std::path::{Path, PathBuf};

use countersign_exchange::{FileId, Inbox};
use countersign_packet::{Expected, Look, Signers};
use countersign_store::exchange::{self, ArrivalRow, NewOutgoing, OutboxRow};
use countersign_store::rusqlite::OptionalExtension;
use countersign_store::{Store, StoreError};
use serde::{Deserialize, Serialize};
use serde_json::json;
use ts_rs::TS;

use crate::Problem;
use crate::call::{Entry, Read, Write};
use crate::exchange::configured;
use crate::principal::MOST;

/// Files on the way lie beside the store until they are acknowledged; they are sealed.
pub(crate) fn outgoing_folder(store: &Store) -> PathBuf {
    store.folder().join("exchange").join("out")
}

/// Files that came.
pub(crate) fn incoming_folder(store: &Store) -> PathBuf {
    store.folder().join("exchange").join("in")
}

pub(crate) fn unusable(path: &Path, error: &std::io::Error) -> Problem {
    Problem::new(format!("{} cannot be used: {error}.", path.display())).field("path")
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
pub struct ExchangeListInput {
    pub offset: Option<i64>,
    pub limit: Option<i64>,
}

/// A page of what goes out; `total` is exact.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OutboxPage {
    pub rows: Vec<OutboxRow>,
    pub offset: i64,
    pub total: i64,
}

/// A page of what came; `total` is exact.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ArrivalPage {
    pub rows: Vec<ArrivalRow>,
    pub offset: i64,
    pub total: i64,
}

fn bounds(input: &ExchangeListInput) -> (i64, i64) {
    (
        input.offset.unwrap_or(0).max(0),
        input.limit.unwrap_or(100).clamp(1, MOST),
    )
}

pub(crate) fn list(read: &Read<'_>, input: ExchangeListInput) -> Result<OutboxPage, Problem> {
    let (offset, limit) = bounds(&input);
    let (rows, total) = exchange::outbox(read.connection, offset, limit)?;
    Ok(OutboxPage { rows, offset, total })
}

pub(crate) fn arrivals(read: &Read<'_>, input: ExchangeListInput) -> Result<ArrivalPage, Problem> {
    let (offset, limit) = bounds(&input);
    let (rows, total) = exchange::arrivals(read.connection, offset, limit)?;
    Ok(ArrivalPage { rows, offset, total })
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
pub struct ExchangePutInput {
    /// A sealed file, such as one that “packet make” wrote.
    pub path: PathBuf,
    /// The inbox of whoever it is for: 32 digits.
    pub inbox: String,
    /// Who that is, for the list.
    pub recipient: String,
    pub subject: Option<String>,
}

/// The longest file that is put by hand: as large as an envelope may be.
const MOST_BYTES: u64 = 64 << 20;

/// Puts a sealed file into the outbox.
pub(crate) fn put(write: &Write<'_>, input: ExchangePutInput) -> Result<(OutboxRow, Entry), Problem> {
    let inbox: Inbox = input
        .inbox
        .trim()
        .parse()
        .map_err(|_| Problem::new("An inbox is called by 32 digits.").field("inbox"))?;
    let fault = |error: std::io::Error| unusable(&input.path, &error);
    let found = std::fs::metadata(&input.path).map_err(fault)?;
    if !found.is_file() || found.len() > MOST_BYTES {
        let said = format!("{} is no file of at most {MOST_BYTES} bytes.", input.path.display());
        return Err(Problem::new(said).field("path"));
    }
    let bytes = std::fs::read(&input.path).map_err(fault)?;
    is_sealed(&bytes).map_err(|problem| problem.field("path"))?;
    let name = input.path.file_name().unwrap_or_default().to_string_lossy();
    let subject = input.subject.unwrap_or_else(|| name.into_owned());
    let row = queue(
        write,
        &Outgoing {
            kind: "file",
            inbox,
            recipient: &short(&input.recipient),
            subject: &short(&subject),
            content: None,
        },
        &bytes,
    )?;
    let detail = json!({ "recipient": row.recipient, "subject": row.subject, "file": row.file, "bytes": row.bytes });
    Ok((row.clone(), Entry::new(format!("outbox:{}", row.id), detail)))
}

/// Whoever keeps the place reads nothing: only what is sealed goes there, and offers of keys, which are public.
fn is_sealed(bytes: &[u8]) -> Result<(), Problem> {
    if countersign_packet::look(bytes)? == Look::Open {
        let expected = Expected {
            store: None,
            signers: Signers::Any,
        };
        countersign_packet::read_any(bytes, &expected)?;
    }
    Ok(())
}

fn short(text: &str) -> String {
    text.chars().filter(|one| !one.is_control()).take(200).collect()
}

/// What is put into the outbox.
pub(crate) struct Outgoing<'a> {
    /// The word of its envelope.
    pub kind: &'a str,
    pub inbox: Inbox,
    pub recipient: &'a str,
    pub subject: &'a str,
    /// SHA-256 of what was sealed, hex; the header of the envelope has it.
    pub content: Option<&'a str>,
}

/// Puts sealed bytes into the outbox, in the transaction of what they are about. The file is on the disk before the
/// row is; one whose transaction failed is swept by the next run.
pub(crate) fn queue(write: &Write<'_>, new: &Outgoing<'_>, bytes: &[u8]) -> Result<OutboxRow, Problem> {
    enter(write, new, &keep(write, bytes)?)
}

/// A file of the outbox: its name, and how long it is.
type Kept = (String, i64);

fn keep(write: &Write<'_>, bytes: &[u8]) -> Result<Kept, Problem> {
    let folder = outgoing_folder(&write.open.store);
    let file = FileId::of(bytes).to_string();
    let path = folder.join(format!("{file}.sealed"));
    let keep = || -> std::io::Result<()> {
        std::fs::create_dir_all(&folder)?;
        let staged = path.with_extension("staged");
        std::fs::write(&staged, bytes)?;
        std::fs::File::open(&staged)?.sync_all()?;
        std::fs::rename(&staged, &path)
    };
    keep().map_err(|error| unusable(&path, &error))?;
    Ok((file, i64::try_from(bytes.len()).unwrap_or(i64::MAX)))
}

fn enter(write: &Write<'_>, new: &Outgoing<'_>, (file, bytes): &Kept) -> Result<OutboxRow, Problem> {
    let new = NewOutgoing {
        kind: new.kind,
        inbox: &new.inbox.to_string(),
        recipient: new.recipient,
        subject: new.subject,
        file,
        bytes: *bytes,
        content: new.content,
    };
    Ok(exchange::put(write.transaction, &new, write.now)?)
}

/// Hands sealed bytes to the exchange, where there is one, for everybody they are sealed to: their `age1…`. `told`: who
/// that is, and what it is about. The bytes are asked for only where they are sent.
pub(crate) fn hand_over<B: AsRef<[u8]>>(
    write: &Write<'_>,
    kind: &str,
    seals: &[&str],
    (recipient, subject): (&str, &str),
    content: &str,
    bytes: impl FnOnce() -> Result<B, Problem>,
) -> Result<(), Problem> {
    if seals.is_empty() || configured(write.transaction)?.is_none() {
        return Ok(());
    }
    let kept = keep(write, bytes()?.as_ref())?;
    for seal in seals {
        let new = Outgoing {
            kind,
            inbox: Inbox::of(seal.as_bytes()),
            recipient: &short(recipient),
            subject: &short(subject),
            content: Some(content),
        };
        enter(write, &new, &kept)?;
    }
    Ok(())
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OutboxInput {
    pub id: i64,
}

/// Takes a file back that nobody acknowledged: it is not sent any more, and the next run takes it away.
pub(crate) fn withdraw(write: &Write<'_>, input: OutboxInput) -> Result<(OutboxRow, Entry), Problem> {
    let state: Option<String> = write
        .transaction
        .query_row("SELECT state FROM outbox WHERE id = ?1", [input.id], |row| row.get(0))
        .optional()
        .map_err(StoreError::from)?;
    match state.as_deref() {
        None => return Err(Problem::missing("outbox", input.id)),
        Some("waiting" | "sent") => {}
        Some(_) => {
            return Err(Problem::new("This file was acknowledged or taken back already.").code("state"));
        }
    }
    let sql = "UPDATE outbox SET state = 'withdrawn', last_problem = NULL WHERE id = ?1";
    write.transaction.execute(sql, [input.id]).map_err(StoreError::from)?;
    let row = exchange::outgoing(write.transaction, input.id)?.ok_or_else(|| Problem::missing("outbox", input.id))?;
    let detail = json!({ "recipient": row.recipient, "subject": row.subject, "file": row.file });
    Ok((row, Entry::new(format!("outbox:{}", input.id), detail)))
}
