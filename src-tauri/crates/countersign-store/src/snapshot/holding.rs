//! What is held on a resource beyond being its member or owner.

use rusqlite::Connection;

use crate::StoreError;

// Three ranges around the two entitlements that may have a million rows each, so that those are not walked.
const ENTITLEMENTS: &str =
    "SELECT DISTINCT entitlement FROM \"grant\" WHERE resource_id = ?1 AND entitlement < 'member'
    UNION SELECT DISTINCT entitlement FROM \"grant\"
          WHERE resource_id = ?1 AND entitlement > 'member' AND entitlement < 'owner'
    UNION SELECT DISTINCT entitlement FROM \"grant\" WHERE resource_id = ?1 AND entitlement > 'owner' ORDER BY 1";

/// The roles that anybody holds on a resource, in order.
pub(crate) fn entitlements(conn: &Connection, resource: i64) -> Result<Vec<String>, StoreError> {
    let mut rows = conn.prepare_cached(ENTITLEMENTS)?;
    let all = rows.query_map([resource], |row| row.get(0))?;
    Ok(all.collect::<Result<_, _>>()?)
}

/// Who holds which role on a resource.
pub(super) fn of(conn: &Connection, resource: i64) -> Result<Vec<(String, Vec<i64>)>, StoreError> {
    let mut holders = conn.prepare_cached(
        "SELECT principal_id FROM \"grant\" WHERE resource_id = ?1 AND entitlement = ?2 ORDER BY principal_id",
    )?;
    let mut all = Vec::new();
    for entitlement in entitlements(conn, resource)? {
        let rows = holders.query_map(rusqlite::params![resource, entitlement], |row| row.get(0))?;
        let list = rows.collect::<Result<_, _>>()?;
        all.push((entitlement, list));
    }
    Ok(all)
}
