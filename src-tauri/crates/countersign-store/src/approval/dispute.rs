//! Answers of approvers that could not be taken as they came, until somebody settles them.

use chrono::{DateTime, Utc};
use countersign_domain::approval::Decision;
use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::taken;
use crate::StoreError;

/// Which disputes are listed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(optional_fields)]
pub struct ApprovalDisputeFilter {
    pub request: Option<i64>,
    /// Those that are settled, too.
    #[ts(optional = nullable, as = "Option<bool>")]
    pub settled: bool,
}

/// An approver's answer that came in a packet and waits for somebody to settle it, or was settled.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ApprovalDisputeRow {
    pub dispute: i64,
    pub request: i64,
    pub stage: i64,
    /// None where there is no such request.
    pub package_name: Option<String>,
    pub target_name: Option<String>,
    /// What the request stands at now.
    pub state: Option<String>,
    pub approver: i64,
    pub approver_name: String,
    pub decision: Decision,
    pub justification: String,
    /// When it was answered, by the clock of the device; and when it arrived.
    pub decided_at: DateTime<Utc>,
    pub arrived_at: DateTime<Utc>,
    pub device: String,
    pub packet: String,
    /// `late`, `notAsked`, `answered`, `unknownRequest`, `conflict`, `revoked`, `hindered` or `refused`.
    pub reason: String,
    /// The same in one sentence.
    pub detail: String,
    pub raised_at: DateTime<Utc>,
    /// `accepted` or `turnedDown`.
    pub settlement: Option<String>,
    pub settled_at: Option<DateTime<Utc>>,
    pub settled_by: Option<String>,
    pub settled_reason: Option<String>,
}

const ROWS: &str =
    "SELECT d.*, t.request_id, t.stage, t.approver_id, t.decision, t.justification, t.decided_at, t.arrived_at,
    t.device, a.packet_id, q.state, k.display_name AS package_name,
    coalesce(p.display_name, q.outsider ->> '$.displayName', q.outsider ->> '$.name') AS target_name,
    (SELECT w.display_name FROM principal w WHERE w.id = t.approver_id) AS approver_name
    FROM approval_dispute d JOIN taken_approval t ON t.id = d.taken_id JOIN approval_return a ON a.id = t.return_id
    LEFT JOIN request q ON q.id = t.request_id LEFT JOIN package k ON k.id = q.package_id
    LEFT JOIN principal p ON p.id = q.target_id";
const NARROW: &str = "(?1 IS NULL OR t.request_id = ?1) AND (?2 OR d.settlement IS NULL)";

fn read(row: &Row<'_>) -> rusqlite::Result<ApprovalDisputeRow> {
    Ok(ApprovalDisputeRow {
        dispute: row.get("id")?,
        request: row.get("request_id")?,
        stage: row.get("stage")?,
        package_name: row.get("package_name")?,
        target_name: row.get("target_name")?,
        state: row.get("state")?,
        approver: row.get("approver_id")?,
        approver_name: row.get::<_, Option<String>>("approver_name")?.unwrap_or_default(),
        decision: taken::decision(&row.get::<_, String>("decision")?),
        justification: row.get("justification")?,
        decided_at: row.get("decided_at")?,
        arrived_at: row.get("arrived_at")?,
        device: row.get("device")?,
        packet: row.get("packet_id")?,
        reason: row.get("reason")?,
        detail: row.get("detail")?,
        raised_at: row.get("raised_at")?,
        settlement: row.get("settlement")?,
        settled_at: row.get("settled_at")?,
        settled_by: row.get("settled_by")?,
        settled_reason: row.get("settled_reason")?,
    })
}

/// Disputes, the oldest first, and how many there are.
pub fn disputes(
    connection: &Connection,
    filter: &ApprovalDisputeFilter,
    offset: i64,
    limit: i64,
) -> Result<(Vec<ApprovalDisputeRow>, i64), StoreError> {
    let mut statement =
        connection.prepare_cached(&format!("{ROWS} WHERE {NARROW} ORDER BY d.id LIMIT ?4 OFFSET ?3"))?;
    let rows = statement
        .query_map(params![filter.request, filter.settled, offset, limit], read)?
        .collect::<Result<_, _>>()?;
    let total = connection.query_row(
        &format!("SELECT count(*) FROM approval_dispute d JOIN taken_approval t ON t.id = d.taken_id WHERE {NARROW}"),
        params![filter.request, filter.settled],
        |row| row.get(0),
    )?;
    Ok((rows, total))
}

/// One dispute.
pub fn dispute(connection: &Connection, dispute: i64) -> Result<Option<ApprovalDisputeRow>, StoreError> {
    Ok(connection
        .prepare_cached(&format!("{ROWS} WHERE d.id = ?1"))?
        .query_row([dispute], read)
        .optional()?)
}
