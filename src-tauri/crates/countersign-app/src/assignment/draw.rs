//! From assignments that are due to one plan of a directory: what each gives, what each takes back.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use countersign_domain::assignment::{AssignmentEvent, AssignmentState, next};
use countersign_domain::catalog::ResourceRole;
use countersign_domain::id::PrincipalId;
use countersign_domain::plan::{Place, Reason as TaskReason};
use countersign_domain::request::{Act, RequestEvent};
use countersign_domain::snapshot::Kind;
use countersign_store::assignment::{self, AssignmentRow};
use countersign_store::package::{self, PackageRole};
use countersign_store::plan::{self, ChangeKind, Counterpart, Drawn as DrawnPlan, NewChange};
use countersign_store::rusqlite::Connection;
use serde_json::json;

use super::give::{end_by_itself, note};
use super::hand_over::deliver;
use super::settle::{refuse, settle_one};
use super::status;
use super::step::{self, Reason};
use super::take_back::take_back;
use crate::Problem;
use crate::call::{self, Write};
use crate::task::{self, TASK_DAYS, Todo};

/// Assignments that one plan takes on at most: so many that a group is changed in few requests, so few that
/// nobody waits for the store.
const MOST: i64 = 500;

const MEMBER: &str = "member";

/// What is done about one assignment.
#[derive(Debug, Clone, Default)]
pub(super) struct Steps {
    pub changes: Vec<(ChangeKind, ResourceRole)>,
    pub tasks: Vec<(ResourceRole, TaskReason, String)>,
}

/// Takes on what is due in a directory; answers the plan, where it is to be changed. What needs no change is settled
/// at once.
pub(crate) fn draw(write: &Write<'_>, directory: i64) -> Result<(Option<i64>, call::Entry), Problem> {
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
    Ok((drawn, call::Entry::new(format!("directory:{directory}"), detail)))
}

/// What the packages give, each looked up once.
#[derive(Default)]
struct Packages(BTreeMap<i64, Vec<PackageRole>>);

impl Packages {
    fn of(&mut self, connection: &Connection, id: i64) -> Result<&[PackageRole], Problem> {
        Ok(match self.0.entry(id) {
            Entry::Occupied(found) => found.into_mut(),
            Entry::Vacant(empty) => empty.insert(package::roles(connection, id)?),
        })
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

/// Why a person's role is given and taken by hand; none where a change of the directory does it, or of the domain from
/// which the group is synced.
pub(super) fn by_hand(
    connection: &Connection,
    role: &ResourceRole,
    principal: i64,
) -> Result<Option<TaskReason>, Problem> {
    let place = plan::place(connection, role.resource.0)?;
    if elsewhere(connection, &place, principal)?.is_some() && role.entitlement == MEMBER {
        return Ok(None);
    }
    Ok(match (place.barrier, role.entitlement.as_str()) {
        (Some(reason), _) => Some(reason),
        (None, MEMBER) => None,
        (None, _) if matches!(place.kind, Kind::ServicePrincipal | Kind::DirectoryRole) => None,
        (None, _) => Some(TaskReason::NotAGroup),
    })
}

/// The domain in which a membership of a synced group is given and taken, where this store holds it.
pub(super) fn elsewhere(
    connection: &Connection,
    place: &Place,
    principal: i64,
) -> Result<Option<Counterpart>, Problem> {
    Ok(match place.barrier {
        Some(TaskReason::Synced) => plan::counterpart(connection, place.id.0, principal)?,
        _ => None,
    })
}

pub(super) fn vanished(name: &str) -> String {
    format!("“{name}” is no longer in the directory.")
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
    let place = plan::place(connection, role.resource.0)?;
    let of_role = matches!(place.kind, Kind::ServicePrincipal | Kind::DirectoryRole);
    let there = elsewhere(connection, &place, row.principal)?;
    let kind = match kind {
        ChangeKind::AddMember if of_role => ChangeKind::GiveRole,
        ChangeKind::RemoveMember if of_role => ChangeKind::TakeRole,
        kind => kind,
    };
    let (group, member) = match &there {
        Some(there) => (there.group, there.member),
        None => (role.resource.0, row.principal),
    };
    let (group_key, group_dn) = plan::target(connection, group)?;
    let (member_key, member_dn) = plan::target(connection, member)?;
    Ok(NewChange {
        item: None,
        assignment: Some(row.assignment),
        principal: row.principal,
        kind,
        directory: there.map(|there| there.directory),
        entitlement: of_role.then(|| role.entitlement.clone()),
        resource: role.resource.0,
        group_key,
        group_dn,
        member_key,
        member_dn,
        path: Vec::new(),
        also: Vec::new(),
    })
}
