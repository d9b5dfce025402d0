//! The group and the person of a synced membership, in the domain they are synced from.

use std::collections::{BTreeMap, BTreeSet};

use countersign_domain::snapshot::{Kind, Mark, anchor};
use rusqlite::{Connection, OptionalExtension, params};

use crate::StoreError;

/// A membership as the domain holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counterpart {
    pub directory: i64,
    pub directory_name: String,
    pub group: i64,
    pub group_name: String,
    pub member: i64,
}

/// The domain in which a synced membership is changed, where this store holds exactly one such group, and in the same
/// domain exactly one such account. Names prove nothing: only the security identity and the source anchor count, and
/// neither may name somebody else than the other.
pub fn counterpart(connection: &Connection, group: i64, member: i64) -> Result<Option<Counterpart>, StoreError> {
    let mut domains = connection.prepare_cached("SELECT id, name FROM directory WHERE kind = 'ad' ORDER BY id")?;
    let domains = domains
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<Vec<(i64, String)>, _>>()?;
    if domains.is_empty() {
        return Ok(None);
    }
    let (group, member) = (anchors(connection, group)?, anchors(connection, member)?);
    let mut groups = Vec::new();
    for (directory, name) in domains {
        for id in named(connection, directory, &group)? {
            groups.push((directory, name.clone(), id));
        }
    }
    let [(directory, directory_name, group)] = &groups[..] else {
        return Ok(None);
    };
    let members: Vec<i64> = named(connection, *directory, &member)?.into_iter().collect();
    let [member] = members[..] else {
        return Ok(None);
    };
    let place = super::place(connection, *group)?;
    if place.kind != Kind::Group || place.barrier.is_some() {
        return Ok(None);
    }
    Ok(Some(Counterpart {
        directory: *directory,
        directory_name: directory_name.clone(),
        group: *group,
        group_name: place.name,
        member,
    }))
}

/// Where a change was made that was not made in its plan's directory: key and name of group and person there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MadeElsewhere {
    pub directory: i64,
    pub group: (String, String),
    pub member: (String, String),
}

/// None where the change was made in the directory of its plan.
pub fn made_elsewhere(connection: &Connection, change: i64) -> Result<Option<MadeElsewhere>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT directory_id, group_key, group_dn, member_key, member_dn FROM change
         WHERE id = ?1 AND directory_id IS NOT NULL",
    )?;
    let found = statement.query_row([change], |row| {
        Ok(MadeElsewhere {
            directory: row.get(0)?,
            group: (row.get(1)?, row.get(2)?),
            member: (row.get(3)?, row.get(4)?),
        })
    });
    Ok(found.optional()?)
}

/// By what a domain knows a principal of a tenant.
fn anchors(connection: &Connection, principal: i64) -> Result<Vec<Mark>, StoreError> {
    let text: String = connection
        .prepare_cached("SELECT attributes FROM principal WHERE id = ?1")?
        .query_row([principal], |row| row.get(0))?;
    let attributes: BTreeMap<String, Vec<String>> = serde_json::from_str(&text)?;
    let one = |name: &str| attributes.get(name).and_then(|values| values.first());
    let sid = one(anchor::SECURITY_ID).map(|sid| Mark::of_sid(sid));
    let guid = one(anchor::IMMUTABLE_ID).and_then(|id| anchor::guid_of(id));
    Ok(sid.into_iter().chain(guid.map(|guid| Mark::of_guid(&guid))).collect())
}

/// Whom these name in a directory; two where they do not agree.
fn named(connection: &Connection, directory: i64, marks: &[Mark]) -> Result<BTreeSet<i64>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT r.principal_id FROM reference r JOIN principal p ON p.id = r.principal_id
         WHERE r.directory_id = ?1 AND r.mark = ?2 AND p.removed_snapshot_id IS NULL",
    )?;
    let mut found = BTreeSet::new();
    for Mark(mark) in marks {
        let rows = statement.query_map(params![directory, mark], |row| row.get(0))?;
        for id in rows {
            found.insert(id?);
        }
    }
    Ok(found)
}
