//! What assignments give, entitlement by entitlement, and what their holders had before.

use chrono::{DateTime, Utc};
use countersign_domain::assignment::{Given, Other};
use countersign_domain::catalog::ResourceRole;
use countersign_domain::id::{AssignmentId, PackageId, PrincipalId};
use rusqlite::{Connection, OptionalExtension, Transaction, params};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::StoreError;
use crate::review::stamp;

/// How far one entitlement of an assignment is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum GivenState {
    /// For its change.
    Waiting,
    Held,
    /// A person gives it, or takes it away.
    ByHand,
    /// The directory said no, or holds the resource no longer.
    Refused,
    /// The assignment no longer stands for it; something else does.
    Kept,
    Taken,
}

impl GivenState {
    const ALL: [Self; 6] = [
        Self::Waiting,
        Self::Held,
        Self::ByHand,
        Self::Refused,
        Self::Kept,
        Self::Taken,
    ];

    /// The word stored and sent.
    pub fn word(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Held => "held",
            Self::ByHand => "byHand",
            Self::Refused => "refused",
            Self::Kept => "kept",
            Self::Taken => "taken",
        }
    }

    /// Whether the assignment stands for it.
    pub fn is_given(self) -> bool {
        !matches!(self, Self::Kept | Self::Taken)
    }
}

/// One entitlement that an assignment gives, or gave.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct GivenRow {
    pub resource: i64,
    pub resource_name: String,
    pub resource_kind: String,
    /// The directory holds the resource no longer.
    pub resource_gone: bool,
    pub entitlement: String,
    pub state: GivenState,
    /// The package gives it now.
    pub in_package: bool,
    /// Held before any package gave it.
    pub prior: bool,
    /// The package's all the same, by an explicit choice.
    pub adopted: bool,
    pub noted_at: DateTime<Utc>,
    /// The last change about it, and what the directory answered.
    pub change: Option<i64>,
    pub outcome: Option<String>,
    pub received_at: Option<DateTime<Utc>>,
    /// The later read that showed it so.
    pub seen_at: Option<DateTime<Utc>>,
    /// Why it is as it is.
    pub reason: Option<String>,
    /// The unfinished task of a person who gives it or takes it away.
    pub task: Option<i64>,
}

impl GivenRow {
    /// As the rules of gains and losses take it.
    pub fn to_rule(&self) -> Given {
        Given {
            role: role(self.resource, self.entitlement.clone()),
            prior: self.prior,
            adopted: self.adopted,
            in_package: self.in_package,
        }
    }
}

fn role(resource: i64, entitlement: String) -> ResourceRole {
    ResourceRole {
        resource: PrincipalId(resource),
        entitlement,
    }
}

/// An entitlement about to be noted, or noted anew.
#[derive(Debug, Clone, Copy)]
pub struct NewGiven<'a> {
    pub assignment: i64,
    pub principal: i64,
    pub resource: i64,
    pub entitlement: &'a str,
    pub state: GivenState,
    pub prior: bool,
    pub adopted: bool,
    pub reason: Option<&'a str>,
}

/// Everything an assignment gives or gave, by the names of the resources.
pub fn givens(connection: &Connection, assignment: i64) -> Result<Vec<GivenRow>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT v.*, p.display_name, p.kind, p.removed_snapshot_id IS NOT NULL AS gone, r.outcome, r.received_at,
                EXISTS (SELECT 1 FROM package_role o WHERE o.package_id = a.package_id AND o.resource_id = v.resource_id
                        AND o.entitlement = v.entitlement AND o.removed_at IS NULL) AS in_package,
                (SELECT t.id FROM task t WHERE t.assignment_id = v.assignment_id AND t.resource_id = v.resource_id
                   AND t.entitlement = v.entitlement AND t.status <> 'closed' ORDER BY t.id DESC LIMIT 1) AS task
         FROM given v JOIN assignment a ON a.id = v.assignment_id JOIN principal p ON p.id = v.resource_id
         LEFT JOIN receipt r ON r.change_id = v.change_id
         WHERE v.assignment_id = ?1 ORDER BY p.display_name, v.resource_id, v.entitlement",
    )?;
    let rows = statement.query_map([assignment], |row| {
        let word: String = row.get("state")?;
        let state = GivenState::ALL.into_iter().find(|one| one.word() == word);
        Ok(GivenRow {
            resource: row.get("resource_id")?,
            resource_name: row.get("display_name")?,
            resource_kind: row.get("kind")?,
            resource_gone: row.get("gone")?,
            entitlement: row.get("entitlement")?,
            state: state.unwrap_or(GivenState::Refused),
            in_package: row.get("in_package")?,
            prior: row.get("prior")?,
            adopted: row.get("adopted")?,
            noted_at: row.get("noted_at")?,
            change: row.get("change_id")?,
            outcome: row.get("outcome")?,
            received_at: row.get("received_at")?,
            seen_at: row.get("seen_at")?,
            reason: row.get("reason")?,
            task: row.get("task")?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// What other assignments of a person stand for, delivered or not, ended but not yet taken back: what of theirs is
/// there was not there before them.
pub fn given_by_others(connection: &Connection, principal: i64, assignment: i64) -> Result<Vec<Other>, StoreError> {
    others(
        connection,
        "SELECT a.id, a.package_id, v.resource_id, v.entitlement, v.prior, v.adopted,
                EXISTS (SELECT 1 FROM package_role o WHERE o.package_id = a.package_id AND o.resource_id = v.resource_id
                        AND o.entitlement = v.entitlement AND o.removed_at IS NULL)
         FROM given v JOIN assignment a ON a.id = v.assignment_id
         WHERE v.principal_id = ?1 AND a.id <> ?2 AND a.state <> 'expired'
           AND v.state IN ('waiting','held','byHand','refused')",
        principal,
        assignment,
    )
}

/// What other assignments of a person that have not ended are there to give, noted already or not.
pub fn meant_by_others(connection: &Connection, principal: i64, assignment: i64) -> Result<Vec<Other>, StoreError> {
    others(
        connection,
        "SELECT a.id, a.package_id, o.resource_id, o.entitlement, 0, 0, 1
         FROM assignment a JOIN package_role o ON o.package_id = a.package_id AND o.removed_at IS NULL
         WHERE a.principal_id = ?1 AND a.id <> ?2
           AND a.state IN ('delivering','delivered','partiallyDelivered','deliveryFailed')",
        principal,
        assignment,
    )
}

fn others(connection: &Connection, sql: &str, principal: i64, assignment: i64) -> Result<Vec<Other>, StoreError> {
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement.query_map([principal, assignment], |row| {
        Ok(Other {
            assignment: AssignmentId(row.get(0)?),
            package: PackageId(row.get(1)?),
            given: Given {
                role: role(row.get(2)?, row.get(3)?),
                prior: row.get(4)?,
                adopted: row.get(5)?,
                in_package: row.get(6)?,
            },
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Whether somebody directly holds an entitlement: by the last snapshot, or by a change that it cannot show.
pub fn held(connection: &Connection, principal: i64, resource: i64, entitlement: &str) -> Result<bool, StoreError> {
    let mut changed = connection.prepare_cached(
        "SELECT c.kind IN ('addMember','giveRole') FROM change c JOIN receipt r ON r.change_id = c.id JOIN plan p ON p.id = c.plan_id
         JOIN snapshot s ON s.id = (SELECT max(id) FROM snapshot WHERE directory_id = p.directory_id)
         WHERE c.principal_id = ?1 AND c.resource_id = ?2 AND c.kind IN ('addMember','removeMember','giveRole','takeRole')
           AND coalesce(c.entitlement, 'member') = ?3 AND r.outcome IN ('applied','alreadySo') AND (r.received_at > s.started_at OR r.snapshot_id >= s.id)
         ORDER BY r.received_at DESC, c.id DESC LIMIT 1",
    )?;
    if let Some(added) = changed
        .query_row(params![principal, resource, entitlement], |row| row.get(0))
        .optional()?
    {
        return Ok(added);
    }
    crate::plan::holds_directly(connection, resource, entitlement, principal)
}

/// Notes an entitlement of an assignment, or notes it anew.
pub fn keep_given(transaction: &Transaction<'_>, new: &NewGiven<'_>, now: DateTime<Utc>) -> Result<(), StoreError> {
    transaction
        .prepare_cached(
            "INSERT INTO given (principal_id, resource_id, entitlement, assignment_id, state, prior, adopted, noted_at, reason)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
             ON CONFLICT DO UPDATE SET state = excluded.state, prior = excluded.prior, adopted = excluded.adopted,
               noted_at = excluded.noted_at, change_id = NULL, seen_at = NULL, reason = excluded.reason",
        )?
        .execute(params![
            new.principal,
            new.resource,
            new.entitlement,
            new.assignment,
            new.state.word(),
            new.prior,
            new.adopted,
            stamp(now),
            new.reason,
        ])?;
    Ok(())
}

/// How an entitlement is now, by which change, and why.
pub fn set_given(
    transaction: &Transaction<'_>,
    assignment: i64,
    (resource, entitlement): (i64, &str),
    state: GivenState,
    change: Option<i64>,
    reason: Option<&str>,
) -> Result<(), StoreError> {
    transaction
        .prepare_cached(
            "UPDATE given SET state = ?4, change_id = coalesce(?5, change_id), reason = ?6, seen_at = NULL
             WHERE assignment_id = ?1 AND resource_id = ?2 AND entitlement = ?3
               AND principal_id = (SELECT principal_id FROM assignment a WHERE a.id = ?1)",
        )?
        .execute(params![assignment, resource, entitlement, state.word(), change, reason])?;
    Ok(())
}

/// What was said of the past of an entitlement was wrong: the directory's answer shows it.
pub fn set_prior(
    transaction: &Transaction<'_>,
    assignment: i64,
    (resource, entitlement): (i64, &str),
    prior: bool,
    adopted: bool,
) -> Result<(), StoreError> {
    transaction
        .prepare_cached(
            "UPDATE given SET prior = ?4, adopted = ?5 WHERE assignment_id = ?1 AND resource_id = ?2 AND entitlement = ?3
               AND principal_id = (SELECT principal_id FROM assignment a WHERE a.id = ?1)",
        )?
        .execute(params![assignment, resource, entitlement, prior, adopted])?;
    Ok(())
}

/// A read of the directory showed an entitlement as it is noted.
pub fn set_seen(
    transaction: &Transaction<'_>,
    assignment: i64,
    (resource, entitlement): (i64, &str),
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    transaction
        .prepare_cached(
            "UPDATE given SET seen_at = ?4 WHERE assignment_id = ?1 AND resource_id = ?2 AND entitlement = ?3
               AND principal_id = (SELECT principal_id FROM assignment a WHERE a.id = ?1)",
        )?
        .execute(params![assignment, resource, entitlement, stamp(at)])?;
    Ok(())
}
