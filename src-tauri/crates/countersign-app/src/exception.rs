//! The register of policy exceptions.

use chrono::{DateTime, NaiveDate, Utc};
use countersign_domain::exception::{self as rule, Access, Draft, Exception, State};
use countersign_domain::id::PrincipalId;
use countersign_domain::plan::Reason;
use countersign_store::StoreError;
use countersign_store::exception::{self, ExceptionEvent, ExceptionRow};
use countersign_store::rusqlite::{Connection, OptionalExtension};
use countersign_store::snapshot;
use serde::{Deserialize, Serialize};
use serde_json::json;
use ts_rs::TS;

use crate::Problem;
use crate::call::{Entry, Read, Write};
use crate::principal::page;
use crate::task::{self, TASK_DAYS, Todo};

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
pub struct ProposeInput {
    pub principal: i64,
    pub resource: i64,
    /// The role on it; `member` where nothing is said.
    pub entitlement: Option<String>,
    /// The policy it goes against.
    pub policy: String,
    pub reason: String,
    /// The last day it is in force.
    pub until_on: Option<NaiveDate>,
    /// The day to look at it again.
    pub review_on: Option<NaiveDate>,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ExceptionInput {
    pub exception: i64,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RevokeInput {
    pub exception: i64,
    pub reason: String,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
pub struct RenewInput {
    pub exception: i64,
    pub reason: String,
    pub until_on: NaiveDate,
    pub review_on: Option<NaiveDate>,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
pub struct ConfirmInput {
    pub exception: i64,
    /// The day of the next look.
    pub review_on: Option<NaiveDate>,
}

#[derive(Debug, Default, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(optional_fields)]
pub struct ExceptionListInput {
    pub state: Option<State>,
    pub offset: Option<i64>,
    pub limit: Option<i64>,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ExceptionPage {
    pub rows: Vec<ExceptionRow>,
    pub total: i64,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ExceptionView {
    #[serde(flatten)]
    pub row: ExceptionRow,
    /// Covers its access today.
    pub in_force: bool,
    /// It is time to look at it again.
    pub review_due: bool,
    pub events: Vec<ExceptionEvent>,
}

impl From<rule::Refusal> for Problem {
    fn from(refusal: rule::Refusal) -> Self {
        let problem = Self::new(refusal.to_string());
        match refusal {
            rule::Refusal::NameMissing => problem.field("policy"),
            rule::Refusal::ReasonMissing => problem.field("reason"),
            rule::Refusal::EndMissing | rule::Refusal::EndPassed | rule::Refusal::EndTooFar => problem.field("untilOn"),
            rule::Refusal::ReviewOutside => problem.field("reviewOn"),
            rule::Refusal::OwnProposal => problem
                .code("samePerson")
                .hint("Let another administrator look at it and approve it."),
            rule::Refusal::NotTwo(not) => not.into(),
            rule::Refusal::OwnAccess => problem.code("ownAccess"),
            rule::Refusal::NotProposed
            | rule::Refusal::NotApproved
            | rule::Refusal::NotExpired
            | rule::Refusal::AlreadyRevoked => problem.code("state"),
        }
    }
}

/// The day it is for the organization.
pub(crate) fn today(connection: &Connection, now: DateTime<Utc>) -> Result<NaiveDate, Problem> {
    Ok(now.with_timezone(&crate::review::zone(connection)?).date_naive())
}

fn one(connection: &Connection, id: i64) -> Result<(ExceptionRow, Exception), Problem> {
    exception::one(connection, id)?.ok_or_else(|| Problem::missing("exception", id))
}

pub(crate) fn list(read: &Read<'_>, input: ExceptionListInput) -> Result<ExceptionPage, Problem> {
    let (offset, limit) = page(input.offset, input.limit);
    let (rows, total) = exception::list(
        read.connection,
        input.state,
        crate::sight::only_own(&read.actor),
        offset,
        limit,
    )?;
    Ok(ExceptionPage { rows, total })
}

pub(crate) fn show(read: &Read<'_>, input: ExceptionInput) -> Result<ExceptionView, Problem> {
    let (row, found) = one(read.connection, input.exception)?;
    if let Some(own) = crate::sight::only_own(&read.actor)
        && row.principal != own
        && found.proposed_by.principal.map(|one| one.0) != Some(own)
    {
        return Err(Problem::missing("exception", input.exception));
    }
    view(read.connection, input.exception, read.now)
}

fn view(connection: &Connection, id: i64, now: DateTime<Utc>) -> Result<ExceptionView, Problem> {
    let (row, found) = one(connection, id)?;
    let today = today(connection, now)?;
    Ok(ExceptionView {
        in_force: found.is_in_force(today),
        review_due: found.is_review_due(today),
        events: exception::events(connection, id)?,
        row,
    })
}

pub(crate) fn propose(write: &Write<'_>, input: ProposeInput) -> Result<(ExceptionView, Entry), Problem> {
    let today = today(write.transaction, write.now)?;
    let named = |id: i64, field: &str| -> Result<String, Problem> {
        write
            .transaction
            .query_row(
                "SELECT key FROM principal WHERE id = ?1 AND removed_snapshot_id IS NULL AND kind <> 'container'",
                [id],
                |row| row.get(0),
            )
            .optional()
            .map_err(StoreError::from)?
            .ok_or_else(|| Problem::missing(field, id).field(field))
    };
    named(input.principal, "principal")?;
    let draft = Draft {
        access: Access {
            principal: PrincipalId(input.principal),
            resource: named(input.resource, "resource")?,
            entitlement: input.entitlement.unwrap_or_else(|| "member".into()),
        },
        policy: input.policy,
        reason: input.reason,
        until_on: input.until_on,
        review_on: input.review_on,
    };
    let new = rule::propose(draft, &write.actor, today)?;
    let id = exception::add(write.transaction, input.resource, &new)?;
    finish(write, id, &new, "proposed", &new.reason)
}

/// Keeps what an act made of an exception, with its event, and answers it.
pub(crate) fn finish(
    write: &Write<'_>,
    id: i64,
    now: &Exception,
    act: &str,
    reason: &str,
) -> Result<(ExceptionView, Entry), Problem> {
    exception::put(write.transaction, id, now)?;
    let label = write.actor.label();
    exception::record(write.transaction, id, act, &label, reason, now.until_on, write.now)?;
    let detail = json!({ "act": act, "access": now.access, "policy": now.policy, "reason": reason,
                         "state": now.state, "untilOn": now.until_on, "reviewOn": now.review_on });
    Ok((
        view(write.transaction, id, write.now)?,
        Entry::new(format!("exception:{id}"), detail),
    ))
}

pub(crate) fn approve(write: &Write<'_>, input: ExceptionInput) -> Result<(ExceptionView, Entry), Problem> {
    let (_, found) = one(write.transaction, input.exception)?;
    let eyes = crate::actor::four_eyes(write)?;
    let approved = found.approve(&write.actor, &eyes, today(write.transaction, write.now)?)?;
    finish(write, input.exception, &approved, "approved", "")
}

pub(crate) fn revoke(write: &Write<'_>, input: RevokeInput) -> Result<(ExceptionView, Entry), Problem> {
    let reason = input.reason.trim();
    if reason.is_empty() || reason.chars().count() > rule::LONGEST_REASON {
        return Err(rule::Refusal::ReasonMissing.into());
    }
    let (_, found) = one(write.transaction, input.exception)?;
    let was_in_force = found.state == State::Approved;
    let revoked = found.revoke()?;
    let finished = finish(write, input.exception, &revoked, "revoked", reason)?;
    if was_in_force {
        reopen(write, input.exception)?;
    }
    Ok(finished)
}

pub(crate) fn renew(write: &Write<'_>, input: RenewInput) -> Result<(ExceptionView, Entry), Problem> {
    let (_, found) = one(write.transaction, input.exception)?;
    let today = today(write.transaction, write.now)?;
    let renewed = found.renew(
        input.reason.clone(),
        input.until_on,
        input.review_on,
        &write.actor,
        today,
    )?;
    finish(write, input.exception, &renewed, "renewed", &input.reason)
}

pub(crate) fn confirm(write: &Write<'_>, input: ConfirmInput) -> Result<(ExceptionView, Entry), Problem> {
    let (_, found) = one(write.transaction, input.exception)?;
    let today = today(write.transaction, write.now)?;
    let confirmed = found.confirm(input.review_on, &write.actor, today)?;
    finish(write, input.exception, &confirmed, "confirmed", "")
}

/// The day has passed: what it covered is an open finding again.
pub(crate) fn expire(write: &Write<'_>, id: i64) -> Result<(bool, Entry), Problem> {
    let (_, found) = one(write.transaction, id)?;
    let Some(expired) = found.expire(today(write.transaction, write.now)?) else {
        return Err(Problem::new("This exception has not ended.").code("state"));
    };
    let (_, entry) = finish(write, id, &expired, "expired", "")?;
    let opened = found.state == State::Approved && reopen(write, id)?;
    Ok((opened, entry))
}

/// Opens a task where the access is still held and no other exception covers it.
fn reopen(write: &Write<'_>, id: i64) -> Result<bool, Problem> {
    let (row, _) = one(write.transaction, id)?;
    let today = today(write.transaction, write.now)?;
    let others = exception::covering(write.transaction, row.principal, row.resource, &row.entitlement, today)?;
    if others.iter().any(|other| other.exception != id) {
        return Ok(false);
    }
    let stands = match row.incompatible {
        Some(pair) => crate::conflict::stands(write.transaction, pair, row.principal)?,
        None => {
            let paths = snapshot::all_paths(write.transaction, row.resource, &row.entitlement, row.principal, 1)?;
            !paths.ways.is_empty()
        }
    };
    if !stands {
        return Ok(false);
    }
    let todo = Todo {
        instance: None,
        plan: None,
        item: None,
        exception: Some(id),
        assignment: None,
        directory: exception::directory_of(write.transaction, row.resource)?.unwrap_or_default(),
        principal: row.principal,
        resource: row.resource,
        entitlement: row.entitlement,
        cut: row.resource,
        path: Vec::new(),
        reason: Reason::ExceptionEnded,
        text: Reason::ExceptionEnded.sentence(&row.resource_name),
        due_days: TASK_DAYS,
    };
    Ok(task::open(write, &todo)?.is_some())
}
