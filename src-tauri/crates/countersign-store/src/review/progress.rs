//! How far a review is, by reviewer and by resource.

use rusqlite::{Connection, OptionalExtension, params};
use serde::Serialize;
use ts_rs::TS;

use crate::StoreError;
use crate::item::{Count, Filter, Hidden, ItemIndex};

/// Progress of an instance.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Progress {
    pub count: Count,
    /// Items that nobody can be asked about; silence decides them.
    pub unasked: usize,
    pub reviewers: Vec<ReviewerProgress>,
    pub resources: Vec<ResourceProgress>,
}

/// How far one reviewer's items are, whoever decided them.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ReviewerProgress {
    pub principal: i64,
    pub display_name: String,
    pub reasons: Vec<String>,
    pub count: Count,
    /// Decisions that this person recorded, changes included.
    pub own_decisions: i64,
}

/// How far one resource is.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ResourceProgress {
    pub resource: i64,
    pub display_name: String,
    pub count: Count,
}

/// Computes progress from the columns, as far as whoever asks may see it.
pub fn progress(
    connection: &Connection,
    instance: i64,
    index: &ItemIndex,
    hidden: Hidden,
) -> Result<Progress, StoreError> {
    let filter = Filter {
        hidden,
        ..Filter::default()
    };
    let mut name =
        connection.prepare_cached("SELECT display_name FROM frozen WHERE instance_id = ?1 AND principal_id = ?2")?;
    let mut reasons = connection.prepare_cached(
        "SELECT DISTINCT m.reason FROM reviewer_set_member m JOIN reviewer_set s ON s.id = m.set_id
         WHERE m.principal_id = ?2 AND s.instance_id = ?1 ORDER BY 1",
    )?;
    let mut own: std::collections::HashMap<i64, i64> = std::collections::HashMap::new();
    let mut counted = connection.prepare_cached(
        "SELECT e.actor_id, count(*) FROM instance n
         JOIN decision_event e ON e.item_id BETWEEN n.first_item_id AND n.first_item_id + n.item_count - 1
         WHERE n.id = ?1 AND e.actor_id IS NOT NULL GROUP BY e.actor_id",
    )?;
    let mut rows = counted.query([instance])?;
    while let Some(row) = rows.next()? {
        own.insert(row.get(0)?, row.get(1)?);
    }
    let mut reviewers = Vec::new();
    for (principal, count) in index.count_by_reviewer() {
        reviewers.push(ReviewerProgress {
            principal,
            display_name: name
                .query_row(params![instance, principal], |row| row.get(0))
                .optional()?
                .unwrap_or_else(|| format!("principal {principal}")),
            reasons: reasons
                .query_map(params![instance, principal], |row| row.get(0))?
                .collect::<Result<_, _>>()?,
            count,
            own_decisions: own.get(&principal).copied().unwrap_or(0),
        });
    }
    reviewers.sort_by_cached_key(|one| one.display_name.to_lowercase());
    let resources = index
        .count_by_resource(&filter)
        .into_iter()
        .map(|(resource, display_name, count)| ResourceProgress {
            resource,
            display_name,
            count,
        })
        .collect();
    Ok(Progress {
        count: index.count(&filter),
        unasked: index.unasked(),
        reviewers,
        resources,
    })
}
