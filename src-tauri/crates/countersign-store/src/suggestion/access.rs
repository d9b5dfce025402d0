//! The access that packages are looked for in: who holds what, directly.

use std::collections::{BTreeMap, HashSet};

use countersign_domain::snapshot::attribute;
use rusqlite::Connection;

use crate::StoreError;

/// Whose access on what.
#[derive(Debug, Clone)]
pub struct Seeking<'a> {
    pub directory: i64,
    /// The resources of this catalog alone.
    pub catalog: Option<i64>,
    /// Resources of these kinds, as the ledger names them.
    pub kinds: &'a [&'a str],
}

/// A resource on which something is held.
#[derive(Debug, Clone)]
pub struct Resource {
    pub id: i64,
    pub display_name: String,
    pub kind: String,
    pub attributes: BTreeMap<String, Vec<String>>,
}

/// A person who is present and not disabled.
#[derive(Debug, Clone)]
pub struct Mined {
    pub id: i64,
    pub display_name: String,
    pub department: Option<String>,
    pub title: Option<String>,
    /// As far as the directory says.
    pub enabled: Option<bool>,
}

/// What somebody holds on a resource.
pub type Held = (i64, String);

/// The resources, in the order of their ids. Groups whose members a rule chooses are none: nobody can be put into
/// them.
pub fn resources(connection: &Connection, seeking: &Seeking<'_>) -> Result<Vec<Resource>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT id, display_name, kind, attributes FROM principal
         WHERE directory_id = ?1 AND removed_snapshot_id IS NULL AND kind IN (SELECT value FROM json_each(?2))
           AND (?3 IS NULL OR id IN (SELECT resource_id FROM catalog_resource WHERE catalog_id = ?3)) ORDER BY id",
    )?;
    let kinds = serde_json::to_string(seeking.kinds)?;
    let mut rows = statement.query(rusqlite::params![seeking.directory, kinds, seeking.catalog])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let attributes: BTreeMap<String, Vec<String>> = serde_json::from_str(&row.get::<_, String>(3)?)?;
        if attributes.contains_key(attribute::DYNAMIC) {
            continue;
        }
        found.push(Resource {
            id: row.get(0)?,
            display_name: row.get(1)?,
            kind: row.get(2)?,
            attributes,
        });
    }
    Ok(found)
}

/// The people of a directory, in the order of their ids, and whether some are disabled.
pub fn people(connection: &Connection, directory: i64) -> Result<(Vec<Mined>, bool), StoreError> {
    // NOT INDEXED: nearly every row is read, and in the order of the table each page is deciphered once.
    let mut statement = connection.prepare_cached(
        "SELECT id, display_name, department, title, enabled FROM principal NOT INDEXED
         WHERE directory_id = ?1 AND kind = 'user' AND removed_snapshot_id IS NULL ORDER BY id",
    )?;
    let mut rows = statement.query([directory])?;
    let (mut found, mut disabled) = (Vec::new(), false);
    while let Some(row) = rows.next()? {
        let enabled: Option<bool> = row.get(4)?;
        if enabled == Some(false) {
            disabled = true;
            continue;
        }
        found.push(Mined {
            id: row.get(0)?,
            display_name: row.get(1)?,
            department: row.get(2)?,
            title: row.get(3)?,
            enabled,
        });
    }
    Ok((found, disabled))
}

/// Calls `on` with everybody who holds something on a resource, role by role; owners hold no access by that.
pub fn held_on(connection: &Connection, resource: i64, mut on: impl FnMut(&str, i64)) -> Result<(), StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT entitlement, principal_id FROM \"grant\" WHERE resource_id = ?1 AND entitlement <> 'owner'
         ORDER BY entitlement, principal_id",
    )?;
    let mut rows = statement.query([resource])?;
    while let Some(row) = rows.next()? {
        on(row.get_ref(0)?.as_str().unwrap_or_default(), row.get(1)?);
    }
    Ok(())
}

/// Who is given something on a resource by an access package that they have.
pub fn given(connection: &Connection, resource: i64) -> Result<HashSet<(String, i64)>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT entitlement, principal_id FROM given WHERE resource_id = ?1 AND state IN ('waiting','held','byHand')",
    )?;
    let rows = statement.query_map([resource], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}
