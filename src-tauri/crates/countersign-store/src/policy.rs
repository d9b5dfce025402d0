//! Assignment policies, every version of them.

mod person;
mod target;

use chrono::{DateTime, Utc};
use countersign_domain::actor::Actor;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use serde::Serialize;
use serde_json::Value;
use ts_rs::TS;

use crate::StoreError;
use crate::review::stamp;

pub use person::{Person, everybody, person};
pub use target::{PolicyVersion, delete, going_on, key_is_taken, set_review, set_targets, target_rules, versions};

/// A policy as it stands.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PolicyRow {
    pub policy: i64,
    /// Its identity in files.
    pub key: String,
    pub package: i64,
    pub display_name: String,
    pub automatic: bool,
    pub version: i64,
    #[ts(type = "unknown")]
    pub definition: Value,
    /// The recurring review of its assignments.
    pub review: Option<i64>,
    pub created_at: DateTime<Utc>,
    pub created_by: String,
    /// Assignments under it that have not ended.
    pub assignment_count: i64,
}

/// A policy about to be made.
#[derive(Debug, Clone)]
pub struct NewPolicy<'a> {
    pub key: &'a str,
    pub package: i64,
    pub display_name: &'a str,
    pub automatic: bool,
    pub definition: &'a Value,
}

const ROW: &str = "SELECT p.*,
    (SELECT count(*) FROM assignment a WHERE a.policy_id = p.id AND a.state <> 'expired') AS assignment_count
    FROM policy p WHERE p.deleted_at IS NULL";

fn read(row: &Row<'_>) -> rusqlite::Result<PolicyRow> {
    Ok(PolicyRow {
        policy: row.get("id")?,
        key: row.get("key")?,
        package: row.get("package_id")?,
        display_name: row.get("display_name")?,
        automatic: row.get("automatic")?,
        version: row.get("version")?,
        definition: value(row.get("definition")?)?,
        review: row.get("review_id")?,
        created_at: row.get("created_at")?,
        created_by: row.get("created_by")?,
        assignment_count: row.get("assignment_count")?,
    })
}

fn value(text: String) -> rusqlite::Result<Value> {
    serde_json::from_str(&text)
        .map_err(|error| rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Text, Box::new(error)))
}

/// Makes a policy, its first version with it, and answers its id.
pub fn create(
    transaction: &Transaction<'_>,
    new: &NewPolicy<'_>,
    actor: &Actor,
    now: DateTime<Utc>,
) -> Result<i64, StoreError> {
    transaction.execute(
        "INSERT INTO policy (key, package_id, display_name, automatic, version, definition, created_at, created_by)
         VALUES (?1, ?2, ?3, ?4, 1, ?5, ?6, ?7)",
        params![
            new.key,
            new.package,
            new.display_name,
            new.automatic,
            new.definition.to_string(),
            stamp(now),
            actor.label(),
        ],
    )?;
    let policy = transaction.last_insert_rowid();
    keep_version(transaction, policy, 1, new.definition, "", actor, now)?;
    Ok(policy)
}

/// Replaces a policy's definition by a new version and answers its number. What was asked for under the
/// old one stays under the old one.
pub fn replace(
    transaction: &Transaction<'_>,
    policy: i64,
    new: &NewPolicy<'_>,
    reason: &str,
    actor: &Actor,
    now: DateTime<Utc>,
) -> Result<i64, StoreError> {
    let version: i64 = transaction.query_row(
        "UPDATE policy SET display_name = ?2, automatic = ?3, definition = ?4, version = version + 1,
                evaluated_snapshot_id = NULL
         WHERE id = ?1 AND deleted_at IS NULL RETURNING version",
        params![policy, new.display_name, new.automatic, new.definition.to_string()],
        |row| row.get(0),
    )?;
    keep_version(transaction, policy, version, new.definition, reason, actor, now)?;
    Ok(version)
}

fn keep_version(
    transaction: &Transaction<'_>,
    policy: i64,
    version: i64,
    definition: &Value,
    reason: &str,
    actor: &Actor,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    transaction.execute(
        "INSERT INTO policy_version (policy_id, version, definition, changed_at, changed_by, actor, reason)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![
            policy,
            version,
            definition.to_string(),
            stamp(now),
            actor.label(),
            serde_json::to_string(actor)?,
            reason
        ],
    )?;
    Ok(())
}

/// One policy; `None` when there is none of that id, or it was deleted.
pub fn show(connection: &Connection, policy: i64) -> Result<Option<PolicyRow>, StoreError> {
    let mut statement = connection.prepare_cached(&format!("{ROW} AND p.id = ?1"))?;
    Ok(statement.query_row([policy], read).optional()?)
}

/// The policies of a package, in the order they were made.
pub fn list(connection: &Connection, package: i64) -> Result<Vec<PolicyRow>, StoreError> {
    let mut statement = connection.prepare_cached(&format!("{ROW} AND p.package_id = ?1 ORDER BY p.id"))?;
    let rows = statement.query_map([package], read)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The definition under which something was asked for or given.
pub fn version(connection: &Connection, policy: i64, version: i64) -> Result<Option<Value>, StoreError> {
    let mut statement =
        connection.prepare_cached("SELECT definition FROM policy_version WHERE policy_id = ?1 AND version = ?2")?;
    Ok(statement
        .query_row([policy, version], |row| value(row.get(0)?))
        .optional()?)
}
