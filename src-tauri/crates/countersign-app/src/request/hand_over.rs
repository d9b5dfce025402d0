//! From a request to the assignment it gives, extends or ends; the one place that knows how.

use chrono::{DateTime, Utc};
use countersign_domain::request::{Act, RequestEvent, RequestKind};
use countersign_store::request::{self, Held, NewRequest, RequestRow, Step};
use countersign_store::{new_identifier, policy};
use serde_json::Value;

use crate::Problem;
use crate::assignment::{self, AssignmentInput, Give};
use crate::call::Write;

/// What came between since the request was made; none where it can be handed over.
pub(super) fn hindrance(write: &Write<'_>, row: &RequestRow) -> Result<Option<String>, Problem> {
    let Some(target) = row.target else { return Ok(None) };
    let Some(person) = policy::person(write.transaction, target)? else {
        return Ok(None);
    };
    let name = &person.display_name;
    if person.gone {
        return Ok(Some(format!("{name} is not in the directory any more.")));
    }
    if !person.enabled {
        return Ok(Some(format!("The account of {name} is disabled.")));
    }
    if request::held_by(write.transaction, target, row.package)?.is_some() {
        return Ok(Some(format!("{name} has “{}” by now.", row.package_name)));
    }
    let conflicts = super::conflict::check_now(write, row.package, target)?;
    Ok((!conflicts.is_empty()).then(|| conflicts.join(" ")))
}

/// The assignment that a request changes.
pub(super) fn assignment_of(write: &Write<'_>, row: &RequestRow) -> Result<Held, Problem> {
    let gone = || Problem::new("The access that this request is about has ended.").code("state");
    let assignment = row.assignment.ok_or_else(gone)?;
    let (held, ..) = request::held(write.transaction, assignment)?.ok_or_else(gone)?;
    Ok(held)
}

/// Hands a request over to be delivered.
pub(super) fn hand_over(write: &Write<'_>, row: &RequestRow, ends_at: Option<DateTime<Utc>>) -> Result<(), Problem> {
    match row.kind.act() {
        Act::Add => {
            let target = row
                .target
                .ok_or_else(|| Problem::new("Nobody is named who is to hold the package.").code("state"))?;
            request::set_dates(write.transaction, row.request, Some(write.now), ends_at)?;
            if crate::organization::invite(write, row, target)? {
                return Ok(());
            }
            let assignment = give(write, row, target, ends_at)?;
            request::set_assignment(write.transaction, row.request, assignment)?;
        }
        Act::Update => {
            let held = assignment_of(write, row)?;
            request::set_dates(write.transaction, row.request, row.starts_at, ends_at)?;
            assignment::extend(write, held.assignment, ends_at, Some(row.request))?;
        }
        Act::Remove => {
            let held = assignment_of(write, row)?;
            assignment::end(write, held.assignment, because(row), Some(row.request))?;
        }
    }
    Ok(())
}

/// Whoever was invited is there now: what they asked for is delivered, unless something came between.
pub(crate) fn deliver_bound(write: &Write<'_>, id: i64) -> Result<(), Problem> {
    let mut row = super::one(write.transaction, id)?;
    match hindrance(write, &row)? {
        Some(reason) => {
            super::advance(write, &mut row, RequestEvent::DeliveredNone, &reason)?;
            Ok(())
        }
        None => {
            let ends_at = row.ends_at;
            hand_over(write, &row, ends_at)
        }
    }
}

fn because(row: &RequestRow) -> &'static str {
    match row.kind {
        RequestKind::UserRemove => "It was given back.",
        RequestKind::OnBehalfRemove => "It was given back for the person.",
        RequestKind::AdminRemove => "An administrator removed it.",
        RequestKind::ApproverRemove => "An approver took the approval back.",
        _ => "It was removed.",
    }
}

fn give(write: &Write<'_>, row: &RequestRow, target: i64, ends_at: Option<DateTime<Utc>>) -> Result<i64, Problem> {
    let give = Give {
        package: row.package,
        policy: row.policy,
        version: row.policy_version,
        principal: target,
        starts_at: write.now,
        ends_at,
        request: Some(row.request),
    };
    assignment::give(write, &give)
}

/// Makes a request that takes an assignment away, in the state delivering; answers its id.
pub(crate) fn revoke(
    write: &Write<'_>,
    of: &RequestRow,
    assignment: i64,
    kind: RequestKind,
    justification: &str,
) -> Result<i64, Problem> {
    let label = write.actor.label();
    let key = new_identifier()?;
    let new = NewRequest {
        key: &key,
        kind,
        package: of.package,
        policy: of.policy,
        policy_version: of.policy_version,
        assignment: Some(assignment),
        requestor: write.actor.principal.map(|one| one.0),
        requestor_name: &write.actor.display_name,
        target: of.target,
        outsider: None,
        justification,
        answers: &Value::Array(Vec::new()),
        starts_at: None,
        ends_at: None,
        made_at: None,
        again: None,
        exception: None,
    };
    let id = request::create(write.transaction, &new, write.now)?;
    let step = Step {
        actor_id: new.requestor,
        actor: &label,
        event: "submit",
        state: countersign_domain::request::RequestState::Submitted,
        escalated: false,
        reason: justification,
    };
    request::record(write.transaction, id, &step, write.now)?;
    super::accept(write, id)?;
    Ok(id)
}

/// What a failed delivery left behind is taken away.
pub(super) fn end_failed(write: &Write<'_>, assignment: i64, request: i64) -> Result<(), Problem> {
    let because = format!("Request {request} was canceled after its delivery failed.");
    assignment::end(write, assignment, &because, None)
}

/// The delivery of a request is tried again.
pub(super) fn again(write: &Write<'_>, row: &RequestRow) -> Result<(), Problem> {
    let held = assignment_of(write, row)?;
    let input = AssignmentInput {
        assignment: held.assignment,
    };
    assignment::reprocess(write, input)?;
    Ok(())
}
