//! What a screen shows of items.

use chrono::{DateTime, Utc};
use countersign_domain::recommendation::{Insight, SignIn, sign_in_sentence};
use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::Serialize;
use ts_rs::TS;

use crate::StoreError;

/// One line of the reviewer's list.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ItemRow {
    pub item: i64,
    pub principal: i64,
    pub principal_name: String,
    pub user_name: Option<String>,
    pub user_type: Option<String>,
    pub enabled: Option<bool>,
    pub department: Option<String>,
    pub title: Option<String>,
    pub resource: i64,
    pub resource_name: String,
    /// `user`, `group` or `servicePrincipal`.
    pub principal_kind: String,
    /// `group`, `servicePrincipal` (an application), `directoryRole` or `azureRole`.
    pub resource_kind: String,
    /// What the principal holds there: `member`, an application's role, `eligible` or `active`.
    pub entitlement: String,
    /// The membership stands in the group itself, not only in a nested one.
    pub direct: bool,
    /// Names of the groups in between, nearest to the resource first.
    pub path: Vec<String>,
    pub last_sign_in_at: Option<DateTime<Utc>>,
    pub recommendation: String,
    /// The last stage it takes part in, and what the stages before came to.
    pub stage: i64,
    pub standing: String,
    pub decision: String,
    /// What the person who asks answered themselves, where the answers of several make the decision;
    /// none where the last answer counts, or where nobody of the directory asks.
    pub answer: Option<String>,
    pub justification: Option<String>,
    pub decided_by: Option<String>,
    pub decided_at: Option<DateTime<Utc>>,
    pub source: Option<String>,
    pub version: i64,
}

/// One item with everything a reviewer may want to know before deciding.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ItemDetail {
    #[serde(flatten)]
    pub row: ItemRow,
    pub instance: i64,
    pub mail: Option<String>,
    pub manager_name: Option<String>,
    pub dn: String,
    pub key: String,
    pub account_created_at: Option<DateTime<Utc>>,
    pub last_sign_in_field: Option<String>,
    pub resource_dn: String,
    pub resource_description: Option<String>,
    /// Since when the grant is known, and by which snapshot.
    pub since: Option<DateTime<Utc>>,
    pub recommendation_sentence: String,
    pub recommendation_rule: String,
    /// What further helpers said, each with its rule, inputs and one sentence.
    pub insights: Vec<Insight>,
    pub reviewers: Vec<AskedReviewer>,
    pub why: Vec<PathStep>,
    pub events: Vec<DecisionEventView>,
}

/// A person asked about an item, and why.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AskedReviewer {
    pub principal: i64,
    pub display_name: String,
    pub reason: String,
}

/// One step from the resource down to the person.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PathStep {
    pub principal: i64,
    pub display_name: String,
    pub kind: String,
}

/// One decision, or change of a decision.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DecisionEventView {
    pub at: DateTime<Utc>,
    pub actor_id: Option<i64>,
    pub actor: String,
    pub decision: String,
    pub justification: String,
    pub source: String,
    pub stage: i64,
    /// Why somebody who is not independent decided, or what a carried decision was carried from.
    pub note: String,
    /// The entry of the audit log that sealed it.
    pub audit_seq: i64,
    /// How many items the same act decided.
    pub batch_size: i64,
}

const ROW: &str = include_str!("row.sql");

/// The rows of the given items, in the order given.
pub fn rows(connection: &Connection, items: &[i64]) -> Result<Vec<ItemRow>, StoreError> {
    let mut statement = connection.prepare_cached(ROW)?;
    items
        .iter()
        .map(|item| {
            let (mut row, path) = statement.query_row([item], read_row)?;
            row.path = path_names(connection, row.item, path.as_deref())?;
            Ok(row)
        })
        .collect()
}

/// Fills in what this person answered, where the answers of several make the decision.
pub fn answered(connection: &Connection, rows: &mut [ItemRow], actor: i64) -> Result<(), StoreError> {
    let mut statement = connection.prepare_cached(include_str!("answer.sql"))?;
    for row in rows {
        row.answer = statement
            .query_row(params![row.item, actor], |found| found.get(0))
            .optional()?;
    }
    Ok(())
}

fn read_row(row: &Row<'_>) -> rusqlite::Result<(ItemRow, Option<String>)> {
    Ok((
        ItemRow {
            item: row.get("id")?,
            principal: row.get("principal_id")?,
            principal_name: row.get("principal_name")?,
            user_name: row.get("user_name")?,
            user_type: row.get("user_type")?,
            enabled: row.get("enabled")?,
            department: row.get("department")?,
            title: row.get("title")?,
            resource: row.get("resource_id")?,
            resource_name: row.get("resource_name")?,
            principal_kind: row.get("principal_kind")?,
            resource_kind: row.get("resource_kind")?,
            entitlement: row.get("entitlement")?,
            direct: row.get("direct")?,
            path: Vec::new(),
            last_sign_in_at: row.get("last_sign_in_at")?,
            recommendation: row.get("recommendation")?,
            stage: row.get("stage")?,
            standing: row.get("standing")?,
            decision: row.get("decision")?,
            answer: None,
            justification: row.get("justification")?,
            decided_by: row.get("decided_by")?,
            decided_at: row.get("decided_at")?,
            source: row.get("source")?,
            version: row.get("version")?,
        },
        row.get("path")?,
    ))
}

fn path_ids(path: Option<&str>) -> Result<Vec<i64>, StoreError> {
    Ok(match path {
        Some(path) => serde_json::from_str(path)?,
        None => Vec::new(),
    })
}

fn path_names(connection: &Connection, item: i64, path: Option<&str>) -> Result<Vec<String>, StoreError> {
    let mut name = connection.prepare_cached(
        "SELECT f.display_name FROM item i JOIN frozen f
         ON f.instance_id = i.instance_id AND f.principal_id = ?2 WHERE i.id = ?1",
    )?;
    path_ids(path)?
        .into_iter()
        .map(|id| {
            Ok(name
                .query_row(params![item, id], |row| row.get(0))
                .optional()?
                .unwrap_or_else(|| format!("group {id}")))
        })
        .collect()
}

/// One item whole; `None` when there is none of that id.
pub fn show(connection: &Connection, item: i64) -> Result<Option<ItemDetail>, StoreError> {
    let Some((mut row, path)) = connection.prepare_cached(ROW)?.query_row([item], read_row).optional()? else {
        return Ok(None);
    };
    row.path = path_names(connection, item, path.as_deref())?;
    let detail = connection
        .prepare_cached(include_str!("detail.sql"))?
        .query_row([item], |sql| {
            let started_at: Option<DateTime<Utc>> = sql.get("started_at")?;
            let input = SignIn {
                last_sign_in_at: sql.get("last_sign_in_at")?,
                created_at: sql.get("account_created_at")?,
                kept_by_directory: sql.get("sign_ins_kept")?,
            };
            let field: Option<String> = sql.get("last_sign_in_field")?;
            let sentence = started_at.map_or_else(String::new, |started| {
                sign_in_sentence(
                    &input,
                    field.as_deref(),
                    started,
                    sql.get("look_back_days").unwrap_or(30),
                )
            });
            Ok(ItemDetail {
                row,
                instance: sql.get("instance_id")?,
                mail: sql.get("mail")?,
                manager_name: sql.get("manager_name")?,
                dn: sql.get("dn")?,
                key: sql.get("key")?,
                account_created_at: input.created_at,
                last_sign_in_field: field,
                resource_dn: sql.get("resource_dn")?,
                resource_description: sql.get("resource_description")?,
                since: sql.get("since")?,
                recommendation_sentence: sentence,
                recommendation_rule: countersign_domain::recommendation::SIGN_IN_RULE.to_owned(),
                insights: insights(sql.get::<_, Option<String>>("insight")?.as_deref())?,
                reviewers: Vec::new(),
                why: Vec::new(),
                events: Vec::new(),
            })
        })?;
    let reviewers = reviewers(connection, item)?;
    let why = why(connection, &detail, path.as_deref())?;
    let events = events(connection, item)?;
    Ok(Some(ItemDetail {
        reviewers,
        why,
        events,
        ..detail
    }))
}

/// The insights kept with an item, said again.
pub fn insights(kept: Option<&str>) -> rusqlite::Result<Vec<Insight>> {
    let wrong = |error| rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Text, Box::new(error));
    let said: Option<crate::review::Said> = kept.map(serde_json::from_str).transpose().map_err(wrong)?;
    Ok(said.map(|said| said.insights()).unwrap_or_default())
}

fn reviewers(connection: &Connection, item: i64) -> Result<Vec<AskedReviewer>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT m.principal_id, coalesce(f.display_name, p.display_name), m.reason
         FROM item i JOIN reviewer_set_member m ON m.set_id = i.reviewer_set_id
         JOIN principal p ON p.id = m.principal_id
         LEFT JOIN frozen f ON f.instance_id = i.instance_id AND f.principal_id = m.principal_id
         WHERE i.id = ?1 ORDER BY 2",
    )?;
    let rows = statement.query_map([item], |row| {
        Ok(AskedReviewer {
            principal: row.get(0)?,
            display_name: row.get(1)?,
            reason: row.get(2)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn why(connection: &Connection, detail: &ItemDetail, path: Option<&str>) -> Result<Vec<PathStep>, StoreError> {
    let mut ids = vec![detail.row.resource];
    ids.extend(path_ids(path)?);
    ids.push(detail.row.principal);
    let mut statement = connection.prepare_cached(
        "SELECT coalesce(f.display_name, p.display_name), p.kind FROM principal p
         LEFT JOIN frozen f ON f.instance_id = ?2 AND f.principal_id = p.id WHERE p.id = ?1",
    )?;
    ids.into_iter()
        .map(|id| {
            Ok(statement.query_row(params![id, detail.instance], |row| {
                Ok(PathStep {
                    principal: id,
                    display_name: row.get(0)?,
                    kind: row.get(1)?,
                })
            })?)
        })
        .collect()
}

pub(crate) fn events(connection: &Connection, item: i64) -> Result<Vec<DecisionEventView>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT e.at, e.actor_id, e.actor, e.decision, e.justification, e.source, e.stage, e.note, e.audit_seq,
                CASE e.source WHEN 'reviewer' THEN 1 WHEN 'undo' THEN 1 ELSE coalesce(
                  (SELECT max(b.total) FROM batch_part b
                   WHERE b.batch = (SELECT p.batch FROM batch_part p WHERE p.audit_seq = e.audit_seq)),
                  (SELECT json_extract(a.entry, '$.detail.events.count') FROM audit a WHERE a.seq = e.audit_seq)) END
         FROM decision_event e WHERE e.item_id = ?1 ORDER BY e.id",
    )?;
    let rows = statement.query_map([item], |row| {
        Ok(DecisionEventView {
            at: row.get(0)?,
            actor_id: row.get(1)?,
            actor: row.get(2)?,
            decision: row.get(3)?,
            justification: row.get(4)?,
            source: row.get(5)?,
            stage: row.get(6)?,
            note: row.get(7)?,
            audit_seq: row.get(8)?,
            batch_size: row.get::<_, Option<i64>>(9)?.unwrap_or(1),
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
