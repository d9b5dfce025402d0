//! What a delivery came to: from the directory's answers to the states of assignments and requests.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use countersign_domain::assignment::{AssignmentEvent, AssignmentState, from_receipts, next};
use countersign_domain::catalog::ResourceRole;
use countersign_domain::plan::Reason as TaskReason;
use countersign_domain::request::{Act, RequestEvent};
use countersign_domain::snapshot::{ASSIGNED, Target};
use countersign_store::assignment::{self, AssignmentRow, GivenRow, GivenState, Settled};
use countersign_store::plan::{self, Answered, ChangeKind};
use serde_json::json;

use super::draw::{open_task, role};
use super::give::note;
use super::step::{self, Reason};
use super::{adopts, retry_at, status};
use crate::call::{Entry, Stop, Write};
use crate::desk::Open;
use crate::job::Handle;
use crate::job::door::Doors;
use crate::{Desk, Problem};

/// Assignments settled in one transaction.
const BATCH: i64 = 200;
/// Names of what is missing that a sentence lists.
const NAMED: usize = 3;

/// Settles some of the assignments of a plan that is carried out; `false` when none was left.
pub(crate) fn settle(write: &Write<'_>, plan: i64) -> Result<(Vec<i64>, Entry), Problem> {
    let rows = assignment::in_plan(write.transaction, plan, BATCH)?;
    let mut settled = Vec::new();
    for row in &rows {
        for answered in plan::answers_about(write.transaction, plan, row.assignment)? {
            keep_answer(write, row, &answered)?;
        }
        if row.deliver_at.is_some() {
            // Something happened to it meanwhile, which the next plan does.
            assignment::clear_plan(write.transaction, row.assignment)?;
        } else {
            settle_one(write, row)?;
        }
        settled.push(row.assignment);
    }
    let detail = json!({ "plan": plan, "assignments": settled });
    Ok((settled, Entry::new(format!("plan:{plan}"), detail)))
}

/// Keeps what the directory answered about one entitlement.
fn keep_answer(write: &Write<'_>, row: &AssignmentRow, answered: &Answered) -> Result<(), Problem> {
    let key = (answered.resource, answered.entitlement.as_str());
    let noted = assignment::givens(write.transaction, row.assignment)?;
    let Some(given) = noted
        .iter()
        .find(|one| one.resource == answered.resource && one.entitlement == answered.entitlement)
    else {
        return Ok(());
    };
    let adds = matches!(answered.kind, ChangeKind::AddMember | ChangeKind::GiveRole);
    let done = match adds {
        true => GivenState::Held,
        false => GivenState::Taken,
    };
    let state = match answered.outcome.as_deref() {
        Some("applied" | "alreadySo") => done,
        Some("byHand") => GivenState::ByHand,
        Some(_) => GivenState::Refused,
        None => return Ok(()),
    };
    let reason = answered.reason.as_deref().filter(|_| state != done);
    assignment::set_given(
        write.transaction,
        row.assignment,
        key,
        state,
        Some(answered.change),
        reason,
    )?;
    if adds {
        correct_prior(write, row, given, answered)?;
    }
    if state == GivenState::ByHand {
        let text = format!(
            "{} {}",
            match adds {
                true => TaskReason::Give.sentence(&given.resource_name),
                false => TaskReason::Refused.sentence(&given.resource_name),
            },
            reason.unwrap_or_default()
        );
        let reason = if adds { TaskReason::Give } else { TaskReason::Refused };
        open_task(
            write,
            row,
            &role(answered.resource, answered.entitlement.as_str()),
            reason,
            text.trim().to_owned(),
        )?;
    }
    Ok(())
}

/// The directory knows better than the last snapshot what somebody held before: what was new to it was not held, and
/// what was there at the first attempt was.
fn correct_prior(write: &Write<'_>, row: &AssignmentRow, given: &GivenRow, answered: &Answered) -> Result<(), Problem> {
    let key = (answered.resource, answered.entitlement.as_str());
    match answered.outcome.as_deref() {
        Some("applied") if given.prior => {
            assignment::set_prior(write.transaction, row.assignment, key, false, false)?;
        }
        // A reason is noted where it was given, or tried, before.
        Some("alreadySo") if !given.prior && answered.first && answered.attempts == 1 && given.reason.is_none() => {
            let wanted: ResourceRole = role(answered.resource, answered.entitlement.as_str());
            let others = assignment::given_by_others(write.transaction, row.principal, row.assignment)?;
            let ours = others.iter().any(|one| one.given.role == wanted && !one.given.prior);
            if !ours {
                let adopts = adopts(write.transaction, row)?;
                assignment::set_prior(write.transaction, row.assignment, key, true, adopts)?;
            }
        }
        _ => {}
    }
    Ok(())
}

/// What an assignment has come to, by what is noted of its entitlements.
pub(super) fn settle_one(write: &Write<'_>, row: &AssignmentRow) -> Result<(), Problem> {
    let all = assignment::givens(write.transaction, row.assignment)?;
    let given: Vec<&GivenRow> = all.iter().filter(|one| one.state.is_given()).collect();
    match row.state {
        AssignmentState::Removing => removed(write, row, &given),
        _ => delivered(write, row, &given),
    }
}

fn delivered(write: &Write<'_>, row: &AssignmentRow, given: &[&GivenRow]) -> Result<(), Problem> {
    let done = |one: &&&GivenRow| one.in_package && one.state == GivenState::Held;
    let held = given.iter().filter(done).count();
    let open: Vec<&GivenRow> = given.iter().filter(|one| !done(one)).copied().collect();
    let event = match from_receipts(given.len(), held) {
        // Somebody is at it: that is not a failure.
        AssignmentEvent::DeliveredNone if open.iter().any(|one| one.state == GivenState::ByHand) => {
            AssignmentEvent::DeliveredSome
        }
        event => event,
    };
    let state = next(AssignmentState::Delivering, event)?;
    let problem = (!open.is_empty()).then(|| sentence(&open));
    let (attempts, retry) = tries(write, row, &open)?;
    let settled = Settled {
        state,
        status: status(state),
        problem: problem.as_deref(),
        retry_at: retry,
    };
    assignment::settle(write.transaction, row.assignment, &settled, write.now)?;
    let text = problem.as_deref().unwrap_or_default();
    note(write, row.assignment, event.word(), state, text, None)?;
    let holds = matches!(state, AssignmentState::Delivered | AssignmentState::PartiallyDelivered);
    assignment::assigned(write.transaction, row.package, row.principal, holds)?;
    if holds {
        provision(write, row, given)?;
        crate::notice::queue_delivered(write, row.assignment)?;
    }
    let event = match event {
        AssignmentEvent::DeliveredAll => RequestEvent::DeliveredAll,
        AssignmentEvent::DeliveredSome => RequestEvent::DeliveredSome,
        _ => RequestEvent::DeliveredNone,
    };
    requests(write, row, Act::Add, event, text, attempts, retry)
}

/// Nothing of it is delivered, and it is not tried again by itself: something stands against it.
pub(super) fn refuse(write: &Write<'_>, row: &AssignmentRow, against: &str) -> Result<(), Problem> {
    let event = AssignmentEvent::DeliveredNone;
    let state = next(AssignmentState::Delivering, event)?;
    let settled = Settled {
        state,
        status: status(state),
        problem: Some(against),
        retry_at: None,
    };
    assignment::settle(write.transaction, row.assignment, &settled, write.now)?;
    note(write, row.assignment, event.word(), state, against, None)?;
    requests(write, row, Act::Add, RequestEvent::DeliveredNone, against, 1, None)
}

fn removed(write: &Write<'_>, row: &AssignmentRow, left: &[&GivenRow]) -> Result<(), Problem> {
    let event = match left.is_empty() {
        true => AssignmentEvent::RemovedAll,
        false => AssignmentEvent::RemoveFailed,
    };
    let state = next(AssignmentState::Removing, event)?;
    let problem = (!left.is_empty()).then(|| sentence(left));
    let (attempts, retry) = tries(write, row, left)?;
    let settled = Settled {
        state,
        status: status(state),
        problem: problem.as_deref(),
        retry_at: retry,
    };
    assignment::settle(write.transaction, row.assignment, &settled, write.now)?;
    let text = problem.as_deref().unwrap_or_default();
    note(write, row.assignment, event.word(), state, text, None)?;
    let event = match event {
        AssignmentEvent::RemovedAll => {
            assignment::assigned(write.transaction, row.package, row.principal, false)?;
            let because = row.ended_because.as_deref().unwrap_or_default();
            crate::notice::queue_ended(write, row.assignment, because)?;
            RequestEvent::DeliveredAll
        }
        _ => RequestEvent::DeliveredSome,
    };
    requests(write, row, Act::Remove, event, text, attempts, retry)
}

/// How often in a row it was tried, and when it is tried again by itself: only what the directory refused is, and
/// nothing that is not there any more.
fn tries(write: &Write<'_>, row: &AssignmentRow, open: &[&GivenRow]) -> Result<(u32, Option<DateTime<Utc>>), Problem> {
    let events = assignment::events(write.transaction, row.assignment)?;
    let failures = events
        .iter()
        .rev()
        .take_while(|one| {
            matches!(
                one.event.as_str(),
                "deliveredSome" | "deliveredNone" | "removeFailed" | "retry"
            )
        })
        .filter(|one| one.event != "retry")
        .count();
    let attempts = u32::try_from(failures).unwrap_or(u32::MAX).saturating_add(1);
    let refused = |one: &&&GivenRow| one.state == GivenState::Refused && !one.resource_gone;
    let retry = match open.iter().find(refused) {
        Some(_) => retry_at(attempts, write.now),
        None => None,
    };
    Ok((attempts, retry))
}

/// What stands in the way, as a person would say it.
fn sentence(open: &[&GivenRow]) -> String {
    let mut text: Vec<String> = open
        .iter()
        .take(NAMED)
        .map(|one| match &one.reason {
            Some(reason) if reason.contains(&one.resource_name) => reason.clone(),
            Some(reason) => format!("“{}”: {reason}", one.resource_name),
            None => format!("“{}” is not there yet.", one.resource_name),
        })
        .collect();
    if open.len() > NAMED {
        text.push(format!("And {} more.", open.len() - NAMED));
    }
    text.join(" ")
}

fn requests(
    write: &Write<'_>,
    row: &AssignmentRow,
    act: Act,
    event: RequestEvent,
    text: &str,
    attempts: u32,
    retry_at: Option<DateTime<Utc>>,
) -> Result<(), Problem> {
    for request in step::in_delivery(write, row.assignment, act)? {
        let reason = Reason {
            text,
            attempts,
            retry_at,
        };
        step::step(write, request.request, event, None, reason)?;
    }
    Ok(())
}

/// Whoever gave the access does not review it.
fn provision(write: &Write<'_>, row: &AssignmentRow, given: &[&GivenRow]) -> Result<(), Problem> {
    let Some(by) = assignment::provisioner(write.transaction, row.assignment)? else {
        return Ok(());
    };
    let package = countersign_store::package::show(write.transaction, row.package)?;
    if let Some(package) = package {
        let key = (package.resource, ASSIGNED);
        assignment::provision(write.transaction, key, row.principal, by, write.now)?;
    }
    for one in given
        .iter()
        .filter(|one| one.state == GivenState::Held && (!one.prior || one.adopted))
    {
        let key = (one.resource, one.entitlement.as_str());
        assignment::provision(write.transaction, key, row.principal, by, write.now)?;
    }
    Ok(())
}

/// What is to be seen in one group: for each member, the assignment, and whether it is to be there.
type Looked = Vec<(Target, i64, bool)>;

/// Reads the groups again in which these assignments changed something, and keeps what is seen to be so. Answers how
/// many entitlements were seen.
pub(crate) fn confirm(
    desk: &Desk,
    open: &Open,
    actor: &countersign_domain::actor::Actor,
    doors: Doors<'_>,
    assignments: &[i64],
    handle: &Handle,
) -> Result<usize, Problem> {
    let groups = open
        .store
        .read(|connection| {
            let mut groups: BTreeMap<(i64, Option<i64>), (Target, Looked)> = BTreeMap::new();
            for id in assignments {
                let row = super::one(connection, *id).map_err(Stop)?;
                for given in assignment::givens(connection, *id)? {
                    let held = given.state == GivenState::Held;
                    if given.seen_at.is_some()
                        || given.entitlement != "member"
                        || given.resource_gone
                        || given.resource_kind != "group"
                        || !(held || given.state == GivenState::Taken && given.change.is_some())
                    {
                        continue;
                    }
                    let target = |(key, dn)| Target { key, dn };
                    let there = match given.change {
                        Some(change) => plan::made_elsewhere(connection, change)?,
                        None => None,
                    };
                    // What was changed in the domain it is synced from is looked at there.
                    let (directory, group, member) = match there {
                        Some(there) => (Some(there.directory), target(there.group), target(there.member)),
                        None => (
                            None,
                            target(plan::target(connection, given.resource)?),
                            target(plan::target(connection, row.principal)?),
                        ),
                    };
                    groups
                        .entry((given.resource, directory))
                        .or_insert_with(|| (group, Vec::new()))
                        .1
                        .push((member, *id, held));
                }
            }
            Ok(groups)
        })
        .map_err(|stop: Stop| stop.0)?;
    let mut seen = Vec::new();
    for ((resource, directory), (group, members)) in &groups {
        handle.go_on()?;
        let targets: Vec<Target> = members.iter().map(|(member, ..)| member.clone()).collect();
        // A domain that this plan does not change is not open here: its next read shows it.
        let Ok(door) = doors.of(*directory) else { continue };
        let found = desk
            .runtime
            .block_on(door.confirm(group, &targets, &handle.control()))?;
        for (presence, (_, assignment, held)) in found.iter().zip(members) {
            if presence.present == *held {
                let at = match desk.clock().is_fixed() {
                    true => desk.clock().now(),
                    false => presence.read_at,
                };
                seen.push((*assignment, *resource, at));
            }
        }
        handle.report("reading the groups again", seen.len() as u64, None);
    }
    if seen.is_empty() {
        return Ok(0);
    }
    desk.write(open, actor, "assignment.confirm", |write| {
        for (assignment, resource, at) in &seen {
            assignment::set_seen(write.transaction, *assignment, (*resource, "member"), *at)?;
        }
        let detail = json!({ "assignments": assignments, "seen": seen.len() });
        Ok((seen.len(), Entry::new("assignment:delivered", detail)))
    })
}
