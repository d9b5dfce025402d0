//! Who really has what: members of a group directly and through groups within it.

use std::collections::HashSet;
use std::rc::Rc;

use rusqlite::Connection;

use crate::StoreError;

/// A person (or account) with access to a resource, with one shortest way by which it comes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EffectiveMember {
    pub principal_id: i64,
    /// The groups between the resource and the person, nearest to the resource first; empty when
    /// the membership is direct.
    pub path: Rc<[i64]>,
    /// The resource lists the person itself.
    pub direct: bool,
}

/// The groups of a store, loaded once, to walk many resources.
#[derive(Debug)]
pub struct Nesting {
    groups: HashSet<i64>,
}

impl Nesting {
    /// Loads the ids of all groups that are present.
    pub fn load(conn: &Connection) -> Result<Nesting, StoreError> {
        let mut rows =
            conn.prepare_cached("SELECT id FROM principal WHERE kind = 'group' AND removed_snapshot_id IS NULL")?;
        let groups = rows.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
        Ok(Nesting { groups })
    }

    /// Everybody with the entitlement `member` on `resource_id`, each once, direct ones first, then
    /// by the length of the way and the order of ids. Groups that contain themselves do no harm.
    pub fn members(&self, conn: &Connection, resource_id: i64) -> Result<Vec<EffectiveMember>, StoreError> {
        let mut direct_of = conn
            .prepare_cached("SELECT principal_id FROM \"grant\" WHERE resource_id = ?1 AND entitlement = 'member'")?;
        let mut found = Vec::new();
        let mut people = HashSet::new();
        let mut visited = HashSet::from([resource_id]);
        let mut level: Vec<(i64, Rc<[i64]>)> = vec![(resource_id, Rc::from([]))];
        while !level.is_empty() {
            let mut next = Vec::new();
            for (group, path) in level {
                let mut rows = direct_of.query([group])?;
                while let Some(row) = rows.next()? {
                    let id: i64 = row.get(0)?;
                    if self.groups.contains(&id) {
                        if visited.insert(id) {
                            let longer = path.iter().copied().chain([id]).collect();
                            next.push((id, longer));
                        }
                    } else if people.insert(id) {
                        found.push(EffectiveMember {
                            principal_id: id,
                            path: Rc::clone(&path),
                            direct: path.is_empty(),
                        });
                    }
                }
            }
            level = next;
        }
        Ok(found)
    }
}

/// A principal with an entitlement on a resource.
#[derive(Debug, Clone)]
pub struct Holder {
    pub entitlement: Rc<str>,
    pub member: EffectiveMember,
}

impl Nesting {
    /// Everybody with one of these entitlements on a resource that is not a group (all but ownership,
    /// where none is given), each person once for each entitlement. With `open`, an assigned group
    /// stands for its people, and the way says which group; without, it stands for itself.
    pub fn holders(
        &self,
        conn: &Connection,
        resource_id: i64,
        entitlements: &[&str],
        open: bool,
    ) -> Result<Vec<Holder>, StoreError> {
        let mut listed = conn.prepare_cached(
            "SELECT entitlement, principal_id FROM \"grant\" WHERE resource_id = ?1 AND entitlement <> 'owner'
             ORDER BY entitlement, principal_id",
        )?;
        let mut rows = listed.query([resource_id])?;
        let mut by_entitlement: Vec<(Rc<str>, Vec<i64>)> = Vec::new();
        while let Some(row) = rows.next()? {
            let word: String = row.get(0)?;
            if !entitlements.is_empty() && !entitlements.contains(&word.as_str()) {
                continue;
            }
            match by_entitlement.last_mut() {
                Some((last, ids)) if **last == *word => ids.push(row.get(1)?),
                _ => by_entitlement.push((Rc::from(word), vec![row.get(1)?])),
            }
        }
        let mut found = Vec::new();
        for (entitlement, ids) in by_entitlement {
            let mut seen: HashSet<i64> = ids
                .iter()
                .copied()
                .filter(|id| !(open && self.groups.contains(id)))
                .collect();
            found.extend(seen.iter().map(|id| Holder {
                entitlement: Rc::clone(&entitlement),
                member: EffectiveMember {
                    principal_id: *id,
                    path: Rc::from([]),
                    direct: true,
                },
            }));
            for group in ids.into_iter().filter(|id| open && self.groups.contains(id)) {
                for member in self.members(conn, group)? {
                    if seen.insert(member.principal_id) {
                        found.push(Holder {
                            entitlement: Rc::clone(&entitlement),
                            member: EffectiveMember {
                                path: std::iter::once(group).chain(member.path.iter().copied()).collect(),
                                direct: false,
                                ..member
                            },
                        });
                    }
                }
            }
        }
        Ok(found)
    }
}

/// [`Nesting::members`] for a single resource.
pub fn effective_member(conn: &Connection, resource_id: i64) -> Result<Vec<EffectiveMember>, StoreError> {
    Nesting::load(conn)?.members(conn, resource_id)
}
