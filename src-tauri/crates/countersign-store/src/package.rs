//! Access packages: bundles of entitlements, each with a row of its own among the resources.

use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use serde::Serialize;
use ts_rs::TS;

use crate::StoreError;
use crate::review::stamp;

/// An access package with what it holds.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PackageRow {
    pub package: i64,
    /// Its identity in files.
    pub key: String,
    pub catalog: i64,
    pub catalog_name: String,
    /// Its row among the resources.
    pub resource: i64,
    pub display_name: String,
    pub description: String,
    pub hidden: bool,
    /// What a holder had before is lost with it.
    pub adopts: bool,
    pub created_at: DateTime<Utc>,
    pub created_by: String,
    pub changed_at: DateTime<Utc>,
    pub role_count: i64,
    pub policy_count: i64,
    /// Assignments that have not ended.
    pub assignment_count: i64,
}

/// An access package about to be made, or as it is to be.
#[derive(Debug, Clone)]
pub struct NewPackage<'a> {
    pub key: &'a str,
    pub catalog: i64,
    pub display_name: &'a str,
    pub description: &'a str,
    pub hidden: bool,
    pub adopts: bool,
}

/// An entitlement in an access package.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PackageRole {
    pub resource: i64,
    pub resource_name: String,
    /// `group`, `servicePrincipal` (an application), `directoryRole` or `azureRole`.
    pub resource_kind: String,
    pub entitlement: String,
    /// The directory holds the resource no longer.
    pub gone: bool,
}

const ROW: &str = "SELECT k.*, c.display_name AS catalog_name,
    (SELECT count(*) FROM package_role r WHERE r.package_id = k.id AND r.removed_at IS NULL) AS role_count,
    (SELECT count(*) FROM policy p WHERE p.package_id = k.id AND p.deleted_at IS NULL) AS policy_count,
    (SELECT count(*) FROM assignment a WHERE a.package_id = k.id AND a.state <> 'expired') AS assignment_count
    FROM package k JOIN catalog c ON c.id = k.catalog_id WHERE k.deleted_at IS NULL";

fn read(row: &Row<'_>) -> rusqlite::Result<PackageRow> {
    Ok(PackageRow {
        package: row.get("id")?,
        key: row.get("key")?,
        catalog: row.get("catalog_id")?,
        catalog_name: row.get("catalog_name")?,
        resource: row.get("principal_id")?,
        display_name: row.get("display_name")?,
        description: row.get("description")?,
        hidden: row.get("hidden")?,
        adopts: row.get("adopts")?,
        created_at: row.get("created_at")?,
        created_by: row.get("created_by")?,
        changed_at: row.get("changed_at")?,
        role_count: row.get("role_count")?,
        policy_count: row.get("policy_count")?,
        assignment_count: row.get("assignment_count")?,
    })
}

/// Makes an access package with its row among the resources, and answers its id.
pub fn create(
    transaction: &Transaction<'_>,
    new: &NewPackage<'_>,
    actor: &str,
    now: DateTime<Utc>,
) -> Result<i64, StoreError> {
    transaction.execute(
        "INSERT INTO principal (directory_id, key, kind, dn, display_name, created_at, since_snapshot_id, digest,
                                grant_digest, bucket, marks)
         SELECT c.directory_id, 'access-package:' || lower(?2), 'accessPackage', 'access package ' || ?2, ?3, ?4, 0,
                zeroblob(32), zeroblob(32), -1, x'' FROM catalog c WHERE c.id = ?1",
        params![new.catalog, new.key, new.display_name, stamp(now)],
    )?;
    let resource = transaction.last_insert_rowid();
    transaction.execute(
        "INSERT INTO package (key, catalog_id, principal_id, display_name, description, hidden, adopts, created_at,
                              created_by, changed_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?8)",
        params![
            new.key,
            new.catalog,
            resource,
            new.display_name,
            new.description,
            new.hidden,
            new.adopts,
            stamp(now),
            actor,
        ],
    )?;
    Ok(transaction.last_insert_rowid())
}

/// One access package; `None` when there is none of that id, or it was deleted.
pub fn show(connection: &Connection, package: i64) -> Result<Option<PackageRow>, StoreError> {
    let mut statement = connection.prepare_cached(&format!("{ROW} AND k.id = ?1"))?;
    Ok(statement.query_row([package], read).optional()?)
}

/// The access package whose row among the resources this is.
pub fn of_resource(connection: &Connection, resource: i64) -> Result<Option<i64>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT id FROM package WHERE principal_id = ?1")?;
    Ok(statement.query_row([resource], |row| row.get(0)).optional()?)
}

/// What a package gives now, by the names of the resources.
pub fn roles(connection: &Connection, package: i64) -> Result<Vec<PackageRole>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT r.resource_id, p.display_name, p.kind, r.entitlement, p.removed_snapshot_id IS NOT NULL
         FROM package_role r JOIN principal p ON p.id = r.resource_id
         WHERE r.package_id = ?1 AND r.removed_at IS NULL ORDER BY p.display_name, r.resource_id, r.entitlement",
    )?;
    let rows = statement.query_map([package], |row| {
        Ok(PackageRole {
            resource: row.get(0)?,
            resource_name: row.get(1)?,
            resource_kind: row.get(2)?,
            entitlement: row.get(3)?,
            gone: row.get(4)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
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
