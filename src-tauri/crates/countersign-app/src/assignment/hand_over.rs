//! What an assignment gives that is not there yet.

use std::collections::BTreeSet;

use countersign_domain::assignment::{Occasion, gains};
use countersign_domain::catalog::ResourceRole;
use countersign_domain::plan::Reason as TaskReason;
use countersign_store::assignment::{self, AssignmentRow, GivenRow, GivenState, NewGiven};
use countersign_store::package::PackageRole;
use countersign_store::plan::{self, ChangeKind};
use countersign_store::rusqlite::Connection;

use super::adopts;
use super::draw::{Steps, by_hand, role, vanished};
use super::take_back::take;
use crate::Problem;
use crate::call::Write;

/// What is missing is given; what the package gives no longer is taken back.
pub(super) fn deliver(write: &Write<'_>, row: &AssignmentRow, roles: &[PackageRole]) -> Result<Steps, Problem> {
    let mut steps = Steps::default();
    let noted = assignment::givens(write.transaction, row.assignment)?;
    let found = |one: &PackageRole| {
        noted
            .iter()
            .find(|given| given.resource == one.resource && given.entitlement == one.entitlement)
            .filter(|given| given.state.is_given())
    };
    let mut new = Vec::new();
    for one in roles {
        match found(one) {
            Some(given) if given.state == GivenState::Held => {}
            Some(given) => again(write, row, one, given, &mut steps)?,
            None => new.push(one),
        }
    }
    if !new.is_empty() {
        first(write, row, &new, adopts(write.transaction, row)?, &mut steps)?;
    }
    let lost: Vec<&GivenRow> = noted
        .iter()
        .filter(|one| one.state.is_given() && !one.in_package)
        .collect();
    take(write, row, &lost, Occasion::PackageChanged, &mut steps)?;
    Ok(steps)
}

/// What the package gives and the assignment has not given before. What was there already is noted first.
fn first(
    write: &Write<'_>,
    row: &AssignmentRow,
    new: &[&PackageRole],
    adopts: bool,
    steps: &mut Steps,
) -> Result<(), Problem> {
    let roles: Vec<ResourceRole> = new.iter().map(|one| role(one.resource, &one.entitlement)).collect();
    let mut held = BTreeSet::new();
    for one in &roles {
        if assignment::held(write.transaction, row.principal, one.resource.0, &one.entitlement)? {
            held.insert(one.clone());
        }
    }
    let others = assignment::given_by_others(write.transaction, row.principal, row.assignment)?;
    let gains = gains(&roles, &held, &others);
    let adds: BTreeSet<&ResourceRole> = gains.add.iter().collect();
    for given in gains.to_given(adopts) {
        let package = new
            .iter()
            .find(|one| role(one.resource, &one.entitlement) == given.role);
        let (state, reason) = match package {
            Some(gone) if gone.gone => (GivenState::Refused, Some(vanished(&gone.resource_name))),
            _ if !adds.contains(&given.role) => (GivenState::Held, None),
            _ => match by_hand(write.transaction, &given.role, row.principal)? {
                Some(reason) => {
                    let text = sentence(write.transaction, &given.role, reason)?;
                    steps.tasks.push((given.role.clone(), TaskReason::Give, text.clone()));
                    (GivenState::ByHand, Some(text))
                }
                None => {
                    steps.changes.push((ChangeKind::AddMember, given.role.clone()));
                    (GivenState::Waiting, None)
                }
            },
        };
        assignment::keep_given(
            write.transaction,
            &NewGiven {
                assignment: row.assignment,
                principal: row.principal,
                resource: given.role.resource.0,
                entitlement: &given.role.entitlement,
                state,
                prior: given.prior,
                adopted: given.adopted,
                reason: reason.as_deref(),
            },
            write.now,
        )?;
    }
    Ok(())
}

/// What was to be given before, and was not, or is missing.
fn again(
    write: &Write<'_>,
    row: &AssignmentRow,
    one: &PackageRole,
    given: &GivenRow,
    steps: &mut Steps,
) -> Result<(), Problem> {
    let role = role(one.resource, &one.entitlement);
    let key = (one.resource, one.entitlement.as_str());
    let set = |state, reason: Option<&str>| {
        assignment::set_given(write.transaction, row.assignment, key, state, None, reason)
    };
    if one.gone {
        return Ok(set(GivenState::Refused, Some(&vanished(&one.resource_name)))?);
    }
    match by_hand(write.transaction, &role, row.principal)? {
        // Only what the directory shows counts.
        Some(_) if assignment::held(write.transaction, row.principal, one.resource, &one.entitlement)? => {
            set(GivenState::Held, None)?;
        }
        Some(reason) => {
            let text = sentence(write.transaction, &role, reason)?;
            set(GivenState::ByHand, Some(&text))?;
            steps.tasks.push((role, TaskReason::Give, text));
        }
        None => {
            let reason = given.reason.as_deref().unwrap_or("It is tried again.");
            set(GivenState::Waiting, Some(reason))?;
            steps.changes.push((ChangeKind::AddMember, role));
        }
    }
    Ok(())
}

/// What a person does who gives a role, and why a person must.
fn sentence(connection: &Connection, role: &ResourceRole, reason: TaskReason) -> Result<String, Problem> {
    let name = plan::place(connection, role.resource.0)?.name;
    let why = match reason {
        TaskReason::Dynamic => "a rule chooses its members",
        TaskReason::Synced => "it comes from another directory",
        TaskReason::MailEnabled => "it belongs to the mail system",
        TaskReason::Disconnected => "nothing connects it",
        TaskReason::ReadOnly => "this directory cannot be changed from here",
        _ => "only memberships of groups are given from here",
    };
    Ok(format!(
        "The package gives “{}” on “{name}”; {why}, so give it there by hand.",
        role.entitlement
    ))
}
