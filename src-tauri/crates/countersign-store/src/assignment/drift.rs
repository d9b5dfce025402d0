//! What a read of the directory says of what was given. All of it in pages, and only what packages give is looked at.

use chrono::{DateTime, Utc};
use rusqlite::{Connection, Transaction, params};

use super::{AssignmentRow, several};
use crate::StoreError;
use crate::review::stamp;

/// An entitlement of an assignment, as a read sees it otherwise than it is noted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Differing {
    pub assignment: i64,
    pub principal: i64,
    pub resource: i64,
    pub resource_name: String,
    /// The directory holds the resource no longer.
    pub resource_gone: bool,
    pub entitlement: String,
}

/// Where a page begins: behind this entitlement.
pub type After = (i64, i64, String, i64);

impl Differing {
    pub fn after(&self) -> After {
        (self.principal, self.resource, self.entitlement.clone(), self.assignment)
    }
}

const COLUMNS: &str = "SELECT v.assignment_id, v.principal_id, v.resource_id, p.display_name,
    p.removed_snapshot_id IS NOT NULL, v.entitlement";
const HELD: &str = "EXISTS (SELECT 1 FROM \"grant\" g WHERE g.resource_id = v.resource_id
    AND g.entitlement = v.entitlement AND g.principal_id = v.principal_id)";
// A change that was made while the directory was being read, or after, is not missing from what was read.
const OLD: &str = "NOT EXISTS (SELECT 1 FROM receipt r JOIN snapshot s ON s.id = ?2
    WHERE r.change_id = v.change_id AND (r.received_at > s.started_at OR r.snapshot_id >= s.id))";

// Given in the domain from which the group is synced, and still there by its last read, or not read there since: what
// is missing here is a copy that has not come yet.
const FOLLOWS: &str = "EXISTS (SELECT 1 FROM change c JOIN receipt r ON r.change_id = c.id
      JOIN snapshot s ON s.id = (SELECT max(id) FROM snapshot WHERE directory_id = c.directory_id)
    WHERE c.id = v.change_id AND c.directory_id IS NOT NULL AND c.kind = 'addMember'
      AND r.outcome IN ('applied','alreadySo')
      AND (r.received_at > s.started_at OR r.snapshot_id >= s.id
        OR EXISTS (SELECT 1 FROM \"grant\" g WHERE g.entitlement = 'member'
             AND g.resource_id = (SELECT id FROM principal WHERE directory_id = c.directory_id AND key = c.group_key)
             AND g.principal_id = (SELECT id FROM principal WHERE directory_id = c.directory_id AND key = c.member_key))))";

fn page(
    connection: &Connection,
    narrow: &str,
    directory: i64,
    snapshot: i64,
    after: &After,
    limit: i64,
) -> Result<Vec<Differing>, StoreError> {
    let mut statement = connection.prepare_cached(&format!(
        "{COLUMNS} FROM given v JOIN principal p ON p.id = v.resource_id
         JOIN assignment a ON a.id = v.assignment_id
         WHERE (v.principal_id, v.resource_id, v.entitlement, v.assignment_id) > (?3, ?4, ?5, ?6)
           AND p.directory_id = ?1 AND a.plan_id IS NULL AND {OLD} AND {narrow}
         ORDER BY v.principal_id, v.resource_id, v.entitlement, v.assignment_id LIMIT ?7"
    ))?;
    let (principal, resource, entitlement, assignment) = after;
    let rows = statement.query_map(
        params![directory, snapshot, principal, resource, entitlement, assignment, limit],
        |row| {
            Ok(Differing {
                assignment: row.get(0)?,
                principal: row.get(1)?,
                resource: row.get(2)?,
                resource_name: row.get(3)?,
                resource_gone: row.get(4)?,
                entitlement: row.get(5)?,
            })
        },
    )?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// What was given and is not there in a snapshot.
pub fn missing(
    connection: &Connection,
    directory: i64,
    snapshot: i64,
    after: &After,
    limit: i64,
) -> Result<Vec<Differing>, StoreError> {
    let narrow = format!(
        "v.state = 'held' AND NOT {HELD} AND NOT {FOLLOWS}
         AND a.state IN ('delivering','delivered','partiallyDelivered','deliveryFailed')"
    );
    page(connection, &narrow, directory, snapshot, after, limit)
}

/// What was not delivered and is there in a snapshot.
pub fn appeared(
    connection: &Connection,
    directory: i64,
    snapshot: i64,
    after: &After,
    limit: i64,
) -> Result<Vec<Differing>, StoreError> {
    let narrow = format!(
        "v.state IN ('waiting','byHand','refused') AND {HELD}
         AND a.state IN ('delivered','partiallyDelivered','deliveryFailed') AND a.deliver_at IS NULL"
    );
    page(connection, &narrow, directory, snapshot, after, limit)
}

/// What was to be taken back by a person and is gone in a snapshot.
pub fn disappeared(
    connection: &Connection,
    directory: i64,
    snapshot: i64,
    after: &After,
    limit: i64,
) -> Result<Vec<Differing>, StoreError> {
    let narrow = format!("v.state IN ('byHand','refused') AND NOT {HELD} AND a.state = 'removing'");
    page(connection, &narrow, directory, snapshot, after, limit)
}

/// What was given, or taken, by a change, and is shown so in a snapshot, is seen; answers how much.
pub fn confirm_by(
    transaction: &Transaction<'_>,
    directory: i64,
    snapshot: i64,
    at: DateTime<Utc>,
) -> Result<usize, StoreError> {
    Ok(transaction
        .prepare_cached(&format!(
            "UPDATE given AS v SET seen_at = ?3 WHERE v.seen_at IS NULL AND v.state IN ('held','taken') AND {OLD}
             AND (v.state = 'held') = {HELD}
             AND EXISTS (SELECT 1 FROM principal p WHERE p.id = v.resource_id AND p.directory_id = ?1)"
        ))?
        .execute(params![directory, snapshot, stamp(at)])?)
}

/// Assignments that have not ended, of people who are no longer in the directory.
pub fn of_gone_people(connection: &Connection, directory: i64, limit: i64) -> Result<Vec<AssignmentRow>, StoreError> {
    let mut statement = connection.prepare_cached(
        // From the few who are gone, not from everybody who is there.
        "SELECT a.id FROM principal p INDEXED BY principal_gone CROSS JOIN assignment a ON a.principal_id = p.id
         WHERE p.directory_id = ?1 AND p.removed_snapshot_id IS NOT NULL
           AND a.state IN ('delivering','delivered','partiallyDelivered','deliveryFailed') ORDER BY a.id LIMIT ?2",
    )?;
    let ids: Vec<i64> = statement
        .query_map([directory, limit], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    several(connection, &ids)
}
