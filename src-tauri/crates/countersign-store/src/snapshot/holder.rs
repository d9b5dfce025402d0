//! Who holds what on any resource: a group, an application or a role.

use std::collections::HashSet;
use std::rc::Rc;

use rusqlite::Connection;

use super::Nesting;
use crate::StoreError;

/// A principal with an entitlement on a resource, and one shortest way by which it comes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    pub principal_id: i64,
    /// `member`, or a role of the resource; never `owner`, which is not access.
    pub entitlement: Rc<str>,
    /// The resource names the principal itself.
    pub direct: bool,
    /// The groups between the resource and the principal, nearest to the resource first; empty when direct.
    pub path: Rc<[i64]>,
}

/// [`Nesting::holders`] for a single resource.
pub fn holder(
    conn: &Connection,
    resource_id: i64,
    transitive: bool,
    each: &mut dyn FnMut(Holder) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let nesting = match transitive {
        true => Nesting::load(conn)?,
        false => Nesting::none(),
    };
    nesting.holders(conn, resource_id, transitive, each)
}

impl Nesting {
    /// Hands on everybody who holds anything on `resource_id`, by entitlement, each once for each, direct ones
    /// first, then by the length of the way. A group that holds something is handed on as it is, or with
    /// `transitive` opened to its members, however deep; groups that contain themselves do no harm.
    pub fn holders(
        &self,
        conn: &Connection,
        resource_id: i64,
        transitive: bool,
        each: &mut dyn FnMut(Holder) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let mut direct_of = conn.prepare_cached(
            "SELECT entitlement, principal_id FROM \"grant\" WHERE resource_id = ?1 AND entitlement <> 'owner'
             ORDER BY entitlement, principal_id",
        )?;
        let mut rows = direct_of.query([resource_id])?;
        let direct: Rc<[i64]> = Rc::from([]);
        let mut entitlement: Rc<str> = Rc::from("");
        // What is needed to open the groups of one entitlement; empty again for the next.
        let (mut groups, mut seen) = (Vec::new(), HashSet::new());
        while let Some(row) = rows.next()? {
            let (found, id) = (row.get_ref(0)?, row.get(1)?);
            let found = found.as_str().map_err(|error| StoreError::Value(error.to_string()))?;
            if *found != *entitlement {
                self.open(conn, resource_id, &entitlement, &mut groups, &mut seen, each)?;
                entitlement = Rc::from(found);
            }
            if transitive && self.contains(id) {
                groups.push(id);
                continue;
            }
            if transitive {
                seen.insert(id);
            }
            each(Holder {
                principal_id: id,
                entitlement: Rc::clone(&entitlement),
                direct: true,
                path: Rc::clone(&direct),
            })?;
        }
        self.open(conn, resource_id, &entitlement, &mut groups, &mut seen, each)
    }

    fn open(
        &self,
        conn: &Connection,
        resource_id: i64,
        entitlement: &Rc<str>,
        groups: &mut Vec<i64>,
        seen: &mut HashSet<i64>,
        each: &mut dyn FnMut(Holder) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let mut member_of = conn
            .prepare_cached("SELECT principal_id FROM \"grant\" WHERE resource_id = ?1 AND entitlement = 'member'")?;
        seen.insert(resource_id);
        let mut level: Vec<(i64, Rc<[i64]>)> = Vec::new();
        for group in groups.drain(..) {
            if seen.insert(group) {
                level.push((group, Rc::from([group])));
            }
        }
        while !level.is_empty() {
            let mut next = Vec::new();
            for (group, path) in level {
                let mut rows = member_of.query([group])?;
                while let Some(row) = rows.next()? {
                    let id: i64 = row.get(0)?;
                    if !seen.insert(id) {
                        continue;
                    }
                    if self.contains(id) {
                        next.push((id, path.iter().copied().chain([id]).collect()));
                    } else {
                        each(Holder {
                            principal_id: id,
                            entitlement: Rc::clone(entitlement),
                            direct: false,
                            path: Rc::clone(&path),
                        })?;
                    }
                }
            }
            level = next;
        }
        seen.clear();
        Ok(())
    }
}
