//! Every review of the access, and what followed from it.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use countersign_store::item::{self, ItemDetail};
use countersign_store::plan::{self, ChangeRow, PlanView};
use countersign_store::rusqlite::{Connection, OptionalExtension, params};
use countersign_store::{StoreError, review};
use serde::Serialize;
use ts_rs::TS;

use super::focus::Focus;
use super::{DossierAbout, numbers};
use crate::Problem;

/// One run of a review, as far as it looked at the access.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DossierReview {
    pub review: i64,
    pub review_name: String,
    pub number: i64,
    pub status: String,
    pub started_at: Option<DateTime<Utc>>,
    pub due_at: Option<DateTime<Utc>>,
    pub ended_at: Option<DateTime<Utc>>,
    /// The read of the directory it is about: its end and its digest.
    pub snapshot: Option<i64>,
    pub snapshot_at: Option<DateTime<Utc>>,
    pub snapshot_digest: Option<String>,
    /// The item with the recommendation that was shown, who was asked, and every decision.
    #[serde(flatten)]
    pub detail: ItemDetail,
    pub changes: Vec<DossierChange>,
    /// Later reads of the directory about it.
    pub seen: Vec<DossierSeen>,
}

/// A change with its plan.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DossierChange {
    pub plan: i64,
    /// SHA-256 over the plan's changes.
    pub plan_hash: String,
    pub drawn_at: DateTime<Utc>,
    pub drawn_by: String,
    /// The plan waited for a second person.
    pub was_held: bool,
    pub countersigned_at: Option<DateTime<Utc>>,
    pub countersigned_by: Option<String>,
    #[serde(flatten)]
    pub row: ChangeRow,
}

/// A read of the directory after a denial.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DossierSeen {
    pub plan: i64,
    pub read_at: DateTime<Utc>,
    /// `gone`, `stillDirect`, `stillEffective` or `cameBack`.
    pub state: String,
    pub through: Option<String>,
    pub snapshot: Option<i64>,
}

pub(super) fn gather(connection: &Connection, focus: &Focus) -> Result<Vec<DossierReview>, Problem> {
    let mut items: BTreeSet<i64> = numbers(
        connection,
        "SELECT DISTINCT i.id FROM history h INDEXED BY history_by_principal JOIN decision_event e ON e.id = h.event_id
         JOIN item i ON i.id = e.item_id
         WHERE h.principal_id = ?1 AND h.mark < 32 AND i.resource_id = ?2 AND i.entitlement = ?3",
        params![focus.principal, focus.access.resource, focus.access.entitlement],
    )?
    .into_iter()
    .collect();
    match focus.about {
        DossierAbout::Item => {
            items.insert(focus.id);
        }
        DossierAbout::Change => items.extend(numbers(
            connection,
            "SELECT item_id FROM change WHERE id = ?1 AND item_id IS NOT NULL",
            [focus.id],
        )?),
        _ => {}
    }
    let mut found = Vec::with_capacity(items.len());
    for id in items {
        if let Some(detail) = item::show(connection, id)? {
            found.push(one(connection, detail)?);
        }
    }
    Ok(found)
}

fn one(connection: &Connection, detail: ItemDetail) -> Result<DossierReview, Problem> {
    let instance =
        review::instance(connection, detail.instance)?.ok_or_else(|| Problem::missing("instance", detail.instance))?;
    let (review_name, snapshot): (String, Option<i64>) = connection
        .prepare_cached(
            "SELECT v.display_name, n.snapshot_id FROM instance n JOIN review v ON v.id = n.review_id WHERE n.id = ?1",
        )
        .and_then(|mut statement| statement.query_row([detail.instance], |row| Ok((row.get(0)?, row.get(1)?))))
        .map_err(StoreError::from)?;
    let read: Option<(DateTime<Utc>, String)> = connection
        .prepare_cached("SELECT ended_at, digest FROM snapshot WHERE id = ?1")
        .and_then(|mut statement| {
            statement
                .query_row([snapshot], |row| Ok((row.get(0)?, row.get(1)?)))
                .optional()
        })
        .map_err(StoreError::from)?;
    let (snapshot_at, snapshot_digest) = read.unzip();
    let item = detail.row.item;
    Ok(DossierReview {
        review: instance.review,
        review_name,
        number: instance.number,
        status: instance.status.clone(),
        started_at: instance.started_at,
        due_at: instance.due_at,
        ended_at: instance.ended_at,
        snapshot,
        snapshot_at,
        snapshot_digest,
        changes: changes(
            connection,
            "SELECT plan_id, position FROM change WHERE item_id = ?1 ORDER BY id",
            item,
        )?,
        seen: seen(connection, item)?,
        detail,
    })
}

fn seen(connection: &Connection, item: i64) -> Result<Vec<DossierSeen>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT plan_id, read_at, state, through, snapshot_id FROM verification WHERE item_id = ?1 ORDER BY id",
    )?;
    let rows = statement.query_map([item], |row| {
        Ok(DossierSeen {
            plan: row.get(0)?,
            read_at: row.get(1)?,
            state: row.get(2)?,
            through: row.get(3)?,
            snapshot: row.get(4)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The changes that `sql` finds by their plan and position, with what became of them.
pub(super) fn changes(connection: &Connection, sql: &str, of: i64) -> Result<Vec<DossierChange>, Problem> {
    let places: Vec<(i64, i64)> = connection
        .prepare_cached(sql)
        .and_then(|mut statement| {
            let rows = statement.query_map([of], |row| Ok((row.get(0)?, row.get(1)?)))?;
            rows.collect()
        })
        .map_err(StoreError::from)?;
    let mut found = Vec::with_capacity(places.len());
    for (plan, position) in places {
        let view: PlanView = plan::show(connection, plan)?.ok_or_else(|| Problem::missing("plan", plan))?;
        let rows = plan::changes(connection, plan, position, 1)?;
        found.extend(rows.into_iter().map(|row| DossierChange {
            plan,
            plan_hash: view.hash.clone(),
            drawn_at: view.drawn_at,
            drawn_by: view.drawn_by.clone(),
            was_held: !view.holds.is_empty(),
            countersigned_at: view.countersigned_at,
            countersigned_by: view.countersigned_by.clone(),
            row,
        }));
    }
    Ok(found)
}
