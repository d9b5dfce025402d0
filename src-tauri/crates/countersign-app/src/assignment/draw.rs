//! From assignments that are due to one plan of a directory: what each gives, what each takes back.

use std::collections::{BTreeMap, BTreeSet};

use countersign_domain::assignment::{AssignmentEvent, AssignmentState, Keep, Occasion, gains, losses, next};
use countersign_domain::catalog::ResourceRole;
use countersign_domain::id::PrincipalId;
use countersign_domain::plan::Reason as TaskReason;
use countersign_domain::request::{Act, RequestEvent};
use countersign_store::assignment::{self, AssignmentRow, GivenRow, GivenState, NewGiven};
use countersign_store::package::{self, PackageRole, PackageRow};
use countersign_store::plan::{self, ChangeKind, Drawn as DrawnPlan, NewChange};
use countersign_store::rusqlite::Connection;
use serde_json::json;

use super::give::{end_by_itself, note};
use super::settle::{refuse, settle_one};
use super::step::{self, Reason};
use super::{own, status};
use crate::Problem;
use crate::call::{Entry, Write};
use crate::task::{self, TASK_DAYS, Todo};

/// Assignments that one plan takes on at most: so many that a group is changed in few requests, so few that
/// nobody waits for the store.
const MOST: i64 = 500;

/// What is done about one assignment.
#[derive(Debug, Clone, Default)]
pub(super) struct Steps {
    pub changes: Vec<(ChangeKind, ResourceRole)>,
    pub tasks: Vec<(ResourceRole, TaskReason, String)>,
}

/// Takes on what is due in a directory; answers the plan, where it is to be changed. What needs no change is settled
/// at once.
pub(crate) fn draw(write: &Write<'_>, directory: i64) -> Result<(Option<i64>, Entry), Problem> {
    let due = assignment::to_deliver(write.transaction, directory, write.now, MOST)?;
    let mut changes = Vec::new();
    let (mut taken, mut settled) = (Vec::new(), Vec::new());
    let mut packages = Packages::default();
    for row in &due {
        let Some(row) = ready(write, row)? else {
            continue;
        };
        if row.state == AssignmentState::Delivering
            && row.delivered_at.is_none()
            && let Some(against) = crate::conflict::at_delivery(write, row.package, row.principal, row.assignment)?
        {
            refuse(write, &row, &against)?;
            settled.push(row.assignment);
            continue;
        }
        let steps = match row.state {
            AssignmentState::Removing => take_back(write, &row)?,
            _ => deliver(write, &row, packages.of(write.transaction, row.package)?)?,
        };
        for (role, reason, text) in &steps.tasks {
            open_task(write, &row, role, *reason, text.clone())?;
        }
        if steps.changes.is_empty() {
            settle_one(write, &row)?;
            settled.push(row.assignment);
            continue;
        }
        for (kind, role) in steps.changes {
            changes.push(change(write.transaction, &row, kind, &role)?);
        }
        taken.push(row.assignment);
    }
    let mut drawn = None;
    if !changes.is_empty() {
        // Additions first: who passes from one package to another is never without what both give. Those of one
        // group stand together, so that it is changed in few requests.
        changes.sort_by_key(|one| (one.kind, one.resource, one.assignment));
        let id = plan::draw(
            write.transaction,
            &DrawnPlan {
                instance: None,
                directory,
                now: write.now,
                actor: &write.actor,
                changes: &changes,
                task_count: 0,
                holds: &[],
            },
        )?;
        assignment::put_in_plan(write.transaction, id, &taken)?;
        drawn = Some(id);
    }
    let detail = json!({ "plan": drawn, "assignments": taken, "settled": settled, "changes": changes.len() });
    Ok((drawn, Entry::new(format!("directory:{directory}"), detail)))
}

/// What the packages give, each looked up once.
#[derive(Default)]
struct Packages(BTreeMap<i64, (PackageRow, Vec<PackageRole>)>);

impl Packages {
    fn of(&mut self, connection: &Connection, id: i64) -> Result<&(PackageRow, Vec<PackageRole>), Problem> {
        if !self.0.contains_key(&id) {
            let row = package::show(connection, id)?.ok_or_else(|| Problem::missing("access package", id))?;
            let roles = package::roles(connection, id)?;
            self.0.insert(id, (row, roles));
        }
        self.0.get(&id).ok_or_else(|| Problem::missing("access package", id))
    }
}

/// The assignment in the state in which it is carried out; none where it has just ended instead.
fn ready(write: &Write<'_>, row: &AssignmentRow) -> Result<Option<AssignmentRow>, Problem> {
    if row.principal_gone && row.state.is_live() {
        end_by_itself(
            write,
            row,
            AssignmentEvent::Remove,
            "The person is no longer in the directory.",
        )?;
        return Ok(None);
    }
    let mut row = row.clone();
    let act = match row.state {
        AssignmentState::Removing => Act::Remove,
        _ => Act::Add,
    };
    if !matches!(row.state, AssignmentState::Removing | AssignmentState::Delivering) {
        row.state = next(row.state, AssignmentEvent::Reprocess)?;
        assignment::set_state(
            write.transaction,
            row.assignment,
            row.state,
            status(row.state),
            row.deliver_at,
        )?;
        note(write, row.assignment, "retry", row.state, "", None)?;
    }
    if let Some(failed) = step::failed(write, row.assignment, act)? {
        let reason = Reason {
            attempts: failed.attempts,
            ..Reason::default()
        };
        step::step(write, failed.request, RequestEvent::Reprocess, None, reason)?;
    }
    Ok(Some(row))
}

pub(super) fn role(resource: i64, entitlement: &str) -> ResourceRole {
    ResourceRole {
        resource: PrincipalId(resource),
        entitlement: entitlement.to_owned(),
    }
}

/// Why a role is given and taken by a person; none where a change of the directory does it.
pub(super) fn by_hand(connection: &Connection, role: &ResourceRole) -> Result<Option<TaskReason>, Problem> {
    let place = plan::place(connection, role.resource.0)?;
    Ok(match (place.barrier, role.entitlement.as_str()) {
        (Some(reason), _) => Some(reason),
        (None, "member") => None,
        (None, _) => Some(TaskReason::NotAGroup),
    })
}

/// What is missing is given; what the package gives no longer is taken back.
fn deliver(
    write: &Write<'_>,
    row: &AssignmentRow,
    (package, roles): &(PackageRow, Vec<PackageRole>),
) -> Result<Steps, Problem> {
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
        let adopts = package.adopts || own(write.transaction, row.policy, row.policy_version)?.adopt;
        first(write, row, &new, adopts, &mut steps)?;
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
            _ => match by_hand(write.transaction, &given.role)? {
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
    match by_hand(write.transaction, &role)? {
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

/// An assignment has ended: what nothing else gives is taken back.
fn take_back(write: &Write<'_>, row: &AssignmentRow) -> Result<Steps, Problem> {
    let mut steps = Steps::default();
    let noted = assignment::givens(write.transaction, row.assignment)?;
    let lost: Vec<&GivenRow> = noted.iter().filter(|one| one.state.is_given()).collect();
    take(write, row, &lost, Occasion::AssignmentEnds, &mut steps)?;
    Ok(steps)
}

fn take(
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
        }
    }
    for role in &losses.remove {
        if let Some(given) = find(role) {
            take_one(write, row, given, role, steps)?;
        }
    }
    Ok(())
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
    let reason = by_hand(write.transaction, role)?;
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

pub(super) fn vanished(name: &str) -> String {
    format!("“{name}” is no longer in the directory.")
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

pub(super) fn open_task(
    write: &Write<'_>,
    row: &AssignmentRow,
    role: &ResourceRole,
    reason: TaskReason,
    text: String,
) -> Result<(), Problem> {
    let todo = Todo {
        instance: None,
        plan: None,
        item: None,
        exception: None,
        assignment: Some(row.assignment),
        directory: row.directory,
        principal: row.principal,
        resource: role.resource.0,
        entitlement: role.entitlement.clone(),
        cut: role.resource.0,
        path: Vec::new(),
        reason,
        text,
        due_days: TASK_DAYS,
    };
    task::open(write, &todo)?;
    Ok(())
}

fn change(
    connection: &Connection,
    row: &AssignmentRow,
    kind: ChangeKind,
    role: &ResourceRole,
) -> Result<NewChange, Problem> {
    let (group_key, group_dn) = plan::target(connection, role.resource.0)?;
    let (member_key, member_dn) = plan::target(connection, row.principal)?;
    Ok(NewChange {
        item: None,
        assignment: Some(row.assignment),
        principal: row.principal,
        kind,
        resource: role.resource.0,
        group_key,
        group_dn,
        member_key,
        member_dn,
        path: Vec::new(),
        also: Vec::new(),
    })
}
