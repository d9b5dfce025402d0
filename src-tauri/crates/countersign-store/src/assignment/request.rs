//! What a delivery does to the requests that asked for it, and the requests that the system makes itself.

use chrono::{DateTime, Utc};
use countersign_domain::request::{RequestKind, RequestState};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use serde::Serialize;
use ts_rs::TS;

use crate::StoreError;
use crate::review::stamp;

/// A request about to be made, for an assignment.
#[derive(Debug, Clone)]
pub struct NewRequest<'a> {
    pub kind: RequestKind,
    pub package: i64,
    pub policy: i64,
    pub version: i64,
    pub assignment: Option<i64>,
    /// None: the system, or an administrator who is nobody in the directory.
    pub requestor_id: Option<i64>,
    pub requestor: &'a str,
    pub target: i64,
    pub justification: &'a str,
    pub starts_at: Option<DateTime<Utc>>,
    pub ends_at: Option<DateTime<Utc>>,
}

/// A request as the history of an assignment shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AssignmentRequest {
    pub request: i64,
    pub kind: RequestKind,
    pub state: RequestState,
    pub requestor: String,
    pub justification: String,
    pub created_at: DateTime<Utc>,
    pub completed_at: Option<DateTime<Utc>>,
    pub problem: Option<String>,
    pub attempts: u32,
    pub retry_at: Option<DateTime<Utc>>,
}

/// What becomes of a request.
#[derive(Debug, Clone, Copy)]
pub struct RequestStep<'a> {
    pub request: i64,
    pub event: &'a str,
    pub state: RequestState,
    pub reason: &'a str,
    /// The assignment it is about, where there is one now.
    pub assignment: Option<i64>,
    pub attempts: u32,
    pub retry_at: Option<DateTime<Utc>>,
}

const ROW: &str =
    "SELECT id, kind, state, requestor, justification, created_at, completed_at, problem, attempts, retry_at
                   FROM request";

fn read(row: &Row<'_>) -> rusqlite::Result<AssignmentRequest> {
    let wrong = |column, word: &str| {
        let text = format!("“{word}” is not understood");
        rusqlite::Error::FromSqlConversionFailure(column, rusqlite::types::Type::Text, text.into())
    };
    let (kind, state): (String, String) = (row.get(1)?, row.get(2)?);
    Ok(AssignmentRequest {
        request: row.get(0)?,
        kind: RequestKind::from_word(&kind).ok_or_else(|| wrong(1, &kind))?,
        state: RequestState::from_word(&state).ok_or_else(|| wrong(2, &state))?,
        requestor: row.get(3)?,
        justification: row.get(4)?,
        created_at: row.get(5)?,
        completed_at: row.get(6)?,
        problem: row.get(7)?,
        attempts: row.get(8)?,
        retry_at: row.get(9)?,
    })
}

/// Makes a request and answers its id.
pub fn add_request(transaction: &Transaction<'_>, new: &NewRequest<'_>, now: DateTime<Utc>) -> Result<i64, StoreError> {
    transaction
        .prepare_cached(
            "INSERT INTO request (key, kind, state, status, package_id, policy_id, policy_version, assignment_id,
                                  requestor_id, requestor, target_id, justification, starts_at, ends_at, created_at)
             VALUES (lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' || substr(hex(randomblob(2)), 2)
                       || '-8' || substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6))),
                     ?1, 'submitted', ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
        )?
        .execute(params![
            new.kind.word(),
            RequestState::Submitted.status(false),
            new.package,
            new.policy,
            new.version,
            new.assignment,
            new.requestor_id,
            new.requestor,
            new.target,
            new.justification,
            new.starts_at.map(stamp),
            new.ends_at.map(stamp),
            stamp(now),
        ])?;
    let request = transaction.last_insert_rowid();
    write_event(
        transaction,
        (request, "submit", RequestState::Submitted, new.justification),
        (new.requestor_id, new.requestor),
        now,
    )?;
    Ok(request)
}

fn write_event(
    transaction: &Transaction<'_>,
    (request, event, state, reason): (i64, &str, RequestState, &str),
    (actor_id, actor): (Option<i64>, &str),
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
            actor_id,
            actor,
            event,
            state.word(),
            reason
        ])?;
    Ok(())
}

/// Keeps a step of a request, with its event.
pub fn note_request(
    transaction: &Transaction<'_>,
    step: &RequestStep<'_>,
    actor: (Option<i64>, &str),
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let done = step.state.is_complete().then(|| stamp(now));
    transaction
        .prepare_cached(
            "UPDATE request SET state = ?2, status = ?3, assignment_id = coalesce(?4, assignment_id), completed_at = ?5,
                                problem = nullif(?6, ''), attempts = ?7, retry_at = ?8 WHERE id = ?1",
        )?
        .execute(params![
            step.request,
            step.state.word(),
            step.state.status(false),
            step.assignment,
            done,
            match step.state {
                RequestState::PartiallyDelivered | RequestState::DeliveryFailed => step.reason,
                _ => "",
            },
            step.attempts,
            step.retry_at.map(stamp),
        ])?;
    write_event(
        transaction,
        (step.request, step.event, step.state, step.reason),
        actor,
        now,
    )
}

/// One request.
pub fn request_of(connection: &Connection, request: i64) -> Result<Option<AssignmentRequest>, StoreError> {
    let mut statement = connection.prepare_cached(&format!("{ROW} WHERE id = ?1"))?;
    Ok(statement.query_row([request], read).optional()?)
}

/// All requests about an assignment, in the order in which they were made.
pub fn requests(connection: &Connection, assignment: i64) -> Result<Vec<AssignmentRequest>, StoreError> {
    let mut statement = connection.prepare_cached(&format!("{ROW} WHERE assignment_id = ?1 ORDER BY id"))?;
    let rows = statement.query_map([assignment], read)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Who gave an assignment: the last who approved it, or else the person of the directory who assigned it.
pub fn provisioner(connection: &Connection, assignment: i64) -> Result<Option<i64>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT coalesce((SELECT e.actor_id FROM approval_event e WHERE e.request_id = r.id AND e.decision = 'approve'
                          ORDER BY e.id DESC LIMIT 1),
                         CASE WHEN r.kind = 'adminAdd' THEN r.requestor_id END)
         FROM request r WHERE r.assignment_id = ?1 AND r.kind IN ('userAdd','adminAdd','onBehalfAdd')
         ORDER BY r.id DESC LIMIT 1",
    )?;
    Ok(statement
        .query_row([assignment], |row| row.get::<_, Option<i64>>(0))
        .optional()?
        .flatten())
}
