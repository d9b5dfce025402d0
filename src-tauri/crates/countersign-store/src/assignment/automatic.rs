//! Policies that assign by a rule: whom the rule fits, who holds the package, and what holds a run back.

use chrono::{DateTime, Utc};
use countersign_domain::actor::Actor;
use rusqlite::{Connection, OptionalExtension, Transaction, params};
use serde::Serialize;
use serde_json::Value;
use sha2::{Digest, Sha256};
use ts_rs::TS;

use crate::review::stamp;
use crate::{StoreError, key};

/// An automatic policy, and the snapshot it was last looked at in.
#[derive(Debug, Clone)]
pub struct AutomaticPolicy {
    pub policy: i64,
    pub package: i64,
    pub directory: i64,
    pub version: i64,
    pub display_name: String,
    pub definition: Value,
    pub evaluated: Option<i64>,
}

/// Who has a package.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Holder {
    pub assignment: i64,
    pub principal: i64,
    pub policy: i64,
    /// The rule holds no longer, and the grace has begun.
    pub leaving: bool,
    /// It has ended, and is not gone yet.
    pub removing: bool,
}

/// A run of an automatic policy that waits for a second person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AutomaticHold {
    pub hold: i64,
    pub policy: i64,
    pub policy_name: String,
    pub package: i64,
    pub package_name: String,
    pub catalog: i64,
    pub version: i64,
    pub snapshot: i64,
    /// So many would lose it …
    pub removals: i64,
    /// … of so many who have it by this policy.
    pub holders: i64,
    pub hash: String,
    pub held_at: DateTime<Utc>,
    pub caused_by: String,
    pub signed_at: Option<DateTime<Utc>>,
    pub signed_by: Option<String>,
}

/// The automatic policies of a directory; with `stale`, those that were not looked at in its newest snapshot.
pub fn automatic_policies(
    connection: &Connection,
    directory: Option<i64>,
    stale: bool,
) -> Result<Vec<AutomaticPolicy>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT y.id, y.package_id, c.directory_id, y.version, y.display_name, y.definition, y.evaluated_snapshot_id
         FROM policy y INDEXED BY policy_automatic_once JOIN package k ON k.id = y.package_id AND k.deleted_at IS NULL JOIN catalog c ON c.id = k.catalog_id
         WHERE y.automatic = 1 AND y.deleted_at IS NULL AND (?1 IS NULL OR c.directory_id = ?1)
           AND (NOT ?2 OR y.evaluated_snapshot_id IS NOT (SELECT max(id) FROM snapshot s WHERE s.directory_id = c.directory_id))
         ORDER BY y.id",
    )?;
    let mut rows = statement.query(params![directory, stale])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(AutomaticPolicy {
            policy: row.get(0)?,
            package: row.get(1)?,
            directory: row.get(2)?,
            version: row.get(3)?,
            display_name: row.get(4)?,
            definition: serde_json::from_str(&row.get::<_, String>(5)?)?,
            evaluated: row.get(6)?,
        });
    }
    Ok(found)
}

/// Everybody who has a package, or is losing it, in the order of their ids.
pub fn holders(connection: &Connection, package: i64) -> Result<Vec<Holder>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT id, principal_id, policy_id, leaves_at IS NOT NULL, state = 'removing' FROM assignment
         WHERE package_id = ?1 AND state IN ('delivering','delivered','partiallyDelivered','deliveryFailed','removing')
         ORDER BY principal_id",
    )?;
    let rows = statement.query_map([package], |row| {
        Ok(Holder {
            assignment: row.get(0)?,
            principal: row.get(1)?,
            policy: row.get(2)?,
            leaving: row.get(3)?,
            removing: row.get(4)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// When an assignment ends because its rule holds no longer; `None`: the rule holds.
pub fn set_leaves_at(
    transaction: &Transaction<'_>,
    assignment: i64,
    at: Option<DateTime<Utc>>,
) -> Result<(), StoreError> {
    transaction
        .prepare_cached("UPDATE assignment SET leaves_at = ?2 WHERE id = ?1")?
        .execute(params![assignment, at.map(stamp)])?;
    Ok(())
}

/// A policy's rule was looked at in a snapshot.
pub fn evaluated(transaction: &Transaction<'_>, policy: i64, version: i64, snapshot: i64) -> Result<(), StoreError> {
    transaction
        .prepare_cached("UPDATE policy SET evaluated_snapshot_id = ?3 WHERE id = ?1 AND version = ?2")?
        .execute([policy, version, snapshot])?;
    Ok(())
}

/// Who made a version of a policy.
pub fn version_by(connection: &Connection, policy: i64, version: i64) -> Result<Option<String>, StoreError> {
    let mut statement =
        connection.prepare_cached("SELECT changed_by FROM policy_version WHERE policy_id = ?1 AND version = ?2")?;
    Ok(statement.query_row([policy, version], |row| row.get(0)).optional()?)
}

/// The same person, with all by which they were known.
pub fn version_actor(connection: &Connection, policy: i64, version: i64) -> Result<Option<Actor>, StoreError> {
    let mut statement =
        connection.prepare_cached("SELECT actor FROM policy_version WHERE policy_id = ?1 AND version = ?2")?;
    let found: Option<String> = statement.query_row([policy, version], |row| row.get(0)).optional()?;
    Ok(found.map(|text| serde_json::from_str(&text)).transpose()?)
}

const HOLD: &str = "SELECT h.*, y.display_name AS policy_name, k.id AS package_id, k.display_name AS package_name,
    k.catalog_id FROM automatic_hold h JOIN policy y ON y.id = h.policy_id JOIN package k ON k.id = y.package_id
    WHERE h.ended_at IS NULL";

/// The runs that are held, or of one policy the run that is.
pub fn automatic_holds(connection: &Connection, policy: Option<i64>) -> Result<Vec<AutomaticHold>, StoreError> {
    let mut statement =
        connection.prepare_cached(&format!("{HOLD} AND (?1 IS NULL OR h.policy_id = ?1) ORDER BY h.id"))?;
    let rows = statement.query_map([policy], |row| {
        Ok(AutomaticHold {
            hold: row.get("id")?,
            policy: row.get("policy_id")?,
            policy_name: row.get("policy_name")?,
            package: row.get("package_id")?,
            package_name: row.get("package_name")?,
            catalog: row.get("catalog_id")?,
            version: row.get("version")?,
            snapshot: row.get("snapshot_id")?,
            removals: row.get("removals")?,
            holders: row.get("holders")?,
            hash: row.get("hash")?,
            held_at: row.get("held_at")?,
            caused_by: row.get("caused_by")?,
            signed_at: row.get("signed_at")?,
            signed_by: row.get("signed_by")?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// SHA-256 over a policy's version and those who would lose the package: what a second person signs.
pub fn hash_of_run(of: &AutomaticPolicy, loses: &[Holder]) -> String {
    let mut digest = Sha256::new();
    digest.update(format!("{}.{}\n", of.policy, of.version));
    for one in loses {
        digest.update(format!("{}\n", one.assignment));
    }
    key::to_hex(&digest.finalize())
}

/// A run about to be held.
#[derive(Debug, Clone)]
pub struct NewHold<'a> {
    pub policy: i64,
    pub version: i64,
    pub snapshot: i64,
    pub removals: usize,
    pub holders: usize,
    pub hash: &'a str,
    pub caused_by: &'a str,
}

/// Holds a run of a policy until it is signed; an earlier one that was held comes to nothing.
pub fn hold_automatic(transaction: &Transaction<'_>, new: &NewHold<'_>, now: DateTime<Utc>) -> Result<(), StoreError> {
    end_hold(transaction, new.policy, now)?;
    transaction.execute(
        "INSERT INTO automatic_hold (policy_id, version, snapshot_id, removals, holders, hash, held_at, caused_by)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        params![
            new.policy,
            new.version,
            new.snapshot,
            new.removals,
            new.holders,
            new.hash,
            stamp(now),
            new.caused_by,
        ],
    )?;
    Ok(())
}

/// A second person's signature; the rule is looked at again, so that what was signed is done.
pub fn sign_automatic(
    transaction: &Transaction<'_>,
    hold: &AutomaticHold,
    actor: &str,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    transaction.execute(
        "UPDATE automatic_hold SET signed_at = ?2, signed_by = ?3 WHERE id = ?1",
        params![hold.hold, stamp(now), actor],
    )?;
    transaction.execute(
        "UPDATE policy SET evaluated_snapshot_id = NULL WHERE id = ?1",
        [hold.policy],
    )?;
    Ok(())
}

/// What was held is held no longer: it was done, or came to nothing.
pub fn end_hold(transaction: &Transaction<'_>, policy: i64, now: DateTime<Utc>) -> Result<(), StoreError> {
    transaction
        .prepare_cached("UPDATE automatic_hold SET ended_at = ?2 WHERE policy_id = ?1 AND ended_at IS NULL")?
        .execute(params![policy, stamp(now)])?;
    Ok(())
}
