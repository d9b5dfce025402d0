//! Answers that could not be taken as they came: raised, listed, settled once.

use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::StoreError;
use crate::review::stamp;

/// Which disputes are listed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(optional_fields)]
pub struct DisputeFilter {
    pub instance: Option<i64>,
    /// Those that are settled, too.
    #[ts(optional = nullable, as = "Option<bool>")]
    pub settled: bool,
}

/// An answer that came in a packet and waits for somebody to settle it, or was settled.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DisputeRow {
    pub dispute: i64,
    pub instance: i64,
    pub review: i64,
    pub review_name: String,
    /// None where the answer is about an item that is not there.
    pub item: Option<i64>,
    pub origin_item: i64,
    pub principal_name: Option<String>,
    pub resource_name: Option<String>,
    pub entitlement: Option<String>,
    /// What the item stands at now.
    pub stands: Option<String>,
    pub reviewer: i64,
    pub reviewer_name: String,
    pub decision: String,
    pub justification: String,
    /// When it was decided, by the clock of the device; and when it arrived.
    pub decided_at: DateTime<Utc>,
    pub arrived_at: DateTime<Utc>,
    pub device: String,
    pub packet: String,
    /// `late`, `notAsked`, `unknownItem`, `conflict`, `overruled`, `revoked`, `superseded`, `reset` or `refused`.
    pub reason: String,
    /// The same in one sentence.
    pub detail: String,
    pub raised_at: DateTime<Utc>,
    /// `accepted`, `turnedDown` or `overtaken`.
    pub settlement: Option<String>,
    pub settled_at: Option<DateTime<Utc>>,
    pub settled_by: Option<String>,
    pub settled_reason: Option<String>,
    #[serde(skip)]
    #[ts(skip)]
    pub taken: i64,
    #[serde(skip)]
    #[ts(skip)]
    pub stage: i64,
    #[serde(skip)]
    #[ts(skip)]
    pub source: String,
    #[serde(skip)]
    #[ts(skip)]
    pub uid: String,
    #[serde(skip)]
    #[ts(skip)]
    pub replaces: Option<String>,
    #[serde(skip)]
    #[ts(skip)]
    pub sequence: i64,
    #[serde(skip)]
    #[ts(skip)]
    pub place: i64,
}

const ROWS: &str = "SELECT d.*, n.review_id, r.display_name AS review_name, t.item_id, t.origin_item, t.reviewer_id, t.decision,
    t.justification, t.decided_at, a.arrived_at, a.device, t.stage, t.source, t.uid, t.replaces, t.place, a.packet_id, a.sequence,
    i.entitlement, i.decision AS stands, p.display_name AS principal_name, s.display_name AS resource_name,
    (SELECT q.display_name FROM principal q WHERE q.id = t.reviewer_id) AS reviewer_name
    FROM dispute d JOIN taken_event t ON t.id = d.taken_id JOIN taken_answer a ON a.id = t.answer_id
    JOIN instance n ON n.id = d.instance_id JOIN review r ON r.id = n.review_id
    LEFT JOIN item i ON i.id = t.item_id
    LEFT JOIN frozen p ON p.instance_id = i.instance_id AND p.principal_id = i.principal_id
    LEFT JOIN frozen s ON s.instance_id = i.instance_id AND s.principal_id = i.resource_id";
const NARROW: &str = "(?1 IS NULL OR d.instance_id = ?1) AND (?2 OR d.settlement IS NULL)";

fn read(row: &Row<'_>) -> rusqlite::Result<DisputeRow> {
    Ok(DisputeRow {
        dispute: row.get("id")?,
        instance: row.get("instance_id")?,
        review: row.get("review_id")?,
        review_name: row.get("review_name")?,
        item: row.get("item_id")?,
        origin_item: row.get("origin_item")?,
        principal_name: row.get("principal_name")?,
        resource_name: row.get("resource_name")?,
        entitlement: row.get("entitlement")?,
        stands: row.get("stands")?,
        reviewer: row.get("reviewer_id")?,
        reviewer_name: row.get::<_, Option<String>>("reviewer_name")?.unwrap_or_default(),
        decision: row.get("decision")?,
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
        taken: row.get("taken_id")?,
        stage: row.get("stage")?,
        source: row.get("source")?,
        uid: row.get("uid")?,
        replaces: row.get("replaces")?,
        sequence: row.get("sequence")?,
        place: row.get("place")?,
    })
}

/// Disputes, the oldest first, and how many there are.
pub fn disputes(
    connection: &Connection,
    filter: &DisputeFilter,
    offset: i64,
    limit: i64,
) -> Result<(Vec<DisputeRow>, i64), StoreError> {
    let mut statement =
        connection.prepare_cached(&format!("{ROWS} WHERE {NARROW} ORDER BY d.id LIMIT ?4 OFFSET ?3"))?;
    let rows = statement
        .query_map(params![filter.instance, filter.settled, offset, limit], read)?
        .collect::<Result<_, _>>()?;
    let total = connection.query_row(
        &format!("SELECT count(*) FROM dispute d WHERE {NARROW}"),
        params![filter.instance, filter.settled],
        |row| row.get(0),
    )?;
    Ok((rows, total))
}

/// One dispute.
pub fn dispute(connection: &Connection, dispute: i64) -> Result<Option<DisputeRow>, StoreError> {
    Ok(connection
        .prepare_cached(&format!("{ROWS} WHERE d.id = ?1"))?
        .query_row([dispute], read)
        .optional()?)
}

/// Keeps why an answer is not taken as it came.
pub fn raise(
    transaction: &Transaction<'_>,
    taken: i64,
    instance: i64,
    (reason, detail): (&str, &str),
    now: DateTime<Utc>,
) -> Result<i64, StoreError> {
    transaction
        .prepare_cached(
            "INSERT INTO dispute (taken_id, instance_id, reason, detail, raised_at) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?
        .execute(params![taken, instance, reason, detail, stamp(now)])?;
    Ok(transaction.last_insert_rowid())
}

/// Settles a dispute, once.
pub fn settle(
    transaction: &Transaction<'_>,
    dispute: i64,
    settlement: &str,
    (by, reason): (&str, &str),
    now: DateTime<Utc>,
    audit_seq: i64,
) -> Result<(), StoreError> {
    transaction.execute(
        "UPDATE dispute SET settlement = ?2, settled_at = ?3, settled_by = ?4, settled_reason = ?5, settled_seq = ?6
         WHERE id = ?1 AND settlement IS NULL",
        params![dispute, settlement, stamp(now), by, reason, audit_seq],
    )?;
    Ok(())
}
