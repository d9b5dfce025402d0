//! The stages of an approval: who is asked in each, and what they answered.

use chrono::{DateTime, Utc};
use countersign_domain::approval::{ApproverKind, Decision};
use rusqlite::{Connection, Transaction, params};
use serde::Serialize;
use ts_rs::TS;

use crate::StoreError;
use crate::review::stamp;

/// A stage of an approval.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(rename = "RequestStage")]
pub struct StageRow {
    /// Counted from 1.
    pub position: i64,
    /// `notStarted`, `inProgress`, `escalated`, `completed` or `expired`.
    pub status: String,
    pub started_at: Option<DateTime<Utc>>,
    pub escalate_at: Option<DateTime<Utc>>,
    pub escalated_at: Option<DateTime<Utc>>,
    pub due_at: Option<DateTime<Utc>>,
    pub reminded_at: Option<DateTime<Utc>>,
    pub ended_at: Option<DateTime<Utc>>,
    /// Since when nobody is left to ask, so that an administrator is.
    pub nobody_at: Option<DateTime<Utc>>,
    /// `approve`, `deny` or `expired`.
    pub result: Option<String>,
    /// Why fallback approvers, or administrators, are asked.
    pub fallback: Option<String>,
}

/// Somebody who is asked, or was.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(rename = "RequestApprover")]
pub struct ApproverRow {
    pub position: i64,
    pub principal: i64,
    pub display_name: String,
    pub kind: ApproverKind,
    /// The rule that named them.
    pub reason: String,
    pub asked_at: DateTime<Utc>,
    /// Their answer is awaited.
    pub open: bool,
    /// Why they were asked no longer before the stage ended.
    pub ended_because: Option<String>,
}

/// Somebody about to be asked.
#[derive(Debug, Clone)]
pub struct NewApprover {
    pub principal: i64,
    pub kind: ApproverKind,
    pub reason: String,
}

/// An answer.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ApprovalEvent {
    pub position: i64,
    pub at: DateTime<Utc>,
    /// 0 is an administrator who is nobody in the directory.
    pub actor_id: i64,
    pub actor: String,
    pub decision: Decision,
    pub justification: String,
}

fn kind_word(kind: ApproverKind) -> &'static str {
    match kind {
        ApproverKind::Primary => "primary",
        ApproverKind::Fallback => "fallback",
        ApproverKind::Escalation => "escalation",
        ApproverKind::EscalationFallback => "escalationFallback",
    }
}

fn to_kind(word: &str) -> ApproverKind {
    match word {
        "fallback" => ApproverKind::Fallback,
        "escalation" => ApproverKind::Escalation,
        "escalationFallback" => ApproverKind::EscalationFallback,
        _ => ApproverKind::Primary,
    }
}

/// The stages a request goes through, none of them begun.
pub fn plan_stages(transaction: &Transaction<'_>, request: i64, count: i64) -> Result<(), StoreError> {
    let mut insert = transaction
        .prepare_cached("INSERT INTO approval_stage (request_id, position, status) VALUES (?1, ?2, 'notStarted')")?;
    for position in 1..=count {
        insert.execute([request, position])?;
    }
    Ok(())
}

/// A stage begins.
pub fn start_stage(
    transaction: &Transaction<'_>,
    request: i64,
    position: i64,
    times: [Option<DateTime<Utc>>; 3],
    fallback: Option<&str>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let [escalate_at, remind_at, due_at] = times.map(|at| at.map(stamp));
    transaction
        .prepare_cached(
            "UPDATE approval_stage SET status = 'inProgress', started_at = ?3, escalate_at = ?4, remind_at = ?5,
                    due_at = ?6, fallback = ?7
             WHERE request_id = ?1 AND position = ?2",
        )?
        .execute(params![
            request,
            position,
            stamp(now),
            escalate_at,
            remind_at,
            due_at,
            fallback
        ])?;
    Ok(())
}

/// Asks people; who is asked already stays as they are.
pub fn put_approvers(
    transaction: &Transaction<'_>,
    request: i64,
    position: i64,
    approvers: &[NewApprover],
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let mut insert = transaction.prepare_cached(
        "INSERT INTO approver (request_id, position, principal_id, kind, reason, asked_at, open)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, 1)
         ON CONFLICT (request_id, position, principal_id) DO UPDATE SET open = 1, ended_because = NULL",
    )?;
    for one in approvers {
        insert.execute(params![
            request,
            position,
            one.principal,
            kind_word(one.kind),
            one.reason,
            stamp(now)
        ])?;
    }
    Ok(())
}

/// Somebody is asked no longer.
pub fn end_approver(
    transaction: &Transaction<'_>,
    request: i64,
    position: i64,
    principal: i64,
    because: &str,
) -> Result<(), StoreError> {
    transaction
        .prepare_cached(
            "UPDATE approver SET open = 0, ended_because = ?4
             WHERE request_id = ?1 AND position = ?2 AND principal_id = ?3 AND open = 1",
        )?
        .execute(params![request, position, principal, because])?;
    Ok(())
}

/// Why others are asked than the policy's first approvers; with nobody at all, since when.
pub fn note_nobody(
    transaction: &Transaction<'_>,
    request: i64,
    position: i64,
    why: &str,
    nobody_at: Option<DateTime<Utc>>,
) -> Result<(), StoreError> {
    transaction
        .prepare_cached(
            "UPDATE approval_stage SET fallback = ?3, nobody_at = ?4 WHERE request_id = ?1 AND position = ?2",
        )?
        .execute(params![request, position, why, nobody_at.map(stamp)])?;
    Ok(())
}

/// The alternates are asked too, or would be if there were any.
pub fn escalate_stage(
    transaction: &Transaction<'_>,
    request: i64,
    position: i64,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    transaction
        .prepare_cached(
            "UPDATE approval_stage SET status = 'escalated', escalated_at = ?3 WHERE request_id = ?1 AND position = ?2",
        )?
        .execute(params![request, position, stamp(now)])?;
    Ok(())
}

/// The half-way reminder was made. `false` when it was before.
pub fn note_reminder(
    transaction: &Transaction<'_>,
    request: i64,
    position: i64,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let noted = transaction
        .prepare_cached(
            "UPDATE approval_stage SET reminded_at = ?3 WHERE request_id = ?1 AND position = ?2 AND reminded_at IS NULL",
        )?
        .execute(params![request, position, stamp(now)])?;
    Ok(noted == 1)
}

/// A stage ends with a result, or (none) because the request did. Nobody is asked in it any more.
pub fn close_stage(
    transaction: &Transaction<'_>,
    request: i64,
    position: i64,
    result: Option<&str>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let status = if result == Some("expired") {
        "expired"
    } else {
        "completed"
    };
    transaction
        .prepare_cached(
            "UPDATE approval_stage SET status = ?3, ended_at = ?4, result = ?5 WHERE request_id = ?1 AND position = ?2",
        )?
        .execute(params![request, position, status, stamp(now), result])?;
    transaction
        .prepare_cached("UPDATE approver SET open = 0 WHERE request_id = ?1 AND position = ?2 AND open = 1")?
        .execute([request, position])?;
    Ok(())
}

/// Notes an answer, for good.
pub fn note(
    transaction: &Transaction<'_>,
    request: i64,
    answer: &ApprovalEvent,
    audit_seq: i64,
) -> Result<(), StoreError> {
    let decision = match answer.decision {
        Decision::Approve => "approve",
        Decision::Deny => "deny",
    };
    transaction
        .prepare_cached(
            "INSERT INTO approval_event (request_id, position, at, actor_id, actor, decision, justification, audit_seq)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        )?
        .execute(params![
            request,
            answer.position,
            stamp(answer.at),
            answer.actor_id,
            answer.actor,
            decision,
            answer.justification,
            audit_seq,
        ])?;
    Ok(())
}

/// The stages of a request's approval, in their order.
pub fn stages(connection: &Connection, request: i64) -> Result<Vec<StageRow>, StoreError> {
    let mut statement =
        connection.prepare_cached("SELECT * FROM approval_stage WHERE request_id = ?1 ORDER BY position")?;
    let rows = statement.query_map([request], |row| {
        Ok(StageRow {
            position: row.get("position")?,
            status: row.get("status")?,
            started_at: row.get("started_at")?,
            escalate_at: row.get("escalate_at")?,
            escalated_at: row.get("escalated_at")?,
            due_at: row.get("due_at")?,
            reminded_at: row.get("reminded_at")?,
            ended_at: row.get("ended_at")?,
            nobody_at: row.get("nobody_at")?,
            result: row.get("result")?,
            fallback: row.get("fallback")?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Everybody who is or was asked about a request.
pub fn approvers(connection: &Connection, request: i64) -> Result<Vec<ApproverRow>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT a.position, a.principal_id, p.display_name, a.kind, a.reason, a.asked_at, a.open, a.ended_because
         FROM approver a JOIN principal p ON p.id = a.principal_id WHERE a.request_id = ?1
         ORDER BY a.position, a.asked_at, a.kind DESC, p.display_name, a.principal_id",
    )?;
    let rows = statement.query_map([request], |row| {
        Ok(ApproverRow {
            position: row.get(0)?,
            principal: row.get(1)?,
            display_name: row.get(2)?,
            kind: to_kind(&row.get::<_, String>(3)?),
            reason: row.get(4)?,
            asked_at: row.get(5)?,
            open: row.get(6)?,
            ended_because: row.get(7)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// What was answered, in its order.
pub fn answered(connection: &Connection, request: i64) -> Result<Vec<ApprovalEvent>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT position, at, actor_id, actor, decision, justification FROM approval_event WHERE request_id = ?1 ORDER BY id",
    )?;
    let rows = statement.query_map([request], |row| {
        Ok(ApprovalEvent {
            position: row.get(0)?,
            at: row.get(1)?,
            actor_id: row.get(2)?,
            actor: row.get(3)?,
            decision: if row.get::<_, String>(4)? == "approve" {
                Decision::Approve
            } else {
                Decision::Deny
            },
            justification: row.get(5)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
