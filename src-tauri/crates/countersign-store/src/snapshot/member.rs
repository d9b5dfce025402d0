//! Questions about one membership, and the direct members of a group.

use std::collections::HashSet;
use std::rc::Rc;

use rusqlite::Connection;

use super::EffectiveMember;
use crate::StoreError;

/// What a resource lists itself, people and groups alike.
pub fn direct_member(conn: &Connection, resource_id: i64) -> Result<Vec<EffectiveMember>, StoreError> {
    let mut rows =
        conn.prepare_cached("SELECT principal_id FROM \"grant\" WHERE resource_id = ?1 AND entitlement = 'member'")?;
    let path: Rc<[i64]> = Rc::from([]);
    let member = |principal_id| EffectiveMember {
        principal_id,
        path: Rc::clone(&path),
        direct: true,
    };
    let all = rows.query_map([resource_id], |row| row.get(0).map(member))?;
    Ok(all.collect::<Result<_, _>>()?)
}

/// Whether the resource lists the principal itself.
pub fn is_member(conn: &Connection, resource_id: i64, principal_id: i64) -> Result<bool, StoreError> {
    let mut one = conn.prepare_cached(
        "SELECT 1 FROM \"grant\" WHERE resource_id = ?1 AND entitlement = 'member' AND principal_id = ?2",
    )?;
    Ok(one.exists([resource_id, principal_id])?)
}

/// The names of the groups by which a principal reaches a resource apart from a direct membership,
/// nearest to the resource first; one of the shortest ways.
pub fn nested_path(conn: &Connection, resource_id: i64, principal_id: i64) -> Result<Option<Vec<String>>, StoreError> {
    let mut holders = conn.prepare_cached(
        "SELECT g.resource_id, p.display_name FROM \"grant\" g JOIN principal p ON p.id = g.resource_id
         WHERE g.principal_id = ?1 AND g.entitlement = 'member' ORDER BY g.resource_id",
    )?;
    // Upwards from the person: few groups hold one person, while a resource may hold very many.
    let mut visited = HashSet::from([principal_id]);
    let mut level: Vec<(i64, Vec<String>)> = vec![(principal_id, Vec::new())];
    while !level.is_empty() {
        let mut next = Vec::new();
        for (id, path) in level {
            let mut rows = holders.query([id])?;
            while let Some(row) = rows.next()? {
                let holder: i64 = row.get(0)?;
                if holder == resource_id {
                    if !path.is_empty() {
                        return Ok(Some(path));
                    }
                } else if visited.insert(holder) {
                    let name: String = row.get(1)?;
                    next.push((holder, std::iter::once(name).chain(path.clone()).collect()));
                }
            }
        }
        level = next;
    }
    Ok(None)
}
