//! What screens show of reviews.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::Serialize;
use ts_rs::TS;

use super::stage::{StageView, stages};
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
    /// Instances made so far, the day of the newest, and when the next one starts by itself.
    pub made: u32,
    pub last_on: Option<NaiveDate>,
    pub next_at: Option<DateTime<Utc>>,
    pub instances: Vec<InstanceView>,
}

/// One run of a review.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct InstanceView {
    pub instance: i64,
    pub review: i64,
    /// Which one of the series, counted from 1.
    pub number: i64,
    /// The day it stands for, in the time zone of the series.
    pub scheduled_on: Option<NaiveDate>,
    /// Days that passed without an instance because this program was not running.
    pub missed: Vec<NaiveDate>,
    /// Why it has the status `Failed`.
    pub problem: Option<String>,
    /// The stage that is going on, or the last one.
    pub stage: i64,
    pub stage_count: i64,
    pub stages: Vec<StageView>,
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
    /// How many accesses were left out, by reason.
    pub exclusions: BTreeMap<String, i64>,
    #[serde(skip)]
    #[ts(skip)]
    pub listed_count: i64,
    #[serde(skip)]
    #[ts(skip)]
    pub nested_count: i64,
    #[serde(skip)]
    #[ts(skip)]
    pub through_count: i64,
    /// `never`, `onApproval`, `onDenial` or `always`.
    pub justification: String,
    pub look_back_days: i64,
}

/// Reviews, newest first, and how many there are.
/// With `reviewer`, those in which this person is or was asked.
pub fn list(
    connection: &Connection,
    reviewer: Option<i64>,
    offset: i64,
    limit: i64,
) -> Result<(Vec<ReviewRow>, i64), StoreError> {
    let narrow = match reviewer {
        Some(_) => {
            "AND n.id IN (SELECT s.instance_id FROM reviewer_set_member m JOIN reviewer_set s ON s.id = m.set_id
                          WHERE m.principal_id = ?1)"
        }
        None => "AND ?1 IS NULL",
    };
    let mut statement = connection.prepare_cached(&format!(
        "SELECT r.id, n.id, r.display_name, n.status, r.created_at, n.started_at, n.due_at, n.ended_at, n.item_count, n.undecided_count
         FROM review r JOIN instance n ON n.review_id = r.id
         WHERE r.deleted_at IS NULL {narrow} ORDER BY n.id DESC LIMIT ?3 OFFSET ?2",
    ))?;
    let rows = statement.query_map(params![reviewer, offset, limit], |row| {
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
        &format!(
            "SELECT count(*) FROM review r JOIN instance n ON n.review_id = r.id WHERE r.deleted_at IS NULL {narrow}"
        ),
        [reviewer],
        |row| row.get(0),
    )?;
    Ok((rows, total))
}

const INSTANCE: &str = "SELECT n.*, r.display_name,
    coalesce(n.definition, r.definition) ->> '$.descriptionForReviewers' AS description_for_reviewers,
    s.ended_at AS snapshot_at
    FROM instance n JOIN review r ON r.id = n.review_id LEFT JOIN snapshot s ON s.id = n.snapshot_id
    WHERE r.deleted_at IS NULL AND";

fn json<T: serde::de::DeserializeOwned>(row: &Row<'_>, column: &str) -> rusqlite::Result<T> {
    let text: String = row.get(column)?;
    serde_json::from_str(&text)
        .map_err(|error| rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Text, Box::new(error)))
}

fn read_instance(row: &Row<'_>) -> rusqlite::Result<InstanceView> {
    Ok(InstanceView {
        instance: row.get("id")?,
        review: row.get("review_id")?,
        number: row.get("number")?,
        scheduled_on: row.get("scheduled_on")?,
        missed: json(row, "missed")?,
        problem: row.get("problem")?,
        stage: row.get("stage")?,
        stage_count: row.get("stage_count")?,
        stages: Vec::new(),
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
        exclusions: json(row, "exclusions")?,
        listed_count: row.get("listed_count")?,
        nested_count: row.get("nested_count")?,
        through_count: row.get("through_count")?,
        justification: row.get("justification")?,
        look_back_days: row.get("look_back_days")?,
    })
}

/// One instance; `None` when there is none, or its review was deleted.
pub fn instance(connection: &Connection, instance: i64) -> Result<Option<InstanceView>, StoreError> {
    let found = connection
        .prepare_cached(&format!("{INSTANCE} n.id = ?1"))?
        .query_row([instance], read_instance)
        .optional()?;
    found.map(|view| with_stages(connection, view)).transpose()
}

fn with_stages(connection: &Connection, view: InstanceView) -> Result<InstanceView, StoreError> {
    let stages = stages(connection, view.instance)?;
    Ok(InstanceView { stages, ..view })
}

/// One review whole.
pub fn show(connection: &Connection, review: i64) -> Result<Option<ReviewView>, StoreError> {
    let found = connection
        .prepare_cached(
            "SELECT id, display_name, definition, created_at, created_by, made, last_on, next_at FROM review
             WHERE id = ?1 AND deleted_at IS NULL",
        )?
        .query_row([review], |row| {
            Ok((
                row.get(0)?,
                row.get(1)?,
                row.get::<_, String>(2)?,
                row.get(3)?,
                row.get(4)?,
                (row.get(5)?, row.get(6)?, row.get(7)?),
            ))
        })
        .optional()?;
    let Some((review, display_name, definition, created_at, created_by, (made, last_on, next_at))) = found else {
        return Ok(None);
    };
    let mut statement = connection.prepare_cached(&format!("{INSTANCE} n.review_id = ?1 ORDER BY n.id"))?;
    let instances = statement
        .query_map([review], read_instance)?
        .map(|view| with_stages(connection, view?))
        .collect::<Result<_, StoreError>>()?;
    Ok(Some(ReviewView {
        review,
        display_name,
        definition: serde_json::from_str(&definition)?,
        created_at,
        created_by,
        made,
        last_on,
        next_at,
        instances,
    }))
}

/// Instances in progress whose stage is over, oldest first.
pub fn due(connection: &Connection, now: DateTime<Utc>) -> Result<Vec<i64>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT n.id FROM stage s JOIN instance n ON n.id = s.instance_id JOIN review r ON r.id = n.review_id
         WHERE s.status = 'InProgress' AND s.due_at <= ?1 AND n.status = 'InProgress' AND r.deleted_at IS NULL
           AND NOT EXISTS (SELECT 1 FROM opened_packet o WHERE o.instance_id = n.id)
         ORDER BY s.due_at, n.id",
    )?;
    let due = statement
        .query_map([super::stamp(now)], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    Ok(due)
}

/// Reviews of which an instance is due to start.
pub fn startable(connection: &Connection, now: DateTime<Utc>) -> Result<Vec<i64>, StoreError> {
    let mut statement = connection
        .prepare_cached("SELECT id FROM review WHERE next_at <= ?1 AND deleted_at IS NULL ORDER BY next_at, id")?;
    let found = statement
        .query_map([super::stamp(now)], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    Ok(found)
}

/// Reviews that have a next start.
pub fn scheduled(connection: &Connection) -> Result<Vec<i64>, StoreError> {
    let mut statement = connection
        .prepare_cached("SELECT id FROM review WHERE next_at IS NOT NULL AND deleted_at IS NULL ORDER BY id")?;
    let found = statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    Ok(found)
}

/// Ended instances whose result is to be carried out by itself.
pub fn to_apply(connection: &Connection) -> Result<Vec<i64>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT n.id FROM instance n JOIN review r ON r.id = n.review_id
         WHERE n.auto_apply = 1 AND r.deleted_at IS NULL ORDER BY n.id",
    )?;
    let found = statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    Ok(found)
}

/// Plans that are carried out by themselves, were begun before `before` and did not come to their end:
/// instance, plan, name of the review, and how many changes have no answer. Never one that a newer plan has
/// replaced or that waits for a signature.
pub fn to_resume(connection: &Connection, before: DateTime<Utc>) -> Result<Vec<(i64, i64, String, i64)>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT n.id, p.id, r.display_name,
                (SELECT count(*) FROM change c WHERE c.plan_id = p.id
                 AND NOT EXISTS (SELECT 1 FROM receipt a WHERE a.change_id = c.id)) AS open
         FROM instance n JOIN review r ON r.id = n.review_id JOIN plan p ON p.id = n.auto_plan
         WHERE n.auto_plan IS NOT NULL AND n.begun_at <= ?1 AND r.deleted_at IS NULL
           AND p.id = (SELECT max(id) FROM plan WHERE instance_id = n.id)
           AND (p.holds = '[]' OR EXISTS (SELECT 1 FROM countersignature s WHERE s.plan_id = p.id))
         ORDER BY n.id",
    )?;
    let found = statement
        .query_map([super::stamp(before)], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
        })?
        .collect::<Result<_, _>>()?;
    Ok(found)
}

/// The definition an instance runs under: its own where it has one, else the series'.
pub fn definition(connection: &Connection, instance: i64) -> Result<Option<serde_json::Value>, StoreError> {
    let text: Option<String> = connection
        .prepare_cached(
            "SELECT coalesce(n.definition, r.definition) FROM instance n JOIN review r ON r.id = n.review_id WHERE n.id = ?1",
        )?
        .query_row([instance], |row| row.get(0))
        .optional()?;
    text.map(|text| Ok(serde_json::from_str(&text)?)).transpose()
}

/// One change of a definition.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DefinitionChange {
    /// None: the series.
    pub instance: Option<i64>,
    pub changed_at: DateTime<Utc>,
    pub changed_by: String,
    pub reason: String,
    #[ts(type = "unknown")]
    pub before: serde_json::Value,
    #[ts(type = "unknown")]
    pub after: serde_json::Value,
}

/// Changes that an instance ran under: of itself, and of the series before it started.
pub fn changes(connection: &Connection, review: i64, instance: i64) -> Result<Vec<DefinitionChange>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT c.* FROM definition_change c JOIN instance n ON n.id = ?2
         WHERE c.review_id = ?1 AND (c.instance_id = ?2 OR c.instance_id IS NULL
               AND (n.started_at IS NULL OR c.changed_at <= n.started_at)) ORDER BY c.id",
    )?;
    let rows = statement.query_map([review, instance], |row| {
        Ok(DefinitionChange {
            instance: row.get("instance_id")?,
            changed_at: row.get("changed_at")?,
            changed_by: row.get("changed_by")?,
            reason: row.get("reason")?,
            before: json(row, "before")?,
            after: json(row, "after")?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Who was left out of an instance by name, and why.
pub fn excluded(connection: &Connection, instance: i64) -> Result<Vec<(String, String)>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT f.display_name, x.reason FROM excluded x
         JOIN frozen f ON f.instance_id = x.instance_id AND f.principal_id = x.principal_id
         WHERE x.instance_id = ?1 ORDER BY f.display_name, f.principal_id",
    )?;
    let rows = statement.query_map([instance], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}
