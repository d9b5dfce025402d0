//! Remediation tasks: what a person must change by hand.

use chrono::{DateTime, NaiveDate, Utc};
use rusqlite::{Connection, Transaction, params};
use serde::Serialize;
use ts_rs::TS;

use crate::StoreError;
use crate::review::stamp;

/// One remediation task.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TaskRow {
    pub task: i64,
    pub plan: i64,
    pub item: i64,
    pub principal_name: String,
    pub resource_name: String,
    pub reason: String,
    pub owner: String,
    pub due_on: NaiveDate,
    pub created_at: DateTime<Utc>,
    pub closed_at: Option<DateTime<Utc>>,
    pub closed_by: Option<String>,
    pub note: Option<String>,
}

/// A task about to be opened.
pub struct NewTask<'a> {
    pub instance: i64,
    pub plan: i64,
    pub item: i64,
    pub reason: &'a str,
    pub owner: &'a str,
    pub due_on: NaiveDate,
    pub now: DateTime<Utc>,
}

/// Opens a task, unless the same one is open already. Answers whether it is new.
pub fn open(transaction: &Transaction<'_>, new: &NewTask<'_>) -> Result<bool, StoreError> {
    let opened = transaction
        .prepare_cached(
            "INSERT INTO task (instance_id, plan_id, item_id, reason, owner, due_on, created_at)
             SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7
             WHERE NOT EXISTS (SELECT 1 FROM task WHERE instance_id = ?1 AND item_id = ?3 AND reason = ?4
                               AND closed_at IS NULL)",
        )?
        .execute(params![
            new.instance,
            new.plan,
            new.item,
            new.reason,
            new.owner,
            new.due_on,
            stamp(new.now)
        ])?;
    Ok(opened == 1)
}

/// All tasks of an instance, open ones first.
pub fn list(connection: &Connection, instance: i64) -> Result<Vec<TaskRow>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT t.*, p.display_name AS principal_name, g.display_name AS resource_name
         FROM task t JOIN item i ON i.id = t.item_id
         JOIN frozen p ON p.instance_id = t.instance_id AND p.principal_id = i.principal_id
         JOIN frozen g ON g.instance_id = t.instance_id AND g.principal_id = i.resource_id
         WHERE t.instance_id = ?1 ORDER BY t.closed_at IS NOT NULL, t.due_on, t.id",
    )?;
    let rows = statement.query_map([instance], |row| {
        Ok(TaskRow {
            task: row.get("id")?,
            plan: row.get("plan_id")?,
            item: row.get("item_id")?,
            principal_name: row.get("principal_name")?,
            resource_name: row.get("resource_name")?,
            reason: row.get("reason")?,
            owner: row.get("owner")?,
            due_on: row.get("due_on")?,
            created_at: row.get("created_at")?,
            closed_at: row.get("closed_at")?,
            closed_by: row.get("closed_by")?,
            note: row.get("note")?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Closes a task with a note. Answers the instance, or `None` when no open task has that id.
pub fn close(
    transaction: &Transaction<'_>,
    task: i64,
    note: &str,
    now: DateTime<Utc>,
    actor: &str,
) -> Result<Option<i64>, StoreError> {
    let mut statement = transaction.prepare_cached(
        "UPDATE task SET closed_at = ?2, closed_by = ?3, note = ?4 WHERE id = ?1 AND closed_at IS NULL
         RETURNING instance_id",
    )?;
    let mut rows = statement.query(params![task, stamp(now), actor, note])?;
    Ok(match rows.next()? {
        Some(row) => Some(row.get(0)?),
        None => None,
    })
}
