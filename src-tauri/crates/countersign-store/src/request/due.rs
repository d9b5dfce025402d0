//! What the clock and the directory bring to requests; each looked up by an index, in proportion to what is due.

use chrono::{DateTime, Utc};
use rusqlite::{Connection, params};

use crate::StoreError;
use crate::review::stamp;

/// A stage that something is due in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Awaited {
    pub request: i64,
    pub position: i64,
}

fn awaited(connection: &Connection, sql: &str, now: DateTime<Utc>) -> Result<Vec<Awaited>, StoreError> {
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement.query_map(params![stamp(now)], |row| {
        Ok(Awaited {
            request: row.get(0)?,
            position: row.get(1)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Stages whose time to answer is over.
pub fn time_outs(connection: &Connection, now: DateTime<Utc>) -> Result<Vec<Awaited>, StoreError> {
    awaited(
        connection,
        "SELECT request_id, position FROM approval_stage
         WHERE status IN ('inProgress','escalated') AND due_at <= ?1 ORDER BY due_at, request_id",
        now,
    )
}

/// Stages whose alternates are to be asked.
pub fn escalations(connection: &Connection, now: DateTime<Utc>) -> Result<Vec<Awaited>, StoreError> {
    awaited(
        connection,
        "SELECT request_id, position FROM approval_stage
         WHERE status = 'inProgress' AND escalate_at IS NOT NULL AND escalate_at <= ?1 AND due_at > ?1
         ORDER BY escalate_at, request_id",
        now,
    )
}

/// Stages half of whose time is over.
pub fn reminders(connection: &Connection, now: DateTime<Utc>) -> Result<Vec<Awaited>, StoreError> {
    awaited(
        connection,
        "SELECT request_id, position FROM approval_stage
         WHERE status IN ('inProgress','escalated') AND reminded_at IS NULL AND remind_at <= ?1 AND due_at > ?1
         ORDER BY remind_at, request_id",
        now,
    )
}

/// Requests whose start has come.
pub fn starting(connection: &Connection, now: DateTime<Utc>) -> Result<Vec<i64>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT id FROM request INDEXED BY request_to_start WHERE state = 'scheduled' AND starts_at <= ?1 ORDER BY starts_at, id",
    )?;
    let rows = statement.query_map(params![stamp(now)], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// People whose answer is awaited and who have left, or whose account is disabled: the stage and the person.
pub fn gone_approvers(connection: &Connection) -> Result<Vec<(Awaited, i64)>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT a.request_id, a.position, a.principal_id FROM approver a INDEXED BY approver_open
         JOIN principal p ON p.id = a.principal_id
         WHERE a.open = 1 AND (p.removed_snapshot_id IS NOT NULL OR coalesce(p.enabled, 1) = 0)
         ORDER BY a.request_id, a.position, a.principal_id",
    )?;
    let rows = statement.query_map([], |row| {
        let stage = Awaited {
            request: row.get(0)?,
            position: row.get(1)?,
        };
        Ok((stage, row.get(2)?))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Stages in which nobody is asked, so that an administrator answers.
pub fn waiting_for_an_approver(connection: &Connection) -> Result<Vec<Awaited>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT request_id, position FROM approval_stage
         WHERE status IN ('inProgress','escalated') AND nobody_at IS NOT NULL ORDER BY due_at, request_id",
    )?;
    let rows = statement.query_map([], |row| {
        Ok(Awaited {
            request: row.get(0)?,
            position: row.get(1)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
