//! What an assignment no longer stands for, and what of it is taken away.

use countersign_domain::assignment::{Keep, Occasion, losses};
use countersign_domain::catalog::ResourceRole;
use countersign_domain::plan::Reason as TaskReason;
use countersign_store::assignment::{self, AssignmentRow, GivenRow, GivenState, NewGiven};
use countersign_store::package;
use countersign_store::plan::{self, ChangeKind};

use super::adopts;
use super::draw::{Steps, by_hand, vanished};
use crate::Problem;
use crate::call::Write;

/// An assignment has ended: what nothing else gives is taken back.
pub(super) fn take_back(write: &Write<'_>, row: &AssignmentRow) -> Result<Steps, Problem> {
    let mut steps = Steps::default();
    let noted = assignment::givens(write.transaction, row.assignment)?;
    let lost: Vec<&GivenRow> = noted.iter().filter(|one| one.state.is_given()).collect();
    take(write, row, &lost, Occasion::AssignmentEnds, &mut steps)?;
    Ok(steps)
}

pub(super) fn take(
    write: &Write<'_>,
    row: &AssignmentRow,
    lost: &[&GivenRow],
    occasion: Occasion,
    steps: &mut Steps,
) -> Result<(), Problem> {
    if lost.is_empty() {
        return Ok(());
    }
    let others = assignment::meant_by_others(write.transaction, row.principal, row.assignment)?;
    let given: Vec<_> = lost.iter().map(|one| one.to_rule()).collect();
    let losses = losses(occasion, &given, &others);
    let find = |role: &ResourceRole| {
        lost.iter()
            .find(|one| one.resource == role.resource.0 && one.entitlement == role.entitlement)
    };
    for kept in &losses.keep {
        let text = match kept.because {
            Keep::AnotherPackage { package, .. } => match package::show(write.transaction, package.0)? {
                Some(found) => format!("“{}” gives it too.", found.display_name),
                None => kept.because.to_string(),
            },
            because => because.to_string(),
        };
        let key = (kept.role.resource.0, kept.role.entitlement.as_str());
        assignment::set_given(
            write.transaction,
            row.assignment,
            key,
            GivenState::Kept,
            None,
            Some(&text),
        )?;
        if let Some(given) = find(&kept.role) {
            drop_task(write, row, given, "Something else gives it.")?;
            if let Keep::AnotherPackage { assignment, .. } = kept.because {
                hand_on(write, row, given, assignment.0)?;
            }
        }
    }
    for role in &losses.remove {
        if let Some(given) = find(role) {
            take_one(write, row, given, role, steps)?;
        }
    }
    Ok(())
}

/// Another assignment stands for it from now on, with what was noted of its past: else what a package gave would
/// look, to the one that follows it, as if it had been there before any.
fn hand_on(write: &Write<'_>, row: &AssignmentRow, given: &GivenRow, to: i64) -> Result<(), Problem> {
    let same =
        |one: &GivenRow| one.state.is_given() && one.resource == given.resource && one.entitlement == given.entitlement;
    if given.state != GivenState::Held || assignment::givens(write.transaction, to)?.iter().any(same) {
        return Ok(());
    }
    let other = super::one(write.transaction, to)?;
    let new = NewGiven {
        assignment: to,
        principal: row.principal,
        resource: given.resource,
        entitlement: &given.entitlement,
        state: GivenState::Held,
        prior: given.prior,
        adopted: given.prior && adopts(write.transaction, &other)?,
        reason: None,
    };
    Ok(assignment::keep_given(write.transaction, &new, write.now)?)
}

fn take_one(
    write: &Write<'_>,
    row: &AssignmentRow,
    given: &GivenRow,
    role: &ResourceRole,
    steps: &mut Steps,
) -> Result<(), Problem> {
    let key = (given.resource, given.entitlement.as_str());
    let set = |state, reason: Option<&str>| {
        assignment::set_given(write.transaction, row.assignment, key, state, None, reason)
    };
    if given.resource_gone {
        drop_task(write, row, given, "The resource is no longer in the directory.")?;
        return Ok(set(GivenState::Taken, Some(&vanished(&given.resource_name)))?);
    }
    let held = assignment::held(write.transaction, row.principal, given.resource, &given.entitlement)?;
    let reason = by_hand(write.transaction, role, row.principal)?;
    if !held && given.change.is_none() && !is_noted(write, row, given)? {
        drop_task(write, row, given, "The assignment ended before it was given.")?;
        return Ok(set(GivenState::Taken, Some("It was never given."))?);
    }
    match reason {
        None => {
            set(GivenState::Waiting, None)?;
            steps.changes.push((ChangeKind::RemoveMember, role.clone()));
        }
        Some(_) if row.principal_gone && !held => {
            set(GivenState::Taken, Some("The person is no longer in the directory."))?;
        }
        Some(reason) => {
            drop_task(write, row, given, "The assignment has ended.")?;
            let text = reason.sentence(&given.resource_name);
            set(GivenState::ByHand, Some(&text))?;
            steps.tasks.push((role.clone(), reason, text));
        }
    }
    Ok(())
}

/// Whether somebody says that they gave it, which no read has shown yet.
fn is_noted(write: &Write<'_>, row: &AssignmentRow, given: &GivenRow) -> Result<bool, Problem> {
    let tasks = plan::tasks_of_assignment(write.transaction, row.assignment)?;
    Ok(tasks.iter().any(|one| {
        one.kind == TaskReason::Give.word()
            && one.status == "waiting"
            && one.resource == given.resource
            && one.entitlement == given.entitlement
    }))
}

/// Nobody is to give it any more.
fn drop_task(write: &Write<'_>, row: &AssignmentRow, given: &GivenRow, why: &str) -> Result<(), Problem> {
    for one in plan::tasks_of_assignment(write.transaction, row.assignment)? {
        if one.kind == TaskReason::Give.word() && one.resource == given.resource && one.entitlement == given.entitlement
        {
            plan::close_task(write.transaction, one.task, why, write.now)?;
        }
    }
    Ok(())
}
