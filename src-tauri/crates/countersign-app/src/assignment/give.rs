//! Giving, extending and ending an assignment. The delivery itself follows in a job.

use chrono::{DateTime, Duration, Utc};
use countersign_domain::assignment::{AssignmentEvent, AssignmentState, next};
use countersign_domain::request::{Act, RequestEvent, RequestKind};
use countersign_store::assignment::{self, AssignmentRow, NewAssignment};
use countersign_store::package;

use super::step::{self, Reason};
use super::{one, status};
use crate::Problem;
use crate::call::Write;

/// A package given to somebody.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Give {
    pub package: i64,
    pub policy: i64,
    /// The version of the policy it was asked for under.
    pub version: i64,
    pub principal: i64,
    pub starts_at: DateTime<Utc>,
    pub ends_at: Option<DateTime<Utc>>,
    pub request: Option<i64>,
}

/// When the first notice of an end is due: 14 days before, or 1 day before where that is past already.
pub(super) fn first_notice(ends_at: Option<DateTime<Utc>>, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let ends_at = ends_at?;
    [14, 1]
        .into_iter()
        .map(|days| ends_at - Duration::days(days))
        .find(|at| *at > now)
}

/// Gives a package: the assignment is delivered from now on. Answers its id.
///
/// # Errors
/// The person has the package, or is losing it right now.
pub(crate) fn give(write: &Write<'_>, give: &Give) -> Result<i64, Problem> {
    if let Some(live) = assignment::live_of(write.transaction, give.package, give.principal)? {
        let row = one(write.transaction, live)?;
        return Err(match row.state {
            AssignmentState::Removing => Problem::new(format!(
                "“{}” is being taken back from {}; it can be given again when that is done.",
                row.package_name, row.principal_name
            ))
            .code("state"),
            _ => Problem::new(format!("{} has “{}” already.", row.principal_name, row.package_name)).code("exists"),
        });
    }
    let new = NewAssignment {
        package: give.package,
        policy: give.policy,
        version: give.version,
        principal: give.principal,
        starts_at: give.starts_at,
        ends_at: give.ends_at,
        tell_at: first_notice(give.ends_at, write.now),
    };
    let id = assignment::create(write.transaction, &new, write.now)?;
    note(write, id, "give", AssignmentState::Delivering, "", give.request)?;
    if let Some(request) = give.request {
        step::begin(write, request, id)?;
    }
    Ok(id)
}

/// Writes down what happened, under the name of whoever acts.
pub(super) fn note(
    write: &Write<'_>,
    assignment: i64,
    event: &str,
    state: AssignmentState,
    reason: &str,
    request: Option<i64>,
) -> Result<(), Problem> {
    let happened = (event, state, reason);
    Ok(assignment::event(
        write.transaction,
        assignment,
        happened,
        request,
        &write.actor.label(),
        write.now,
    )?)
}

/// Gives an assignment another end. Nothing is to be delivered for it.
pub(crate) fn extend(
    write: &Write<'_>,
    assignment: i64,
    ends_at: Option<DateTime<Utc>>,
    request: Option<i64>,
) -> Result<(), Problem> {
    let row = one(write.transaction, assignment)?;
    let state = next(row.state, AssignmentEvent::Extend)?;
    let tell_at = first_notice(ends_at, write.now);
    assignment::extend(write.transaction, assignment, ends_at, tell_at, status(state))?;
    let until = ends_at.map_or("It does not end now.".to_owned(), |end| {
        format!("It ends on {} now.", end.format("%Y-%m-%d %H:%M UTC"))
    });
    note(
        write,
        assignment,
        AssignmentEvent::Extend.word(),
        state,
        &until,
        request,
    )?;
    if let Some(request) = request {
        step::begin(write, request, assignment)?;
        step::step(write, request, RequestEvent::DeliveredAll, None, Reason::default())?;
    }
    Ok(())
}

/// Ends an assignment: what it gave is taken back from now on. One that is being taken back already only takes the
/// request on.
pub(crate) fn end(write: &Write<'_>, assignment: i64, because: &str, request: Option<i64>) -> Result<(), Problem> {
    ended(write, assignment, AssignmentEvent::Remove, because, request)
}

pub(super) fn ended(
    write: &Write<'_>,
    assignment: i64,
    event: AssignmentEvent,
    because: &str,
    request: Option<i64>,
) -> Result<(), Problem> {
    let row = one(write.transaction, assignment)?;
    if row.state != AssignmentState::Removing {
        let state = next(row.state, event)?;
        assignment::set_ending(write.transaction, assignment, because, write.now)?;
        note(write, assignment, event.word(), state, because, request)?;
        for open in step::in_delivery(write, assignment, Act::Add)? {
            let reason = Reason {
                text: "It ended before it was delivered.",
                attempts: open.attempts,
                retry_at: None,
            };
            step::step(write, open.request, RequestEvent::DeliveredNone, None, reason)?;
        }
    }
    if let Some(request) = request {
        step::begin(write, request, assignment)?;
    }
    Ok(())
}

/// Ends an assignment by itself: with a request of the system's own.
pub(super) fn end_by_itself(
    write: &Write<'_>,
    row: &AssignmentRow,
    event: AssignmentEvent,
    because: &str,
) -> Result<(), Problem> {
    let request = step::make(write, row, RequestKind::SystemRemove, because, None)?;
    ended(write, row.assignment, event, because, Some(request))
}

/// The denial of a review takes a package back. `false`: the person has it no longer.
pub(crate) fn end_reviewed(
    write: &Write<'_>,
    package_resource: i64,
    principal: i64,
    because: &str,
) -> Result<bool, Problem> {
    let Some(package) = package::of_resource(write.transaction, package_resource)? else {
        return Ok(false);
    };
    let Some(live) = assignment::live_of(write.transaction, package, principal)? else {
        return Ok(false);
    };
    let row = one(write.transaction, live)?;
    if row.state == AssignmentState::Removing {
        return Ok(true);
    }
    end_by_itself(write, &row, AssignmentEvent::Remove, because)?;
    Ok(true)
}

/// A package gives other things now: everybody who has it is delivered anew. Answers how many.
pub(crate) fn package_changed(write: &Write<'_>, package: i64) -> Result<usize, Problem> {
    let label = write.actor.label();
    Ok(assignment::redeliver(write.transaction, package, &label, write.now)?)
}
