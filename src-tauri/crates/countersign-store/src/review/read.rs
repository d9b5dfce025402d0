//! What screens show of reviews.

use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::Serialize;
use ts_rs::TS;

use crate::StoreError;

/// One line of the list of reviews.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ReviewRow {
    pub review: i64,
    pub instance: i64,
    pub display_name: String,
    pub status: String,
    pub created_at: DateTime<Utc>,
    pub started_at: Option<DateTime<Utc>>,
    pub due_at: Option<DateTime<Utc>>,
    pub ended_at: Option<DateTime<Utc>>,
    pub item_count: i64,
    /// Items left not reviewed, once the run has ended.
    #[serde(skip)]
    #[ts(skip)]
    pub undecided_at_end: Option<i64>,
}

/// A review with its definition and its instances.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ReviewView {
    pub review: i64,
    pub display_name: String,
    /// The definition as it was given: Microsoft Graph's `accessReviewScheduleDefinition`.
    #[ts(type = "unknown")]
    pub definition: serde_json::Value,
    pub created_at: DateTime<Utc>,
    pub created_by: String,
    pub instances: Vec<InstanceView>,
}

/// One run of a review.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct InstanceView {
    pub instance: i64,
    pub review: i64,
    pub display_name: String,
    pub description_for_reviewers: String,
    pub status: String,
    pub directory: Option<i64>,
    pub snapshot: Option<i64>,
    /// When the directory was read whose people were frozen.
    pub snapshot_at: Option<DateTime<Utc>>,
    pub started_at: Option<DateTime<Utc>>,
    pub started_by: Option<String>,
    pub due_at: Option<DateTime<Utc>>,
    pub ended_at: Option<DateTime<Utc>>,
    pub ended_by: Option<String>,
    pub item_count: i64,
    pub excluded_count: i64,
    #[serde(skip)]
    #[ts(skip)]
    pub listed_count: i64,
    #[serde(skip)]
    #[ts(skip)]
    pub nested_count: i64,
    #[serde(skip)]
    #[ts(skip)]
    pub through_count: i64,
    pub self_review: bool,
    /// `never`, `onApproval`, `onDenial` or `always`.
    pub justification: String,
    pub look_back_days: i64,
}

/// Reviews, newest first, and how many there are.
pub fn list(connection: &Connection, offset: i64, limit: i64) -> Result<(Vec<ReviewRow>, i64), StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT r.id, n.id, r.display_name, n.status, r.created_at, n.started_at, n.due_at, n.ended_at, n.item_count, n.undecided_count
         FROM review r JOIN instance n ON n.review_id = r.id
         WHERE r.deleted_at IS NULL ORDER BY n.id DESC LIMIT ?2 OFFSET ?1",
    )?;
    let rows = statement.query_map(params![offset, limit], |row| {
        Ok(ReviewRow {
            review: row.get(0)?,
            instance: row.get(1)?,
            display_name: row.get(2)?,
            status: row.get(3)?,
            created_at: row.get(4)?,
            started_at: row.get(5)?,
            due_at: row.get(6)?,
            ended_at: row.get(7)?,
            item_count: row.get(8)?,
            undecided_at_end: row.get(9)?,
        })
    })?;
    let rows = rows.collect::<Result<_, _>>()?;
    let total = connection.query_row(
        "SELECT count(*) FROM review r JOIN instance n ON n.review_id = r.id WHERE r.deleted_at IS NULL",
        [],
        |row| row.get(0),
    )?;
    Ok((rows, total))
}

const INSTANCE: &str =
    "SELECT n.*, r.display_name, r.definition ->> '$.descriptionForReviewers' AS description_for_reviewers,
    s.ended_at AS snapshot_at
    FROM instance n JOIN review r ON r.id = n.review_id LEFT JOIN snapshot s ON s.id = n.snapshot_id
    WHERE r.deleted_at IS NULL AND";

fn read_instance(row: &Row<'_>) -> rusqlite::Result<InstanceView> {
    Ok(InstanceView {
        instance: row.get("id")?,
        review: row.get("review_id")?,
        display_name: row.get("display_name")?,
        description_for_reviewers: row
            .get::<_, Option<String>>("description_for_reviewers")?
            .unwrap_or_default(),
        status: row.get("status")?,
        directory: row.get("directory_id")?,
        snapshot: row.get("snapshot_id")?,
        snapshot_at: row.get("snapshot_at")?,
        started_at: row.get("started_at")?,
        started_by: row.get("started_by")?,
        due_at: row.get("due_at")?,
        ended_at: row.get("ended_at")?,
        ended_by: row.get("ended_by")?,
        item_count: row.get("item_count")?,
        excluded_count: row.get("excluded_count")?,
        listed_count: row.get("listed_count")?,
        nested_count: row.get("nested_count")?,
        through_count: row.get("through_count")?,
        self_review: row.get("self_review")?,
        justification: row.get("justification")?,
        look_back_days: row.get("look_back_days")?,
    })
}

/// One instance; `None` when there is none, or its review was deleted.
pub fn instance(connection: &Connection, instance: i64) -> Result<Option<InstanceView>, StoreError> {
    Ok(connection
        .prepare_cached(&format!("{INSTANCE} n.id = ?1"))?
        .query_row([instance], read_instance)
        .optional()?)
}

/// One review whole.
pub fn show(connection: &Connection, review: i64) -> Result<Option<ReviewView>, StoreError> {
    let found = connection
        .prepare_cached(
            "SELECT id, display_name, definition, created_at, created_by FROM review
             WHERE id = ?1 AND deleted_at IS NULL",
        )?
        .query_row([review], |row| {
            Ok((
                row.get(0)?,
                row.get(1)?,
                row.get::<_, String>(2)?,
                row.get(3)?,
                row.get(4)?,
            ))
        })
        .optional()?;
    let Some((review, display_name, definition, created_at, created_by)) = found else {
        return Ok(None);
    };
    let mut statement = connection.prepare_cached(&format!("{INSTANCE} n.review_id = ?1 ORDER BY n.id"))?;
    let instances = statement
        .query_map([review], read_instance)?
        .collect::<Result<_, _>>()?;
    Ok(Some(ReviewView {
        review,
        display_name,
        definition: serde_json::from_str(&definition)?,
        created_at,
        created_by,
        instances,
    }))
}

/// Instances in progress whose time is up.
pub fn due(connection: &Connection, now: DateTime<Utc>) -> Result<Vec<i64>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT n.id FROM instance n JOIN review r ON r.id = n.review_id
         WHERE n.status = 'InProgress' AND n.due_at <= ?1 AND r.deleted_at IS NULL ORDER BY n.id",
    )?;
    let due = statement
        .query_map([super::start::stamp(now)], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    Ok(due)
}

/// Reviews whose start day has come: the day stands in the definition, UTC.
pub fn startable(connection: &Connection, now: DateTime<Utc>) -> Result<Vec<(i64, i64)>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT r.id, n.id FROM instance n JOIN review r ON r.id = n.review_id
         WHERE n.status = 'NotStarted' AND r.deleted_at IS NULL
           AND r.definition ->> '$.settings.recurrence.range.startDate' <= ?1 ORDER BY n.id",
    )?;
    let found = statement
        .query_map([now.format("%Y-%m-%d").to_string()], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?
        .collect::<Result<_, _>>()?;
    Ok(found)
}
