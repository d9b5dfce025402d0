//! Who holds what: now, or as a past snapshot knew it.

use chrono::{DateTime, SecondsFormat, Utc};
use countersign_store::StoreError;
use countersign_store::rusqlite::params;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::Problem;
use crate::call::Read;
use crate::principal::page;

#[derive(Debug, Default, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(optional_fields)]
pub struct GrantListInput {
    pub resource: Option<i64>,
    pub principal: Option<i64>,
    /// As known at this moment; none means now.
    pub as_of: Option<DateTime<Utc>>,
    pub offset: Option<i64>,
    pub limit: Option<i64>,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct GrantPage {
    pub rows: Vec<GrantRow>,
    pub total: i64,
}

/// One direct grant.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct GrantRow {
    pub resource: i64,
    pub resource_name: String,
    pub resource_kind: String,
    /// `member`, `owner`, or a role as the directory names it.
    pub entitlement: String,
    pub principal: i64,
    pub principal_name: String,
    pub principal_kind: String,
    /// When the first snapshot that saw it was read.
    pub since: DateTime<Utc>,
    /// When the first snapshot that missed it was read.
    pub until: Option<DateTime<Utc>>,
}

pub(crate) fn list(read: &Read<'_>, input: GrantListInput) -> Result<GrantPage, Problem> {
    let own = read.actor.principal.map(|one| one.0);
    if own.is_none() || input.principal != own {
        crate::sight::require_directory(read.connection, &read.actor, "who holds what")?;
    }
    let (offset, limit) = page(input.offset, input.limit);
    let as_of = input.as_of.map(|at| at.to_rfc3339_opts(SecondsFormat::Millis, true));
    // A plain equality where it is asked for lets SQLite use the index; `?1 IS NULL OR` would not.
    let mut narrow = String::new();
    if input.resource.is_some() {
        narrow.push_str(" AND g.resource_id = ?1");
    }
    if input.principal.is_some() {
        narrow.push_str(" AND g.principal_id = ?2");
    }
    let held = match as_of {
        None => format!("SELECT g.resource_id, g.entitlement, g.principal_id, g.since_snapshot_id, NULL AS until_snapshot_id FROM \"grant\" g WHERE ?3 IS NULL{narrow}"),
        Some(_) => format!(
            "SELECT g.resource_id, g.entitlement, g.principal_id, g.since_snapshot_id, NULL AS until_snapshot_id FROM \"grant\" g
             JOIN snapshot s ON s.id = g.since_snapshot_id WHERE s.ended_at <= ?3{narrow}
             UNION ALL
             SELECT g.resource_id, g.entitlement, g.principal_id, g.since_snapshot_id, g.until_snapshot_id FROM past_grant g
             JOIN snapshot s ON s.id = g.since_snapshot_id JOIN snapshot u ON u.id = g.until_snapshot_id
             WHERE s.ended_at <= ?3 AND u.ended_at > ?3{narrow}"
        ),
    };
    let sql = format!(
        "SELECT g.resource_id, r.display_name, r.kind, g.entitlement, g.principal_id, p.display_name, p.kind, s.ended_at, u.ended_at
         FROM ({held}) g JOIN principal r ON r.id = g.resource_id JOIN principal p ON p.id = g.principal_id
         JOIN snapshot s ON s.id = g.since_snapshot_id LEFT JOIN snapshot u ON u.id = g.until_snapshot_id
         ORDER BY g.resource_id, g.entitlement, g.principal_id LIMIT ?5 OFFSET ?4"
    );
    let mut statement = read.connection.prepare_cached(&sql).map_err(StoreError::from)?;
    let rows = statement
        .query_map(params![input.resource, input.principal, as_of, offset, limit], |row| {
            Ok(GrantRow {
                resource: row.get(0)?,
                resource_name: row.get(1)?,
                resource_kind: row.get(2)?,
                entitlement: row.get(3)?,
                principal: row.get(4)?,
                principal_name: row.get(5)?,
                principal_kind: row.get(6)?,
                since: row.get(7)?,
                until: row.get(8)?,
            })
        })
        .and_then(Iterator::collect)
        .map_err(StoreError::from)?;
    let total = read
        .connection
        .prepare_cached(&format!("SELECT count(*) FROM ({held}) g WHERE ?1 IS ?1 AND ?2 IS ?2"))
        .and_then(|mut statement| {
            statement.query_row(params![input.resource, input.principal, as_of], |row| row.get(0))
        })
        .map_err(StoreError::from)?;
    Ok(GrantPage { rows, total })
}
