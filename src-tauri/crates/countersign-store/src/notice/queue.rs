//! A notice is queued in the transaction of what it tells about.

use chrono::{DateTime, Utc};
use countersign_domain::notice::NoticeKind;
use rusqlite::{Connection, Transaction, params};

use crate::StoreError;
use crate::review::stamp;

/// What a notice is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    Instance(i64),
    Request(i64),
    Assignment(i64),
}

impl About {
    fn columns(self) -> [Option<i64>; 3] {
        match self {
            Self::Instance(id) => [Some(id), None, None],
            Self::Request(id) => [None, Some(id), None],
            Self::Assignment(id) => [None, None, Some(id)],
        }
    }
}

/// A notice to be kept.
#[derive(Debug)]
pub struct NewNotice<'a> {
    pub about: About,
    pub stage: i64,
    pub kind: NoticeKind,
    pub ordinal: i64,
    /// A principal; 0 for the administrators of the store.
    pub recipient: i64,
    pub name: &'a str,
    pub address: Option<&'a str>,
    pub subject: &'a str,
    pub body: &'a str,
    pub due_at: Option<DateTime<Utc>>,
    pub message_id: &'a str,
    /// Why nobody is told; none puts it in the queue.
    pub skipped: Option<&'a str>,
}

/// Keeps a notice. `false` when it is kept already: then nothing changes.
pub fn queue(transaction: &Transaction<'_>, new: &NewNotice<'_>, now: DateTime<Utc>) -> Result<bool, StoreError> {
    let [instance, request, assignment] = new.about.columns();
    let kept = transaction.prepare_cached(include_str!("queue.sql"))?.execute(params![
        instance,
        new.stage,
        new.kind.word(),
        new.ordinal,
        new.recipient,
        new.name,
        new.address,
        new.subject,
        new.body,
        new.due_at.map(stamp),
        stamp(now),
        if new.skipped.is_some() { "skipped" } else { "queued" },
        new.message_id,
        new.skipped,
        request,
        assignment,
    ])?;
    Ok(kept == 1)
}

/// The number of the next notice of a kind that may be repeated.
pub fn next_ordinal(connection: &Connection, instance: i64, stage: i64, kind: NoticeKind) -> Result<i64, StoreError> {
    Ok(connection.query_row(
        "SELECT coalesce(max(ordinal), 0) + 1 FROM notice WHERE instance_id = ?1 AND stage = ?2 AND kind = ?3",
        params![instance, stage, kind.word()],
        |row| row.get(0),
    )?)
}

/// Notes that a stage had its half-way reminder. `false` when it had it before.
pub fn remind_once(
    transaction: &Transaction<'_>,
    instance: i64,
    stage: i64,
    notices: usize,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let noted = transaction.execute(
        "INSERT INTO reminder (instance_id, stage, reminded_at, notices) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (instance_id, stage) DO NOTHING",
        params![instance, stage, stamp(now), i64::try_from(notices).unwrap_or(i64::MAX)],
    )?;
    Ok(noted == 1)
}
