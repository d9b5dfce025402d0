//! Accesses that were seen gone, so that one that comes back is noticed.

use chrono::{DateTime, Utc};
use rusqlite::{Connection, Row, Transaction, params};

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
    let rows = statement.query_map([directory], read)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn read(row: &Row<'_>) -> rusqlite::Result<Watched> {
    Ok(Watched {
        item: row.get("item_id")?,
        instance: row.get("instance_id")?,
        plan: row.get("plan_id")?,
        principal: row.get("principal_id")?,
        resource: row.get("resource_id")?,
        entitlement: row.get("entitlement")?,
    })
}

/// Accesses of a directory that were taken away in the domain it is synced from, and that the newest read still found
/// here.
pub fn following(connection: &Connection, directory: i64) -> Result<Vec<Watched>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT DISTINCT i.id AS item_id, i.instance_id, c.plan_id, i.principal_id, i.resource_id, i.entitlement
         FROM change c JOIN plan p ON p.id = c.plan_id JOIN item i ON i.id = c.item_id
         JOIN receipt r ON r.change_id = c.id AND r.outcome IN ('applied', 'alreadySo')
         JOIN verification v ON v.id = (SELECT max(w.id) FROM verification w WHERE w.item_id = c.item_id)
         WHERE c.directory_id IS NOT NULL AND p.directory_id = ?1 AND v.plan_id = c.plan_id AND v.state = 'stillDirect'
         ORDER BY i.id",
    )?;
    let rows = statement.query_map([directory], read)?;
    Ok(rows.collect::<Result<_, _>>()?)
}
