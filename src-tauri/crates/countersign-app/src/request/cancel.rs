//! A request is taken back, or its delivery tried again.

use countersign_domain::actor::Actor;
use countersign_domain::catalog::Task;
use countersign_domain::request::{self as state, RequestEvent, RequestState};
use countersign_store::request::{self, RequestRow};
use countersign_store::rusqlite::Connection;
use serde::Deserialize;
use serde_json::json;
use ts_rs::TS;

use super::{advance, one};
use crate::Problem;
use crate::authority::{may, require};
use crate::call::{Entry, Write};

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
pub struct CancelInput {
    pub request: i64,
    pub reason: Option<String>,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ReprocessInput {
    pub request: i64,
}

/// Whether the actor may cancel a request, in the state it is in.
pub(super) fn may_cancel(connection: &Connection, actor: &Actor, row: &RequestRow) -> Result<bool, Problem> {
    Ok(state::next(row.state, RequestEvent::Cancel).is_ok()
        && (is_theirs(actor, row) || may(connection, actor, Task::CancelRequest, Some(row.catalog))?))
}

fn is_theirs(actor: &Actor, row: &RequestRow) -> bool {
    let own = actor.principal.map(|one| one.0);
    own.is_some() && (row.requestor == own || row.target == own)
}

pub(crate) fn cancel(write: &Write<'_>, input: CancelInput) -> Result<(RequestRow, Entry), Problem> {
    let mut row = one(write.transaction, input.request)?;
    if !is_theirs(&write.actor, &row) {
        require(write.transaction, &write.actor, Task::CancelRequest, Some(row.catalog))?;
    }
    let before = row.state;
    let reason = input.reason.unwrap_or_default();
    advance(write, &mut row, RequestEvent::Cancel, reason.trim())?;
    close(write, &row, "The request was canceled.")?;
    let detail = json!({ "package": row.package, "packageName": row.package_name, "target": row.target,
                         "targetName": row.target_name, "before": before.word(), "reason": reason.trim() });
    // What a failed delivery left goes with it.
    if before == RequestState::DeliveryFailed
        && let Some(assignment) = row.assignment
        && request::held(write.transaction, assignment)?.is_some()
    {
        super::hand_over::end_failed(write, assignment, row.request)?;
    }
    let row = one(write.transaction, input.request)?;
    Ok((row, Entry::new(format!("request:{}", input.request), detail)))
}

/// Nobody is asked any more, and what waits to be told to approvers is withdrawn.
pub(super) fn close(write: &Write<'_>, row: &RequestRow, why: &str) -> Result<(), Problem> {
    for stage in request::stages(write.transaction, row.request)? {
        if stage.ended_at.is_none() && stage.started_at.is_some() {
            request::close_stage(write.transaction, row.request, stage.position, None, write.now)?;
        }
    }
    countersign_store::notice::withdraw_of_request(write.transaction, row.request, why)?;
    Ok(())
}

/// Tries a delivery again that failed or was not whole, within seven days.
pub(crate) fn reprocess(write: &Write<'_>, input: ReprocessInput) -> Result<(RequestRow, Entry), Problem> {
    let mut row = one(write.transaction, input.request)?;
    require(write.transaction, &write.actor, Task::Reprocess, Some(row.catalog))?;
    let failed_at = row.completed_at.unwrap_or(write.now);
    state::reprocess(row.state, failed_at, write.now)?;
    let before = row.state;
    advance(write, &mut row, RequestEvent::Reprocess, "")?;
    super::hand_over::again(write, &row)?;
    let detail = json!({ "package": row.package, "packageName": row.package_name, "target": row.target,
                         "targetName": row.target_name, "before": before.word(), "problem": row.problem });
    let row = one(write.transaction, input.request)?;
    Ok((row, Entry::new(format!("request:{}", input.request), detail)))
}
