//! Access packages: bundles of entitlements, each with a row of its own among the resources.

mod holder;
mod role;

use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use serde::Serialize;
use serde_json::Value;
use ts_rs::TS;

use crate::StoreError;
use crate::review::stamp;

pub use holder::{Effect, Sample, gain, holder_count, loss};
pub use role::{PackageRole, add_role, remove_role, role_source, roles, set_role_source};

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

/// Which packages a list shows.
#[derive(Debug, Clone, Default)]
pub struct PackageFilter<'a> {
    pub catalog: Option<i64>,
    /// A LIKE pattern, escaped by `\`; over names.
    pub search: Option<&'a str>,
    pub hidden: Option<bool>,
    /// Those that give something on this resource.
    pub resource: Option<i64>,
    /// Only of these catalogs; none means all.
    pub only: Option<&'a [i64]>,
}

/// A page of the packages, by name, and how many there are.
pub fn list(
    connection: &Connection,
    filter: &PackageFilter<'_>,
    offset: i64,
    limit: i64,
) -> Result<(Vec<PackageRow>, i64), StoreError> {
    // The page is cut before anything is counted for a row of it. A plain equality where it is asked for lets
    // SQLite use the index; `?1 IS NULL OR` would not.
    let mut narrow = String::from("k.deleted_at IS NULL");
    for (wanted, condition) in [
        (filter.catalog.is_some(), " AND k.catalog_id = ?1"),
        (filter.search.is_some(), " AND k.display_name LIKE ?2 ESCAPE '\\'"),
        (filter.hidden.is_some(), " AND k.hidden = ?3"),
        (
            filter.resource.is_some(),
            " AND k.id IN (SELECT package_id FROM package_role WHERE resource_id = ?4 AND removed_at IS NULL)",
        ),
        (
            filter.only.is_some(),
            " AND k.catalog_id IN (SELECT value FROM json_each(?5))",
        ),
    ] {
        if wanted {
            narrow.push_str(condition);
        }
    }
    narrow.push_str(" AND ?1 IS ?1 AND ?2 IS ?2 AND ?3 IS ?3 AND ?4 IS ?4 AND ?5 IS ?5");
    let only = filter.only.map(serde_json::to_string).transpose()?;
    let mut statement = connection.prepare_cached(&format!(
        "{ROW} AND k.id IN (SELECT k.id FROM package k WHERE {narrow}
                            ORDER BY k.display_name COLLATE NOCASE, k.id LIMIT ?7 OFFSET ?6)
         ORDER BY k.display_name COLLATE NOCASE, k.id"
    ))?;
    let rows = statement
        .query_map(
            params![
                filter.catalog,
                filter.search,
                filter.hidden,
                filter.resource,
                only,
                offset,
                limit
            ],
            read,
        )?
        .collect::<Result<_, _>>()?;
    let total = connection
        .prepare_cached(&format!("SELECT count(*) FROM package k WHERE {narrow}"))?
        .query_row(
            params![filter.catalog, filter.search, filter.hidden, filter.resource, only],
            |row| row.get(0),
        )?;
    Ok((rows, total))
}

/// The package with this identity in files, and whether it was deleted: no identity is used twice.
pub fn of_key(connection: &Connection, key: &str) -> Result<Option<(i64, bool)>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT id, deleted_at IS NOT NULL FROM package WHERE key = ?1")?;
    let found = statement.query_row([key], |row| Ok((row.get(0)?, row.get(1)?)));
    Ok(found.optional()?)
}

/// A package of this name in a catalog, whatever its capitals.
pub fn of_name(connection: &Connection, catalog: i64, name: &str) -> Result<Option<i64>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT id FROM package WHERE catalog_id = ?1 AND display_name = ?2 COLLATE NOCASE AND deleted_at IS NULL",
    )?;
    Ok(statement
        .query_row(params![catalog, name], |row| row.get(0))
        .optional()?)
}

/// Changes what a package is called and who sees it, its row among the resources with it.
pub fn edit(
    transaction: &Transaction<'_>,
    package: i64,
    new: &NewPackage<'_>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    transaction.execute(
        "UPDATE package SET display_name = ?2, description = ?3, hidden = ?4, adopts = ?5, changed_at = ?6 WHERE id = ?1",
        params![
            package,
            new.display_name,
            new.description,
            new.hidden,
            new.adopts,
            stamp(now),
        ],
    )?;
    transaction.execute(
        "UPDATE principal SET display_name = ?2 WHERE id = (SELECT principal_id FROM package WHERE id = ?1)",
        params![package, new.display_name],
    )?;
    Ok(())
}

/// Deletes a package with its roles; its rows stay, with the day. Nobody must hold it.
pub fn delete(transaction: &Transaction<'_>, package: i64, actor: &str, now: DateTime<Utc>) -> Result<(), StoreError> {
    let at = stamp(now);
    transaction.execute(
        "UPDATE package_role SET removed_at = ?2, removed_by = ?3 WHERE package_id = ?1 AND removed_at IS NULL",
        params![package, at, actor],
    )?;
    transaction.execute(
        "UPDATE incompatible SET removed_at = ?2 WHERE (package_id = ?1 OR other_package_id = ?1) AND removed_at IS NULL",
        params![package, at],
    )?;
    transaction.execute(
        "UPDATE package SET deleted_at = ?2, changed_at = ?2 WHERE id = ?1",
        params![package, at],
    )?;
    // No read takes it away, so no snapshot is named.
    transaction.execute(
        "UPDATE principal SET removed_snapshot_id = 0 WHERE id = (SELECT principal_id FROM package WHERE id = ?1)",
        [package],
    )?;
    Ok(())
}

/// Requests for a package that have not come to an end.
pub fn open_request_count(connection: &Connection, package: i64) -> Result<i64, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT count(*) FROM request WHERE package_id = ?1
         AND state IN ('submitted','pendingApproval','scheduled','delivering')",
    )?;
    Ok(statement.query_row([package], |row| row.get(0))?)
}

/// The file a package came from.
pub fn source(connection: &Connection, package: i64) -> Result<Option<Value>, StoreError> {
    let text: Option<String> =
        connection.query_row("SELECT source FROM package WHERE id = ?1", [package], |row| row.get(0))?;
    Ok(text.as_deref().map(serde_json::from_str).transpose()?)
}

/// Keeps the file a package came from.
pub fn set_source(transaction: &Transaction<'_>, package: i64, source: &Value) -> Result<(), StoreError> {
    transaction.execute(
        "UPDATE package SET source = ?2 WHERE id = ?1",
        params![package, source.to_string()],
    )?;
    Ok(())
}
