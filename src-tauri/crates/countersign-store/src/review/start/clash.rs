//! The conflicts of duties that stand, by the resources at which a reviewer meets them.

use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;

use countersign_domain::recommendation::conflict::Clash;
use rusqlite::{Connection, Transaction};

use crate::StoreError;

/// For each resource, who is in a conflict that it is part of.
pub(super) struct Clashes {
    by_resource: HashMap<i64, HashMap<i64, Vec<Rc<Clash>>>>,
}

impl Clashes {
    pub fn load(transaction: &Transaction<'_>) -> Result<Self, StoreError> {
        let mut statement = transaction.prepare(
            "SELECT c.incompatible_id, c.principal_id, k.display_name, coalesce(o.display_name, g.display_name), i.reason,
                    c.one, c.other
             FROM conflict c JOIN incompatible i ON i.id = c.incompatible_id JOIN package k ON k.id = i.package_id
             LEFT JOIN package o ON o.id = i.other_package_id LEFT JOIN principal g ON g.id = i.group_id
             WHERE c.ended_at IS NULL ORDER BY c.incompatible_id, c.principal_id",
        )?;
        let mut rows = statement.query([])?;
        let mut by_resource: HashMap<i64, HashMap<i64, Vec<Rc<Clash>>>> = HashMap::new();
        let (mut pair, mut parts) = (0, BTreeSet::new());
        while let Some(row) = rows.next()? {
            let (incompatible, principal): (i64, i64) = (row.get(0)?, row.get(1)?);
            if incompatible != pair {
                (pair, parts) = (incompatible, parts_of(transaction, incompatible)?);
            }
            let clash = Rc::new(Clash {
                one: row.get(2)?,
                other: row.get(3)?,
                reason: row.get(4)?,
                one_by: serde_json::from_str(&row.get::<_, String>(5)?)?,
                other_by: serde_json::from_str(&row.get::<_, String>(6)?)?,
            });
            for part in &parts {
                let people = by_resource.entry(*part).or_default();
                people.entry(principal).or_default().push(Rc::clone(&clash));
            }
        }
        Ok(Self { by_resource })
    }

    pub fn of(&self, resource: i64) -> HashMap<i64, Vec<Clash>> {
        let own = |clashes: &Vec<Rc<Clash>>| clashes.iter().map(|one| Clash::clone(one)).collect();
        let found = self.by_resource.get(&resource);
        found
            .map(|people| people.iter().map(|(id, clashes)| (*id, own(clashes))).collect())
            .unwrap_or_default()
    }
}

/// The packages of a pair, what they give, and its group.
fn parts_of(connection: &Connection, incompatible: i64) -> Result<BTreeSet<i64>, StoreError> {
    let mut statement = connection.prepare_cached(
        "WITH pair AS (SELECT package_id, other_package_id, group_id FROM incompatible WHERE id = ?1)
         SELECT k.principal_id FROM pair JOIN package k ON k.id IN (pair.package_id, pair.other_package_id)
         UNION SELECT r.resource_id FROM pair JOIN package_role r
           ON r.package_id IN (pair.package_id, pair.other_package_id) AND r.removed_at IS NULL
         UNION SELECT group_id FROM pair WHERE group_id IS NOT NULL",
    )?;
    let rows = statement.query_map([incompatible], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}
