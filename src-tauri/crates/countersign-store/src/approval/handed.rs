//! Where the requests are: what waits for whom, and the packets that were handed out.

use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, Row};
use serde::Serialize;
use ts_rs::TS;

use crate::StoreError;

/// Approvals that were handed out to one approver, and what came back.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ApprovalPacketRow {
    pub id: i64,
    /// Its identity: 32 hexadecimal digits.
    pub packet: String,
    pub approver: i64,
    pub approver_name: String,
    /// The devices it was sealed to; empty: to a passphrase.
    pub devices: Vec<i64>,
    #[serde(skip)]
    #[ts(skip)]
    pub reply: Option<[u8; 32]>,
    pub approval_count: i64,
    pub bytes: i64,
    pub file_name: String,
    pub made_at: DateTime<Utc>,
    pub made_by: String,
    /// The newer packet that took its place.
    pub superseded_by: Option<i64>,
    /// How many files of answers came to it, how many of its approvals have an answer of these, and when the last came.
    pub return_count: i64,
    pub answered_count: i64,
    pub last_return_at: Option<DateTime<Utc>>,
    /// How many of its approvals still wait for this approver.
    pub waiting_count: i64,
}

const ROW: &str = "SELECT k.*, p.display_name AS approver_name, json_array_length(k.approvals) AS approval_count,
    (SELECT count(*) FROM approval_return r WHERE r.packet_id = k.packet) AS return_count,
    (SELECT max(r.arrived_at) FROM approval_return r WHERE r.packet_id = k.packet) AS last_return_at,
    (SELECT count(DISTINCT t.request_id) FROM approval_return r JOIN taken_approval t ON t.return_id = r.id
      WHERE r.packet_id = k.packet) AS answered_count,
    (SELECT count(*) FROM json_each(k.approvals) j JOIN approver a ON a.request_id = j.value ->> 0
      AND a.position = j.value ->> 1 AND a.principal_id = k.approver_id AND a.open = 1) AS waiting_count
    FROM approval_packet k JOIN principal p ON p.id = k.approver_id";

fn read(row: &Row<'_>) -> rusqlite::Result<ApprovalPacketRow> {
    let devices: String = row.get("devices")?;
    Ok(ApprovalPacketRow {
        id: row.get("id")?,
        packet: row.get("packet")?,
        approver: row.get("approver_id")?,
        approver_name: row.get("approver_name")?,
        devices: serde_json::from_str(&devices).unwrap_or_default(),
        reply: row.get("reply")?,
        approval_count: row.get("approval_count")?,
        bytes: row.get("bytes")?,
        file_name: row.get("file_name")?,
        made_at: row.get("made_at")?,
        made_by: row.get("made_by")?,
        superseded_by: row.get("superseded_by")?,
        return_count: row.get("return_count")?,
        answered_count: row.get("answered_count")?,
        last_return_at: row.get("last_return_at")?,
        waiting_count: row.get("waiting_count")?,
    })
}

/// Everybody whose answer is awaited now.
pub fn approvers_waiting(connection: &Connection) -> Result<Vec<i64>, StoreError> {
    let mut statement =
        connection.prepare_cached("SELECT DISTINCT principal_id FROM approver WHERE open = 1 ORDER BY principal_id")?;
    let rows = statement.query_map([], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The stages in which somebody is asked now, by request.
pub fn asked(connection: &Connection, approver: i64) -> Result<Vec<(i64, i64)>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT request_id, position FROM approver INDEXED BY approver_open WHERE principal_id = ?1 AND open = 1
         ORDER BY request_id, position",
    )?;
    let rows = statement.query_map([approver], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// A page of packets, the newest first, and how many there are.
pub fn list(connection: &Connection, offset: i64, limit: i64) -> Result<(Vec<ApprovalPacketRow>, i64), StoreError> {
    let mut statement = connection.prepare_cached(&format!("{ROW} ORDER BY k.id DESC LIMIT ?2 OFFSET ?1"))?;
    let rows = statement.query_map([offset, limit], read)?.collect::<Result<_, _>>()?;
    let total = connection.query_row("SELECT count(*) FROM approval_packet", [], |row| row.get(0))?;
    Ok((rows, total))
}

pub fn one(connection: &Connection, id: i64) -> Result<Option<ApprovalPacketRow>, StoreError> {
    Ok(connection
        .prepare_cached(&format!("{ROW} WHERE k.id = ?1"))?
        .query_row([id], read)
        .optional()?)
}
