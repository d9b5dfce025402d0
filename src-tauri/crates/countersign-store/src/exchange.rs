//! What goes out and what came, over the exchange.

use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use serde::Serialize;
use ts_rs::TS;

use crate::StoreError;

/// A file on its way to somebody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OutboxRow {
    pub id: i64,
    pub kind: String,
    pub recipient: String,
    pub subject: String,
    pub state: String,
    pub bytes: i64,
    pub queued_at: DateTime<Utc>,
    pub sent_at: Option<DateTime<Utc>>,
    pub acknowledged_at: Option<DateTime<Utc>>,
    pub attempts: i64,
    pub last_problem: Option<String>,
    pub inbox: String,
    /// SHA-256 of the sealed bytes.
    pub file: String,
    #[serde(skip)]
    pub content: Option<String>,
}

/// A file that came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ArrivalRow {
    pub id: i64,
    pub kind: Option<String>,
    pub subject: Option<String>,
    pub state: String,
    pub bytes: Option<i64>,
    pub seen_at: DateTime<Utc>,
    pub arrived_at: Option<DateTime<Utc>>,
    pub acknowledged_at: Option<DateTime<Utc>>,
    pub last_problem: Option<String>,
    /// SHA-256 of the sealed bytes.
    pub file: String,
    #[serde(skip)]
    pub content: Option<String>,
}

/// How many of each are on their way.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ExchangeCount {
    /// Not sent yet.
    pub waiting: i64,
    /// Sent, and not acknowledged.
    pub sent: i64,
    pub acknowledged: i64,
    /// Seen at the place, and not whole.
    pub incoming: i64,
    /// Here, and to be opened by a person.
    pub arrived: i64,
    pub taken: i64,
    pub refused: i64,
}

/// What is put into the outbox.
pub struct NewOutgoing<'a> {
    pub kind: &'a str,
    pub inbox: &'a str,
    pub recipient: &'a str,
    pub subject: &'a str,
    pub file: &'a str,
    pub bytes: i64,
    pub content: Option<&'a str>,
}

const OUTBOX: &str = "id, kind, recipient, subject, state, bytes, queued_at, sent_at, acknowledged_at, attempts, \
                      last_problem, inbox, file, content";
const ARRIVAL: &str =
    "id, kind, subject, state, bytes, seen_at, arrived_at, acknowledged_at, last_problem, file, content";

fn to_outgoing(row: &Row<'_>) -> rusqlite::Result<OutboxRow> {
    Ok(OutboxRow {
        id: row.get(0)?,
        kind: row.get(1)?,
        recipient: row.get(2)?,
        subject: row.get(3)?,
        state: row.get(4)?,
        bytes: row.get(5)?,
        queued_at: row.get(6)?,
        sent_at: row.get(7)?,
        acknowledged_at: row.get(8)?,
        attempts: row.get(9)?,
        last_problem: row.get(10)?,
        inbox: row.get(11)?,
        file: row.get(12)?,
        content: row.get(13)?,
    })
}

fn to_incoming(row: &Row<'_>) -> rusqlite::Result<ArrivalRow> {
    Ok(ArrivalRow {
        id: row.get(0)?,
        kind: row.get(1)?,
        subject: row.get(2)?,
        state: row.get(3)?,
        bytes: row.get(4)?,
        seen_at: row.get(5)?,
        arrived_at: row.get(6)?,
        acknowledged_at: row.get(7)?,
        last_problem: row.get(8)?,
        file: row.get(9)?,
        content: row.get(10)?,
    })
}

/// Puts a file into the outbox; the same one for the same inbox is there once, and again after it was taken back.
/// Answers its row.
pub fn put(transaction: &Transaction<'_>, new: &NewOutgoing<'_>, now: DateTime<Utc>) -> Result<OutboxRow, StoreError> {
    transaction.execute(
        "INSERT INTO outbox (kind, inbox, recipient, subject, file, bytes, content, queued_at, state)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 'waiting') ON CONFLICT (inbox, file) DO UPDATE SET
           state = 'waiting', queued_at = excluded.queued_at, sent_at = NULL, attempts = 0, last_problem = NULL
         WHERE state = 'withdrawn'",
        params![
            new.kind,
            new.inbox,
            new.recipient,
            new.subject,
            new.file,
            new.bytes,
            new.content,
            now
        ],
    )?;
    let sql = format!("SELECT {OUTBOX} FROM outbox WHERE inbox = ?1 AND file = ?2");
    Ok(transaction.query_row(&sql, params![new.inbox, new.file], to_outgoing)?)
}

/// The outgoing files in one of the states, in the order they were put, after the one named.
pub fn outgoing_of(connection: &Connection, state: &str, after: i64, limit: i64) -> Result<Vec<OutboxRow>, StoreError> {
    let sql = format!("SELECT {OUTBOX} FROM outbox WHERE state = ?1 AND id > ?2 ORDER BY id LIMIT ?3");
    let mut statement = connection.prepare_cached(&sql)?;
    let rows = statement.query_map(params![state, after, limit], to_outgoing)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// One outgoing file.
pub fn outgoing(connection: &Connection, id: i64) -> Result<Option<OutboxRow>, StoreError> {
    let sql = format!("SELECT {OUTBOX} FROM outbox WHERE id = ?1");
    let mut statement = connection.prepare_cached(&sql)?;
    Ok(statement.query_row([id], to_outgoing).optional()?)
}

/// The files that wait, or were sent and not acknowledged: whoever goes on with the store needs them.
pub fn waiting_files(connection: &Connection) -> Result<Vec<String>, StoreError> {
    let sql = "SELECT DISTINCT file FROM outbox WHERE state IN ('waiting','sent') ORDER BY file";
    let mut statement = connection.prepare_cached(sql)?;
    Ok(statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?)
}

/// Everybody whom these sealed bytes are for.
pub fn outgoing_file(connection: &Connection, file: &str) -> Result<Vec<OutboxRow>, StoreError> {
    let sql = format!("SELECT {OUTBOX} FROM outbox WHERE file = ?1 ORDER BY id");
    let mut statement = connection.prepare_cached(&sql)?;
    let rows = statement.query_map([file], to_outgoing)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// A page of what went or goes out, newest first, and how many there are.
pub fn outbox(connection: &Connection, offset: i64, limit: i64) -> Result<(Vec<OutboxRow>, i64), StoreError> {
    let total = connection.query_row("SELECT count(*) FROM outbox", [], |row| row.get(0))?;
    let sql = format!("SELECT {OUTBOX} FROM outbox ORDER BY id DESC LIMIT ?1 OFFSET ?2");
    let mut statement = connection.prepare_cached(&sql)?;
    let rows = statement.query_map(params![limit, offset], to_outgoing)?;
    Ok((rows.collect::<Result<_, _>>()?, total))
}

/// A page of what came, newest first, and how many there are.
pub fn arrivals(connection: &Connection, offset: i64, limit: i64) -> Result<(Vec<ArrivalRow>, i64), StoreError> {
    let total = connection.query_row("SELECT count(*) FROM arrival", [], |row| row.get(0))?;
    let sql = format!("SELECT {ARRIVAL} FROM arrival ORDER BY id DESC LIMIT ?1 OFFSET ?2");
    let mut statement = connection.prepare_cached(&sql)?;
    let rows = statement.query_map(params![limit, offset], to_incoming)?;
    Ok((rows.collect::<Result<_, _>>()?, total))
}

/// The file that came under this name, if it did.
pub fn arrival(connection: &Connection, file: &str) -> Result<Option<ArrivalRow>, StoreError> {
    let sql = format!("SELECT {ARRIVAL} FROM arrival WHERE file = ?1");
    let mut statement = connection.prepare_cached(&sql)?;
    Ok(statement.query_row([file], to_incoming).optional()?)
}

/// What was tried to send and is there now, or why it is not.
pub fn set_sent(
    transaction: &Transaction<'_>,
    id: i64,
    problem: Option<&str>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let sql = match problem {
        None => {
            "UPDATE outbox SET state = 'sent', sent_at = coalesce(sent_at, ?2), attempts = attempts + 1, \
             last_problem = ?3 WHERE id = ?1 AND state IN ('waiting', 'sent')"
        }
        Some(_) => {
            "UPDATE outbox SET attempts = attempts + 1, last_problem = ?3 \
             WHERE id = ?1 AND state IN ('waiting', 'sent') AND ?2 IS NOT NULL"
        }
    };
    transaction.execute(sql, params![id, now, problem])?;
    Ok(())
}

/// Whoever it was for has opened it.
pub fn set_acknowledged(transaction: &Transaction<'_>, id: i64, now: DateTime<Utc>) -> Result<(), StoreError> {
    transaction.execute(
        "UPDATE outbox SET state = 'acknowledged', acknowledged_at = ?2, last_problem = NULL \
         WHERE id = ?1 AND state IN ('waiting', 'sent')",
        params![id, now],
    )?;
    Ok(())
}

/// What is on its way to an inbox that is used no more is taken back. Answers how much that was.
pub fn withdraw_all(transaction: &Transaction<'_>, inbox: &str) -> Result<usize, StoreError> {
    Ok(transaction.execute(
        "UPDATE outbox SET state = 'withdrawn', last_problem = NULL WHERE inbox = ?1 AND state IN ('waiting', 'sent')",
        [inbox],
    )?)
}

/// Nothing lies at a new place: what was sent and is not acknowledged is sent there too.
pub fn send_anew(transaction: &Transaction<'_>) -> Result<(), StoreError> {
    transaction.execute("UPDATE outbox SET state = 'waiting' WHERE state = 'sent'", [])?;
    Ok(())
}

/// What is told of a file that came.
#[derive(Debug, Clone, Default)]
pub struct Told<'a> {
    pub state: &'a str,
    pub bytes: Option<i64>,
    pub kind: Option<&'a str>,
    pub subject: Option<&'a str>,
    pub content: Option<&'a str>,
    pub problem: Option<&'a str>,
}

/// Notes how a file that came stands. One that was taken in stays so, whatever the place shows later.
pub fn set_arrival(
    transaction: &Transaction<'_>,
    file: &str,
    told: &Told<'_>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let arrived = (told.state != "waiting").then_some(now);
    transaction.execute(
        "INSERT INTO arrival (file, state, bytes, kind, subject, content, last_problem, seen_at, arrived_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
         ON CONFLICT (file) DO UPDATE SET state = excluded.state, bytes = coalesce(excluded.bytes, bytes),
           kind = coalesce(excluded.kind, kind), subject = coalesce(excluded.subject, subject),
           content = coalesce(excluded.content, content), last_problem = excluded.last_problem,
           arrived_at = coalesce(arrived_at, excluded.arrived_at)
         WHERE state <> 'taken'",
        params![
            file,
            told.state,
            told.bytes,
            told.kind,
            told.subject,
            told.content,
            told.problem,
            now,
            arrived
        ],
    )?;
    Ok(())
}

/// The place was told that it is here.
pub fn set_told(transaction: &Transaction<'_>, file: &str, now: DateTime<Utc>) -> Result<(), StoreError> {
    transaction.execute(
        "UPDATE arrival SET acknowledged_at = ?2 WHERE file = ?1",
        params![file, now],
    )?;
    Ok(())
}

/// How many of each there are.
pub fn count(connection: &Connection) -> Result<ExchangeCount, StoreError> {
    let mut count = ExchangeCount::default();
    let sql = "SELECT state, count(*), 0 FROM outbox GROUP BY state
               UNION ALL SELECT state, count(*), 1 FROM arrival GROUP BY state";
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (state, many, came): (String, i64, bool) = (row.get(0)?, row.get(1)?, row.get(2)?);
        match (state.as_str(), came) {
            ("waiting", false) => count.waiting = many,
            ("sent", false) => count.sent = many,
            ("acknowledged", false) => count.acknowledged = many,
            ("waiting", true) => count.incoming = many,
            ("arrived", true) => count.arrived = many,
            ("taken", true) => count.taken = many,
            ("refused", true) => count.refused = many,
            _ => {}
        }
    }
    Ok(count)
}
