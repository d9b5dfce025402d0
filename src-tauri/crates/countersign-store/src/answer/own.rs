//! The reviewer's side: which packets were opened, what was answered on them, and what of it was returned.

use chrono::{DateTime, Utc};
use countersign_domain::item::{Decision, DecisionSource};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use serde::Serialize;
use ts_rs::TS;

use crate::StoreError;
use crate::item::{Digester, Event, Mark, record};
use crate::review::stamp;

/// A packet that was opened here, and how far its answers are.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OpenedPacket {
    pub instance: i64,
    pub review: i64,
    pub display_name: String,
    /// Which run of the series, and which stage of how many.
    pub number: i64,
    pub stage: i64,
    pub stage_count: i64,
    pub packet: String,
    #[serde(skip)]
    #[ts(skip)]
    pub hash: String,
    #[serde(skip)]
    #[ts(skip)]
    pub origin: String,
    pub origin_name: String,
    #[serde(skip)]
    #[ts(skip)]
    pub origin_instance: i64,
    pub reviewer: i64,
    pub reviewer_name: String,
    pub made_at: DateTime<Utc>,
    pub opened_at: DateTime<Utc>,
    pub due_at: Option<DateTime<Utc>>,
    pub items: i64,
    pub answered: i64,
    /// Answers that were not returned from here yet, those carried over from another device among them.
    pub unreturned: i64,
    /// How often answers were returned, and when last.
    pub returns: i64,
    pub returned_at: Option<DateTime<Utc>>,
    #[serde(skip)]
    #[ts(skip)]
    pub head: String,
}

/// One answer of the reviewer on a packet.
#[derive(Debug, Clone)]
pub struct OwnEvent {
    pub event: i64,
    pub origin_item: i64,
    pub version: i64,
    pub decision: Decision,
    pub justification: String,
    pub source: DecisionSource,
    pub decided_at: DateTime<Utc>,
    /// Its name everywhere, once it has one; and that of the answer it takes the place of.
    pub uid: Option<String>,
    pub replaces: Option<String>,
    /// Given on another device.
    pub other: bool,
    /// The return it went with.
    pub returned_in: Option<String>,
}

/// A return; what was sealed is read by [`sealed`].
#[derive(Debug, Clone)]
pub struct Returned {
    pub hash: String,
    pub packet: String,
    pub device: String,
    pub sequence: i64,
    pub made_at: DateTime<Utc>,
    pub event_count: i64,
}

const LIST: &str = "SELECT o.*, n.review_id, r.display_name, n.number, n.stage_count, n.due_at, n.item_count,
    (SELECT p.display_name FROM principal p WHERE p.id = o.reviewer_id) AS reviewer_name,
    (SELECT count(*) FROM item i WHERE i.id BETWEEN n.first_item_id AND n.first_item_id + n.item_count - 1
       AND i.decision <> 'notReviewed') AS answered,
    (SELECT count(*) FROM decision_event e LEFT JOIN answer_event k ON k.event_id = e.id
     WHERE e.item_id BETWEEN n.first_item_id AND n.first_item_id + n.item_count - 1 AND e.stage = o.stage
       AND e.actor_id = o.reviewer_id AND (k.event_id IS NULL OR (k.whose <> 'known' AND k.returned_in IS NULL))) AS unreturned,
    (SELECT count(*) FROM returned_answer a WHERE a.packet_id = o.packet_id) AS returns,
    (SELECT max(a.made_at) FROM returned_answer a WHERE a.packet_id = o.packet_id) AS returned_at
    FROM opened_packet o JOIN instance n ON n.id = o.instance_id JOIN review r ON r.id = n.review_id";

fn read(row: &Row<'_>) -> rusqlite::Result<OpenedPacket> {
    Ok(OpenedPacket {
        instance: row.get("instance_id")?,
        review: row.get("review_id")?,
        display_name: row.get("display_name")?,
        number: row.get("number")?,
        stage: row.get("stage")?,
        stage_count: row.get("stage_count")?,
        packet: row.get("packet_id")?,
        hash: row.get("packet_hash")?,
        origin: row.get("origin")?,
        origin_name: row.get("origin_name")?,
        origin_instance: row.get("origin_instance")?,
        reviewer: row.get("reviewer_id")?,
        reviewer_name: row.get::<_, Option<String>>("reviewer_name")?.unwrap_or_default(),
        made_at: row.get("made_at")?,
        opened_at: row.get("opened_at")?,
        due_at: row.get("due_at")?,
        items: row.get("item_count")?,
        answered: row.get("answered")?,
        unreturned: row.get("unreturned")?,
        returns: row.get("returns")?,
        returned_at: row.get("returned_at")?,
        head: row.get("head")?,
    })
}

/// Packets whose place no newer one took, the one that is due first first; with `reviewer`, of this person.
pub fn opened_list(
    connection: &Connection,
    reviewer: Option<i64>,
    offset: i64,
    limit: i64,
) -> Result<(Vec<OpenedPacket>, i64), StoreError> {
    let narrow = "o.replaced_by IS NULL AND (?1 IS NULL OR o.reviewer_id = ?1)";
    let mut statement = connection.prepare_cached(&format!(
        "{LIST} WHERE {narrow} ORDER BY n.due_at, o.instance_id LIMIT ?3 OFFSET ?2"
    ))?;
    let rows = statement
        .query_map(params![reviewer, offset, limit], read)?
        .collect::<Result<_, _>>()?;
    let total = connection.query_row(
        &format!("SELECT count(*) FROM opened_packet o WHERE {narrow}"),
        [reviewer],
        |row| row.get(0),
    )?;
    Ok((rows, total))
}

/// The packet of an instance.
pub fn opened(connection: &Connection, instance: i64) -> Result<Option<OpenedPacket>, StoreError> {
    Ok(connection
        .prepare_cached(&format!("{LIST} WHERE o.instance_id = ?1"))?
        .query_row([instance], read)
        .optional()?)
}

/// The same by the packet's own identity, also where a newer one took its place.
pub fn opened_by_packet(connection: &Connection, packet: &str) -> Result<Option<OpenedPacket>, StoreError> {
    Ok(connection
        .prepare_cached(&format!("{LIST} WHERE o.packet_id = ?1"))?
        .query_row([packet], read)
        .optional()?)
}

/// Whether an instance came in a packet.
pub fn is_opened(connection: &Connection, instance: i64) -> Result<bool, StoreError> {
    Ok(connection
        .prepare_cached("SELECT 1 FROM opened_packet WHERE instance_id = ?1")?
        .exists([instance])?)
}

/// The reviewer's answers on a packet, oldest first, but those that came with it. One without a name gets it from the
/// caller; what it takes the place of is told where that has a name.
pub fn answers(connection: &Connection, packet: &OpenedPacket) -> Result<Vec<OwnEvent>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT e.id, i.origin_item, i.version, e.decision, e.justification, e.source, coalesce(k.decided_at, e.at) AS said,
                k.whose, k.uid, k.replaces, k.returned_in
         FROM opened_item i JOIN decision_event e ON e.item_id = i.item_id
         LEFT JOIN answer_event k ON k.event_id = e.id
         WHERE i.instance_id = ?1 AND e.stage = ?2 AND e.actor_id = ?3 AND coalesce(k.whose, 'own') <> 'known' ORDER BY e.id",
    )?;
    let mut rows = statement.query(params![packet.instance, packet.stage, packet.reviewer])?;
    let mut events = Vec::new();
    while let Some(row) = rows.next()? {
        let (decision, source): (String, String) = (row.get("decision")?, row.get("source")?);
        let word = |word: &str| StoreError::Value(format!("“{word}” is not a word of the ledger"));
        events.push(OwnEvent {
            event: row.get(0)?,
            origin_item: row.get(1)?,
            version: row.get(2)?,
            decision: Decision::from_word(&decision).ok_or_else(|| word(&decision))?,
            justification: row.get("justification")?,
            source: DecisionSource::from_word(&source).ok_or_else(|| word(&source))?,
            decided_at: row.get("said")?,
            uid: row.get("uid")?,
            replaces: row.get("replaces")?,
            other: row.get::<_, Option<String>>("whose")?.as_deref() == Some("other"),
            returned_in: row.get("returned_in")?,
        });
    }
    Ok(events)
}

/// Keeps a return as it was sealed, and which answers went with it.
pub fn keep_returned(
    transaction: &Transaction<'_>,
    instance: i64,
    (returned, sealed): (&Returned, &[u8]),
    events: &[OwnEvent],
) -> Result<(), StoreError> {
    transaction.execute(
        "INSERT INTO returned_answer (hash, packet_id, instance_id, device, sequence, made_at, event_count, sealed)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        params![
            returned.hash,
            returned.packet,
            instance,
            returned.device,
            returned.sequence,
            stamp(returned.made_at),
            returned.event_count,
            sealed
        ],
    )?;
    name(transaction, events, Some(&returned.hash))
}

/// Keeps the names of answers.
pub fn name(transaction: &Transaction<'_>, events: &[OwnEvent], returned_in: Option<&str>) -> Result<(), StoreError> {
    let mut put = transaction.prepare_cached(
        "INSERT INTO answer_event (event_id, whose, uid, replaces, decided_at, returned_in) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
         ON CONFLICT (event_id) DO UPDATE SET uid = excluded.uid, replaces = excluded.replaces,
           returned_in = coalesce(answer_event.returned_in, excluded.returned_in)",
    )?;
    for one in events {
        let whose = if one.other { "other" } else { "own" };
        put.execute(params![
            one.event,
            whose,
            one.uid,
            one.replaces,
            stamp(one.decided_at),
            returned_in
        ])?;
    }
    Ok(())
}

/// What was returned to a packet, oldest first; each device counts for itself.
pub fn returned(connection: &Connection, packet: &str) -> Result<Vec<Returned>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT hash, packet_id, device, sequence, made_at, event_count FROM returned_answer
         WHERE packet_id = ?1 ORDER BY made_at, sequence",
    )?;
    let rows = statement.query_map([packet], |row| {
        Ok(Returned {
            hash: row.get(0)?,
            packet: row.get(1)?,
            device: row.get(2)?,
            sequence: row.get(3)?,
            made_at: row.get(4)?,
            event_count: row.get(5)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// A return as it was sealed, by its hash.
pub fn sealed(connection: &Connection, hash: &str) -> Result<Vec<u8>, StoreError> {
    Ok(connection
        .prepare_cached("SELECT sealed FROM returned_answer WHERE hash = ?1")?
        .query_row([hash], |row| row.get(0))?)
}

/// Takes over answers that the same person gave on another device, oldest first. Those that are here already are left
/// alone, and so are items on which something was answered here later. Answers how many were taken over, and the digest
/// by which the entry seals them.
pub fn add_other(
    transaction: &Transaction<'_>,
    packet: &OpenedPacket,
    note: &str,
    events: &[OwnEvent],
    (label, now, audit_seq): (&str, DateTime<Utc>, i64),
) -> Result<(usize, String), StoreError> {
    let mark = Mark {
        at: now,
        actor_id: Some(packet.reviewer),
        actor: label,
        audit_seq,
    };
    let mut here = transaction.prepare_cached("SELECT 1 FROM answer_event WHERE uid = ?1")?;
    let mut local = transaction.prepare_cached(
        "SELECT i.item_id, (SELECT coalesce(k.decided_at, e.at) FROM decision_event e
                            LEFT JOIN answer_event k ON k.event_id = e.id
                            WHERE e.item_id = i.item_id AND e.stage = ?3 AND e.actor_id = ?4
                              AND coalesce(k.whose, 'own') = 'own' ORDER BY e.id DESC LIMIT 1)
         FROM opened_item i WHERE i.instance_id = ?1 AND i.origin_item = ?2",
    )?;
    let mut put = transaction.prepare_cached(
        "INSERT INTO answer_event (event_id, whose, uid, replaces, decided_at)
         VALUES ((SELECT max(id) FROM decision_event), 'other', ?1, ?2, ?3)",
    )?;
    let mut digester = Digester::default();
    let mut count = 0;
    for one in events {
        if here.exists([&one.uid])? {
            continue;
        }
        let found: Option<(i64, Option<DateTime<Utc>>)> = local
            .query_row(
                params![packet.instance, one.origin_item, packet.stage, packet.reviewer],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )
            .optional()?;
        let Some((item, own)) = found else { continue };
        if own.is_some_and(|own| own > one.decided_at) {
            continue;
        }
        let event = [Event {
            justification: one.justification.clone(),
            note: note.to_owned(),
            ..Event::plain(item, packet.stage, one.decision, one.source)
        }];
        record(transaction, &mark, &event)?;
        digester.add(&mark, &event)?;
        put.execute(params![one.uid, one.replaces, stamp(one.decided_at)])?;
        count += 1;
    }
    Ok((count, digester.finish()))
}
