//! Lists of requests and of approvals, newest first, with exact totals.

use chrono::{DateTime, Utc};
use countersign_domain::request::RequestState;
use rusqlite::types::Value;
use rusqlite::{Connection, params, params_from_iter};
use serde::Serialize;
use ts_rs::TS;

use super::read::{ROW, RequestRow, read};
use crate::StoreError;

/// Which requests a list shows; each condition narrows it.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Made by this person, or for them.
    pub of: Option<i64>,
    pub target: Option<i64>,
    pub package: Option<i64>,
    pub policy: Option<i64>,
    pub state: Option<RequestState>,
    /// In these catalogs only.
    pub catalogs: Option<Vec<i64>>,
}

impl Filter {
    fn sql(&self) -> (String, Vec<Value>) {
        let mut conditions = Vec::new();
        let mut values = Vec::new();
        let mut put = |sql: &str, value: Value| {
            values.push(value);
            conditions.push(sql.replace('?', &format!("?{}", values.len())));
        };
        if let Some(person) = self.of {
            // Two indexes instead of a walk over all requests.
            put(
                "r.id IN (SELECT id FROM request WHERE requestor_id = ? UNION SELECT id FROM request WHERE target_id = ?)",
                person.into(),
            );
        }
        if let Some(target) = self.target {
            put("r.target_id = ?", target.into());
        }
        if let Some(package) = self.package {
            put("r.package_id = ?", package.into());
        }
        if let Some(policy) = self.policy {
            put("r.policy_id = ?", policy.into());
        }
        if let Some(state) = self.state {
            put("r.state = ?", state.word().to_owned().into());
        }
        if let Some(catalogs) = &self.catalogs {
            let list = serde_json::to_string(catalogs).unwrap_or_else(|_| "[]".into());
            put(
                "r.package_id IN (SELECT id FROM package WHERE catalog_id IN (SELECT value FROM json_each(?)))",
                list.into(),
            );
        }
        let sql = match conditions.is_empty() {
            true => String::new(),
            false => format!(" WHERE {}", conditions.join(" AND ")),
        };
        (sql, values)
    }
}

/// A page of the requests, newest first, and how many there are.
pub fn list(
    connection: &Connection,
    filter: &Filter,
    offset: i64,
    limit: i64,
) -> Result<(Vec<RequestRow>, i64), StoreError> {
    let (conditions, mut values) = filter.sql();
    let total = connection
        .prepare_cached(&format!("SELECT count(*) FROM request r{conditions}"))?
        .query_row(params_from_iter(&values), |row| row.get(0))?;
    let (first, second) = (values.len() + 1, values.len() + 2);
    values.extend([limit.into(), offset.into()]);
    // The numbers first, by an index alone; only the page's rows are read.
    let mut statement = connection.prepare_cached(&format!(
        "{ROW} WHERE r.id IN (SELECT r.id FROM request r{conditions} ORDER BY r.id DESC LIMIT ?{first} OFFSET ?{second})
         ORDER BY r.id DESC"
    ))?;
    let rows = statement
        .query_map(params_from_iter(&values), read)?
        .collect::<Result<_, _>>()?;
    Ok((rows, total))
}

/// A request that waits for an approver's answer.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(rename = "PendingApproval")]
pub struct PendingRow {
    #[serde(flatten)]
    pub request: RequestRow,
    pub asked_at: DateTime<Utc>,
    pub due_at: Option<DateTime<Utc>>,
    /// The stage was handed to the alternates too.
    pub escalated: bool,
    /// Why this person is asked.
    pub reason: String,
}

/// What waits for a person's answer, the earliest end first.
pub fn awaiting(
    connection: &Connection,
    approver: i64,
    offset: i64,
    limit: i64,
) -> Result<(Vec<PendingRow>, i64), StoreError> {
    let total = awaiting_count(connection, approver)?;
    let mut statement = connection.prepare_cached(
        "SELECT a.request_id, a.asked_at, s.due_at, s.status = 'escalated', a.reason
         FROM approver a INDEXED BY approver_open
         JOIN approval_stage s ON s.request_id = a.request_id AND s.position = a.position
         WHERE a.principal_id = ?1 AND a.open = 1 ORDER BY s.due_at, a.request_id LIMIT ?3 OFFSET ?2",
    )?;
    type Found = (i64, DateTime<Utc>, Option<DateTime<Utc>>, bool, String);
    let found: Vec<Found> = statement
        .query_map(params![approver, offset, limit], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?))
        })?
        .collect::<Result<_, _>>()?;
    let mut rows = Vec::with_capacity(found.len());
    for (id, asked_at, due_at, escalated, reason) in found {
        let request = super::show(connection, id)?.ok_or_else(|| StoreError::Value(format!("request {id} is gone")))?;
        rows.push(PendingRow {
            request,
            asked_at,
            due_at,
            escalated,
            reason,
        });
    }
    Ok((rows, total))
}

/// How many requests wait for a person's answer.
pub fn awaiting_count(connection: &Connection, approver: i64) -> Result<i64, StoreError> {
    let mut statement =
        connection.prepare_cached("SELECT count(*) FROM approver WHERE principal_id = ?1 AND open = 1")?;
    Ok(statement.query_row([approver], |row| row.get(0))?)
}

/// The requests that a person answered, newest first.
pub fn history(
    connection: &Connection,
    approver: i64,
    offset: i64,
    limit: i64,
) -> Result<(Vec<RequestRow>, i64), StoreError> {
    let total = connection
        .prepare_cached("SELECT count(*) FROM approval_event WHERE actor_id = ?1")?
        .query_row([approver], |row| row.get(0))?;
    let mut statement = connection.prepare_cached(
        "SELECT request_id FROM approval_event WHERE actor_id = ?1 ORDER BY id DESC LIMIT ?3 OFFSET ?2",
    )?;
    let found: Vec<i64> = statement
        .query_map(params![approver, offset, limit], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    let mut rows = Vec::with_capacity(found.len());
    for id in found {
        rows.push(super::show(connection, id)?.ok_or_else(|| StoreError::Value(format!("request {id} is gone")))?);
    }
    Ok((rows, total))
}
