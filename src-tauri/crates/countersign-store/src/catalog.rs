//! Catalogs: containers of resources and of the access packages made of them.

mod resource;

use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use serde::Serialize;
use serde_json::Value;
use ts_rs::TS;

use crate::StoreError;
use crate::review::stamp;

pub use resource::{
    CatalogResource, ResourceFilter, ResourceUse, add_resource, entitlements, holds, is_owner, remove_resource,
    resource, resource_source, resources, set_resource_source, uses,
};

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

/// Which catalogs a list shows.
#[derive(Debug, Clone, Default)]
pub struct CatalogFilter<'a> {
    /// Part of a name.
    pub search: Option<&'a str>,
    pub published: Option<bool>,
    /// Only these; none means all.
    pub only: Option<&'a [i64]>,
}

/// A page of the catalogs, by name, and how many there are. `search` is a LIKE pattern, escaped by `\`.
pub fn list(
    connection: &Connection,
    filter: &CatalogFilter<'_>,
    offset: i64,
    limit: i64,
) -> Result<(Vec<CatalogRow>, i64), StoreError> {
    // The page is cut before anything is counted for a row of it.
    let mut narrow = String::from("c.deleted_at IS NULL");
    for (wanted, condition) in [
        (filter.search.is_some(), " AND c.display_name LIKE ?1 ESCAPE '\\'"),
        (filter.published.is_some(), " AND c.state = ?2"),
        (filter.only.is_some(), " AND c.id IN (SELECT value FROM json_each(?3))"),
    ] {
        if wanted {
            narrow.push_str(condition);
        }
    }
    let only = filter.only.map(serde_json::to_string).transpose()?;
    let state = filter.published.map(state);
    let mut statement = connection.prepare_cached(&format!(
        "{ROW} AND c.id IN (SELECT c.id FROM catalog c WHERE {narrow} AND ?1 IS ?1 AND ?2 IS ?2 AND ?3 IS ?3
                            ORDER BY c.display_name COLLATE NOCASE, c.id LIMIT ?5 OFFSET ?4)
         ORDER BY c.display_name COLLATE NOCASE, c.id"
    ))?;
    let rows = statement
        .query_map(params![filter.search, state, only, offset, limit], read)?
        .collect::<Result<_, _>>()?;
    let total = connection
        .prepare_cached(&format!(
            "SELECT count(*) FROM catalog c WHERE {narrow} AND ?1 IS ?1 AND ?2 IS ?2 AND ?3 IS ?3"
        ))?
        .query_row(params![filter.search, state, only], |row| row.get(0))?;
    Ok((rows, total))
}

/// The catalog with this identity in files; deleted ones too, so that no identity is used twice.
pub fn of_key(connection: &Connection, key: &str) -> Result<Option<(i64, bool)>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT id, deleted_at IS NOT NULL FROM catalog WHERE key = ?1")?;
    let found = statement.query_row([key], |row| Ok((row.get(0)?, row.get(1)?)));
    Ok(found.optional()?)
}

/// Changes what a catalog is called and who sees it; its directory and its key stay.
pub fn edit(
    transaction: &Transaction<'_>,
    catalog: i64,
    new: &NewCatalog<'_>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    transaction.execute(
        "UPDATE catalog SET display_name = ?2, description = ?3, kind = ?4, state = ?5, external = ?6, changed_at = ?7
         WHERE id = ?1",
        params![
            catalog,
            new.display_name,
            new.description,
            new.kind,
            state(new.published),
            new.external,
            stamp(now),
        ],
    )?;
    Ok(())
}

/// Deletes a catalog: its row stays, with the day.
pub fn delete(transaction: &Transaction<'_>, catalog: i64, now: DateTime<Utc>) -> Result<(), StoreError> {
    transaction.execute("DELETE FROM catalog_resource WHERE catalog_id = ?1", [catalog])?;
    transaction.execute(
        "UPDATE catalog SET deleted_at = ?2 WHERE id = ?1",
        params![catalog, stamp(now)],
    )?;
    Ok(())
}

/// The file a catalog came from.
pub fn source(connection: &Connection, catalog: i64) -> Result<Option<Value>, StoreError> {
    let text: Option<String> =
        connection.query_row("SELECT source FROM catalog WHERE id = ?1", [catalog], |row| row.get(0))?;
    Ok(text.as_deref().map(serde_json::from_str).transpose()?)
}

/// Keeps the file a catalog came from.
pub fn set_source(transaction: &Transaction<'_>, catalog: i64, source: &Value) -> Result<(), StoreError> {
    transaction.execute(
        "UPDATE catalog SET source = ?2 WHERE id = ?1",
        params![catalog, source.to_string()],
    )?;
    Ok(())
}
