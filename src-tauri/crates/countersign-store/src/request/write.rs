//! A request is made, and moves on.

use chrono::{DateTime, Utc};
use countersign_domain::request::{RequestKind, RequestState};
use rusqlite::{Transaction, params};
use serde_json::Value;

use crate::StoreError;
use crate::review::stamp;

/// A request about to be made.
#[derive(Debug, Clone)]
pub struct NewRequest<'a> {
    pub key: &'a str,
    pub kind: RequestKind,
    pub package: i64,
    pub policy: i64,
    pub policy_version: i64,
    pub assignment: Option<i64>,
    pub requestor: Option<i64>,
    pub requestor_name: &'a str,
    pub target: Option<i64>,
    pub outsider: Option<&'a Value>,
    pub justification: &'a str,
    pub answers: &'a Value,
    pub starts_at: Option<DateTime<Utc>>,
    pub ends_at: Option<DateTime<Utc>>,
    pub made_at: Option<DateTime<Utc>>,
    pub again: Option<i64>,
    pub exception: Option<i64>,
}

/// Keeps a new request, in the state submitted, and answers its id.
pub fn create(transaction: &Transaction<'_>, new: &NewRequest<'_>, now: DateTime<Utc>) -> Result<i64, StoreError> {
    transaction
        .prepare_cached(
            "INSERT INTO request (key, kind, state, status, package_id, policy_id, policy_version, assignment_id,
                    requestor_id, requestor, target_id, outsider, justification, answers, starts_at, ends_at, created_at,
                    made_at, again_id, exception_id)
             VALUES (?1, ?2, 'submitted', ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)",
        )?
        .execute(params![
            new.key,
            new.kind.word(),
            RequestState::Submitted.status(false),
            new.package,
            new.policy,
            new.policy_version,
            new.assignment,
            new.requestor,
            new.requestor_name,
            new.target,
            new.outsider.map(Value::to_string),
            new.justification,
            new.answers.to_string(),
            new.starts_at.map(stamp),
            new.ends_at.map(stamp),
            stamp(now),
            new.made_at.map(stamp),
            new.again,
            new.exception,
        ])?;
    Ok(transaction.last_insert_rowid())
}

/// What happened to a request, and the state after it.
#[derive(Debug, Clone, Copy)]
pub struct Step<'a> {
    pub actor_id: Option<i64>,
    pub actor: &'a str,
    /// `submit`, or the word of what moved it on.
    pub event: &'a str,
    pub state: RequestState,
    pub escalated: bool,
    pub reason: &'a str,
}

/// Notes what happened, for good.
pub fn record(
    transaction: &Transaction<'_>,
    request: i64,
    step: &Step<'_>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    transaction
        .prepare_cached(
            "INSERT INTO request_event (request_id, at, actor_id, actor, event, state, reason)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )?
        .execute(params![
            request,
            stamp(now),
            step.actor_id,
            step.actor,
            step.event,
            step.state.word(),
            step.reason,
        ])?;
    Ok(())
}

/// Puts a request into its next state, with the event.
pub fn step(
    transaction: &Transaction<'_>,
    request: i64,
    step: &Step<'_>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let over = step.state.is_complete();
    let refused = matches!(
        step.state,
        RequestState::Denied | RequestState::Expired | RequestState::Canceled
    );
    transaction
        .prepare_cached(
            "UPDATE request SET state = ?2, status = ?3, completed_at = ?4, problem = CASE WHEN ?5 THEN ?6 ELSE problem END
             WHERE id = ?1",
        )?
        .execute(params![
            request,
            step.state.word(),
            step.state.status(step.escalated),
            over.then(|| stamp(now)),
            refused,
            (!step.reason.is_empty()).then_some(step.reason),
        ])?;
    record(transaction, request, step, now)
}

/// The assignment that came of a request.
pub fn set_assignment(transaction: &Transaction<'_>, request: i64, assignment: i64) -> Result<(), StoreError> {
    transaction
        .prepare_cached("UPDATE request SET assignment_id = ?2 WHERE id = ?1")?
        .execute([request, assignment])?;
    Ok(())
}

/// From when until when, as it came to be.
pub fn set_dates(
    transaction: &Transaction<'_>,
    request: i64,
    starts_at: Option<DateTime<Utc>>,
    ends_at: Option<DateTime<Utc>>,
) -> Result<(), StoreError> {
    transaction
        .prepare_cached("UPDATE request SET starts_at = ?2, ends_at = ?3 WHERE id = ?1")?
        .execute(params![request, starts_at.map(stamp), ends_at.map(stamp)])?;
    Ok(())
}

/// The stage its approval is in, and how many there are.
pub fn set_stage(transaction: &Transaction<'_>, request: i64, stage: i64, count: i64) -> Result<(), StoreError> {
    transaction
        .prepare_cached("UPDATE request SET stage = ?2, stage_count = ?3 WHERE id = ?1")?
        .execute([request, stage, count])?;
    Ok(())
}
