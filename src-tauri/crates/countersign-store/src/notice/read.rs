//! What is known of notices.

use chrono::{DateTime, NaiveDate, Utc};
use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::Serialize;
use ts_rs::TS;

use crate::StoreError;

/// A person who was asked in an instance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    pub principal: i64,
    pub display_name: String,
    pub mail: Option<String>,
    pub items: i64,
    pub undecided: i64,
}

/// A notice as it stands.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct NoticeRow {
    pub notice: i64,
    /// The run of a review it is about.
    pub instance: Option<i64>,
    /// The request for an access package it is about.
    pub request: Option<i64>,
    /// The assignment of an access package it is about.
    pub assignment: Option<i64>,
    pub stage: i64,
    /// `started`, `reminder`, `manualReminder`, `stageStarted`, `completed`, `reassigned`, `taskOpened`; of a request
    /// `approvalAsked`, `approvalEscalated`, `approvalReminder`, `approverMissing`, `requestApproved`, `requestDenied`,
    /// `requestExpired`; of an assignment `accessDelivered`, `accessEnding` or `accessEnded`.
    pub kind: String,
    pub ordinal: i64,
    /// The principal told; none for the administrators of the store.
    pub recipient: Option<i64>,
    pub name: String,
    pub address: Option<String>,
    /// `queued`, `sending` (its fate is unknown: maybe sent), `sent`, `drafted`, `refused` or `skipped`.
    pub state: String,
    pub subject: String,
    pub queued_at: DateTime<Utc>,
    pub sent_at: Option<DateTime<Utc>>,
    /// `mail` or `draft`.
    pub channel: Option<String>,
    pub attempts: i64,
    /// Why it is not sent.
    pub last_problem: Option<String>,
    #[serde(skip)]
    #[ts(skip)]
    pub body: String,
    #[serde(skip)]
    #[ts(skip)]
    pub due_at: Option<DateTime<Utc>>,
    #[serde(skip)]
    #[ts(skip)]
    pub message_id: String,
}

/// The time a stage has, for its half-way reminder.
#[derive(Debug, Clone)]
pub struct Window {
    pub instance: i64,
    pub stage: i64,
    pub started_at: DateTime<Utc>,
    pub due_at: DateTime<Utc>,
    /// The definition of the review, as it was given.
    pub definition: serde_json::Value,
}

const ROW: &str =
    "SELECT id, instance_id, request_id, assignment_id, stage, kind, ordinal, nullif(recipient_id, 0) AS recipient_id, name, address,
    state, subject, queued_at, sent_at, channel, attempts, last_problem, body, due_at, message_id FROM notice";

fn read_row(row: &Row<'_>) -> rusqlite::Result<NoticeRow> {
    Ok(NoticeRow {
        notice: row.get("id")?,
        instance: row.get("instance_id")?,
        request: row.get("request_id")?,
        assignment: row.get("assignment_id")?,
        stage: row.get("stage")?,
        kind: row.get("kind")?,
        ordinal: row.get("ordinal")?,
        recipient: row.get("recipient_id")?,
        name: row.get("name")?,
        address: row.get("address")?,
        state: row.get("state")?,
        subject: row.get("subject")?,
        queued_at: row.get("queued_at")?,
        sent_at: row.get("sent_at")?,
        channel: row.get("channel")?,
        attempts: row.get("attempts")?,
        last_problem: row.get("last_problem")?,
        body: row.get("body")?,
        due_at: row.get("due_at")?,
        message_id: row.get("message_id")?,
    })
}

/// Everybody who was asked in an instance, by name. Their items are counted where somebody needs the
/// counts: that reads every item of the review.
pub fn asked(connection: &Connection, instance: i64, counted: bool) -> Result<Vec<Asked>, StoreError> {
    let sql = if counted {
        include_str!("asked.sql")
    } else {
        include_str!("people.sql")
    };
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement.query_map([instance], |row| {
        Ok(Asked {
            principal: row.get(0)?,
            display_name: row.get(1)?,
            mail: row.get(2)?,
            items: row.get(3)?,
            undecided: row.get(4)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Notices of an instance or of all, newest first, and how many there are.
pub fn list(
    connection: &Connection,
    instance: Option<i64>,
    offset: i64,
    limit: i64,
) -> Result<(Vec<NoticeRow>, i64), StoreError> {
    let mut statement = connection.prepare_cached(&format!(
        "{ROW} WHERE ?1 IS NULL OR instance_id = ?1 ORDER BY id DESC LIMIT ?3 OFFSET ?2"
    ))?;
    let rows = statement
        .query_map(params![instance, offset, limit], read_row)?
        .collect::<Result<_, _>>()?;
    let total = connection.query_row(
        "SELECT count(*) FROM notice WHERE ?1 IS NULL OR instance_id = ?1",
        [instance],
        |row| row.get(0),
    )?;
    Ok((rows, total))
}

/// One notice.
pub fn one(connection: &Connection, notice: i64) -> Result<Option<NoticeRow>, StoreError> {
    Ok(connection
        .prepare_cached(&format!("{ROW} WHERE id = ?1"))?
        .query_row([notice], read_row)
        .optional()?)
}

/// The number of the newest notice; 0 where there is none.
pub fn newest(connection: &Connection) -> Result<i64, StoreError> {
    Ok(connection.query_row("SELECT coalesce(max(id), 0) FROM notice", [], |row| row.get(0))?)
}

/// Notices to one person after another notice, about reviews that go on, oldest first.
pub fn open_to(connection: &Connection, recipient: i64, after: i64, limit: i64) -> Result<Vec<NoticeRow>, StoreError> {
    let mut statement = connection.prepare_cached(&format!(
        "{ROW} WHERE recipient_id = ?1 AND id > ?2
           AND EXISTS (SELECT 1 FROM instance n JOIN review r ON r.id = n.review_id
                       WHERE n.id = instance_id AND n.status = 'InProgress' AND r.deleted_at IS NULL)
         ORDER BY id LIMIT ?3"
    ))?;
    let rows = statement.query_map(params![recipient, after, limit], read_row)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// How many notices wait to be sent, of an instance or of all.
pub fn queued(connection: &Connection, instance: Option<i64>) -> Result<i64, StoreError> {
    Ok(connection.query_row(
        "SELECT count(*) FROM notice WHERE state = 'queued' AND (?1 IS NULL OR instance_id = ?1)",
        [instance],
        |row| row.get(0),
    )?)
}

/// Who owns the tasks that were opened in an instance at one moment: the person (none for the
/// administrators), how many tasks, and the first day on which one is due.
pub fn task_owners(
    connection: &Connection,
    instance: i64,
    opened_at: DateTime<Utc>,
) -> Result<Vec<(Option<Asked>, i64, NaiveDate)>, StoreError> {
    let mut statement = connection.prepare_cached(include_str!("owners.sql"))?;
    let rows = statement.query_map(params![instance, crate::review::stamp(opened_at)], |row| {
        let count: i64 = row.get(3)?;
        let owner: Option<i64> = row.get(0)?;
        let owner = match owner {
            Some(principal) => Some(Asked {
                principal,
                display_name: row.get(1)?,
                mail: row.get(2)?,
                items: count,
                undecided: count,
            }),
            None => None,
        };
        Ok((owner, count, row.get(4)?))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Instances, of these or of all, in which a reminder waits to be sent.
pub fn reminding(connection: &Connection, instance: Option<i64>) -> Result<Vec<i64>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT DISTINCT instance_id FROM notice WHERE state = 'queued' AND (?1 IS NULL OR instance_id = ?1)
           AND kind IN ('reminder','manualReminder') AND instance_id IS NOT NULL ORDER BY 1",
    )?;
    let rows = statement.query_map([instance], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Whose reminder waits to be sent in an instance.
pub fn reminded(connection: &Connection, instance: i64) -> Result<Vec<i64>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT DISTINCT recipient_id FROM notice WHERE state = 'queued' AND instance_id = ?1
           AND kind IN ('reminder','manualReminder') ORDER BY 1",
    )?;
    let rows = statement.query_map([instance], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// How many notices of an instance are in each state.
pub fn count_by_state(connection: &Connection, instance: i64) -> Result<Vec<(String, i64)>, StoreError> {
    let mut statement = connection
        .prepare_cached("SELECT state, count(*) FROM notice WHERE instance_id = ?1 GROUP BY state ORDER BY state")?;
    let rows = statement.query_map([instance], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// What one person was told in an instance, oldest first.
pub fn to_recipient(connection: &Connection, instance: i64, recipient: i64) -> Result<Vec<NoticeRow>, StoreError> {
    let mut statement = connection.prepare_cached(&format!(
        "{ROW} WHERE instance_id = ?1 AND recipient_id = ?2 ORDER BY id"
    ))?;
    let rows = statement.query_map(params![instance, recipient], read_row)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Notices of an instance that were written after another one, oldest first.
pub fn after(connection: &Connection, instance: i64, above: i64, limit: i64) -> Result<Vec<NoticeRow>, StoreError> {
    let mut statement = connection.prepare_cached(&format!(
        "{ROW} WHERE instance_id = ?1 AND id > ?2 ORDER BY id LIMIT ?3"
    ))?;
    let rows = statement.query_map(params![instance, above, limit], read_row)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Stages going on that had no half-way reminder yet and are not over.
pub fn windows(connection: &Connection, now: DateTime<Utc>) -> Result<Vec<Window>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT n.id, s.position, s.started_at, s.due_at, coalesce(n.definition, r.definition)
         FROM stage s JOIN instance n ON n.id = s.instance_id JOIN review r ON r.id = n.review_id
         WHERE s.status = 'InProgress' AND s.remind_at <= ?1 AND s.due_at > ?1 AND n.status = 'InProgress' AND r.deleted_at IS NULL
           AND NOT EXISTS (SELECT 1 FROM reminder m WHERE m.instance_id = n.id AND m.stage = s.position) ORDER BY n.id",
    )?;
    let mut rows = statement.query([crate::review::stamp(now)])?;
    let mut windows = Vec::new();
    while let Some(row) = rows.next()? {
        windows.push(Window {
            instance: row.get(0)?,
            stage: row.get(1)?,
            started_at: row.get(2)?,
            due_at: row.get(3)?,
            definition: serde_json::from_str(&row.get::<_, String>(4)?)?,
        });
    }
    Ok(windows)
}
