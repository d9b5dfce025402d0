//! Remediation tasks: what a person must change by hand.

use chrono::{DateTime, NaiveDate, Utc};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::StoreError;
use crate::review::stamp;

/// How a task stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum TaskStatus {
    Open,
    /// A person says it is done; the next read of the directory shows whether it is.
    Waiting,
    /// A read showed the access gone.
    Closed,
    /// A read showed that it is not done after all, or that the access came back.
    Reopened,
}

impl TaskStatus {
    /// The word stored and sent.
    pub fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Waiting => "waiting",
            Self::Closed => "closed",
            Self::Reopened => "reopened",
        }
    }
}

/// One remediation task.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TaskRow {
    pub task: i64,
    /// None of these three where the end of an exception or an assignment opened it.
    pub instance: Option<i64>,
    pub plan: Option<i64>,
    pub item: Option<i64>,
    pub exception: Option<i64>,
    /// The assignment of an access package that it delivers or takes back.
    pub assignment: Option<i64>,
    pub review_name: Option<String>,
    pub directory: i64,
    pub principal: i64,
    pub principal_name: String,
    pub resource: i64,
    pub resource_name: String,
    pub entitlement: String,
    /// The list to change: the resource itself, or a group within it.
    pub cut: i64,
    pub cut_name: String,
    /// Names of the groups between resource and person, nearest to the resource first.
    pub path: Vec<String>,
    /// Why no connector does it: a word of `TaskReason`.
    pub kind: String,
    /// The same as a sentence.
    pub reason: String,
    pub owner: String,
    pub owner_principal: Option<i64>,
    pub due_on: NaiveDate,
    pub created_at: DateTime<Utc>,
    /// `open`, `waiting` for the confirming read, `closed` or `reopened`.
    pub status: String,
    /// What a person says was done.
    pub note: Option<String>,
    pub noted_at: Option<DateTime<Utc>>,
    pub noted_by: Option<String>,
    pub closed_at: Option<DateTime<Utc>>,
    /// The read that showed the access gone.
    pub closed_by: Option<String>,
    pub reopened_at: Option<DateTime<Utc>>,
    /// The read that showed it again.
    pub reopened_by: Option<String>,
}

/// A task about to be opened.
#[derive(Debug, Clone)]
pub struct NewTask<'a> {
    pub instance: Option<i64>,
    pub plan: Option<i64>,
    pub item: Option<i64>,
    pub exception: Option<i64>,
    pub assignment: Option<i64>,
    pub directory: i64,
    pub principal: i64,
    pub resource: i64,
    pub entitlement: &'a str,
    pub cut: i64,
    pub path: &'a [String],
    pub kind: &'a str,
    pub reason: &'a str,
    pub owner: &'a str,
    pub owner_id: Option<i64>,
    pub due_on: NaiveDate,
    pub now: DateTime<Utc>,
}

/// How many tasks stand how.
#[derive(Debug, Clone, Copy, Default, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TaskCount {
    pub open: i64,
    pub waiting: i64,
    pub closed: i64,
    pub reopened: i64,
    /// Not closed, and their day has passed.
    pub overdue: i64,
}

const ROW: &str = "SELECT t.*, coalesce(fp.display_name, p.display_name) AS principal_name,
    coalesce(fr.display_name, r.display_name) AS resource_name, c.display_name AS cut_name,
    v.display_name AS review_name
    FROM task t JOIN principal p ON p.id = t.principal_id JOIN principal r ON r.id = t.resource_id
    JOIN principal c ON c.id = t.cut_id
    LEFT JOIN instance n ON n.id = t.instance_id LEFT JOIN review v ON v.id = n.review_id
    LEFT JOIN frozen fp ON fp.instance_id = t.instance_id AND fp.principal_id = t.principal_id
    LEFT JOIN frozen fr ON fr.instance_id = t.instance_id AND fr.principal_id = t.resource_id";

fn read(row: &Row<'_>) -> rusqlite::Result<TaskRow> {
    let path: String = row.get("path")?;
    Ok(TaskRow {
        task: row.get("id")?,
        instance: row.get("instance_id")?,
        plan: row.get("plan_id")?,
        item: row.get("item_id")?,
        exception: row.get("exception_id")?,
        assignment: row.get("assignment_id")?,
        review_name: row.get("review_name")?,
        directory: row.get("directory_id")?,
        principal: row.get("principal_id")?,
        principal_name: row.get("principal_name")?,
        resource: row.get("resource_id")?,
        resource_name: row.get("resource_name")?,
        entitlement: row.get("entitlement")?,
        cut: row.get("cut_id")?,
        cut_name: row.get("cut_name")?,
        path: serde_json::from_str(&path).unwrap_or_default(),
        kind: row.get("kind")?,
        reason: row.get("reason")?,
        owner: row.get("owner")?,
        owner_principal: row.get("owner_id")?,
        due_on: row.get("due_on")?,
        created_at: row.get("created_at")?,
        status: row.get("status")?,
        note: row.get("note")?,
        noted_at: row.get("noted_at")?,
        noted_by: row.get("noted_by")?,
        closed_at: row.get("closed_at")?,
        closed_by: row.get("closed_by")?,
        reopened_at: row.get("reopened_at")?,
        reopened_by: row.get("reopened_by")?,
    })
}

/// Opens a task, unless one about the same list is unfinished; a closed one of the same item and list is
/// opened again. Answers its id where something changed.
pub fn open(transaction: &Transaction<'_>, new: &NewTask<'_>) -> Result<Option<i64>, StoreError> {
    let before: Option<(i64, String)> = transaction
        .prepare_cached(
            "SELECT id, status FROM task WHERE instance_id IS ?1 AND item_id IS ?2 AND exception_id IS ?3 AND cut_id = ?4
             AND assignment_id IS ?6 AND (?6 IS NULL OR entitlement = ?7)
             AND (kind = ?5 OR ?2 IS NOT NULL AND kind NOT IN ('guestKept','guestByHand') AND ?5 NOT IN ('guestKept','guestByHand'))
             ORDER BY status = 'closed', id DESC LIMIT 1",
        )?
        .query_row(
            params![
                new.instance,
                new.item,
                new.exception,
                new.cut,
                new.kind,
                new.assignment,
                new.entitlement
            ],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .optional()?;
    match before {
        Some((_, status)) if status != "closed" => Ok(None),
        Some((task, _)) => {
            reopen(transaction, task, new.reason, new.now)?;
            Ok(Some(task))
        }
        None => {
            transaction
                .prepare_cached(
                    "INSERT INTO task (instance_id, plan_id, item_id, exception_id, directory_id, principal_id, resource_id,
                       entitlement, cut_id, path, kind, reason, owner, owner_id, due_on, created_at, assignment_id)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)",
                )?
                .execute(params![
                    new.instance,
                    new.plan,
                    new.item,
                    new.exception,
                    new.directory,
                    new.principal,
                    new.resource,
                    new.entitlement,
                    new.cut,
                    serde_json::to_string(new.path)?,
                    new.kind,
                    new.reason,
                    new.owner,
                    new.owner_id,
                    new.due_on,
                    stamp(new.now),
                    new.assignment,
                ])?;
            Ok(Some(transaction.last_insert_rowid()))
        }
    }
}

/// All tasks of an instance, unfinished ones first.
pub fn list(connection: &Connection, instance: i64) -> Result<Vec<TaskRow>, StoreError> {
    let mut statement = connection.prepare_cached(&format!(
        "{ROW} WHERE t.instance_id = ?1 ORDER BY t.status = 'closed', t.due_on, t.id"
    ))?;
    let rows = statement.query_map([instance], read)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// One task.
pub fn show(connection: &Connection, task: i64) -> Result<Option<TaskRow>, StoreError> {
    let mut statement = connection.prepare_cached(&format!("{ROW} WHERE t.id = ?1"))?;
    Ok(statement.query_row([task], read).optional()?)
}

/// Tasks over all reviews, the most urgent first, with the exact count of those that match.
pub fn board(
    connection: &Connection,
    status: Option<TaskStatus>,
    owner: Option<i64>,
    offset: i64,
    limit: i64,
) -> Result<(Vec<TaskRow>, i64), StoreError> {
    let word = status.map(TaskStatus::word);
    let mut statement = connection.prepare_cached(&format!(
        "{ROW} WHERE (?1 IS NULL OR t.status = ?1) AND (?2 IS NULL OR t.owner_id = ?2)
         ORDER BY t.status = 'closed', t.due_on, t.id LIMIT ?4 OFFSET ?3"
    ))?;
    let rows = statement.query_map(params![word, owner, offset, limit], read)?;
    let rows = rows.collect::<Result<_, _>>()?;
    let total = connection
        .prepare_cached(
            "SELECT count(*) FROM task WHERE (?1 IS NULL OR status = ?1) AND (?2 IS NULL OR owner_id = ?2)",
        )?
        .query_row(params![word, owner], |row| row.get(0))?;
    Ok((rows, total))
}

/// How many tasks stand how, over all reviews.
pub fn count(connection: &Connection, owner: Option<i64>, today: NaiveDate) -> Result<TaskCount, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT count(*) FILTER (WHERE status = 'open'), count(*) FILTER (WHERE status = 'waiting'),
                count(*) FILTER (WHERE status = 'closed'), count(*) FILTER (WHERE status = 'reopened'),
                count(*) FILTER (WHERE status <> 'closed' AND due_on < ?1) FROM task
         WHERE ?2 IS NULL OR owner_id = ?2",
    )?;
    Ok(statement.query_row(params![today, owner], |row| {
        Ok(TaskCount {
            open: row.get(0)?,
            waiting: row.get(1)?,
            closed: row.get(2)?,
            reopened: row.get(3)?,
            overdue: row.get(4)?,
        })
    })?)
}

/// Unfinished tasks of an assignment.
pub fn of_assignment(connection: &Connection, assignment: i64) -> Result<Vec<TaskRow>, StoreError> {
    let mut statement = connection.prepare_cached(&format!(
        "{ROW} WHERE t.assignment_id = ?1 AND t.status <> 'closed' ORDER BY t.id"
    ))?;
    let rows = statement.query_map([assignment], read)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Tasks of a directory that a read may close or open again, of one instance or of all.
pub fn unfinished(connection: &Connection, directory: i64) -> Result<Vec<TaskRow>, StoreError> {
    let mut statement = connection.prepare_cached(&format!(
        "{ROW} WHERE t.directory_id = ?1 AND t.status <> 'closed' ORDER BY t.id"
    ))?;
    let rows = statement.query_map([directory], read)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Keeps what a person says was done; the next read decides. `false` when no unfinished task has that id.
pub fn note(
    transaction: &Transaction<'_>,
    task: i64,
    note: &str,
    now: DateTime<Utc>,
    actor: &str,
) -> Result<bool, StoreError> {
    let changed = transaction
        .prepare_cached(
            "UPDATE task SET status = 'waiting', note = ?2, noted_at = ?3, noted_by = ?4 WHERE id = ?1 AND status <> 'closed'",
        )?
        .execute(params![task, note, stamp(now), actor])?;
    Ok(changed == 1)
}

/// Closes a task by a read that shows the access gone.
pub fn close(transaction: &Transaction<'_>, task: i64, by: &str, now: DateTime<Utc>) -> Result<(), StoreError> {
    transaction
        .prepare_cached(
            "UPDATE task SET status = 'closed', closed_at = ?3, closed_by = ?2 WHERE id = ?1 AND status <> 'closed'",
        )?
        .execute(params![task, by, stamp(now)])?;
    Ok(())
}

/// Opens a task again; `by` is the read that showed why.
pub fn reopen(transaction: &Transaction<'_>, task: i64, by: &str, now: DateTime<Utc>) -> Result<(), StoreError> {
    transaction
        .prepare_cached("UPDATE task SET status = 'reopened', reopened_at = ?3, reopened_by = ?2 WHERE id = ?1")?
        .execute(params![task, by, stamp(now)])?;
    Ok(())
}
