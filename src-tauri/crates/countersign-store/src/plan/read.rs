//! What screens show of plans.

use chrono::{DateTime, Utc};
use countersign_domain::actor::Actor;
use countersign_domain::plan::Hold;
use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::Serialize;
use ts_rs::TS;

use crate::StoreError;

/// A plan and how far it is.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PlanView {
    pub plan: i64,
    /// The instance it follows from; none where it delivers access packages.
    pub instance: Option<i64>,
    pub directory: i64,
    pub drawn_at: DateTime<Utc>,
    pub drawn_by: String,
    #[serde(skip)]
    #[ts(skip)]
    pub actor: Actor,
    pub change_count: i64,
    pub task_count: i64,
    /// Why it waits for a second person; empty when it does not.
    pub holds: Vec<Hold>,
    pub countersigned_at: Option<DateTime<Utc>>,
    pub countersigned_by: Option<String>,
    /// Held, and not yet countersigned.
    pub held: bool,
    /// SHA-256 over its changes.
    pub hash: String,
    pub pending: i64,
    /// Accounts of blocked guests that are deleted once their thirty days have passed.
    pub waiting: i64,
    pub applied: i64,
    pub already_so: i64,
    pub refused: i64,
    pub by_hand: i64,
    pub seen_gone: i64,
    pub still_there: i64,
    /// Of those still there: seen gone once, and there again.
    pub came_back: i64,
    pub unverified: i64,
}

/// One change of a plan, what became of it, and what was seen afterwards.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ChangeRow {
    pub change: i64,
    pub position: i64,
    /// The denied item it follows from, or the assignment.
    pub item: Option<i64>,
    pub assignment: Option<i64>,
    pub principal: i64,
    pub principal_name: String,
    pub resource: i64,
    pub resource_name: String,
    pub entitlement: String,
    /// `addMember`, `removeMember`, `giveRole`, `takeRole`, `endAssignment`, `blockAccount` or `deleteAccount`.
    pub kind: String,
    /// The list that is changed: the resource, or a group within it; the account where that is changed.
    pub list: i64,
    pub list_name: String,
    /// The directory in which it is carried out, and whether that is another one than the plan's: the domain from
    /// which the reviewed group is synced.
    pub directory_name: String,
    pub directory_kind: String,
    pub elsewhere: bool,
    /// Names of the groups between resource and person, nearest to the resource first.
    pub path: Vec<String>,
    /// What else the person loses by it.
    pub also: Vec<String>,
    /// How far the leaving of a guest is, and when the account is deleted.
    pub guest: Option<String>,
    pub delete_at: Option<DateTime<Utc>>,
    pub member_dn: String,
    pub group_dn: String,
    pub attempted_at: Option<DateTime<Utc>>,
    pub received_at: Option<DateTime<Utc>>,
    /// `applied`, `alreadySo`, `refused` or `byHand`; none while pending.
    pub outcome: Option<String>,
    pub code: Option<i64>,
    pub reason: Option<String>,
    pub carried_by: Option<String>,
    pub verification: Option<VerificationView>,
    /// It was seen gone and there again, at whatever time.
    pub came_back: bool,
}

/// The latest confirming read about a change.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct VerificationView {
    pub read_at: DateTime<Utc>,
    /// `gone`, `stillDirect`, `stillEffective` or `cameBack`.
    pub state: String,
    pub through: Option<String>,
}

/// The newest plan of an instance.
pub fn latest(connection: &Connection, instance: i64) -> Result<Option<i64>, StoreError> {
    Ok(
        connection.query_row("SELECT max(id) FROM plan WHERE instance_id = ?1", [instance], |row| {
            row.get(0)
        })?,
    )
}

/// The plans of an instance that were carried out, even in part, and the newest; oldest first.
pub fn all(connection: &Connection, instance: i64) -> Result<Vec<i64>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT p.id FROM plan p WHERE p.instance_id = ?1
           AND (p.id = (SELECT max(id) FROM plan WHERE instance_id = ?1)
                OR EXISTS (SELECT 1 FROM change c JOIN receipt r ON r.change_id = c.id WHERE c.plan_id = p.id))
         ORDER BY p.id",
    )?;
    let rows = statement.query_map([instance], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// One plan; `None` when there is none of that id.
pub fn show(connection: &Connection, plan: i64) -> Result<Option<PlanView>, StoreError> {
    let found = connection
        .prepare_cached(include_str!("show.sql"))?
        .query_row([plan], |row| {
            let signed: Option<DateTime<Utc>> = row.get("signed_at")?;
            let holds: String = row.get("holds")?;
            let actor: String = row.get("actor")?;
            Ok((
                PlanView {
                    plan,
                    instance: row.get("instance_id")?,
                    directory: row.get("directory_id")?,
                    drawn_at: row.get("drawn_at")?,
                    drawn_by: row.get("drawn_by")?,
                    actor: Actor {
                        principal: None,
                        display_name: String::new(),
                        administrator: false,
                        ..Actor::default()
                    },
                    change_count: row.get("change_count")?,
                    task_count: row.get("task_count")?,
                    holds: Vec::new(),
                    countersigned_at: signed,
                    countersigned_by: row.get("signed_by")?,
                    held: false,
                    hash: row.get("hash")?,
                    pending: row.get("pending")?,
                    waiting: row.get("waiting")?,
                    applied: row.get("applied")?,
                    already_so: row.get("already_so")?,
                    refused: row.get("refused")?,
                    by_hand: row.get("by_hand")?,
                    seen_gone: row.get("seen_gone")?,
                    still_there: row.get("still_there")?,
                    came_back: row.get("came_back")?,
                    unverified: row.get("unverified")?,
                },
                holds,
                actor,
            ))
        })
        .optional()?;
    let Some((view, holds, actor)) = found else {
        return Ok(None);
    };
    let holds: Vec<Hold> = serde_json::from_str(&holds)?;
    let held = !holds.is_empty() && view.countersigned_at.is_none();
    Ok(Some(PlanView {
        holds,
        held,
        actor: serde_json::from_str(&actor)?,
        ..view
    }))
}

fn names(row: &Row<'_>, column: &str) -> rusqlite::Result<Vec<String>> {
    let text: String = row.get(column)?;
    Ok(serde_json::from_str(&text).unwrap_or_default())
}

/// A page of a plan's changes, in order.
pub fn changes(connection: &Connection, plan: i64, offset: i64, limit: i64) -> Result<Vec<ChangeRow>, StoreError> {
    let mut statement = connection.prepare_cached(include_str!("changes.sql"))?;
    let rows = statement.query_map(params![plan, offset, limit], |row| {
        let state: Option<String> = row.get("state")?;
        let verification = match state {
            Some(state) => Some(VerificationView {
                read_at: row.get("read_at")?,
                state,
                through: row.get("through")?,
            }),
            None => None,
        };
        Ok(ChangeRow {
            change: row.get("id")?,
            position: row.get("position")?,
            item: row.get("item_id")?,
            assignment: row.get("assignment_id")?,
            principal: row.get("principal_id")?,
            principal_name: row.get("principal_name")?,
            resource: row.get("item_resource_id")?,
            resource_name: row.get("resource_name")?,
            entitlement: row.get("entitlement_name")?,
            kind: row.get("kind")?,
            list: row.get("resource_id")?,
            list_name: row.get("list_name")?,
            directory_name: row.get("directory_name")?,
            directory_kind: row.get("directory_kind")?,
            elsewhere: row.get("elsewhere")?,
            path: names(row, "path")?,
            also: names(row, "also")?,
            guest: row.get("guest")?,
            delete_at: row.get("delete_at")?,
            member_dn: row.get("member_dn")?,
            group_dn: row.get("group_dn")?,
            attempted_at: row.get("attempted_at")?,
            received_at: row.get("received_at")?,
            outcome: row.get("outcome")?,
            code: row.get("code")?,
            reason: row.get("reason")?,
            carried_by: row.get("carried_by")?,
            verification,
            came_back: row.get("came_back")?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
