//! The approver's own machine: packets of approvals that were opened, what was answered, and what of it was returned.

use chrono::{DateTime, Utc};
use countersign_domain::approval::Decision;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use serde::Serialize;
use serde_json::Value;
use ts_rs::TS;

use super::taken;
use crate::StoreError;
use crate::review::stamp;
use crate::travel::{self, NewReceived, OpenedPacket, Travel};

/// One approval of a packet that is taken in here.
#[derive(Debug, Clone)]
pub struct Received {
    pub request: i64,
    pub stage: i64,
    /// As the packet has it, JSON.
    pub content: String,
    pub due_at: Option<DateTime<Utc>>,
}

/// A request that came in a packet and waits here for an answer, or has one.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ReceivedRow {
    pub approval: i64,
    pub origin_name: String,
    pub approver: i64,
    pub approver_name: String,
    /// As the content has them: what is asked for, for whom, and why.
    pub package_name: String,
    pub target_name: String,
    pub why: String,
    pub request: i64,
    pub stage: i64,
    pub due_at: Option<DateTime<Utc>>,
    /// When the packet was made that it stands in.
    pub made_at: DateTime<Utc>,
    /// What the packet says of it.
    #[ts(type = "unknown")]
    pub content: Value,
    /// A newer packet does not ask any more.
    pub gone: bool,
    /// What was answered here.
    pub decision: Option<Decision>,
    pub justification: Option<String>,
    pub decided_at: Option<DateTime<Utc>>,
    /// It was returned, and is not changed any more.
    pub returned: bool,
    #[serde(skip)]
    #[ts(skip)]
    pub packet: String,
}

/// An answer that was not returned yet, or was.
#[derive(Debug, Clone)]
pub struct OwnApproval {
    pub id: i64,
    pub request: i64,
    pub stage: i64,
    pub decision: Decision,
    pub justification: String,
    pub decided_at: DateTime<Utc>,
    pub uid: Option<String>,
}

/// Takes a packet in. What it asks stands once, as it shows it; what it does not ask any more is marked so, and what was
/// answered on the packet before and not returned goes with this one. Answers how many answers are kept so.
pub fn open(transaction: &Transaction<'_>, new: &NewReceived<'_>, approvals: &[Received]) -> Result<usize, StoreError> {
    travel::open(transaction, Travel::Approval, new)?;
    let mut put = transaction.prepare_cached(
        "INSERT INTO opened_approval (origin, approver_id, request, stage, packet_id, content, due_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
         ON CONFLICT (origin, approver_id, request, stage) DO UPDATE SET packet_id = excluded.packet_id,
           content = excluded.content, due_at = excluded.due_at, gone_at = NULL",
    )?;
    for one in approvals {
        put.execute(params![
            new.origin,
            new.person,
            one.request,
            one.stage,
            new.packet,
            one.content,
            one.due_at.map(stamp)
        ])?;
    }
    transaction.execute(
        "UPDATE opened_approval SET gone_at = ?4
         WHERE origin = ?1 AND approver_id = ?2 AND packet_id <> ?3 AND gone_at IS NULL",
        params![new.origin, new.person, new.packet, stamp(new.now)],
    )?;
    let kept = transaction.execute(
        "UPDATE own_approval SET packet_id = ?1 WHERE returned_in IS NULL AND packet_id <> ?1
           AND approval_id IN (SELECT id FROM opened_approval WHERE packet_id = ?1)",
        [new.packet],
    )?;
    Ok(kept)
}

const RECEIVED: &str = "SELECT a.*, o.origin_name, o.made_at, p.display_name AS approver_name, e.decision, e.justification,
    e.decided_at, e.returned_in IS NOT NULL AS returned
    FROM opened_approval a JOIN opened_approval_packet o ON o.packet_id = a.packet_id
    JOIN principal p ON p.id = a.approver_id
    LEFT JOIN own_approval e ON e.id = (SELECT max(x.id) FROM own_approval x WHERE x.approval_id = a.id
                                        AND (x.packet_id = a.packet_id OR x.returned_in IS NULL OR a.gone_at IS NOT NULL))";
const SHOWN: &str = "(?1 IS NULL OR a.approver_id = ?1)
    AND (a.gone_at IS NULL OR EXISTS (SELECT 1 FROM own_approval x WHERE x.approval_id = a.id))";

fn read(row: &Row<'_>) -> rusqlite::Result<ReceivedRow> {
    let content: String = row.get("content")?;
    let content: Value = serde_json::from_str(&content).unwrap_or_default();
    let said = |name: &str| content[name].as_str().unwrap_or_default().to_owned();
    Ok(ReceivedRow {
        package_name: said("package"),
        target_name: said("target"),
        why: said("justification"),
        approval: row.get("id")?,
        origin_name: row.get("origin_name")?,
        approver: row.get("approver_id")?,
        approver_name: row.get("approver_name")?,
        request: row.get("request")?,
        stage: row.get("stage")?,
        due_at: row.get("due_at")?,
        made_at: row.get("made_at")?,
        content,
        gone: row.get::<_, Option<String>>("gone_at")?.is_some(),
        decision: row
            .get::<_, Option<String>>("decision")?
            .map(|word| taken::decision(&word)),
        justification: row.get("justification")?,
        decided_at: row.get("decided_at")?,
        returned: row.get("returned")?,
        packet: row.get("packet_id")?,
    })
}

/// What came in packets, what is not answered first, then the earliest end; with `approver`, for this person.
pub fn received_list(
    connection: &Connection,
    approver: Option<i64>,
    offset: i64,
    limit: i64,
) -> Result<(Vec<ReceivedRow>, i64), StoreError> {
    let mut statement = connection.prepare_cached(&format!(
        "{RECEIVED} WHERE {SHOWN} ORDER BY e.id IS NOT NULL, a.due_at IS NULL, a.due_at, a.id LIMIT ?3 OFFSET ?2"
    ))?;
    let rows = statement
        .query_map(params![approver, offset, limit], read)?
        .collect::<Result<_, _>>()?;
    let total = connection.query_row(
        &format!("SELECT count(*) FROM opened_approval a WHERE {SHOWN}"),
        [approver],
        |row| row.get(0),
    )?;
    Ok((rows, total))
}

/// One of them.
pub fn received(connection: &Connection, approval: i64) -> Result<Option<ReceivedRow>, StoreError> {
    Ok(connection
        .prepare_cached(&format!("{RECEIVED} WHERE a.id = ?1"))?
        .query_row([approval], read)
        .optional()?)
}

/// Answers, or answers otherwise, what was not returned yet.
pub fn decide(
    transaction: &Transaction<'_>,
    row: &ReceivedRow,
    (decision, justification): (Decision, &str),
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    transaction.execute(
        "INSERT INTO own_approval (approval_id, packet_id, decision, justification, decided_at) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (approval_id, packet_id) DO UPDATE SET decision = excluded.decision,
           justification = excluded.justification, decided_at = excluded.decided_at, uid = NULL",
        params![
            row.approval,
            row.packet,
            taken::word(decision),
            justification,
            stamp(now)
        ],
    )?;
    Ok(())
}

/// Takes an answer back that was not returned yet.
pub fn take_back(transaction: &Transaction<'_>, row: &ReceivedRow) -> Result<(), StoreError> {
    transaction.execute(
        "DELETE FROM own_approval WHERE approval_id = ?1 AND returned_in IS NULL",
        [row.approval],
    )?;
    Ok(())
}

/// All that was answered on a packet, oldest first, each with the return that it went with.
pub fn answered(connection: &Connection, packet: &str) -> Result<Vec<(OwnApproval, Option<String>)>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT e.id, a.request, a.stage, e.decision, e.justification, e.decided_at, e.uid, e.returned_in
         FROM own_approval e JOIN opened_approval a ON a.id = e.approval_id WHERE e.packet_id = ?1 ORDER BY e.id",
    )?;
    let rows = statement.query_map([packet], |row| {
        let own = OwnApproval {
            id: row.get(0)?,
            request: row.get(1)?,
            stage: row.get(2)?,
            decision: taken::decision(&row.get::<_, String>(3)?),
            justification: row.get(4)?,
            decided_at: row.get(5)?,
            uid: row.get(6)?,
        };
        Ok((own, row.get(7)?))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Takes over an answer that the same person gave on another device, under its name there, and the return that it went
/// with. An answer here that was returned, or that was given later, stays. Answers whether it was taken over.
pub fn take_over(
    transaction: &Transaction<'_>,
    packet: &OpenedPacket,
    (said, uid, returned): (&OwnApproval, &str, Option<&str>),
) -> Result<bool, StoreError> {
    let changed = transaction
        .prepare_cached(
            "INSERT INTO own_approval (approval_id, packet_id, decision, justification, decided_at, uid, returned_in)
             SELECT a.id, iif(?10 IS NULL, a.packet_id, ?1), ?6, ?7, ?8, ?9, ?10 FROM opened_approval a
             WHERE a.origin = ?2 AND a.approver_id = ?3 AND a.request = ?4 AND a.stage = ?5
               AND NOT EXISTS (SELECT 1 FROM own_approval x WHERE x.approval_id = a.id AND x.uid = ?9)
               AND (?10 IS NOT NULL OR NOT EXISTS (SELECT 1 FROM own_approval x WHERE x.approval_id = a.id
                                                   AND x.packet_id = a.packet_id AND x.returned_in IS NOT NULL))
             ON CONFLICT (approval_id, packet_id) DO UPDATE SET decision = excluded.decision,
               justification = excluded.justification, decided_at = excluded.decided_at, uid = excluded.uid,
               returned_in = excluded.returned_in
             WHERE own_approval.returned_in IS NULL AND own_approval.decided_at < excluded.decided_at",
        )?
        .execute(params![
            packet.packet,
            packet.origin,
            packet.person,
            said.request,
            said.stage,
            taken::word(said.decision),
            said.justification,
            stamp(said.decided_at),
            uid,
            returned
        ])?;
    Ok(changed > 0)
}

/// What was answered on a packet and not returned yet, oldest first; and how much of the packet has no answer.
pub fn to_return(connection: &Connection, packet: &str) -> Result<(Vec<OwnApproval>, i64), StoreError> {
    let rows = answered(connection, packet)?.into_iter();
    let rows = rows
        .filter(|(_, returned)| returned.is_none())
        .map(|(own, _)| own)
        .collect();
    let open = connection.query_row(
        "SELECT count(*) FROM opened_approval a WHERE a.packet_id = ?1 AND a.gone_at IS NULL
           AND NOT EXISTS (SELECT 1 FROM own_approval e WHERE e.approval_id = a.id)",
        [packet],
        |row| row.get(0),
    )?;
    Ok((rows, open))
}
