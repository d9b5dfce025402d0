//! Accesses that were seen gone, so that one that comes back is noticed.

use chrono::{DateTime, Utc};
use rusqlite::{Connection, Transaction, params};

use crate::StoreError;
use crate::review::stamp;

/// A denied access that was seen gone.
#[derive(Debug, Clone)]
pub struct Watched {
    pub item: i64,
    pub instance: i64,
    pub plan: i64,
    pub principal: i64,
    pub resource: i64,
    pub entitlement: String,
}

/// Looks after an item from now on.
pub fn watch(transaction: &Transaction<'_>, item: i64, plan: i64, at: DateTime<Utc>) -> Result<(), StoreError> {
    transaction
        .prepare_cached(
            "INSERT OR REPLACE INTO watch
             SELECT i.id, n.directory_id, n.id, ?2, i.principal_id, i.resource_id, i.entitlement, ?3
             FROM item i JOIN instance n ON n.id = i.instance_id WHERE i.id = ?1",
        )?
        .execute(params![item, plan, stamp(at)])?;
    Ok(())
}

/// Ends it: the access is there again.
pub fn unwatch(transaction: &Transaction<'_>, item: i64) -> Result<(), StoreError> {
    transaction
        .prepare_cached("DELETE FROM watch WHERE item_id = ?1")?
        .execute([item])?;
    Ok(())
}

/// All of a directory. Few grants lead to each, so looking whether one is held again is cheap.
pub fn watched(connection: &Connection, directory: i64) -> Result<Vec<Watched>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT * FROM watch WHERE directory_id = ?1 ORDER BY item_id")?;
    let rows = statement.query_map([directory], |row| {
        Ok(Watched {
            item: row.get("item_id")?,
            instance: row.get("instance_id")?,
            plan: row.get("plan_id")?,
            principal: row.get("principal_id")?,
            resource: row.get("resource_id")?,
            entitlement: row.get("entitlement")?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
