//! The resources of a catalog: what packages may be made of.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use countersign_domain::plan::{Reach, Reason, barrier};
use countersign_domain::snapshot::{ACTIVE, DEFAULT_ACCESS, ELIGIBLE, Kind, attribute};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use serde::Serialize;
use serde_json::Value;
use ts_rs::TS;

use crate::delegation::SELF_AND_GROUPS;
use crate::review::stamp;
use crate::{StoreError, snapshot};

/// A resource in a catalog.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CatalogResource {
    pub resource: i64,
    /// Its immutable id in the directory.
    pub key: String,
    pub display_name: String,
    pub description: String,
    /// `group`, `servicePrincipal` (an application), `directoryRole` or `azureRole`.
    pub kind: String,
    /// The directory holds it no longer.
    pub gone: bool,
    /// Its holders can change the rights of others.
    pub privileged: bool,
    /// Why nobody is put into it or taken out of it from here.
    pub by_hand: Option<Reason>,
    pub added_at: DateTime<Utc>,
    pub added_by: String,
    /// Packages of this catalog that give something on it.
    pub package_count: i64,
}

/// Which resources a list shows.
#[derive(Debug, Clone, Default)]
pub struct ResourceFilter<'a> {
    /// A LIKE pattern, escaped by `\`.
    pub search: Option<&'a str>,
    pub kind: Option<&'a str>,
}

/// A package that gives something on a resource.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ResourceUse {
    pub package: i64,
    pub package_name: String,
    pub entitlement: String,
}

const ROW: &str = "SELECT p.id, p.key, p.display_name, p.attributes, p.kind, p.removed_snapshot_id IS NOT NULL AS gone,
    d.kind AS directory_kind, r.added_at, r.added_by,
    (SELECT count(DISTINCT o.package_id) FROM package_role o JOIN package k ON k.id = o.package_id
     WHERE o.resource_id = r.resource_id AND o.removed_at IS NULL AND k.catalog_id = r.catalog_id
       AND k.deleted_at IS NULL) AS package_count
    FROM catalog_resource r JOIN principal p ON p.id = r.resource_id JOIN directory d ON d.id = p.directory_id
    WHERE r.catalog_id = ?1";

fn read(row: &Row<'_>) -> rusqlite::Result<CatalogResource> {
    let attributes: BTreeMap<String, Vec<String>> =
        serde_json::from_str(&row.get::<_, String>("attributes")?).map_err(damaged)?;
    let kind: String = row.get("kind")?;
    let known = Kind::from_text(&kind).ok_or_else(|| damaged(StoreError::Value(format!("“{kind}” is not a kind"))))?;
    let reach = Reach::of(&row.get::<_, String>("directory_kind")?);
    let first = |name: &str| attributes.get(name).and_then(|values| values.first()).cloned();
    Ok(CatalogResource {
        resource: row.get("id")?,
        key: row.get("key")?,
        display_name: row.get("display_name")?,
        description: first(attribute::DESCRIPTION).unwrap_or_default(),
        gone: row.get("gone")?,
        privileged: first(attribute::PRIVILEGED).as_deref() == Some(attribute::TRUE),
        by_hand: barrier(known, &attributes, reach),
        kind,
        added_at: row.get("added_at")?,
        added_by: row.get("added_by")?,
        package_count: row.get("package_count")?,
    })
}

fn damaged(error: impl std::error::Error + Send + Sync + 'static) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Text, Box::new(error))
}

/// A page of a catalog's resources, by name, and how many there are.
pub fn resources(
    connection: &Connection,
    catalog: i64,
    filter: &ResourceFilter<'_>,
    offset: i64,
    limit: i64,
) -> Result<(Vec<CatalogResource>, i64), StoreError> {
    let mut narrow = String::from("r.catalog_id = ?1 AND ?2 IS ?2 AND ?3 IS ?3");
    for (wanted, condition) in [
        (filter.search.is_some(), " AND p.display_name LIKE ?2 ESCAPE '\\'"),
        (filter.kind.is_some(), " AND p.kind = ?3"),
    ] {
        if wanted {
            narrow.push_str(condition);
        }
    }
    let from = format!("FROM catalog_resource r JOIN principal p ON p.id = r.resource_id WHERE {narrow}");
    let mut statement = connection.prepare_cached(&format!(
        "{ROW} AND r.resource_id IN (SELECT p.id {from} ORDER BY p.display_name COLLATE NOCASE, p.id LIMIT ?5 OFFSET ?4)
         ORDER BY p.display_name COLLATE NOCASE, p.id"
    ))?;
    let rows = statement
        .query_map(params![catalog, filter.search, filter.kind, offset, limit], read)?
        .collect::<Result<_, _>>()?;
    let total = connection
        .prepare_cached(&format!("SELECT count(*) {from}"))?
        .query_row(params![catalog, filter.search, filter.kind], |row| row.get(0))?;
    Ok((rows, total))
}

/// One resource of a catalog; `None` where it is not in it.
pub fn resource(connection: &Connection, catalog: i64, resource: i64) -> Result<Option<CatalogResource>, StoreError> {
    let mut statement = connection.prepare_cached(&format!("{ROW} AND r.resource_id = ?2"))?;
    Ok(statement.query_row([catalog, resource], read).optional()?)
}

/// The packages of a catalog that give something on a resource, by name.
pub fn uses(connection: &Connection, catalog: i64, resource: i64) -> Result<Vec<ResourceUse>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT k.id, k.display_name, o.entitlement FROM package_role o JOIN package k ON k.id = o.package_id
         WHERE o.resource_id = ?2 AND o.removed_at IS NULL AND k.catalog_id = ?1 AND k.deleted_at IS NULL
         ORDER BY k.display_name COLLATE NOCASE, k.id, o.entitlement",
    )?;
    let rows = statement.query_map([catalog, resource], |row| {
        Ok(ResourceUse {
            package: row.get(0)?,
            package_name: row.get(1)?,
            entitlement: row.get(2)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Puts a resource into a catalog; `false` where it is in it already.
pub fn add_resource(
    transaction: &Transaction<'_>,
    catalog: i64,
    resource: i64,
    actor: &str,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let added = transaction
        .prepare_cached(
            "INSERT OR IGNORE INTO catalog_resource (catalog_id, resource_id, added_at, added_by) VALUES (?1, ?2, ?3, ?4)",
        )?
        .execute(params![catalog, resource, stamp(now), actor])?;
    Ok(added == 1)
}

/// Takes a resource out of a catalog; `false` where it is not in it.
pub fn remove_resource(transaction: &Transaction<'_>, catalog: i64, resource: i64) -> Result<bool, StoreError> {
    let removed = transaction
        .prepare_cached("DELETE FROM catalog_resource WHERE catalog_id = ?1 AND resource_id = ?2")?
        .execute([catalog, resource])?;
    Ok(removed == 1)
}

/// Whether a resource is in a catalog.
pub fn holds(connection: &Connection, catalog: i64, resource: i64) -> Result<bool, StoreError> {
    let mut statement =
        connection.prepare_cached("SELECT 1 FROM catalog_resource WHERE catalog_id = ?1 AND resource_id = ?2")?;
    Ok(statement.exists([catalog, resource])?)
}

/// Whether a principal owns a resource, itself or through a group.
pub fn is_owner(connection: &Connection, principal: i64, resource: i64) -> Result<bool, StoreError> {
    let mut statement = connection.prepare_cached(&format!(
        "{SELF_AND_GROUPS} SELECT 1 FROM mine CROSS JOIN \"grant\" o ON o.principal_id = mine.id
         WHERE o.entitlement = 'owner' AND o.resource_id = ?2 LIMIT 1"
    ))?;
    Ok(statement.exists([principal, resource])?)
}

/// What a package may give on a resource. An application is asked who holds what on it: a role that nobody
/// holds yet is not known.
pub fn entitlements(connection: &Connection, resource: &CatalogResource) -> Result<Vec<String>, StoreError> {
    let own = |words: &[&str]| words.iter().map(|&word| word.to_owned()).collect();
    Ok(match Kind::from_text(&resource.kind) {
        Some(Kind::Group) => own(&["member", "owner"]),
        // A standing right to change the rights of others is not given by a package (access-governance §2.2).
        Some(Kind::DirectoryRole) if resource.privileged => own(&[ELIGIBLE]),
        Some(Kind::DirectoryRole | Kind::AzureRole) => own(&[ACTIVE, ELIGIBLE]),
        Some(Kind::ServicePrincipal) => {
            let mut roles = snapshot::entitlements(connection, resource.resource)?;
            if roles.is_empty() {
                roles.push(DEFAULT_ACCESS.into());
            }
            roles
        }
        _ => Vec::new(),
    })
}

/// The file a resource of a catalog came from.
pub fn resource_source(connection: &Connection, catalog: i64, resource: i64) -> Result<Option<Value>, StoreError> {
    let text: Option<Option<String>> = connection
        .prepare_cached("SELECT source FROM catalog_resource WHERE catalog_id = ?1 AND resource_id = ?2")?
        .query_row([catalog, resource], |row| row.get(0))
        .optional()?;
    Ok(text.flatten().as_deref().map(serde_json::from_str).transpose()?)
}

/// Keeps the file a resource of a catalog came from.
pub fn set_resource_source(
    transaction: &Transaction<'_>,
    catalog: i64,
    resource: i64,
    source: &Value,
) -> Result<(), StoreError> {
    transaction
        .prepare_cached("UPDATE catalog_resource SET source = ?3 WHERE catalog_id = ?1 AND resource_id = ?2")?
        .execute(params![catalog, resource, source.to_string()])?;
    Ok(())
}
