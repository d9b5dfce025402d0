//! Every way by which somebody reaches a resource.

use std::collections::{HashMap, HashSet, VecDeque};

use rusqlite::{Connection, OptionalExtension, params};

use crate::StoreError;

/// Groups that contain each other in every way have more ways than anybody can read; so much is tried.
const STEPS: usize = 20_000;

/// Ways from a resource to a principal, shortest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paths {
    /// Each way: id and name of the groups between, nearest to the resource first; empty when direct.
    pub ways: Vec<Vec<(i64, String)>>,
    /// There are more ways than these.
    pub more: bool,
}

const ENDS: &str =
    "SELECT 1 FROM \"grant\" WHERE resource_id = ?1 AND entitlement = ?2 AND principal_id = ?3 AND ?4 IS NULL";
const ENDED: &str = "SELECT 1 FROM \"grant\" WHERE resource_id = ?1 AND entitlement = ?2 AND principal_id = ?3
      AND since_snapshot_id <= ?4
    UNION ALL SELECT 1 FROM past_grant WHERE resource_id = ?1 AND entitlement = ?2 AND principal_id = ?3
      AND since_snapshot_id <= ?4 AND until_snapshot_id > ?4";
const ABOVE: &str =
    "SELECT resource_id FROM \"grant\" WHERE principal_id = ?1 AND entitlement = 'member' AND ?2 IS NULL
    ORDER BY resource_id";
const WAS_ABOVE: &str = "SELECT resource_id FROM \"grant\" WHERE principal_id = ?1 AND entitlement = 'member'
      AND since_snapshot_id <= ?2
    UNION ALL SELECT resource_id FROM past_grant WHERE principal_id = ?1 AND entitlement = 'member'
      AND since_snapshot_id <= ?2 AND until_snapshot_id > ?2 ORDER BY resource_id";

/// The ways by which `principal_id` holds `entitlement` on `resource_id`, at most `limit`; no way visits a group
/// twice.
pub fn all_paths(
    conn: &Connection,
    resource_id: i64,
    entitlement: &str,
    principal_id: i64,
    limit: usize,
) -> Result<Paths, StoreError> {
    paths_at(conn, (resource_id, entitlement, principal_id), None, limit)
}

/// The same as of a past snapshot.
pub fn paths_at(
    conn: &Connection,
    (resource_id, entitlement, principal_id): (i64, &str, i64),
    as_of: Option<i64>,
    limit: usize,
) -> Result<Paths, StoreError> {
    let leads = leading(conn, resource_id, entitlement, principal_id, as_of)?;
    let mut ends = conn.prepare_cached(if as_of.is_some() { ENDED } else { ENDS })?;
    let mut ways = Vec::new();
    let mut steps = 0;
    // From the person upwards; a trail ends with the group nearest to the resource.
    let mut trails = VecDeque::from([vec![principal_id]]);
    while let Some(trail) = trails.pop_front() {
        steps += 1;
        let Some(last) = trail.last() else { continue };
        if ends.exists(params![resource_id, entitlement, last, as_of])? {
            if ways.len() == limit {
                return named(conn, ways, true);
            }
            ways.push(trail.iter().skip(1).rev().copied().collect::<Vec<_>>());
        }
        for group in leads.get(last).into_iter().flatten() {
            if trail.contains(group) {
                continue;
            }
            if steps + trails.len() >= STEPS {
                return named(conn, ways, true);
            }
            trails.push_back(trail.iter().copied().chain([*group]).collect());
        }
    }
    named(conn, ways, false)
}

/// For each principal on a way, the groups one step nearer to the resource; nothing that leads elsewhere.
fn leading(
    conn: &Connection,
    resource_id: i64,
    entitlement: &str,
    principal_id: i64,
    as_of: Option<i64>,
) -> Result<HashMap<i64, Vec<i64>>, StoreError> {
    let mut above = conn.prepare_cached(if as_of.is_some() { WAS_ABOVE } else { ABOVE })?;
    let mut below: HashMap<i64, Vec<i64>> = HashMap::new();
    let mut known = HashSet::from([principal_id, resource_id]);
    let mut open = vec![principal_id];
    while let Some(id) = open.pop() {
        let mut rows = above.query(params![id, as_of])?;
        while let Some(row) = rows.next()? {
            let group: i64 = row.get(0)?;
            if group == resource_id {
                continue;
            }
            below.entry(group).or_default().push(id);
            if known.insert(group) {
                open.push(group);
            }
        }
    }
    let mut ends = conn.prepare_cached(if as_of.is_some() { ENDED } else { ENDS })?;
    let mut useful = HashSet::new();
    for group in below.keys() {
        if ends.exists(params![resource_id, entitlement, group, as_of])? {
            useful.insert(*group);
            open.push(*group);
        }
    }
    let mut leads: HashMap<i64, Vec<i64>> = HashMap::new();
    while let Some(group) = open.pop() {
        for id in below.get(&group).into_iter().flatten() {
            leads.entry(*id).or_default().push(group);
            if *id != principal_id && useful.insert(*id) {
                open.push(*id);
            }
        }
    }
    leads.values_mut().for_each(|groups| groups.sort_unstable());
    Ok(leads)
}

fn named(conn: &Connection, ways: Vec<Vec<i64>>, more: bool) -> Result<Paths, StoreError> {
    let mut name_of = conn.prepare_cached("SELECT display_name FROM principal WHERE id = ?1")?;
    let mut name = |id: i64| -> Result<(i64, String), StoreError> {
        let found = name_of.query_row([id], |row| row.get(0)).optional()?;
        Ok((id, found.unwrap_or_default()))
    };
    let ways = ways
        .into_iter()
        .map(|way| way.into_iter().map(&mut name).collect::<Result<Vec<_>, _>>())
        .collect::<Result<_, _>>()?;
    Ok(Paths { ways, more })
}
