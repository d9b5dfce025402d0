//! Giving items to another reviewer, and letting somebody decide who is not independent.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, Transaction, params};
use serde::Serialize;
use ts_rs::TS;

use super::stamp;
use crate::StoreError;
use crate::item::settle;

/// Items given from one reviewer to another.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Reassignment {
    pub stage: i64,
    pub from: i64,
    pub from_name: String,
    pub to: i64,
    pub to_name: String,
    pub reason: String,
    pub at: DateTime<Utc>,
    pub by: String,
    pub item_count: i64,
}

/// What is about to be given, by whom, why.
#[derive(Debug, Clone)]
pub struct Reassign<'a> {
    pub instance: i64,
    pub from: i64,
    pub to: i64,
    /// These items; none means all of the stage that is going on.
    pub items: Option<&'a [i64]>,
    pub reason: &'a str,
    pub now: DateTime<Utc>,
    pub actor: &'a str,
}

/// Replaces one reviewer by another. Items about the new reviewer's own access stay where they are;
/// answers how many were given and how many stayed.
pub fn reassign(transaction: &Transaction<'_>, act: &Reassign<'_>) -> Result<(i64, i64), StoreError> {
    let mut mine = transaction.prepare(
        "SELECT i.id, i.reviewer_set_id, i.principal_id = ?3 FROM instance n
         JOIN item i ON i.id BETWEEN n.first_item_id AND n.first_item_id + n.item_count - 1
         JOIN reviewer_set_member m ON m.set_id = i.reviewer_set_id AND m.principal_id = ?2
         WHERE n.id = ?1 AND i.stage = n.stage ORDER BY i.id",
    )?;
    let wanted: Option<std::collections::HashSet<i64>> = act.items.map(|items| items.iter().copied().collect());
    let mut rows = mine.query(params![act.instance, act.from, act.to])?;
    let mut put = transaction.prepare("UPDATE item SET reviewer_set_id = ?2, version = version + 1 WHERE id = ?1")?;
    let mut sets: BTreeMap<i64, i64> = BTreeMap::new();
    let (mut given, mut kept) = (0, 0);
    while let Some(row) = rows.next()? {
        let (item, set): (i64, i64) = (row.get(0)?, row.get(1)?);
        if wanted.as_ref().is_some_and(|wanted| !wanted.contains(&item)) {
            continue;
        }
        if row.get(2)? {
            kept += 1;
            continue;
        }
        let new = match sets.get(&set) {
            Some(new) => *new,
            None => {
                let new = replace(transaction, act, set)?;
                sets.insert(set, new);
                new
            }
        };
        put.execute(params![item, new])?;
        settle(transaction, item)?;
        given += 1;
    }
    if given > 0 {
        transaction.execute(
            "INSERT INTO reassignment (instance_id, stage, from_id, to_id, reason, at, by, item_count)
             SELECT ?1, stage, ?2, ?3, ?4, ?5, ?6, ?7 FROM instance WHERE id = ?1",
            params![
                act.instance,
                act.from,
                act.to,
                act.reason,
                stamp(act.now),
                act.actor,
                given
            ],
        )?;
        freeze_one(transaction, act.instance, act.to)?;
    }
    Ok((given, kept))
}

/// A copy of a set with one person in the place of another.
fn replace(transaction: &Transaction<'_>, act: &Reassign<'_>, set: i64) -> Result<i64, StoreError> {
    let new = copy(transaction, act.instance, set, Some(act.from))?;
    transaction.execute(
        "INSERT OR IGNORE INTO reviewer_set_member (set_id, principal_id, reason) VALUES (?1, ?2, 'reassigned')",
        params![new, act.to],
    )?;
    Ok(new)
}

fn copy(transaction: &Transaction<'_>, instance: i64, set: i64, without: Option<i64>) -> Result<i64, StoreError> {
    transaction.execute("INSERT INTO reviewer_set (instance_id) VALUES (?1)", [instance])?;
    let new = transaction.last_insert_rowid();
    transaction.execute(
        "INSERT INTO reviewer_set_member (set_id, principal_id, reason)
         SELECT ?1, principal_id, reason FROM reviewer_set_member WHERE set_id = ?2 AND principal_id IS NOT ?3",
        params![new, set, without],
    )?;
    Ok(new)
}

/// The new person as they are now, where the start did not freeze them.
fn freeze_one(transaction: &Transaction<'_>, instance: i64, person: i64) -> Result<(), StoreError> {
    transaction.execute(include_str!("freeze_one.sql"), params![instance, person])?;
    Ok(())
}

/// Lets a person decide on one item although they are not independent of it, and asks them.
pub fn release(
    transaction: &Transaction<'_>,
    item: i64,
    reviewer: i64,
    reason: &str,
    now: DateTime<Utc>,
    actor: &str,
) -> Result<(), StoreError> {
    transaction.execute(
        "INSERT OR REPLACE INTO independence (item_id, reviewer_id, reason, at, by) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![item, reviewer, reason, stamp(now), actor],
    )?;
    let (instance, set): (i64, Option<i64>) = transaction.query_row(
        "SELECT instance_id, reviewer_set_id FROM item WHERE id = ?1",
        [item],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    let new = copy(transaction, instance, set.unwrap_or(0), None)?;
    transaction.execute(
        "INSERT OR IGNORE INTO reviewer_set_member (set_id, principal_id, reason) VALUES (?1, ?2, 'released')",
        params![new, reviewer],
    )?;
    transaction.execute(
        "UPDATE item SET reviewer_set_id = ?2, version = version + 1 WHERE id = ?1",
        params![item, new],
    )?;
    settle(transaction, item)?;
    freeze_one(transaction, instance, reviewer)
}

/// All reassignments of an instance, oldest first.
pub fn reassignments(connection: &Connection, instance: i64) -> Result<Vec<Reassignment>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT a.*, f.display_name AS from_name, t.display_name AS to_name FROM reassignment a
         JOIN principal f ON f.id = a.from_id JOIN principal t ON t.id = a.to_id
         WHERE a.instance_id = ?1 ORDER BY a.id",
    )?;
    let rows = statement.query_map([instance], |row| {
        Ok(Reassignment {
            stage: row.get("stage")?,
            from: row.get("from_id")?,
            from_name: row.get("from_name")?,
            to: row.get("to_id")?,
            to_name: row.get("to_name")?,
            reason: row.get("reason")?,
            at: row.get("at")?,
            by: row.get("by")?,
            item_count: row.get("item_count")?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// A person who is present, is a user, and can sign in.
pub fn is_able(connection: &Connection, person: i64) -> Result<Option<bool>, StoreError> {
    Ok(connection
        .prepare_cached(
            "SELECT kind = 'user' AND removed_snapshot_id IS NULL AND coalesce(enabled, 1) = 1 FROM principal WHERE id = ?1",
        )?
        .query_row([person], |row| row.get(0))
        .optional()?)
}
