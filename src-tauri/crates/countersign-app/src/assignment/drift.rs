//! After a read of the directory: what was given and is missing, what a person gave or took by hand, who has left.

use std::collections::BTreeMap;
use std::sync::Arc;

use countersign_domain::actor::Actor;
use countersign_domain::assignment::{AssignmentEvent, AssignmentState, next};
use countersign_domain::request::{Act, RequestEvent};
use countersign_store::StoreError;
use countersign_store::assignment::{self, After, Differing, GivenState};
use countersign_store::rusqlite::Connection;
use serde_json::{Value, json};

use super::draw::vanished;
use super::give::{end_by_itself, note};
use super::settle::settle_one;
use super::step::{self, Reason};
use super::{own, status};
use crate::call::{Entry, Write};
use crate::desk::Open;
use crate::{Desk, Problem};

/// Entitlements looked at between two commits.
const PAGE: i64 = 1_000;

type Page = fn(&Connection, i64, i64, &After, i64) -> Result<Vec<Differing>, StoreError>;
type Keep = fn(&Write<'_>, i64, &[&Differing], i64) -> Result<(), Problem>;

/// Compares what was given with the newest snapshot of a directory.
pub(crate) fn look(
    desk: &Arc<Desk>,
    open: &Open,
    actor: &Actor,
    directory: i64,
    snapshot: i64,
) -> Result<Value, Problem> {
    let mut left = 0;
    loop {
        let gone = open
            .store
            .read(|connection| assignment::of_gone_people(connection, directory, PAGE))?;
        if gone.is_empty() {
            break;
        }
        left += gone.len();
        desk.write(open, actor, "assignment.left", |write| {
            for row in &gone {
                let because = "The person is no longer in the directory.";
                end_by_itself(write, row, AssignmentEvent::Remove, because)?;
            }
            let ids: Vec<i64> = gone.iter().map(|row| row.assignment).collect();
            let detail = json!({ "snapshot": snapshot, "ended": ids });
            Ok(((), Entry::new(format!("directory:{directory}"), detail)))
        })?;
    }
    let each =
        |page: Page, keep: Keep, operation: &str| walk(desk, open, actor, (directory, snapshot), page, keep, operation);
    let missing = each(assignment::missing, lost, "assignment.drift")?;
    let given = each(assignment::appeared, given, "assignment.given")?;
    let taken = each(assignment::disappeared, taken, "assignment.taken")?;
    let seen = desk.write(open, actor, "assignment.seen", |write| {
        let seen = assignment::confirm_by(write.transaction, directory, snapshot, write.now)?;
        let detail = json!({ "snapshot": snapshot, "seen": seen });
        Ok((seen, Entry::new(format!("directory:{directory}"), detail)))
    })?;
    Ok(json!({ "left": left, "missing": missing, "givenByHand": given, "takenByHand": taken, "seen": seen }))
}

fn walk(
    desk: &Arc<Desk>,
    open: &Open,
    actor: &Actor,
    (directory, snapshot): (i64, i64),
    page: Page,
    keep: Keep,
    operation: &str,
) -> Result<usize, Problem> {
    let mut after: After = (0, 0, String::new(), 0);
    let mut all = 0;
    loop {
        let found = open
            .store
            .read(|connection| page(connection, directory, snapshot, &after, PAGE))?;
        let Some(last) = found.last() else {
            return Ok(all);
        };
        after = last.after();
        all += found.len();
        let mut by_assignment: BTreeMap<i64, Vec<&Differing>> = BTreeMap::new();
        for one in &found {
            by_assignment.entry(one.assignment).or_default().push(one);
        }
        desk.write(open, actor, operation, |write| {
            for (assignment, some) in &by_assignment {
                keep(write, *assignment, some, snapshot)?;
            }
            let what: Vec<Value> = found
                .iter()
                .map(|one| json!([one.assignment, one.resource, one.entitlement]))
                .collect();
            let detail = json!({ "snapshot": snapshot, "entitlements": what });
            Ok(((), Entry::new(format!("directory:{directory}"), detail)))
        })?;
    }
}

/// Something that was given is not there any more.
fn lost(write: &Write<'_>, id: i64, some: &[&Differing], snapshot: i64) -> Result<(), Problem> {
    let row = super::one(write.transaction, id)?;
    if !row.state.is_live() {
        return Ok(());
    }
    let mut sentences = Vec::new();
    for one in some {
        let key = (one.resource, one.entitlement.as_str());
        let (state, text) = match one.resource_gone {
            true => (GivenState::Refused, vanished(&one.resource_name)),
            false => (
                GivenState::Waiting,
                format!(
                    "“{}” was taken away in the directory, seen in snapshot {snapshot}.",
                    one.resource_name
                ),
            ),
        };
        assignment::set_given(write.transaction, id, key, state, None, Some(&text))?;
        // What somebody had before and lost otherwise is not given back to them as theirs.
        assignment::set_prior(write.transaction, id, key, false, false)?;
        sentences.push(text);
    }
    let text = sentences.join(" ");
    assignment::set_problem(write.transaction, id, Some(&text))?;
    if let Ok(state) = next(row.state, AssignmentEvent::DriftFound) {
        let repair = own(write.transaction, row.policy, row.policy_version)?.repair;
        let deliver_at = match repair && some.iter().any(|one| !one.resource_gone) {
            true => Some(write.now),
            false => row.deliver_at,
        };
        assignment::set_state(write.transaction, id, state, status(state), deliver_at)?;
        note(write, id, AssignmentEvent::DriftFound.word(), state, &text, None)?;
    }
    Ok(())
}

/// Something that was to be given is there: a person gave it.
fn given(write: &Write<'_>, id: i64, some: &[&Differing], snapshot: i64) -> Result<(), Problem> {
    let row = super::one(write.transaction, id)?;
    for one in some {
        let key = (one.resource, one.entitlement.as_str());
        assignment::set_given(write.transaction, id, key, GivenState::Held, None, None)?;
        assignment::set_seen(write.transaction, id, key, write.now)?;
    }
    let all = assignment::givens(write.transaction, id)?;
    let whole = all
        .iter()
        .filter(|one| one.state.is_given())
        .all(|one| one.in_package && one.state == GivenState::Held);
    let Some(state) = next(row.state, AssignmentEvent::Repaired).ok().filter(|_| whole) else {
        return Ok(());
    };
    assignment::settle(
        write.transaction,
        id,
        &assignment::Settled {
            state,
            status: status(state),
            problem: None,
            retry_at: None,
        },
        write.now,
    )?;
    let text = format!("Seen in snapshot {snapshot}.");
    note(write, id, AssignmentEvent::Repaired.word(), state, &text, None)?;
    assignment::assigned(write.transaction, row.package, row.principal, true)?;
    if let Some(failed) = step::failed(write, id, Act::Add)? {
        let reason = Reason {
            text: &text,
            ..Reason::default()
        };
        step::step(write, failed.request, RequestEvent::Reprocess, None, reason)?;
        step::step(write, failed.request, RequestEvent::DeliveredAll, None, reason)?;
    }
    Ok(())
}

/// Something that was to be taken is gone: a person took it.
fn taken(write: &Write<'_>, id: i64, some: &[&Differing], snapshot: i64) -> Result<(), Problem> {
    let row = super::one(write.transaction, id)?;
    let text = format!("Seen gone in snapshot {snapshot}.");
    for one in some {
        let key = (one.resource, one.entitlement.as_str());
        assignment::set_given(write.transaction, id, key, GivenState::Taken, None, Some(&text))?;
        assignment::set_seen(write.transaction, id, key, write.now)?;
    }
    let all = assignment::givens(write.transaction, id)?;
    if row.state == AssignmentState::Removing && all.iter().all(|one| !one.state.is_given()) {
        if let Some(failed) = step::failed(write, id, Act::Remove)? {
            step::step(write, failed.request, RequestEvent::Reprocess, None, Reason::default())?;
        }
        settle_one(write, &row)?;
    }
    Ok(())
}
