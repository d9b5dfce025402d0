//! Who meets a membership rule.

use std::collections::BTreeMap;

use countersign_domain::id::PrincipalId;
use countersign_domain::rule::Rule;
use rusqlite::Connection;

use crate::StoreError;
use crate::principal_attribute::{Wanted, names};

/// Calls `on` for every user of the directory who meets the rule, in the order of their ids. Disabled accounts
/// are asked like any other; who is gone is not.
pub fn matching(
    connection: &Connection,
    directory: i64,
    rule: &Rule,
    mut on: impl FnMut(PrincipalId),
) -> Result<(), StoreError> {
    let wanted = Wanted::by(rule);
    // NOT INDEXED: nearly every row is read, and in the order of the table each page is deciphered once.
    let mut statement = connection.prepare_cached(&format!(
        "SELECT id, {} FROM principal NOT INDEXED
         WHERE directory_id = ?1 AND kind = 'user' AND removed_snapshot_id IS NULL ORDER BY id",
        wanted.columns()
    ))?;
    let mut rows = statement.query([directory])?;
    while let Some(row) = rows.next()? {
        if rule.matches(&wanted.read(row)?) {
            on(PrincipalId(row.get(0)?));
        }
    }
    Ok(())
}

/// Whether a user meets the rule. Nobody else does: no group, and nobody who is gone.
pub fn matching_one(connection: &Connection, principal: PrincipalId, rule: &Rule) -> Result<bool, StoreError> {
    let wanted = Wanted::by(rule);
    let mut statement = connection.prepare_cached(&format!(
        "SELECT {} FROM principal WHERE id = ?1 AND kind = 'user' AND removed_snapshot_id IS NULL",
        wanted.columns()
    ))?;
    let mut rows = statement.query([principal.0])?;
    match rows.next()? {
        Some(row) => Ok(rule.matches(&wanted.read(row)?)),
        None => Ok(false),
    }
}

/// The attributes that a rule may name in this directory: those that every directory has, and those that at
/// least one of its present users has; by name, each once.
pub fn attribute_names(connection: &Connection, directory: i64) -> Result<Vec<String>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT DISTINCT j.key FROM principal p NOT INDEXED, json_each(p.attributes) j
         WHERE p.directory_id = ?1 AND p.kind = 'user' AND p.removed_snapshot_id IS NULL AND p.attributes <> '{}' AND j.value <> '[]'
         ORDER BY j.key",
    )?;
    let known = names().map(|name| Ok(name.to_owned()));
    // Of several spellings Graph's own counts, else the first.
    let mut found: BTreeMap<String, String> = BTreeMap::new();
    for name in known.chain(statement.query_map([directory], |row| row.get(0))?) {
        let name = name?;
        found.entry(name.to_lowercase()).or_insert(name);
    }
    Ok(found.into_values().collect())
}

#[cfg(test)]
mod test;
