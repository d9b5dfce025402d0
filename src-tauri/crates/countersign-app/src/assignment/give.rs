//! Giving, extending and ending an assignment. The delivery itself follows in a job.

use chrono::{DateTime, Duration, Utc};
use countersign_domain::assignment::{AssignmentEvent, AssignmentState, next};
use countersign_domain::catalog::Task;
use countersign_domain::request::{Act, RequestEvent, RequestKind};
use countersign_store::assignment::{self, AssignmentRow, NewAssignment, NewRequest};
use countersign_store::{package, policy};
use serde::{Deserialize, Serialize};
use serde_json::json;
use ts_rs::TS;

use super::step::{self, Reason};
use super::{one, require, status};
use crate::Problem;
use crate::call::{Entry, Write};

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

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
#[ts(rename = "AssignmentGiveInput")]
pub struct GiveInput {
    pub package: i64,
    /// The policy it is given under; where a package has one, that.
    pub policy: Option<i64>,
    pub principal: i64,
    /// None: as long as the policy says, or without an end.
    pub ends_at: Option<DateTime<Utc>>,
    #[serde(default)]
    #[ts(optional = nullable, as = "Option<String>")]
    pub justification: String,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
pub struct ExtendInput {
    pub assignment: i64,
    /// None: it does not end any more.
    pub ends_at: Option<DateTime<Utc>>,
    pub reason: String,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct EndInput {
    pub assignment: i64,
    pub reason: String,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct EndManyInput {
    pub assignments: Vec<i64>,
    pub reason: String,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct EndedMany {
    pub ended: usize,
    /// They had ended already.
    pub unchanged: usize,
}

/// An administrator, or whoever may, gives a package directly.
pub(crate) fn give_asked(write: &Write<'_>, input: GiveInput) -> Result<(AssignmentRow, Entry), Problem> {
    require(write, Task::Assign, input.package)?;
    let policies = policy::list(write.transaction, input.package)?;
    let chosen = match input.policy {
        Some(wanted) => policies.iter().find(|one| one.policy == wanted).ok_or_else(|| {
            Problem::new(format!("The package has no policy {wanted}."))
                .code("missing")
                .field("policy")
        })?,
        None => match policies.iter().filter(|one| !one.automatic).collect::<Vec<_>>()[..] {
            [only] => only,
            [] => {
                return Err(Problem::new("The package has no policy under which it can be given.").field("policy"));
            }
            _ => return Err(Problem::new("Say under which policy.").field("policy")),
        },
    };
    if chosen.automatic {
        return Err(Problem::new("This policy gives the package by its rule alone.").field("policy"));
    }
    if input.ends_at.is_some_and(|end| end <= write.now) {
        return Err(Problem::new("The access would end before it begins.").field("endsAt"));
    }
    let kept = countersign_store::rusqlite::OptionalExtension::optional(write.transaction.query_row(
        "SELECT p.directory_id = c.directory_id FROM principal p, package k JOIN catalog c ON c.id = k.catalog_id
         WHERE p.id = ?1 AND k.id = ?2 AND p.kind = 'user' AND p.removed_snapshot_id IS NULL",
        [input.principal, input.package],
        |row| row.get::<_, bool>(0),
    ))
    .map_err(countersign_store::StoreError::from)?;
    match kept {
        None => return Err(Problem::missing("person", input.principal).field("principal")),
        Some(false) => {
            let other = Problem::new("The person is of another directory than the package.");
            return Err(other.field("principal"));
        }
        Some(true) => {}
    }
    let ends_at = until(write, chosen, input.ends_at)?;
    let request = assignment::add_request(
        write.transaction,
        &NewRequest {
            kind: RequestKind::AdminAdd,
            package: input.package,
            policy: chosen.policy,
            version: chosen.version,
            assignment: None,
            requestor_id: write.actor.principal.map(|one| one.0),
            requestor: &write.actor.label(),
            target: input.principal,
            justification: input.justification.trim(),
            starts_at: Some(write.now),
            ends_at,
        },
        write.now,
    )?;
    let id = give(
        write,
        &Give {
            package: input.package,
            policy: chosen.policy,
            version: chosen.version,
            principal: input.principal,
            starts_at: write.now,
            ends_at,
            request: Some(request),
        },
    )?;
    let row = one(write.transaction, id)?;
    let entry = entry(
        &row,
        json!({ "request": request, "justification": input.justification, "endsAt": ends_at }),
    );
    Ok((row, entry))
}

/// The end that the policy sets, or the one that was asked for where it allows that.
fn until(
    write: &Write<'_>,
    chosen: &policy::PolicyRow,
    asked: Option<DateTime<Utc>>,
) -> Result<Option<DateTime<Utc>>, Problem> {
    let zone = crate::review::zone(write.transaction)?;
    let parsed = countersign_domain::policy::parse(&chosen.definition, zone)?;
    let latest = parsed
        .end_of(write.now, None)
        .map_err(|refusal| Problem::new(refusal.to_string()).field("endsAt"))?;
    // Whoever gives a package directly may end it earlier, never later than the policy does.
    match (asked, latest) {
        (Some(asked), Some(latest)) if asked > latest => Err(Problem::new(format!(
            "Under this policy access ends on {} at the latest.",
            latest.format("%Y-%m-%d %H:%M UTC")
        ))
        .field("endsAt")),
        (asked, latest) => Ok(asked.or(latest)),
    }
}

pub(super) fn entry(row: &AssignmentRow, mut detail: serde_json::Value) -> Entry {
    detail["assignment"] = json!(row.assignment);
    detail["package"] = json!({ "id": row.package, "name": row.package_name });
    detail["principal"] = json!({ "id": row.principal, "name": row.principal_name });
    detail["policy"] = json!({ "id": row.policy, "version": row.policy_version });
    detail["state"] = json!(row.state.word());
    Entry::new(format!("assignment:{}", row.assignment), detail)
}

fn reason(text: &str) -> Result<&str, Problem> {
    let text = text.trim();
    match text.is_empty() {
        true => Err(Problem::new("Say why.").field("reason")),
        false => Ok(text),
    }
}

/// Gives an assignment another end directly.
pub(crate) fn extend_asked(write: &Write<'_>, input: ExtendInput) -> Result<(AssignmentRow, Entry), Problem> {
    let before = one(write.transaction, input.assignment)?;
    require(write, Task::Assign, before.package)?;
    let why = reason(&input.reason)?;
    if input.ends_at.is_some_and(|end| end <= write.now) {
        return Err(Problem::new("This end has passed.").field("endsAt"));
    }
    let request = step::make(write, &before, RequestKind::AdminUpdate, why, input.ends_at)?;
    extend(write, input.assignment, input.ends_at, Some(request))?;
    let row = one(write.transaction, input.assignment)?;
    let detail = json!({ "before": before.ends_at, "after": row.ends_at, "reason": why, "request": request });
    let entry = entry(&row, detail);
    Ok((row, entry))
}

/// Ends an assignment directly.
pub(crate) fn end_asked(write: &Write<'_>, input: EndInput) -> Result<(AssignmentRow, Entry), Problem> {
    let before = one(write.transaction, input.assignment)?;
    require(write, Task::RemoveAssignment, before.package)?;
    let why = reason(&input.reason)?;
    if matches!(before.state, AssignmentState::Removing | AssignmentState::Expired) {
        next(before.state, AssignmentEvent::Remove)?;
    }
    let request = step::make(write, &before, RequestKind::AdminRemove, why, None)?;
    end(write, input.assignment, why, Some(request))?;
    let row = one(write.transaction, input.assignment)?;
    let entry = entry(
        &row,
        json!({ "before": before.state.word(), "reason": why, "request": request }),
    );
    Ok((row, entry))
}

/// Ends several assignments directly, all or none; those that ended already stay as they are.
pub(crate) fn end_many(write: &Write<'_>, input: EndManyInput) -> Result<(EndedMany, Entry), Problem> {
    const MOST: usize = 1_000;
    if input.assignments.len() > MOST {
        return Err(Problem::new(format!("At most {MOST} are ended at once.")).field("assignments"));
    }
    let why = reason(&input.reason)?;
    let (mut ended, mut unchanged) = (Vec::new(), 0);
    for id in &input.assignments {
        let row = one(write.transaction, *id)?;
        require(write, Task::RemoveAssignment, row.package)?;
        if !row.state.is_live() {
            unchanged += 1;
            continue;
        }
        let request = step::make(write, &row, RequestKind::AdminRemove, why, None)?;
        end(write, *id, why, Some(request))?;
        ended.push(
            json!({ "assignment": id, "package": row.package, "principal": row.principal, "name": row.principal_name }),
        );
    }
    let detail = json!({ "ended": ended, "reason": why });
    let answer = EndedMany {
        ended: ended.len(),
        unchanged,
    };
    Ok((answer, Entry::new("assignment:many", detail)))
}

/// Has an assignment delivered once more: all it gives is looked at, and what is missing is given.
pub(crate) fn reprocess(write: &Write<'_>, input: super::AssignmentInput) -> Result<(AssignmentRow, Entry), Problem> {
    let before = one(write.transaction, input.assignment)?;
    require(write, Task::Reprocess, before.package)?;
    let state = match before.state {
        // What could not be taken back is tried again.
        AssignmentState::Removing => AssignmentState::Removing,
        AssignmentState::Delivering => AssignmentState::Delivering,
        state => next(state, AssignmentEvent::Reprocess)?,
    };
    // Every change is asked for again; where it is so already, the directory says so.
    for given in assignment::givens(write.transaction, before.assignment)? {
        if state == AssignmentState::Delivering && given.state == assignment::GivenState::Held && given.in_package {
            let key = (given.resource, given.entitlement.as_str());
            assignment::set_given(
                write.transaction,
                before.assignment,
                key,
                assignment::GivenState::Waiting,
                None,
                Some("It is looked at again."),
            )?;
        }
    }
    assignment::set_state(
        write.transaction,
        before.assignment,
        state,
        status(state),
        Some(write.now),
    )?;
    note(
        write,
        before.assignment,
        AssignmentEvent::Reprocess.word(),
        state,
        "",
        None,
    )?;
    let act = if state == AssignmentState::Removing {
        Act::Remove
    } else {
        Act::Add
    };
    if let Some(failed) = step::failed(write, before.assignment, act)? {
        step::step(write, failed.request, RequestEvent::Reprocess, None, Reason::default())?;
    }
    let row = one(write.transaction, before.assignment)?;
    let entry = entry(&row, json!({ "before": before.state.word() }));
    Ok((row, entry))
}
