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

    /// No groups: for questions that open none.
    pub(super) fn none() -> Nesting {
        Nesting { groups: HashSet::new() }
    }

    pub(crate) fn contains(&self, id: i64) -> bool {
        self.groups.contains(&id)
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

/// [`Nesting::members`] for a single resource.
pub fn effective_member(conn: &Connection, resource_id: i64) -> Result<Vec<EffectiveMember>, StoreError> {
    Nesting::load(conn)?.members(conn, resource_id)
}
