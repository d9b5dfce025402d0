//! Where the requests are: the answers that came back.

use chrono::{DateTime, Utc};
use countersign_domain::approval::Decision;
use rusqlite::{Connection, Transaction, params};

use crate::StoreError;
use crate::review::stamp;

/// One answer of a return, and what became of it.
#[derive(Debug, Clone)]
pub struct TakenApproval<'a> {
    pub in_return: i64,
    pub request: i64,
    pub stage: i64,
    pub approver: i64,
    pub device: &'a str,
    pub assurance: &'a str,
    pub uid: &'a str,
    pub decision: Decision,
    pub justification: &'a str,
    pub decided_at: DateTime<Utc>,
    pub arrived_at: DateTime<Utc>,
    /// `applied`, `same` or `dispute`.
    pub outcome: &'a str,
    pub audit_seq: i64,
}

pub(super) fn word(decision: Decision) -> &'static str {
    match decision {
        Decision::Approve => "approve",
        Decision::Deny => "deny",
    }
}

pub(super) fn decision(word: &str) -> Decision {
    match word {
        "approve" => Decision::Approve,
        _ => Decision::Deny,
    }
}

/// What was said under one name: request, stage, decision, reason.
pub type Said = (i64, i64, Decision, String);

/// What arrived before under this name of this person: as a rule nothing, or the same.
pub fn taken_as(connection: &Connection, uid: &str, approver: i64) -> Result<Vec<Said>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT request_id, stage, decision, justification FROM taken_approval
         WHERE uid = ?1 AND approver_id = ?2 ORDER BY id",
    )?;
    let rows = statement.query_map(params![uid, approver], |row| {
        Ok((
            row.get(0)?,
            row.get(1)?,
            decision(&row.get::<_, String>(2)?),
            row.get(3)?,
        ))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Keeps an answer that came back; its number.
pub fn put_taken(transaction: &Transaction<'_>, taken: &TakenApproval<'_>) -> Result<i64, StoreError> {
    transaction
        .prepare_cached(
            "INSERT INTO taken_approval (return_id, request_id, stage, approver_id, device, assurance, uid, decision,
                                         justification, decided_at, arrived_at, outcome, audit_seq)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
        )?
        .execute(params![
            taken.in_return,
            taken.request,
            taken.stage,
            taken.approver,
            taken.device,
            taken.assurance,
            taken.uid,
            word(taken.decision),
            taken.justification,
            stamp(taken.decided_at),
            stamp(taken.arrived_at),
            taken.outcome,
            taken.audit_seq
        ])?;
    Ok(transaction.last_insert_rowid())
}
