//! The entries of the audit log that sealed what a dossier tells.

use std::collections::BTreeSet;

use chrono::{DateTime, SecondsFormat, Utc};
use countersign_store::rusqlite::{Connection, params};
use countersign_store::{StoreError, audit};
use serde::Serialize;
use serde_json::Value;
use ts_rs::TS;

use super::{Dossier, numbers};
use crate::Problem;
use crate::audit::hex;

/// One entry: `hash` is SHA-256 over `previous` and the text of the entry.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DossierEntry {
    pub seq: i64,
    pub at: String,
    pub actor: String,
    /// How it was shown that the actor is who they say.
    pub assurance: String,
    pub device: String,
    pub operation: String,
    pub subject: String,
    #[ts(type = "unknown")]
    pub detail: Value,
    /// The entry as it was sealed, byte by byte.
    pub entry: String,
    pub previous: String,
    pub hash: String,
}

pub(super) fn gather(connection: &Connection, dossier: &Dossier) -> Result<Vec<DossierEntry>, Problem> {
    let mut seqs = BTreeSet::new();
    for review in &dossier.reviews {
        seqs.extend(review.detail.events.iter().map(|event| event.audit_seq));
        let instance = format!("instance:{}", review.detail.instance);
        for at in [review.started_at, review.ended_at].into_iter().flatten() {
            seqs.extend(at_moment(connection, at, &instance)?);
        }
        for seen in &review.seen {
            seqs.extend(at_moment(connection, seen.read_at, &format!("plan:{}", seen.plan))?);
        }
    }
    let changes = dossier.reviews.iter().flat_map(|review| &review.changes);
    for change in changes.chain(dossier.assignments.iter().flat_map(|one| &one.changes)) {
        let plan = format!("plan:{}", change.plan);
        let moments = [Some(change.drawn_at), change.countersigned_at, change.row.received_at];
        for at in moments.into_iter().flatten() {
            seqs.extend(at_moment(connection, at, &plan)?);
        }
    }
    for one in &dossier.assignments {
        let sql = "SELECT seq FROM audit_package WHERE assignment_id = ?1";
        seqs.extend(numbers(connection, sql, [one.row.assignment])?);
    }
    for one in &dossier.requests {
        let sql = "SELECT seq FROM audit_package WHERE request_id = ?1
                   UNION SELECT audit_seq FROM approval_event WHERE request_id = ?1";
        seqs.extend(numbers(connection, sql, [one.row.request])?);
    }
    for one in &dossier.exceptions {
        let exception = format!("exception:{}", one.row.exception);
        for event in &one.events {
            seqs.extend(at_moment(connection, event.at, &exception)?);
        }
    }
    let found = seqs.into_iter().map(|seq| entry(connection, seq));
    Ok(found.collect::<Result<_, StoreError>>()?)
}

fn entry(connection: &Connection, seq: i64) -> Result<DossierEntry, StoreError> {
    let (text, hash, previous): (String, [u8; 32], Option<[u8; 32]>) = connection
        .prepare_cached("SELECT entry, hash, (SELECT hash FROM audit WHERE seq = ?1 - 1) FROM audit WHERE seq = ?1")?
        .query_row([seq], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    let read: audit::AuditEntry = serde_json::from_str(&text)?;
    Ok(DossierEntry {
        seq,
        at: read.at,
        actor: read.actor,
        assurance: read.assurance,
        device: read.device,
        operation: read.operation,
        subject: read.subject,
        detail: read.detail,
        entry: text,
        previous: hex(&previous.unwrap_or([0; 32])),
        hash: hex(&hash),
    })
}

/// The entries of one moment about one subject.
fn at_moment(connection: &Connection, at: DateTime<Utc>, subject: &str) -> Result<Vec<i64>, StoreError> {
    numbers(
        connection,
        "SELECT seq FROM audit WHERE entry ->> '$.subject' = ?1 AND entry ->> '$.subject' NOT GLOB 'item:*'
           AND entry ->> '$.at' = ?2 ORDER BY seq",
        params![subject, at.to_rfc3339_opts(SecondsFormat::Millis, true)],
    )
}
