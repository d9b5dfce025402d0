//! A request moves on: every change of its state goes through here, with its event.

use chrono::{DateTime, Utc};
use countersign_domain::policy::{self as rule, Policy};
use countersign_domain::request::{self as state, Act, By, RequestEvent, RequestState};
use countersign_store::request::{self, RequestRow, Step};

use super::{hand_over, one, rules_of};
use crate::Problem;
use crate::call::Write;

impl From<state::Refusal> for Problem {
    fn from(refusal: state::Refusal) -> Self {
        Self::new(refusal.to_string()).code("state")
    }
}

impl From<rule::Refusal> for Problem {
    fn from(refusal: rule::Refusal) -> Self {
        let field = match refusal {
            rule::Refusal::EndPassed { .. } => "policy",
            rule::Refusal::NothingToExtend | rule::Refusal::Ended => "assignment",
            _ => "endsAt",
        };
        Self::new(refusal.to_string()).code("dates").field(field)
    }
}

/// Puts a request into the state that the domain's table says, and notes the event.
pub(crate) fn advance(
    write: &Write<'_>,
    row: &mut RequestRow,
    event: RequestEvent,
    reason: &str,
) -> Result<RequestState, Problem> {
    let next = state::next(row.state, event)?;
    let label = write.actor.label();
    let step = Step {
        actor_id: write.actor.principal.map(|one| one.0),
        actor: &label,
        event: event.word(),
        state: next,
        escalated: event == RequestEvent::Escalate,
        reason,
    };
    request::step(write.transaction, row.request, &step, write.now)?;
    row.state = next;
    Ok(next)
}

/// Ends a request with a no, and tells who asked.
pub(crate) fn deny(write: &Write<'_>, row: &mut RequestRow, reason: &str) -> Result<(), Problem> {
    advance(write, row, RequestEvent::Deny, reason)?;
    crate::notice::queue_request_denied(write, row, reason)
}

/// Ends a request for want of an answer, or because its time has passed, and tells who asked.
pub(crate) fn expire(write: &Write<'_>, row: &mut RequestRow, reason: &str) -> Result<(), Problem> {
    advance(write, row, RequestEvent::TimeOut, reason)?;
    crate::notice::queue_request_expired(write, row, reason)
}

/// All that is needed is there: the request waits for its start, or is handed over to be delivered. What came
/// between since it was made (access that is held by now, a person who left, a conflict) ends it with the reason.
pub(crate) fn accept(write: &Write<'_>, id: i64) -> Result<RequestState, Problem> {
    let mut row = one(write.transaction, id)?;
    let rules = rules_of(write.transaction, &row)?;
    if row.kind.act() == Act::Add
        && let Some(reason) = hand_over::hindrance(write, &row)?
    {
        if row.state == RequestState::Submitted {
            return Err(Problem::new(reason).code("hindered"));
        }
        deny(write, &mut row, &reason)?;
        return Ok(row.state);
    }
    if row.kind.act() == Act::Add
        && let Some(start) = row.starts_at
        && start > write.now
    {
        advance(write, &mut row, RequestEvent::Schedule, "")?;
        return Ok(row.state);
    }
    let ends = match dates(write, &row, &rules) {
        Ok(ends) => ends,
        Err(problem) if row.state == RequestState::Submitted => return Err(problem),
        Err(problem) => {
            expire(write, &mut row, &problem.message)?;
            return Ok(row.state);
        }
    };
    advance(write, &mut row, RequestEvent::Deliver, "")?;
    hand_over::hand_over(write, &row, ends)?;
    Ok(row.state)
}

/// Until when, as things stand now.
fn dates(write: &Write<'_>, row: &RequestRow, rules: &Policy) -> Result<Option<DateTime<Utc>>, Problem> {
    let by_administrator = row.kind.by() == By::Administrator;
    Ok(match row.kind.act() {
        Act::Remove => None,
        Act::Add => end_of(rules, write.now, row.ends_at, by_administrator)?,
        Act::Update => {
            let held = hand_over::assignment_of(write, row)?;
            extended(rules, held.ends_at, write.now, row.ends_at, by_administrator)?
        }
    })
}

/// The end of an access that begins then. An administrator may set a shorter one under any policy.
pub(crate) fn end_of(
    rules: &Policy,
    start: DateTime<Utc>,
    asked: Option<DateTime<Utc>>,
    by_administrator: bool,
) -> Result<Option<DateTime<Utc>>, rule::Refusal> {
    match rules.end_of(start, asked) {
        Err(rule::Refusal::NoOwnEnd) if by_administrator => Ok(asked),
        answer => answer,
    }
}

/// The new end of an access. An administrator may shorten it, too.
pub(crate) fn extended(
    rules: &Policy,
    old: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
    asked: Option<DateTime<Utc>>,
    by_administrator: bool,
) -> Result<Option<DateTime<Utc>>, rule::Refusal> {
    match asked {
        Some(_) if by_administrator => end_of(rules, now, asked, true),
        _ => rules.extended(old, now, asked),
    }
}
