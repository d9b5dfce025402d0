//! Everything an account holds, directly and through groups: now, or as of a past snapshot.

use std::collections::{HashMap, HashSet};

use rusqlite::{Connection, OptionalExtension, params};

use crate::StoreError;

/// Groups that an account may be in, directly and not; beyond so many the answer says that there are more.
const MOST_GROUPS: usize = 50_000;

/// One entitlement that an account holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    pub resource: i64,
    pub entitlement: String,
    /// The groups between, nearest to the resource first; empty where it is held directly.
    pub path: Vec<i64>,
    /// By how many holders it comes: the account itself, and groups that it is in.
    pub holders: usize,
    /// The account itself holds it.
    pub direct: bool,
    /// The snapshot that saw the shortest of the ways whole for the first time: that of its newest part.
    pub since: i64,
}

/// What an account holds.
#[derive(Debug, Clone, Default)]
pub struct Holdings {
    pub held: Vec<Held>,
    /// It is in more groups than were followed.
    pub more: bool,
}

/// The newest snapshot of a directory that was read by a moment; `None` where there was none yet.
pub fn snapshot_at(conn: &Connection, directory: i64, at: &str) -> Result<Option<i64>, StoreError> {
    let found = conn
        .prepare_cached(
            "SELECT id FROM snapshot WHERE directory_id = ?1 AND ended_at <= ?2 AND digest <> '' ORDER BY id DESC LIMIT 1",
        )?
        .query_row(params![directory, at], |row| row.get(0))
        .optional()?;
    Ok(found)
}

/// Whether a principal was there as of a snapshot.
pub fn was_there(conn: &Connection, principal: i64, as_of: i64) -> Result<bool, StoreError> {
    Ok(conn
        .prepare_cached(
            "SELECT 1 FROM principal WHERE id = ?1 AND removed_snapshot_id IS NULL AND since_snapshot_id <= ?2
             UNION ALL SELECT 1 FROM past_principal
             WHERE principal_id = ?1 AND since_snapshot_id <= ?2 AND until_snapshot_id > ?2",
        )?
        .exists([principal, as_of])?)
}

/// What `account` holds, as of a snapshot or (`None`) now, nearest first: groups upwards from the account, level by
/// level, each once, so that groups within each other do no harm.
pub fn holdings(conn: &Connection, account: i64, as_of: Option<i64>) -> Result<Holdings, StoreError> {
    let mut of = match as_of {
        None => conn.prepare_cached(
            "SELECT g.resource_id, g.entitlement, g.since_snapshot_id, r.kind FROM \"grant\" g
             JOIN principal r ON r.id = g.resource_id WHERE g.principal_id = ?1 AND ?2 IS NULL ORDER BY 1, 2",
        )?,
        Some(_) => conn.prepare_cached(
            "SELECT g.resource_id, g.entitlement, g.since_snapshot_id, r.kind FROM \"grant\" g
             JOIN principal r ON r.id = g.resource_id WHERE g.principal_id = ?1 AND g.since_snapshot_id <= ?2
             UNION ALL SELECT g.resource_id, g.entitlement, g.since_snapshot_id, r.kind FROM past_grant g
             JOIN principal r ON r.id = g.resource_id
             WHERE g.principal_id = ?1 AND g.since_snapshot_id <= ?2 AND g.until_snapshot_id > ?2 ORDER BY 1, 2",
        )?,
    };
    let mut found = Holdings::default();
    let mut places: HashMap<(i64, String), usize> = HashMap::new();
    let mut visited = HashSet::from([account]);
    // Who holds, through what, and since when all of that.
    let mut level: Vec<(i64, Vec<i64>, i64)> = vec![(account, Vec::new(), i64::MIN)];
    while !level.is_empty() {
        let mut next = Vec::new();
        for (holder, path, way_since) in level {
            let mut rows = of.query(params![holder, as_of])?;
            while let Some(row) = rows.next()? {
                let (resource, entitlement): (i64, String) = (row.get(0)?, row.get(1)?);
                let since = way_since.max(row.get(2)?);
                let group = row.get_ref(3)?.as_str().is_ok_and(|kind| kind == "group");
                if group && entitlement == "member" && !visited.contains(&resource) {
                    if visited.len() > MOST_GROUPS {
                        found.more = true;
                    } else {
                        visited.insert(resource);
                        let longer = std::iter::once(resource).chain(path.iter().copied()).collect();
                        next.push((resource, longer, since));
                    }
                }
                // A group that leads back to itself is no second way to it.
                if path.contains(&resource) {
                    continue;
                }
                match places.get(&(resource, entitlement.clone())) {
                    Some(place) => found.held[*place].holders += 1,
                    None => {
                        places.insert((resource, entitlement.clone()), found.held.len());
                        found.held.push(Held {
                            resource,
                            entitlement,
                            path: path.clone(),
                            holders: 1,
                            direct: holder == account,
                            since,
                        });
                    }
                }
            }
        }
        level = next;
    }
    Ok(found)
}
