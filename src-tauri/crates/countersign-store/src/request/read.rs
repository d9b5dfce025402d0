//! What is known of one request.

use chrono::{DateTime, Utc};
use countersign_domain::request::{RequestKind, RequestState};
use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::Serialize;
use serde_json::Value;
use ts_rs::TS;

use crate::StoreError;

/// A request as it stands.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RequestRow {
    pub request: i64,
    /// Its identity in files.
    pub key: String,
    pub kind: RequestKind,
    pub state: RequestState,
    /// The finer word of Microsoft Graph.
    pub status: String,
    pub package: i64,
    pub package_name: String,
    pub catalog: i64,
    pub policy: i64,
    pub policy_name: String,
    /// The version it is decided under.
    pub policy_version: i64,
    pub assignment: Option<i64>,
    /// Who asked; none is the system, or an administrator who is nobody in the directory.
    pub requestor: Option<i64>,
    pub requestor_name: String,
    /// Who is to hold it; none while an outsider has no account.
    pub target: Option<i64>,
    pub target_name: Option<String>,
    #[ts(type = "unknown")]
    pub outsider: Option<Value>,
    pub justification: String,
    pub starts_at: Option<DateTime<Utc>>,
    pub ends_at: Option<DateTime<Utc>>,
    /// The stage of its approval, counted from 1; 0 where none is asked for.
    pub stage: i64,
    pub stage_count: i64,
    pub created_at: DateTime<Utc>,
    /// When it was made, where it arrived later.
    pub made_at: Option<DateTime<Utc>>,
    /// The request that it asks for again.
    pub again: Option<i64>,
    pub completed_at: Option<DateTime<Utc>>,
    /// Why it was refused, or what could not be done.
    pub problem: Option<String>,
    pub attempts: i64,
    pub retry_at: Option<DateTime<Utc>>,
}

/// Something that happened to a request.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RequestEventRow {
    pub at: DateTime<Utc>,
    pub actor_id: Option<i64>,
    pub actor: String,
    /// `submit`, or what moved it on.
    pub event: String,
    /// The state after it.
    pub state: String,
    pub reason: String,
}

/// An assignment that has not ended.
#[derive(Debug, Clone)]
pub struct Held {
    pub assignment: i64,
    pub policy: i64,
    pub state: String,
    pub ends_at: Option<DateTime<Utc>>,
}

pub(super) const ROW: &str = "SELECT r.*, k.display_name AS package_name, k.catalog_id, p.display_name AS policy_name,
    t.display_name AS target_name
    FROM request r JOIN package k ON k.id = r.package_id JOIN policy p ON p.id = r.policy_id
    LEFT JOIN principal t ON t.id = r.target_id";

pub(super) fn read(row: &Row<'_>) -> rusqlite::Result<RequestRow> {
    let kind: String = row.get("kind")?;
    let state: String = row.get("state")?;
    let outsider: Option<String> = row.get("outsider")?;
    Ok(RequestRow {
        request: row.get("id")?,
        key: row.get("key")?,
        kind: RequestKind::from_word(&kind).ok_or_else(|| unknown(&kind))?,
        state: RequestState::from_word(&state).ok_or_else(|| unknown(&state))?,
        status: row.get("status")?,
        package: row.get("package_id")?,
        package_name: row.get("package_name")?,
        catalog: row.get("catalog_id")?,
        policy: row.get("policy_id")?,
        policy_name: row.get("policy_name")?,
        policy_version: row.get("policy_version")?,
        assignment: row.get("assignment_id")?,
        requestor: row.get("requestor_id")?,
        requestor_name: row.get("requestor")?,
        target: row.get("target_id")?,
        target_name: row.get("target_name")?,
        outsider: outsider.map(|text| json(&text)).transpose()?,
        justification: row.get("justification")?,
        starts_at: row.get("starts_at")?,
        ends_at: row.get("ends_at")?,
        stage: row.get("stage")?,
        stage_count: row.get("stage_count")?,
        created_at: row.get("created_at")?,
        made_at: row.get("made_at")?,
        again: row.get("again_id")?,
        completed_at: row.get("completed_at")?,
        problem: row.get("problem")?,
        attempts: row.get("attempts")?,
        retry_at: row.get("retry_at")?,
    })
}

fn unknown(word: &str) -> rusqlite::Error {
    let error = StoreError::Value(format!("“{word}” is no word of a request"));
    rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Text, Box::new(error))
}

fn json(text: &str) -> rusqlite::Result<Value> {
    serde_json::from_str(text)
        .map_err(|error| rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Text, Box::new(error)))
}

/// One request.
pub fn show(connection: &Connection, request: i64) -> Result<Option<RequestRow>, StoreError> {
    let mut statement = connection.prepare_cached(&format!("{ROW} WHERE r.id = ?1"))?;
    Ok(statement.query_row([request], read).optional()?)
}

/// What the person answered to the questions, as it was given.
pub fn answers(connection: &Connection, request: i64) -> Result<Value, StoreError> {
    let mut statement = connection.prepare_cached("SELECT answers FROM request WHERE id = ?1")?;
    Ok(statement.query_row([request], |row| json(&row.get::<_, String>(0)?))?)
}

/// Everything that happened to a request, in its order.
pub fn events(connection: &Connection, request: i64) -> Result<Vec<RequestEventRow>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT at, actor_id, actor, event, state, reason FROM request_event WHERE request_id = ?1 ORDER BY id",
    )?;
    let rows = statement.query_map([request], |row| {
        Ok(RequestEventRow {
            at: row.get(0)?,
            actor_id: row.get(1)?,
            actor: row.get(2)?,
            event: row.get(3)?,
            state: row.get(4)?,
            reason: row.get(5)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The request of a person for a package that is not decided or delivered yet.
pub fn going_on(connection: &Connection, target: i64, package: i64) -> Result<Option<i64>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT id FROM request WHERE target_id = ?1 AND package_id = ?2
           AND state IN ('submitted','pendingApproval','scheduled','delivering') ORDER BY id LIMIT 1",
    )?;
    Ok(statement.query_row([target, package], |row| row.get(0)).optional()?)
}

/// How a person holds a package, if they do.
pub fn held_by(connection: &Connection, target: i64, package: i64) -> Result<Option<Held>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT id, policy_id, state, ends_at FROM assignment
         WHERE principal_id = ?1 AND package_id = ?2 AND state <> 'expired'",
    )?;
    Ok(statement.query_row([target, package], to_held).optional()?)
}

fn to_held(row: &Row<'_>) -> rusqlite::Result<Held> {
    Ok(Held {
        assignment: row.get(0)?,
        policy: row.get(1)?,
        state: row.get(2)?,
        ends_at: row.get(3)?,
    })
}

/// An assignment that has not ended, with its package and its holder.
pub fn held(connection: &Connection, assignment: i64) -> Result<Option<(Held, i64, i64)>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT id, policy_id, state, ends_at, package_id, principal_id FROM assignment
         WHERE id = ?1 AND state <> 'expired'",
    )?;
    Ok(statement
        .query_row([assignment], |row| Ok((to_held(row)?, row.get(4)?, row.get(5)?)))
        .optional()?)
}

/// The package with this key; none where it was deleted.
pub fn by_key(connection: &Connection, key: &str) -> Result<Option<i64>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT id FROM package WHERE key = ?1 AND deleted_at IS NULL")?;
    Ok(statement.query_row([key], |row| row.get(0)).optional()?)
}

/// The key of a package.
pub fn key_of_package(connection: &Connection, package: i64) -> Result<Option<String>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT key FROM package WHERE id = ?1")?;
    Ok(statement.query_row([package], |row| row.get(0)).optional()?)
}

/// The newest request that gave or extended an assignment.
pub fn latest_for(connection: &Connection, assignment: i64) -> Result<Option<i64>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT max(id) FROM request WHERE assignment_id = ?1
           AND kind IN ('userAdd','adminAdd','systemAdd','onBehalfAdd','userUpdate','adminUpdate','systemUpdate','onBehalfUpdate')",
    )?;
    Ok(statement.query_row(params![assignment], |row| row.get(0))?)
}
