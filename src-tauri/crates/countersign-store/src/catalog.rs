//! Catalogs: containers of resources and of the access packages made of them.

use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use serde::Serialize;
use ts_rs::TS;

use crate::StoreError;
use crate::review::stamp;

/// A catalog with what it holds.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CatalogRow {
    pub catalog: i64,
    /// Its identity in files.
    pub key: String,
    pub directory: i64,
    pub directory_name: String,
    pub display_name: String,
    pub description: String,
    /// `userManaged`, `serviceDefault` or `serviceManaged`.
    pub kind: String,
    /// Nothing of an unpublished catalog can be asked for.
    pub published: bool,
    /// People of connected organizations may ask for what is in it.
    pub external: bool,
    pub created_at: DateTime<Utc>,
    pub created_by: String,
    pub changed_at: DateTime<Utc>,
    pub resource_count: i64,
    pub package_count: i64,
}

/// A catalog about to be made, or as it is to be.
#[derive(Debug, Clone)]
pub struct NewCatalog<'a> {
    pub key: &'a str,
    pub directory: i64,
    pub display_name: &'a str,
    pub description: &'a str,
    pub kind: &'a str,
    pub published: bool,
    pub external: bool,
}

const ROW: &str = "SELECT c.*, d.name AS directory_name,
    (SELECT count(*) FROM catalog_resource r WHERE r.catalog_id = c.id) AS resource_count,
    (SELECT count(*) FROM package k WHERE k.catalog_id = c.id AND k.deleted_at IS NULL) AS package_count
    FROM catalog c JOIN directory d ON d.id = c.directory_id WHERE c.deleted_at IS NULL";

fn read(row: &Row<'_>) -> rusqlite::Result<CatalogRow> {
    Ok(CatalogRow {
        catalog: row.get("id")?,
        key: row.get("key")?,
        directory: row.get("directory_id")?,
        directory_name: row.get("directory_name")?,
        display_name: row.get("display_name")?,
        description: row.get("description")?,
        kind: row.get("kind")?,
        published: row.get::<_, String>("state")? == "published",
        external: row.get("external")?,
        created_at: row.get("created_at")?,
        created_by: row.get("created_by")?,
        changed_at: row.get("changed_at")?,
        resource_count: row.get("resource_count")?,
        package_count: row.get("package_count")?,
    })
}

fn state(published: bool) -> &'static str {
    if published { "published" } else { "unpublished" }
}

/// Makes a catalog and answers its id.
pub fn create(
    transaction: &Transaction<'_>,
    new: &NewCatalog<'_>,
    actor: &str,
    now: DateTime<Utc>,
) -> Result<i64, StoreError> {
    transaction.execute(
        "INSERT INTO catalog (key, directory_id, display_name, description, kind, state, external, created_at, created_by,
                              changed_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?8)",
        params![
            new.key,
            new.directory,
            new.display_name,
            new.description,
            new.kind,
            state(new.published),
            new.external,
            stamp(now),
            actor,
        ],
    )?;
    Ok(transaction.last_insert_rowid())
}

/// One catalog; `None` when there is none of that id, or it was deleted.
pub fn show(connection: &Connection, catalog: i64) -> Result<Option<CatalogRow>, StoreError> {
    let mut statement = connection.prepare_cached(&format!("{ROW} AND c.id = ?1"))?;
    Ok(statement.query_row([catalog], read).optional()?)
}

/// A page of the catalogs, by name, and how many there are.
pub fn list(connection: &Connection, offset: i64, limit: i64) -> Result<(Vec<CatalogRow>, i64), StoreError> {
    let mut statement =
        connection.prepare_cached(&format!("{ROW} ORDER BY c.display_name, c.id LIMIT ?2 OFFSET ?1"))?;
    let rows = statement.query_map([offset, limit], read)?.collect::<Result<_, _>>()?;
    let total = connection
        .prepare_cached("SELECT count(*) FROM catalog WHERE deleted_at IS NULL")?
        .query_row([], |row| row.get(0))?;
    Ok((rows, total))
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

/// Whether a resource is in a catalog.
pub fn holds(connection: &Connection, catalog: i64, resource: i64) -> Result<bool, StoreError> {
    let mut statement =
        connection.prepare_cached("SELECT 1 FROM catalog_resource WHERE catalog_id = ?1 AND resource_id = ?2")?;
    Ok(statement.exists([catalog, resource])?)
}
