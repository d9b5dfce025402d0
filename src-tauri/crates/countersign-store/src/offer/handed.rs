//! Where the packages are: the packets that were handed out.

use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, Row};
use serde::Serialize;
use ts_rs::TS;

use crate::StoreError;

/// What one person may ask for as it was handed out, and what came back.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RequestPacketRow {
    pub id: i64,
    /// Its identity: 32 hexadecimal digits.
    pub packet: String,
    pub person: i64,
    pub person_name: String,
    /// The devices it was sealed to; empty: to a passphrase.
    pub devices: Vec<i64>,
    #[serde(skip)]
    #[ts(skip)]
    pub reply: Option<[u8; 32]>,
    pub offer_count: i64,
    /// What comes back after this is not taken by itself.
    pub due_at: Option<DateTime<Utc>>,
    pub bytes: i64,
    pub file_name: String,
    pub made_at: DateTime<Utc>,
    pub made_by: String,
    /// The newer packet that took its place.
    pub superseded_by: Option<i64>,
    /// How many files came back to it, how many requests stand in these, and when the last came.
    pub return_count: i64,
    pub request_count: i64,
    pub last_return_at: Option<DateTime<Utc>>,
}

const ROW: &str = "SELECT k.*, p.display_name AS person_name, json_array_length(k.offers, '$.packages') AS offer_count,
    k.offers ->> '$.dueAt' AS due_at,
    (SELECT count(*) FROM request_return r WHERE r.packet_id = k.packet) AS return_count,
    (SELECT max(r.arrived_at) FROM request_return r WHERE r.packet_id = k.packet) AS last_return_at,
    (SELECT count(*) FROM request_return r JOIN taken_request t ON t.return_id = r.id
      WHERE r.packet_id = k.packet AND t.withdraws IS NULL) AS request_count
    FROM request_packet k JOIN principal p ON p.id = k.person_id";

fn read(row: &Row<'_>) -> rusqlite::Result<RequestPacketRow> {
    let devices: String = row.get("devices")?;
    Ok(RequestPacketRow {
        id: row.get("id")?,
        packet: row.get("packet")?,
        person: row.get("person_id")?,
        person_name: row.get("person_name")?,
        devices: serde_json::from_str(&devices).unwrap_or_default(),
        reply: row.get("reply")?,
        offer_count: row.get("offer_count")?,
        due_at: row.get("due_at")?,
        bytes: row.get("bytes")?,
        file_name: row.get("file_name")?,
        made_at: row.get("made_at")?,
        made_by: row.get("made_by")?,
        superseded_by: row.get("superseded_by")?,
        return_count: row.get("return_count")?,
        request_count: row.get("request_count")?,
        last_return_at: row.get("last_return_at")?,
    })
}

/// A page of packets, the newest first, and how many there are.
pub fn list(connection: &Connection, offset: i64, limit: i64) -> Result<(Vec<RequestPacketRow>, i64), StoreError> {
    let mut statement = connection.prepare_cached(&format!("{ROW} ORDER BY k.id DESC LIMIT ?2 OFFSET ?1"))?;
    let rows = statement.query_map([offset, limit], read)?.collect::<Result<_, _>>()?;
    let total = connection.query_row("SELECT count(*) FROM request_packet", [], |row| row.get(0))?;
    Ok((rows, total))
}

pub fn one(connection: &Connection, id: i64) -> Result<Option<RequestPacketRow>, StoreError> {
    Ok(connection
        .prepare_cached(&format!("{ROW} WHERE k.id = ?1"))?
        .query_row([id], read)
        .optional()?)
}

/// Everybody who has a device that was accepted, or a packet already.
pub fn people(connection: &Connection) -> Result<Vec<i64>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT principal_id FROM device WHERE state = 'accepted' AND principal_id IS NOT NULL
         UNION SELECT person_id FROM request_packet ORDER BY 1",
    )?;
    let rows = statement.query_map([], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}
