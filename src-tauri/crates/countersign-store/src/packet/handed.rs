//! Packets that were handed out.

use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use serde::Serialize;
use ts_rs::TS;

use super::{from_places, to_places};
use crate::StoreError;
use crate::review::stamp;

/// A packet as it is written down.
#[derive(Debug, Clone)]
pub struct NewPacket<'a> {
    /// 32 hexadecimal digits.
    pub packet: &'a str,
    pub instance: i64,
    pub stage: i64,
    pub reviewer: i64,
    pub devices: &'a [i64],
    /// The public half of the key that signs its answers, where it was sealed with a passphrase.
    pub reply: Option<[u8; 32]>,
    pub hash: [u8; 32],
    /// With their versions, in ascending order.
    pub items: &'a [(i64, i64)],
    pub bytes: i64,
    pub file_name: &'a str,
    pub key: i64,
    pub supersedes: Option<i64>,
    /// Entries of the log when it was gathered.
    pub seen: i64,
}

/// A packet that was handed out, and what came back.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PacketRow {
    pub id: i64,
    /// Its identity: 32 hexadecimal digits.
    pub packet: String,
    pub instance: i64,
    pub review_name: String,
    pub stage: i64,
    pub reviewer: i64,
    pub reviewer_name: String,
    /// The devices it was sealed to; empty: to a passphrase.
    pub devices: Vec<i64>,
    #[serde(skip)]
    #[ts(skip)]
    pub reply: Option<[u8; 32]>,
    #[serde(skip)]
    #[ts(skip)]
    pub hash: [u8; 32],
    pub item_count: i64,
    pub bytes: i64,
    pub file_name: String,
    pub made_at: DateTime<Utc>,
    pub made_by: String,
    /// The newer packet that took its place.
    pub superseded_by: Option<i64>,
    /// How many files of answers came to it, how many items have an answer of these, and when the last one came.
    pub return_count: i64,
    pub answered_count: i64,
    pub last_return_at: Option<DateTime<Utc>>,
    /// Files of answers that were made, as later ones say by the hash of the one before them, and never came. Two machines
    /// that share a passphrase number their files alike, so numbers alone would hide a loss.
    pub missing_count: i64,
    /// Its stage still goes on.
    pub open: bool,
}

const ROW: &str =
    "SELECT k.*, r.display_name AS review_name, coalesce(f.display_name, p.display_name) AS reviewer_name,
    n.status = 'InProgress' AND n.stage = k.stage AS open,
    (SELECT coalesce(sum(max(1, a.sequence - 1 - coalesce((SELECT max(b.sequence) FROM taken_answer b
        WHERE b.packet_id = a.packet_id AND b.device = a.device AND b.sequence < a.sequence), 0))), 0)
      FROM taken_answer a WHERE a.packet_id = k.packet AND a.previous IS NOT NULL
       AND NOT EXISTS (SELECT 1 FROM taken_answer b WHERE b.hash = a.previous)) AS missing_count
    FROM packet k JOIN instance n ON n.id = k.instance_id JOIN review r ON r.id = n.review_id
    JOIN principal p ON p.id = k.reviewer_id
    LEFT JOIN frozen f ON f.instance_id = k.instance_id AND f.principal_id = k.reviewer_id";

fn read(row: &Row<'_>) -> rusqlite::Result<PacketRow> {
    let devices: String = row.get("devices")?;
    Ok(PacketRow {
        id: row.get("id")?,
        packet: row.get("packet")?,
        instance: row.get("instance_id")?,
        review_name: row.get("review_name")?,
        stage: row.get("stage")?,
        reviewer: row.get("reviewer_id")?,
        reviewer_name: row.get("reviewer_name")?,
        devices: serde_json::from_str(&devices).unwrap_or_default(),
        reply: row.get("reply")?,
        hash: row.get("hash")?,
        item_count: row.get("item_count")?,
        bytes: row.get("bytes")?,
        file_name: row.get("file_name")?,
        made_at: row.get("made_at")?,
        made_by: row.get("made_by")?,
        superseded_by: row.get("superseded_by")?,
        return_count: row.get("return_count")?,
        answered_count: row.get("answered_count")?,
        last_return_at: row.get("last_return_at")?,
        missing_count: row.get("missing_count")?,
        open: row.get("open")?,
    })
}

pub fn one(connection: &Connection, id: i64) -> Result<Option<PacketRow>, StoreError> {
    Ok(connection
        .prepare_cached(&format!("{ROW} WHERE k.id = ?1"))?
        .query_row([id], read)
        .optional()?)
}

/// By the identity that stands in the files.
pub fn by_id(connection: &Connection, packet: &str) -> Result<Option<PacketRow>, StoreError> {
    Ok(connection
        .prepare_cached(&format!("{ROW} WHERE k.packet = ?1"))?
        .query_row([packet], read)
        .optional()?)
}

/// The items of a packet with the versions that were handed out, in ascending order.
pub fn to_items(connection: &Connection, id: i64) -> Result<Vec<(i64, i64)>, StoreError> {
    let bytes: Vec<u8> = connection
        .prepare_cached("SELECT items FROM packet WHERE id = ?1")?
        .query_row([id], |row| row.get(0))?;
    from_places(&bytes).ok_or_else(|| StoreError::Damaged(format!("the items of packet {id} are no list")))
}

/// The newest packet of a reviewer in a stage: its number and identity.
pub fn standing(
    connection: &Connection,
    instance: i64,
    stage: i64,
    reviewer: i64,
) -> Result<Option<(i64, String)>, StoreError> {
    Ok(connection
        .prepare_cached(
            "SELECT id, packet FROM packet WHERE instance_id = ?1 AND reviewer_id = ?3 AND stage = ?2
             ORDER BY id DESC LIMIT 1",
        )?
        .query_row(params![instance, stage, reviewer], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?)
}

/// A page of packets, the newest first, and how many there are.
pub fn list(
    connection: &Connection,
    instance: Option<i64>,
    offset: i64,
    limit: i64,
) -> Result<(Vec<PacketRow>, i64), StoreError> {
    let narrow = if instance.is_some() {
        "k.instance_id = ?1"
    } else {
        "?1 IS NULL"
    };
    let sql = format!("{ROW} WHERE {narrow} ORDER BY k.id DESC LIMIT ?3 OFFSET ?2");
    let mut statement = connection.prepare_cached(&sql)?;
    let rows = statement
        .query_map(params![instance, offset, limit], read)?
        .collect::<Result<_, _>>()?;
    let total = connection
        .prepare_cached(&format!("SELECT count(*) FROM packet k WHERE {narrow}"))?
        .query_row([instance], |row| row.get(0))?;
    Ok((rows, total))
}

/// Writes a packet down, and that it takes the place of the one before.
pub fn put(transaction: &Transaction<'_>, new: &NewPacket<'_>, by: &str, at: DateTime<Utc>) -> Result<i64, StoreError> {
    transaction
        .prepare_cached(
            "INSERT INTO packet (packet, instance_id, stage, reviewer_id, devices, reply, hash, items, item_count, bytes,
                                 file_name, made_at, made_by, key_id, seen_seq)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
        )?
        .execute(params![
            new.packet,
            new.instance,
            new.stage,
            new.reviewer,
            serde_json::to_string(new.devices)?,
            new.reply,
            new.hash,
            to_places(new.items),
            i64::try_from(new.items.len()).unwrap_or(i64::MAX),
            new.bytes,
            new.file_name,
            stamp(at),
            by,
            new.key,
            new.seen
        ])?;
    let id = transaction.last_insert_rowid();
    if let Some(before) = new.supersedes {
        transaction
            .prepare_cached("UPDATE packet SET superseded_by = ?2 WHERE id = ?1")?
            .execute([before, id])?;
    }
    Ok(id)
}

/// Whether a packet was handed out under a passphrase, whose answers any machine signs that opened it.
pub fn is_under_passphrase(connection: &Connection, packet: &str) -> Result<bool, StoreError> {
    let sql = "SELECT reply IS NOT NULL FROM packet WHERE packet = ?1";
    let found = connection
        .prepare_cached(sql)?
        .query_row([packet], |row| row.get(0))
        .optional()?;
    Ok(found.unwrap_or(false))
}
