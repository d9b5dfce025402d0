//! What an access package gives, now and once.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use countersign_domain::plan::{Reach, Reason, barrier};
use countersign_domain::snapshot::Kind;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use serde::Serialize;
use serde_json::Value;
use ts_rs::TS;

use crate::StoreError;
use crate::review::stamp;

/// An entitlement in an access package.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PackageRole {
    pub resource: i64,
    /// Its immutable id in the directory.
    pub resource_key: String,
    pub resource_name: String,
    /// `group`, `servicePrincipal` (an application), `directoryRole` or `azureRole`.
    pub resource_kind: String,
    pub entitlement: String,
    /// The directory holds the resource no longer.
    pub gone: bool,
    /// Why nobody is put into the resource from here; a role other than `member` is always given by hand.
    pub by_hand: Option<Reason>,
    pub added_at: DateTime<Utc>,
    pub added_by: String,
}

/// What a package gives now, by the names of the resources.
pub fn roles(connection: &Connection, package: i64) -> Result<Vec<PackageRole>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT r.resource_id, p.display_name, p.kind, r.entitlement, p.removed_snapshot_id IS NOT NULL, p.attributes,
                d.kind, r.added_at, r.added_by, p.key
         FROM package_role r JOIN principal p ON p.id = r.resource_id JOIN directory d ON d.id = p.directory_id
         WHERE r.package_id = ?1 AND r.removed_at IS NULL ORDER BY p.display_name, r.resource_id, r.entitlement",
    )?;
    let rows = statement.query_map([package], read)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn read(row: &Row<'_>) -> rusqlite::Result<PackageRole> {
    let attributes: BTreeMap<String, Vec<String>> = serde_json::from_str(&row.get::<_, String>(5)?)
        .map_err(|error| rusqlite::Error::FromSqlConversionFailure(5, rusqlite::types::Type::Text, Box::new(error)))?;
    let (kind, entitlement): (String, String) = (row.get(2)?, row.get(3)?);
    let reach = Reach::of(&row.get::<_, String>(6)?);
    let own = Kind::from_text(&kind).and_then(|kind| barrier(kind, &attributes, reach));
    Ok(PackageRole {
        resource: row.get(0)?,
        resource_key: row.get(9)?,
        resource_name: row.get(1)?,
        by_hand: own.or_else(|| (entitlement != "member").then_some(Reason::NotAGroup)),
        resource_kind: kind,
        entitlement,
        gone: row.get(4)?,
        added_at: row.get(7)?,
        added_by: row.get(8)?,
    })
}

/// Adds an entitlement; `false` where the package gives it already.
pub fn add_role(
    transaction: &Transaction<'_>,
    package: i64,
    resource: i64,
    entitlement: &str,
    actor: &str,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let added = transaction
        .prepare_cached(
            "INSERT INTO package_role (package_id, resource_id, entitlement, added_at, added_by)
             VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING",
        )?
        .execute(params![package, resource, entitlement, stamp(now), actor])?;
    Ok(added == 1)
}

/// Takes an entitlement out of a package; `false` where it is not in it.
pub fn remove_role(
    transaction: &Transaction<'_>,
    package: i64,
    resource: i64,
    entitlement: &str,
    actor: &str,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let removed = transaction
        .prepare_cached(
            "UPDATE package_role SET removed_at = ?4, removed_by = ?5
             WHERE package_id = ?1 AND resource_id = ?2 AND entitlement = ?3 AND removed_at IS NULL",
        )?
        .execute(params![package, resource, entitlement, stamp(now), actor])?;
    Ok(removed == 1)
}

/// The file an entitlement of a package came from.
pub fn role_source(
    connection: &Connection,
    package: i64,
    resource: i64,
    entitlement: &str,
) -> Result<Option<Value>, StoreError> {
    let text: Option<Option<String>> = connection
        .prepare_cached(
            "SELECT source FROM package_role
             WHERE package_id = ?1 AND resource_id = ?2 AND entitlement = ?3 AND removed_at IS NULL",
        )?
        .query_row(params![package, resource, entitlement], |row| row.get(0))
        .optional()?;
    Ok(text.flatten().as_deref().map(serde_json::from_str).transpose()?)
}

/// Keeps the file an entitlement of a package came from.
pub fn set_role_source(
    transaction: &Transaction<'_>,
    package: i64,
    resource: i64,
    entitlement: &str,
    source: &Value,
) -> Result<(), StoreError> {
    transaction
        .prepare_cached(
            "UPDATE package_role SET source = ?4
             WHERE package_id = ?1 AND resource_id = ?2 AND entitlement = ?3 AND removed_at IS NULL",
        )?
        .execute(params![package, resource, entitlement, source.to_string()])?;
    Ok(())
}
