//! What becomes of an assignment, on record.

use chrono::{DateTime, Utc};
use countersign_domain::assignment::AssignmentState;
use rusqlite::{Connection, OptionalExtension, Transaction, params};

use super::AssignmentEventRow;
use crate::StoreError;
use crate::review::stamp;

/// An assignment about to be made.
#[derive(Debug, Clone, Copy)]
pub struct NewAssignment {
    pub package: i64,
    pub policy: i64,
    pub version: i64,
    pub principal: i64,
    pub starts_at: DateTime<Utc>,
    pub ends_at: Option<DateTime<Utc>>,
    /// When the first notice of its end is due.
    pub tell_at: Option<DateTime<Utc>>,
}

/// What a delivery, or a taking back, came to.
#[derive(Debug, Clone, Copy)]
pub struct Settled<'a> {
    pub state: AssignmentState,
    pub status: &'a str,
    /// What stands in the way, as a sentence.
    pub problem: Option<&'a str>,
    /// When it is tried again by itself.
    pub retry_at: Option<DateTime<Utc>>,
}

/// The assignment of a package that a principal has and that has not ended.
pub fn live_of(connection: &Connection, package: i64, principal: i64) -> Result<Option<i64>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT id FROM assignment WHERE principal_id = ?2 AND package_id = ?1 AND state <> 'expired'",
    )?;
    Ok(statement.query_row([package, principal], |row| row.get(0)).optional()?)
}

/// Makes an assignment that is to be delivered, and answers its id.
pub fn create(transaction: &Transaction<'_>, new: &NewAssignment, now: DateTime<Utc>) -> Result<i64, StoreError> {
    transaction
        .prepare_cached(
            "INSERT INTO assignment (key, package_id, policy_id, policy_version, principal_id, state, status, starts_at,
                                     ends_at, tell_at, deliver_at)
             VALUES (lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' || substr(hex(randomblob(2)), 2)
                       || '-8' || substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6))),
                     ?1, ?2, ?3, ?4, 'delivering', 'Delivering', ?5, ?6, ?7, ?8)",
        )?
        .execute(params![
            new.package,
            new.policy,
            new.version,
            new.principal,
            stamp(new.starts_at),
            new.ends_at.map(stamp),
            new.tell_at.map(stamp),
            stamp(now),
        ])?;
    Ok(transaction.last_insert_rowid())
}

/// Writes down what happened to an assignment; `(event, state, reason)`.
pub fn event(
    transaction: &Transaction<'_>,
    assignment: i64,
    (event, state, reason): (&str, AssignmentState, &str),
    request: Option<i64>,
    actor: &str,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    transaction
        .prepare_cached(
            "INSERT INTO assignment_event (assignment_id, at, actor, event, state, reason, request_id)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )?
        .execute(params![
            assignment,
            stamp(now),
            actor,
            event,
            state.word(),
            reason,
            request
        ])?;
    Ok(())
}

/// Everything that happened to an assignment, in order.
pub fn events(connection: &Connection, assignment: i64) -> Result<Vec<AssignmentEventRow>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT at, actor, event, state, reason, request_id FROM assignment_event WHERE assignment_id = ?1 ORDER BY id",
    )?;
    let rows = statement.query_map([assignment], |row| {
        Ok(AssignmentEventRow {
            at: row.get(0)?,
            actor: row.get(1)?,
            event: row.get(2)?,
            state: row.get(3)?,
            reason: row.get(4)?,
            request: row.get(5)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Puts an assignment into a state in which there is something to do, from a time on.
pub fn set_state(
    transaction: &Transaction<'_>,
    assignment: i64,
    state: AssignmentState,
    status: &str,
    deliver_at: Option<DateTime<Utc>>,
) -> Result<(), StoreError> {
    transaction
        .prepare_cached("UPDATE assignment SET state = ?2, status = ?3, deliver_at = ?4 WHERE id = ?1")?
        .execute(params![assignment, state.word(), status, deliver_at.map(stamp)])?;
    Ok(())
}

/// A new end, about which nobody was told yet.
pub fn extend(
    transaction: &Transaction<'_>,
    assignment: i64,
    ends_at: Option<DateTime<Utc>>,
    tell_at: Option<DateTime<Utc>>,
    status: &str,
) -> Result<(), StoreError> {
    transaction
        .prepare_cached("UPDATE assignment SET ends_at = ?2, tell_at = ?3, told = '[]', status = ?4 WHERE id = ?1")?
        .execute(params![assignment, ends_at.map(stamp), tell_at.map(stamp), status])?;
    Ok(())
}

/// The assignment ends: what it gave is taken back from now on.
pub fn set_ending(
    transaction: &Transaction<'_>,
    assignment: i64,
    because: &str,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    transaction
        .prepare_cached(
            "UPDATE assignment SET state = 'removing', status = 'Removing', ended_because = ?2, deliver_at = ?3,
                                   leaves_at = NULL, tell_at = NULL, problem = NULL WHERE id = ?1",
        )?
        .execute(params![assignment, because, stamp(now)])?;
    Ok(())
}

/// Has every holder of a package delivered anew, because it gives other things now; answers how many.
pub fn redeliver(
    transaction: &Transaction<'_>,
    package: i64,
    actor: &str,
    now: DateTime<Utc>,
) -> Result<usize, StoreError> {
    const LIVE: &str = "package_id = ?1 AND state IN ('delivering','delivered','partiallyDelivered','deliveryFailed')";
    transaction
        .prepare_cached(&format!(
            "INSERT INTO assignment_event (assignment_id, at, actor, event, state, reason)
             SELECT id, ?2, ?3, 'reprocess', 'delivering', 'The package gives other things now.' FROM assignment WHERE {LIVE}"
        ))?
        .execute(params![package, stamp(now), actor])?;
    Ok(transaction
        .prepare_cached(&format!(
            "UPDATE assignment SET state = 'delivering', status = 'Delivering', deliver_at = ?2 WHERE {LIVE}"
        ))?
        .execute(params![package, stamp(now)])?)
}

/// A plan takes assignments on: nothing more is to be done about them until it is carried out.
pub fn put_in_plan(transaction: &Transaction<'_>, plan: i64, assignments: &[i64]) -> Result<(), StoreError> {
    let mut update =
        transaction.prepare_cached("UPDATE assignment SET plan_id = ?2, deliver_at = NULL WHERE id = ?1")?;
    for assignment in assignments {
        update.execute([*assignment, plan])?;
    }
    Ok(())
}

/// The plan is done with an assignment to which something else has happened meanwhile.
pub fn clear_plan(transaction: &Transaction<'_>, assignment: i64) -> Result<(), StoreError> {
    transaction
        .prepare_cached("UPDATE assignment SET plan_id = NULL WHERE id = ?1")?
        .execute([assignment])?;
    Ok(())
}

/// Keeps what a delivery, or a taking back, came to.
pub fn settle(
    transaction: &Transaction<'_>,
    assignment: i64,
    settled: &Settled<'_>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    transaction
        .prepare_cached(
            "UPDATE assignment SET state = ?2, status = ?3, problem = ?4, deliver_at = ?5, plan_id = NULL,
               delivered_at = CASE WHEN ?2 = 'delivered' THEN coalesce(delivered_at, ?6) ELSE delivered_at END,
               ended_at = CASE WHEN ?2 = 'expired' THEN ?6 ELSE ended_at END WHERE id = ?1",
        )?
        .execute(params![
            assignment,
            settled.state.word(),
            settled.status,
            settled.problem,
            settled.retry_at.map(stamp),
            stamp(now),
        ])?;
    Ok(())
}

/// What stands in the way of an assignment, which stays as it is otherwise.
pub fn set_problem(transaction: &Transaction<'_>, assignment: i64, problem: Option<&str>) -> Result<(), StoreError> {
    transaction
        .prepare_cached("UPDATE assignment SET problem = ?2 WHERE id = ?1")?
        .execute(params![assignment, problem])?;
    Ok(())
}

/// The holder of a package is listed among those who hold its row, or no longer; what was is kept.
pub fn assigned(transaction: &Transaction<'_>, package: i64, principal: i64, holds: bool) -> Result<(), StoreError> {
    let sql = match holds {
        true => {
            "INSERT OR IGNORE INTO \"grant\" (resource_id, entitlement, principal_id, since_snapshot_id)
             SELECT k.principal_id, 'assigned', ?2, coalesce((SELECT max(s.id) FROM snapshot s
               JOIN catalog c ON c.directory_id = s.directory_id WHERE c.id = k.catalog_id), 0)
             FROM package k JOIN principal p ON p.id = ?2 AND p.removed_snapshot_id IS NULL WHERE k.id = ?1"
        }
        false => {
            "INSERT OR REPLACE INTO past_grant (resource_id, entitlement, principal_id, since_snapshot_id, until_snapshot_id)
             SELECT g.resource_id, g.entitlement, g.principal_id, g.since_snapshot_id,
                    coalesce((SELECT max(s.id) FROM snapshot s
                       JOIN catalog c ON c.directory_id = s.directory_id WHERE c.id = k.catalog_id), 0)
             FROM package k JOIN \"grant\" g ON g.resource_id = k.principal_id AND g.entitlement = 'assigned'
                                            AND g.principal_id = ?2 WHERE k.id = ?1"
        }
    };
    transaction.prepare_cached(sql)?.execute([package, principal])?;
    if !holds {
        transaction
            .prepare_cached(
                "DELETE FROM \"grant\" WHERE entitlement = 'assigned' AND principal_id = ?2
                 AND resource_id = (SELECT principal_id FROM package WHERE id = ?1)",
            )?
            .execute([package, principal])?;
    }
    Ok(())
}

/// Somebody gave an access, so that they do not review it.
pub fn provision(
    transaction: &Transaction<'_>,
    (resource, entitlement): (i64, &str),
    principal: i64,
    provisioner: i64,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    transaction
        .prepare_cached(
            "INSERT OR IGNORE INTO provision (resource_id, entitlement, principal_id, provisioner_id, at)
             VALUES (?1, ?2, ?3, ?4, ?5)",
        )?
        .execute(params![resource, entitlement, principal, provisioner, stamp(now)])?;
    Ok(())
}
