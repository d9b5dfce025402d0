//! What one person holds by whatever path, and the pairs that a package could bring them into conflict with.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet, HashSet};

use countersign_domain::catalog::ResourceRole;
use countersign_domain::conflict::{HeldRole, Incompatible, Other};
use countersign_domain::id::{PackageId, PrincipalId};
use rusqlite::{Connection, params};

use crate::StoreError;

/// When a conflict is looked for: what counts as held differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// What is asked for and not decided counts too.
    Request,
    Approval,
    /// Of two that are being delivered, the older one goes first.
    Delivery {
        assignment: i64,
    },
}

/// All that the rules ask about one person and one package.
#[derive(Debug, Default)]
pub struct Facts {
    /// Packages the person has, or is about to have.
    pub held: BTreeSet<PackageId>,
    /// Of these, the ones that are only asked for.
    pub asked_for: BTreeSet<PackageId>,
    pub effective: Vec<HeldRole>,
    pub incompatible: Vec<Incompatible>,
    /// The pair's own row, for every entry of `incompatible`.
    pub rows: Vec<i64>,
    pub roles: BTreeMap<PackageId, Vec<ResourceRole>>,
}

/// What the rules need to say whether a package goes together with what a person holds. Only what the package
/// could touch is read, so that the cost follows what the person holds and not what the store holds.
pub fn facts(connection: &Connection, package: i64, principal: i64, moment: Moment) -> Result<Facts, StoreError> {
    let mut facts = Facts::default();
    let wanted = gained(connection, package, None)?;
    let pairs = touched(connection, package, &wanted)?;
    if pairs.is_empty() {
        return Ok(facts);
    }
    for (row, pair) in pairs {
        facts.rows.push(row);
        facts.incompatible.push(pair);
        for id in [
            Some(pair.one),
            match pair.other {
                Other::Package(other) => Some(other),
                Other::Group(_) => None,
            },
        ]
        .into_iter()
        .flatten()
        {
            if let Entry::Vacant(place) = facts.roles.entry(id) {
                place.insert(direct_roles(connection, id.0)?);
            }
        }
    }
    // What the package gives, it gives with everything that its groups lead to.
    let all = wanted.into_iter().map(|held| held.role).collect();
    facts.roles.insert(PackageId(package), all);
    facts.effective = effective(connection, principal)?;
    coming(connection, package, principal, moment, &mut facts)?;
    Ok(facts)
}

/// Whether somebody holds a package: assigned, or by holding everything it gives.
pub fn is_held(connection: &Connection, package: i64, principal: i64) -> Result<bool, StoreError> {
    let assigned = connection
        .prepare_cached(
            "SELECT 1 FROM assignment WHERE principal_id = ?1 AND package_id = ?2
             AND state IN ('delivering','delivered','partiallyDelivered')",
        )?
        .exists([principal, package])?;
    if assigned {
        return Ok(true);
    }
    let needed = direct_roles(connection, package)?;
    if needed.is_empty() {
        return Ok(false);
    }
    let held: HashSet<ResourceRole> = effective(connection, principal)?
        .into_iter()
        .map(|one| one.role)
        .collect();
    Ok(needed.iter().all(|role| held.contains(role)))
}

/// Everything a principal holds, with one shortest path each: upwards, because few groups hold one person.
fn effective(connection: &Connection, principal: i64) -> Result<Vec<HeldRole>, StoreError> {
    let mut held = Vec::new();
    climb(connection, vec![(principal, Vec::new())], &mut held)?;
    Ok(held)
}

/// What a package gives, with all that follows from being in the groups it gives.
fn gained(connection: &Connection, package: i64, through: Option<&str>) -> Result<Vec<HeldRole>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT r.resource_id, r.entitlement, p.display_name, p.kind = 'group' FROM package_role r
         JOIN principal p ON p.id = r.resource_id
         WHERE r.package_id = ?1 AND r.removed_at IS NULL AND p.removed_snapshot_id IS NULL
         ORDER BY r.resource_id, r.entitlement",
    )?;
    let mut rows = statement.query([package])?;
    let (mut held, mut groups) = (Vec::new(), Vec::new());
    while let Some(row) = rows.next()? {
        let (resource, entitlement): (i64, String) = (row.get(0)?, row.get(1)?);
        let mut path: Vec<String> = through.iter().map(|&name| name.to_owned()).collect();
        path.push(named(row.get(2)?, &entitlement));
        if row.get(3)? && entitlement == "member" {
            groups.push((resource, path.clone()));
        }
        held.push(role(resource, entitlement, path));
    }
    climb(connection, groups, &mut held)?;
    Ok(held)
}

fn climb(
    connection: &Connection,
    mut level: Vec<(i64, Vec<String>)>,
    held: &mut Vec<HeldRole>,
) -> Result<(), StoreError> {
    let mut above = connection.prepare_cached(
        "SELECT g.resource_id, g.entitlement, p.display_name, p.kind = 'group' FROM \"grant\" g
         JOIN principal p ON p.id = g.resource_id
         WHERE g.principal_id = ?1 AND p.kind <> 'accessPackage' ORDER BY g.resource_id, g.entitlement",
    )?;
    let mut visited: HashSet<i64> = level.iter().map(|(id, _)| *id).collect();
    let mut seen: HashSet<(i64, String)> = held
        .iter()
        .map(|one| (one.role.resource.0, one.role.entitlement.clone()))
        .collect();
    let mut first = held.is_empty();
    while !level.is_empty() {
        let mut next = Vec::new();
        for (holder, trail) in level {
            let mut rows = above.query([holder])?;
            while let Some(row) = rows.next()? {
                let (resource, entitlement): (i64, String) = (row.get(0)?, row.get(1)?);
                // Who is in a group that owns another does not own it.
                if entitlement == "owner" && !first {
                    continue;
                }
                let mut path = trail.clone();
                path.push(named(row.get(2)?, &entitlement));
                if row.get(3)? && entitlement == "member" && visited.insert(resource) {
                    next.push((resource, path.clone()));
                }
                if seen.insert((resource, entitlement.clone())) {
                    held.push(role(resource, entitlement, path));
                }
            }
        }
        first = false;
        level = next;
    }
    Ok(())
}

/// A resource as it stands in a path: with the role on it, where that is not a membership.
pub(super) fn named(resource: String, entitlement: &str) -> String {
    match entitlement {
        "member" => resource,
        role => format!("{resource} ({role})"),
    }
}

fn role(resource: i64, entitlement: String, path: Vec<String>) -> HeldRole {
    HeldRole {
        role: ResourceRole {
            resource: PrincipalId(resource),
            entitlement,
        },
        path,
    }
}

fn direct_roles(connection: &Connection, package: i64) -> Result<Vec<ResourceRole>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT resource_id, entitlement FROM package_role WHERE package_id = ?1 AND removed_at IS NULL
         ORDER BY resource_id, entitlement",
    )?;
    let rows = statement.query_map([package], |row| {
        Ok(ResourceRole {
            resource: PrincipalId(row.get(0)?),
            entitlement: row.get(1)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Pairs with the package itself, with groups it leads into, and with packages that it may make whole.
fn touched(
    connection: &Connection,
    package: i64,
    wanted: &[HeldRole],
) -> Result<BTreeMap<i64, Incompatible>, StoreError> {
    const PAIR: &str =
        "SELECT id, package_id, other_package_id, group_id FROM incompatible WHERE removed_at IS NULL AND";
    let mut found = BTreeMap::new();
    let mut take = |sql: &str, id: i64| -> Result<(), StoreError> {
        let mut statement = connection.prepare_cached(&format!("{PAIR} {sql}"))?;
        let mut rows = statement.query([id])?;
        while let Some(row) = rows.next()? {
            let other = match (row.get(2)?, row.get(3)?) {
                (Some(other), _) => Other::Package(PackageId(other)),
                (None, Some(group)) => Other::Group(PrincipalId(group)),
                (None, None) => continue,
            };
            let one = PackageId(row.get(1)?);
            found.insert(row.get(0)?, Incompatible { one, other });
        }
        Ok(())
    };
    take("package_id = ?1", package)?;
    take("other_package_id = ?1", package)?;
    let mut givers = connection.prepare_cached(
        "SELECT DISTINCT r.package_id FROM package_role r
         WHERE r.resource_id = ?1 AND r.entitlement = ?2 AND r.removed_at IS NULL AND r.package_id <> ?3
           AND (EXISTS (SELECT 1 FROM incompatible i WHERE i.package_id = r.package_id AND i.removed_at IS NULL)
                OR EXISTS (SELECT 1 FROM incompatible i WHERE i.other_package_id = r.package_id AND i.removed_at IS NULL))",
    )?;
    for one in wanted {
        let resource = one.role.resource.0;
        if one.role.entitlement == "member" {
            take("group_id = ?1", resource)?;
        }
        let packages: Vec<i64> = givers
            .query_map(params![resource, one.role.entitlement, package], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        for giver in packages {
            take("package_id = ?1", giver)?;
            take("other_package_id = ?1", giver)?;
        }
    }
    Ok(found)
}

/// The packages the person has or is about to have, and what those will bring that no read shows yet.
fn coming(
    connection: &Connection,
    package: i64,
    principal: i64,
    moment: Moment,
    facts: &mut Facts,
) -> Result<(), StoreError> {
    let older = match moment {
        Moment::Delivery { assignment } => assignment,
        Moment::Request | Moment::Approval => i64::MAX,
    };
    let mut statement = connection.prepare_cached(
        "SELECT a.package_id, k.display_name, a.state <> 'delivered' FROM assignment a JOIN package k ON k.id = a.package_id
         WHERE a.principal_id = ?1 AND a.package_id <> ?2
           AND (a.state IN ('delivered','partiallyDelivered') OR a.state = 'delivering' AND a.id < ?3)
         ORDER BY a.id",
    )?;
    let mut rows = statement.query([principal, package, older])?;
    while let Some(row) = rows.next()? {
        let (id, name): (i64, String) = (row.get(0)?, row.get(1)?);
        facts.held.insert(PackageId(id));
        if row.get(2)? {
            facts.effective.extend(gained(connection, id, Some(&name))?);
        }
    }
    if moment != Moment::Request {
        return Ok(());
    }
    let mut statement = connection.prepare_cached(
        "SELECT DISTINCT q.package_id, k.display_name FROM request q JOIN package k ON k.id = q.package_id
         WHERE q.target_id = ?1 AND q.package_id <> ?2
           AND q.state IN ('submitted','pendingApproval','scheduled','delivering')
           AND q.kind IN ('userAdd','adminAdd','systemAdd','onBehalfAdd') ORDER BY 1",
    )?;
    let mut rows = statement.query([principal, package])?;
    while let Some(row) = rows.next()? {
        let (id, name): (i64, String) = (row.get(0)?, row.get(1)?);
        if facts.held.insert(PackageId(id)) {
            facts.asked_for.insert(PackageId(id));
            facts.effective.extend(gained(connection, id, Some(&name))?);
        }
    }
    Ok(())
}
