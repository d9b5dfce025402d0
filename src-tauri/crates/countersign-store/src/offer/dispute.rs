//! Requests that came in packets and could not be taken as they came, until somebody settles them.

use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;

use crate::StoreError;

/// Which disputes are listed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(optional_fields)]
pub struct RequestDisputeFilter {
    pub person: Option<i64>,
    /// Those that are settled, too.
    #[ts(optional = nullable, as = "Option<bool>")]
    pub settled: bool,
}

/// A request that came in a packet and waits for somebody to settle it, or was settled.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RequestDisputeRow {
    pub dispute: i64,
    pub person: i64,
    pub person_name: String,
    pub package: i64,
    /// None where there is no such package.
    pub package_name: Option<String>,
    /// `userAdd`, `userUpdate` or `userRemove`.
    pub kind: String,
    /// An earlier request is taken back by it.
    pub withdraws: bool,
    pub justification: String,
    /// What was said, as it came.
    #[ts(type = "unknown")]
    pub content: Value,
    /// When it was asked for, by the clock of the device; and when it arrived.
    pub made_at: DateTime<Utc>,
    pub arrived_at: DateTime<Utc>,
    pub device: String,
    pub packet: String,
    /// `late`, `held`, `pending`, `notEligible`, `gone`, `missing`, `answers`, `dates`, `conflict`, `unknownPackage`,
    /// `twice`, `revoked`, `hindered` or `refused`.
    pub reason: String,
    /// The same in one sentence.
    pub detail: String,
    pub raised_at: DateTime<Utc>,
    /// `accepted`, `turnedDown` or `withdrawn`.
    pub settlement: Option<String>,
    pub settled_at: Option<DateTime<Utc>>,
    pub settled_by: Option<String>,
    pub settled_reason: Option<String>,
    /// What was made of it when it was accepted.
    pub request: Option<i64>,
    #[serde(skip)]
    #[ts(skip)]
    pub uid: String,
}

const ROWS: &str =
    "SELECT d.*, t.package_id, t.person_id, t.content, t.withdraws, t.made_at, t.arrived_at, t.device, t.uid,
    a.packet_id, k.display_name AS package_name, p.display_name AS person_name
    FROM request_dispute d JOIN taken_request t ON t.id = d.taken_id JOIN request_return a ON a.id = t.return_id
    JOIN principal p ON p.id = t.person_id LEFT JOIN package k ON k.id = t.package_id";
const NARROW: &str = "(?1 IS NULL OR t.person_id = ?1) AND (?2 OR d.settlement IS NULL)";

fn read(row: &Row<'_>) -> rusqlite::Result<RequestDisputeRow> {
    let content: String = row.get("content")?;
    let content: Value = serde_json::from_str(&content).unwrap_or_default();
    let said = |name: &str| content[name].as_str().unwrap_or_default().to_owned();
    Ok(RequestDisputeRow {
        dispute: row.get("id")?,
        person: row.get("person_id")?,
        person_name: row.get("person_name")?,
        package: row.get("package_id")?,
        package_name: row.get("package_name")?,
        kind: said("kind"),
        withdraws: row.get::<_, Option<String>>("withdraws")?.is_some(),
        justification: said("justification"),
        content,
        made_at: row.get("made_at")?,
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
        request: row.get("request_id")?,
        uid: row.get("uid")?,
    })
}

/// Disputes, the oldest first, and how many there are.
pub fn disputes(
    connection: &Connection,
    filter: &RequestDisputeFilter,
    offset: i64,
    limit: i64,
) -> Result<(Vec<RequestDisputeRow>, i64), StoreError> {
    let mut statement =
        connection.prepare_cached(&format!("{ROWS} WHERE {NARROW} ORDER BY d.id LIMIT ?4 OFFSET ?3"))?;
    let rows = statement
        .query_map(params![filter.person, filter.settled, offset, limit], read)?
        .collect::<Result<_, _>>()?;
    let total = connection.query_row(
        &format!("SELECT count(*) FROM request_dispute d JOIN taken_request t ON t.id = d.taken_id WHERE {NARROW}"),
        params![filter.person, filter.settled],
        |row| row.get(0),
    )?;
    Ok((rows, total))
}

/// One dispute.
pub fn dispute(connection: &Connection, dispute: i64) -> Result<Option<RequestDisputeRow>, StoreError> {
    Ok(connection
        .prepare_cached(&format!("{ROWS} WHERE d.id = ?1"))?
        .query_row([dispute], read)
        .optional()?)
}

/// The dispute over what came under this number, where it is open.
pub fn open_dispute_of(connection: &Connection, taken: i64) -> Result<Option<i64>, StoreError> {
    Ok(connection
        .prepare_cached("SELECT id FROM request_dispute WHERE taken_id = ?1 AND settlement IS NULL")?
        .query_row([taken], |row| row.get(0))
        .optional()?)
}

/// Keeps what is made of a request whose dispute is about to be settled.
pub fn accepted(transaction: &Transaction<'_>, dispute: i64, request: i64) -> Result<(), StoreError> {
    transaction.execute(
        "UPDATE request_dispute SET request_id = ?2 WHERE id = ?1",
        [dispute, request],
    )?;
    Ok(())
}
