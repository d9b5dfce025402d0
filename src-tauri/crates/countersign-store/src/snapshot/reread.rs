//! What an incremental read must look at again, because a server tells only half.
//!
//! Deleting or renaming a person changes the groups that hold it without a message (referential
//! integrity works behind the scenes, and slowly), so those groups are read again; and so is, every
//! time, whatever still refers to nothing, until it is settled.

use std::collections::BTreeSet;

use countersign_domain::snapshot::Mark;
use rusqlite::{Connection, params};

use super::Staging;
use super::merge::gone_ids;
use super::staging::to_numbers;
use crate::StoreError;

/// The keys to read again; ask until there are none. What was asked for once is not asked again.
pub fn to_reread(conn: &Connection, staging: &mut Staging, names_all_present: bool) -> Result<Vec<String>, StoreError> {
    let mut wanted = BTreeSet::new();
    let directory = staging.directory;
    let mut holders_of = conn.prepare_cached(
        "SELECT p.key FROM \"grant\" g JOIN principal p ON p.id = g.resource_id WHERE g.principal_id = ?1
         UNION SELECT key FROM principal WHERE manager_id = ?1 AND removed_snapshot_id IS NULL",
    )?;
    let mut collect = |id: i64, wanted: &mut BTreeSet<String>| -> Result<(), StoreError> {
        let mut rows = holders_of.query([id])?;
        while let Some(row) = rows.next()? {
            wanted.insert(row.get(0)?);
        }
        Ok(())
    };
    for id in gone_ids(conn, staging, names_all_present)? {
        collect(id, &mut wanted)?;
    }
    {
        let mut known = conn.prepare_cached(
            "SELECT id, marks FROM principal WHERE directory_id = ?1 AND key = ?2 AND removed_snapshot_id IS NULL",
        )?;
        let mut old_claims = conn.prepare_cached("SELECT mark FROM claim WHERE principal_id = ?1 ORDER BY mark")?;
        let mut groups_by_mark = conn.prepare_cached(
            "SELECT p.key FROM reference r JOIN principal p ON p.id = r.principal_id
             WHERE r.directory_id = ?1 AND r.mark = ?2 AND p.kind = 'group'",
        )?;
        let mut mark_of = staging
            .conn
            .prepare_cached("SELECT mark FROM reference WHERE number = ?1")?;
        let mut entries = staging.conn.prepare_cached("SELECT key, marks, claims FROM entry")?;
        let mut rows = entries.query([])?;
        while let Some(row) = rows.next()? {
            let (key, marks, claims): (String, Vec<u8>, Vec<u8>) = (row.get(0)?, row.get(1)?, row.get(2)?);
            let mut before: Vec<[u8; 16]> = Vec::new();
            let found = known.query_row(params![directory, key], |row| {
                Ok((row.get::<_, i64>(0)?, row.get::<_, Vec<u8>>(1)?))
            });
            if let Some((id, old)) = optional(found)? {
                if old != marks {
                    collect(id, &mut wanted)?;
                }
                before = old_claims
                    .query_map([id], |row| row.get(0))?
                    .collect::<Result<_, _>>()?;
            }
            let mut after = Vec::new();
            for number in to_numbers(&claims) {
                after.push(mark_of.query_row([number], |row| row.get::<_, [u8; 16]>(0))?);
            }
            after.sort_unstable();
            if before != after {
                for mark in before.iter().chain(&after) {
                    let mut rows = groups_by_mark.query(params![directory, mark])?;
                    while let Some(row) = rows.next()? {
                        wanted.insert(row.get(0)?);
                    }
                }
            }
        }
    }
    // CROSS: from the few that are unsettled, not from everybody.
    let mut unsettled = conn.prepare_cached(
        "SELECT DISTINCT p.key FROM orphan o CROSS JOIN principal p ON p.id = o.resource_id
         WHERE p.directory_id = ?1 AND p.removed_snapshot_id IS NULL",
    )?;
    let mut rows = unsettled.query([directory])?;
    while let Some(row) = rows.next()? {
        wanted.insert(row.get(0)?);
    }
    let gone: BTreeSet<String> = {
        let mut rows = staging.conn.prepare_cached("SELECT key FROM gone")?;
        rows.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?
    };
    let new = |key: &String| {
        !gone.contains(key) && !staging.keys.contains_key(&Mark::of(key)) && !staging.asked.contains(key)
    };
    let wanted: Vec<String> = wanted.into_iter().filter(new).collect();
    staging.asked.extend(wanted.iter().cloned());
    staging.read_again = true;
    Ok(wanted)
}

/// `None` where a query found no row.
pub(super) fn optional<T>(found: rusqlite::Result<T>) -> Result<Option<T>, StoreError> {
    match found {
        Ok(value) => Ok(Some(value)),
        Err(rusqlite::Error::QueryReturnedNoRows) => Ok(None),
        Err(error) => Err(error.into()),
    }
}
