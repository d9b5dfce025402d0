//! Whom policies let ask, as texts that can be looked up.

use chrono::{DateTime, Utc};
use rusqlite::{Connection, Transaction, params};
use serde::Serialize;
use serde_json::Value;
use ts_rs::TS;

use crate::StoreError;
use crate::review::stamp;

/// One version of a policy.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PolicyVersion {
    pub version: i64,
    #[ts(type = "unknown")]
    pub definition: Value,
    pub changed_at: DateTime<Utc>,
    pub changed_by: String,
    pub reason: String,
}

/// The versions of a policy, the newest first.
pub fn versions(connection: &Connection, policy: i64) -> Result<Vec<PolicyVersion>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT version, definition, changed_at, changed_by, reason FROM policy_version
         WHERE policy_id = ?1 ORDER BY version DESC",
    )?;
    let rows = statement.query_map([policy], |row| {
        Ok(PolicyVersion {
            version: row.get(0)?,
            definition: super::value(row.get(1)?)?,
            changed_at: row.get(2)?,
            changed_by: row.get(3)?,
            reason: row.get(4)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Keeps whom a policy lets ask; those it let ask before are forgotten.
pub fn set_targets(
    transaction: &Transaction<'_>,
    policy: i64,
    package: i64,
    targets: &[String],
) -> Result<(), StoreError> {
    transaction
        .prepare_cached("DELETE FROM policy_target WHERE policy_id = ?1")?
        .execute([policy])?;
    let mut insert = transaction
        .prepare_cached("INSERT OR IGNORE INTO policy_target (policy_id, package_id, target) VALUES (?1, ?2, ?3)")?;
    for target in targets {
        insert.execute(params![policy, package, target])?;
    }
    Ok(())
}

/// The rules by which policies say whom they are for, each once.
pub fn target_rules(connection: &Connection) -> Result<Vec<String>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT DISTINCT substr(target, 6) FROM policy_target WHERE target >= 'rule:' AND target < 'rule;'",
    )?;
    let rows = statement.query_map([], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The recurring review of its assignments.
pub fn set_review(transaction: &Transaction<'_>, policy: i64, review: Option<i64>) -> Result<(), StoreError> {
    transaction
        .prepare_cached("UPDATE policy SET review_id = ?2 WHERE id = ?1")?
        .execute(params![policy, review])?;
    Ok(())
}

/// Takes a policy away; what was asked for and given under it keeps its version. `false` where there is none.
pub fn delete(transaction: &Transaction<'_>, policy: i64, now: DateTime<Utc>) -> Result<bool, StoreError> {
    transaction
        .prepare_cached("DELETE FROM policy_target WHERE policy_id = ?1")?
        .execute([policy])?;
    let changed = transaction
        .prepare_cached("UPDATE policy SET deleted_at = ?2 WHERE id = ?1 AND deleted_at IS NULL")?
        .execute(params![policy, stamp(now)])?;
    Ok(changed == 1)
}

/// The policy with this key, deleted or not.
pub fn key_is_taken(connection: &Connection, key: &str) -> Result<bool, StoreError> {
    let mut statement = connection.prepare_cached("SELECT 1 FROM policy WHERE key = ?1")?;
    Ok(statement.exists([key])?)
}

/// How many requests under a policy are not decided or delivered yet.
pub fn going_on(connection: &Connection, policy: i64, package: i64) -> Result<i64, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT count(*) FROM request WHERE package_id = ?2 AND policy_id = ?1
           AND state IN ('submitted','pendingApproval','scheduled','delivering')",
    )?;
    Ok(statement.query_row([policy, package], |row| row.get(0))?)
}
