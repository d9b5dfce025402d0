//! Where the packets were made: the answers that came back, and what stands on an item when one is looked at.

use chrono::{DateTime, Utc};
use countersign_domain::item::{Decision, DecisionSource};
use rusqlite::{CachedStatement, Connection, OptionalExtension, Row, Transaction, params};

use crate::StoreError;
use crate::review::stamp;

/// A return that arrives.
#[derive(Debug, Clone)]
pub struct NewAnswer<'a> {
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
pub struct TakenAnswer {
    pub answer: i64,
    pub event_count: i64,
    pub seen_count: i64,
}

/// One event of a return, and what became of it.
#[derive(Debug, Clone)]
pub struct Taken<'a> {
    pub answer: i64,
    /// None where there is no such item.
    pub item: Option<i64>,
    pub origin_item: i64,
    pub reviewer: i64,
    pub stage: i64,
    pub place: i64,
    pub uid: &'a str,
    pub replaces: Option<&'a str>,
    pub decision: Decision,
    pub justification: &'a str,
    pub source: DecisionSource,
    pub version: i64,
    /// By the clock of the device, as the store writes a moment.
    pub decided_at: &'a str,
    /// `applied`, `same`, `older` or `dispute`.
    pub outcome: &'a str,
    pub event: Option<i64>,
    pub audit_seq: i64,
}

/// What somebody answered last on an item, in this stage and since it was last reset.
#[derive(Debug, Clone)]
pub struct Last {
    pub decision: Decision,
    pub actor: String,
    /// When it was said: by the clock of the device where it came in a packet.
    pub said_at: DateTime<Utc>,
    /// The entry that sealed it.
    pub audit_seq: i64,
    /// Where it came in a packet: its name, what it took the place of, its device, the packet it answers, the return
    /// and its place there.
    pub uid: Option<String>,
    pub replaces: Option<String>,
    pub device: Option<String>,
    pub packet: Option<String>,
    pub sequence: i64,
    pub place: i64,
}

/// A return of this hash, if it arrived before.
pub fn find_answer(connection: &Connection, hash: &str) -> Result<Option<TakenAnswer>, StoreError> {
    Ok(connection
        .prepare_cached("SELECT id, event_count, seen_count FROM taken_answer WHERE hash = ?1")?
        .query_row([hash], |row| {
            Ok(TakenAnswer {
                answer: row.get(0)?,
                event_count: row.get(1)?,
                seen_count: row.get(2)?,
            })
        })
        .optional()?)
}

/// Keeps that a return arrived; its number.
pub fn add_answer(transaction: &Transaction<'_>, new: &NewAnswer<'_>) -> Result<i64, StoreError> {
    transaction.execute(
        "INSERT INTO taken_answer (hash, packet_id, device, sequence, previous, made_at, arrived_at, event_count)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
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

/// Keeps how many events of a return were looked at, and the numbers of the first and the last that were kept now.
pub fn note_seen(
    transaction: &Transaction<'_>,
    answer: i64,
    seen: i64,
    kept: Option<(i64, i64)>,
) -> Result<(), StoreError> {
    let (first, last) = kept.unzip();
    transaction.execute(
        "UPDATE taken_answer SET seen_count = max(seen_count, ?2), first_event = coalesce(first_event, ?3),
           last_event = coalesce(?4, last_event) WHERE id = ?1",
        params![answer, seen, first, last],
    )?;
    transaction.execute(
        "UPDATE packet SET (return_count, last_return_at) =
           (SELECT count(*), max(arrived_at) FROM taken_answer WHERE packet_id = packet.packet),
           answered_count = (SELECT count(DISTINCT t.origin_item) FROM taken_answer a
                             JOIN taken_event t ON t.id BETWEEN a.first_event AND a.last_event AND t.answer_id = a.id
                             WHERE a.packet_id = packet.packet)
         WHERE packet = (SELECT packet_id FROM taken_answer WHERE id = ?1)",
        [answer],
    )?;
    Ok(())
}

/// What was said under this name by this person, if it arrived before.
pub fn is_taken(
    connection: &Connection,
    uid: &str,
    reviewer: i64,
) -> Result<Option<(i64, String, String)>, StoreError> {
    Ok(connection
        .prepare_cached(
            "SELECT origin_item, decision, justification FROM taken_event WHERE uid = ?1 AND reviewer_id = ?2 ORDER BY id",
        )?
        .query_row(params![uid, reviewer], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })
        .optional()?)
}

/// Keeps events that come back.
pub struct Keeper<'a> {
    transaction: &'a Transaction<'a>,
    insert: CachedStatement<'a>,
}

impl<'a> Keeper<'a> {
    /// For those of one transaction.
    pub fn new(transaction: &'a Transaction<'a>) -> Result<Self, StoreError> {
        let insert = transaction.prepare_cached(
            "INSERT INTO taken_event (answer_id, item_id, origin_item, reviewer_id, stage, place, uid, replaces,
               decision, justification, source, version, decided_at, outcome, event_id, audit_seq)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)",
        )?;
        Ok(Self { transaction, insert })
    }

    /// Keeps an event; its number.
    pub fn keep(&mut self, taken: &Taken<'_>) -> Result<i64, StoreError> {
        self.insert.execute(params![
            taken.answer,
            taken.item,
            taken.origin_item,
            taken.reviewer,
            taken.stage,
            taken.place,
            taken.uid,
            taken.replaces,
            taken.decision.word(),
            taken.justification,
            taken.source.word(),
            taken.version,
            taken.decided_at,
            taken.outcome,
            taken.event,
            taken.audit_seq
        ])?;
        Ok(self.transaction.last_insert_rowid())
    }
}

/// An event in dispute was taken all the same.
pub fn put_applied(transaction: &Transaction<'_>, taken: i64, event: i64) -> Result<(), StoreError> {
    transaction.execute(
        "UPDATE taken_event SET outcome = 'applied', event_id = ?2 WHERE id = ?1",
        [taken, event],
    )?;
    Ok(())
}

const LAST: &str =
    "SELECT e.decision, e.actor, coalesce(t.decided_at, e.at) AS said_at, e.audit_seq, t.uid, t.replaces, a.device,
    a.packet_id AS packet, coalesce(a.sequence, 0) AS sequence, coalesce(t.place, 0) AS place
    FROM decision_event e LEFT JOIN taken_event t ON t.event_id = e.id LEFT JOIN taken_answer a ON a.id = t.answer_id
    WHERE e.item_id = ?1 AND e.stage = ?2
      AND e.id > coalesce((SELECT max(r.id) FROM decision_event r
                           WHERE r.item_id = ?1 AND r.stage = ?2 AND r.source = 'reset'), 0)";

fn read(row: &Row<'_>) -> rusqlite::Result<Last> {
    let word: String = row.get("decision")?;
    Ok(Last {
        decision: Decision::from_word(&word).unwrap_or(Decision::NotReviewed),
        actor: row.get("actor")?,
        said_at: row.get("said_at")?,
        audit_seq: row.get("audit_seq")?,
        uid: row.get("uid")?,
        replaces: row.get("replaces")?,
        device: row.get("device")?,
        packet: row.get("packet")?,
        sequence: row.get("sequence")?,
        place: row.get("place")?,
    })
}

/// What this person answered last.
pub fn last_of(connection: &Connection, item: i64, stage: i64, actor: i64) -> Result<Option<Last>, StoreError> {
    Ok(connection
        .prepare_cached(&format!("{LAST} AND e.actor_id = ?3 ORDER BY e.id DESC LIMIT 1"))?
        .query_row([item, stage, actor], read)
        .optional()?)
}

/// What anybody answered last, where that was somebody else.
pub fn last_of_others(connection: &Connection, item: i64, stage: i64, actor: i64) -> Result<Option<Last>, StoreError> {
    let last: Option<(Last, Option<i64>)> = connection
        .prepare_cached(&format!(
            "{} ORDER BY e.id DESC LIMIT 1",
            LAST.replacen("SELECT ", "SELECT e.actor_id, ", 1)
        ))?
        .query_row([item, stage], |row| Ok((read(row)?, row.get("actor_id")?)))
        .optional()?;
    Ok(last.filter(|(_, by)| *by != Some(actor)).map(|(last, _)| last))
}

/// When an item was last reset in this stage: the entry of that.
pub fn reset_of(connection: &Connection, item: i64, stage: i64) -> Result<i64, StoreError> {
    Ok(connection
        .prepare_cached(
            "SELECT coalesce(max(audit_seq), 0) FROM decision_event WHERE item_id = ?1 AND stage = ?2 AND source = 'reset'",
        )?
        .query_row([item, stage], |row| row.get(0))?)
}

/// What an answer took the place of; `None` where it is not known.
pub fn replaces_of(connection: &Connection, uid: &str, reviewer: i64) -> Result<Option<String>, StoreError> {
    Ok(connection
        .prepare_cached("SELECT replaces FROM taken_event WHERE uid = ?1 AND reviewer_id = ?2 ORDER BY id")?
        .query_row(params![uid, reviewer], |row| row.get(0))
        .optional()?
        .flatten())
}

/// Whether anything came back from this person before.
pub fn has_taken(connection: &Connection, reviewer: i64) -> Result<bool, StoreError> {
    Ok(connection
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM taken_event WHERE reviewer_id = ?1)")?
        .query_row([reviewer], |row| row.get(0))?)
}

/// Whether anything of this person's ever was in dispute and is not taken.
pub fn has_disputed(connection: &Connection, reviewer: i64) -> Result<bool, StoreError> {
    Ok(connection
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM taken_event WHERE reviewer_id = ?1 AND outcome = 'dispute')")?
        .query_row([reviewer], |row| row.get(0))?)
}

/// Open disputes of one person on one item because of their own answers: the dispute, by number.
pub fn conflicts(connection: &Connection, item: i64, reviewer: i64) -> Result<Vec<i64>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT d.id FROM taken_event t JOIN dispute d ON d.taken_id = t.id
         WHERE t.item_id = ?1 AND t.reviewer_id = ?2 AND t.outcome = 'dispute' AND d.settlement IS NULL
           AND d.reason IN ('conflict','overruled') ORDER BY d.id",
    )?;
    let found = statement
        .query_map([item, reviewer], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    Ok(found)
}
