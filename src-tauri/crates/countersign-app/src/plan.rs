//! Plans: drawn from the decisions, held by the threshold, countersigned, carried out.

pub(crate) mod elsewhere;
pub(crate) mod foresee;
pub(crate) mod removal;

use std::collections::BTreeSet;

use countersign_domain::definition::{GuestAction, Settings};
use countersign_domain::instance;
use countersign_domain::plan::{Removal, holds};
use countersign_domain::snapshot::Kind;
use countersign_store::plan::{self, ChangeKind, ChangeRow, DeniedRow, Drawn, NewChange, PlanView};
use countersign_store::review::InstanceView;
use countersign_store::rusqlite::Connection;
use serde::{Deserialize, Serialize};
use serde_json::json;
use ts_rs::TS;

use crate::Problem;
use crate::call::{Entry, Read, Start, Write};
use crate::job::JobStarted;
use crate::principal::page;
use crate::review::{self, InstanceInput};
use crate::task::{self, Todo};
use removal::Access;

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PlanInput {
    pub plan: i64,
}

#[derive(Debug, Default, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(optional_fields)]
pub struct PlanShowInput {
    /// This plan …
    pub plan: Option<i64>,
    /// … or the newest of this instance.
    pub instance: Option<i64>,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
pub struct ChangeInput {
    pub plan: i64,
    pub offset: Option<i64>,
    pub limit: Option<i64>,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ChangePage {
    pub rows: Vec<ChangeRow>,
    pub total: i64,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
pub struct CarryOutInput {
    pub plan: i64,
    /// Looks what would be done and changes nothing.
    #[serde(default)]
    #[ts(optional = nullable, as = "Option<bool>")]
    pub dry_run: bool,
}

pub(crate) fn one(connection: &Connection, plan: i64) -> Result<PlanView, Problem> {
    plan::show(connection, plan)?.ok_or_else(|| Problem::missing("plan", plan))
}

pub(crate) fn draw(write: &Write<'_>, input: InstanceInput) -> Result<(PlanView, Entry), Problem> {
    let view = review::one(write.transaction, input.instance)?;
    if !review::status(&view)?.has_ended() {
        return Err(instance::Refusal::NotEnded.into());
    }
    let (definition, _) = review::definition_of(write.transaction, &view)?;
    let previous = plan::latest(write.transaction, input.instance)?;
    if let Some(previous) = previous {
        let previous = one(write.transaction, previous)?;
        if previous.pending > 0 && previous.pending < previous.change_count {
            return Err(Problem::new("The earlier plan is only half carried out.")
                .code("state")
                .hint("Carry it out to the end, then draw a new one."));
        }
    }
    let Sorted { changes, tasks, guests } = sort(write, &view, &definition.settings)?;
    let impacts = plan::impacts(write.transaction, &changes)?;
    let held = holds(&impacts, guests.len() as u64, definition.settings.threshold);
    let id = plan::draw(
        write.transaction,
        &Drawn {
            instance: Some(input.instance),
            directory: directory(&view)?,
            now: write.now,
            actor: &write.actor,
            changes: &changes,
            task_count: tasks.len(),
            holds: &held,
        },
    )?;
    for (item, principal) in &guests {
        plan::add_guest(write.transaction, input.instance, id, *item, *principal)?;
    }
    let due_days = definition.settings.task_due_days;
    for todo in &tasks {
        task::open(
            write,
            &Todo {
                plan: Some(id),
                due_days,
                ..todo.clone()
            },
        )?;
    }
    crate::notice::queue_tasks_opened(write, input.instance)?;
    let drawn = one(write.transaction, id)?;
    let detail = json!({ "plan": id, "changes": changes.len(), "tasks": tasks.len(), "guests": guests.len(), "holds": held, "hash": drawn.hash });
    Ok((drawn, Entry::new(format!("plan:{id}"), detail).of(input.instance)))
}

/// What is to be done about the denied items.
#[derive(Default)]
struct Sorted {
    changes: Vec<NewChange>,
    tasks: Vec<Todo>,
    /// Item and principal of guests who are put on the way out.
    guests: Vec<(i64, i64)>,
}

fn sort(write: &Write<'_>, view: &InstanceView, settings: &Settings) -> Result<Sorted, Problem> {
    let mut sorted = Sorted::default();
    let mut seen = BTreeSet::new();
    let untouchable = match settings.guest_action {
        GuestAction::BlockThenDelete => Some(crate::guest::Untouchable::of(write, view)?),
        GuestAction::RemoveAccess => None,
    };
    for row in plan::denied(write.transaction, view)? {
        if let Some(untouchable) = untouchable.as_ref().filter(|_| row.guest && !row.person_gone) {
            if seen.insert((row.principal, row.principal)) {
                crate::guest::leave(
                    write,
                    view,
                    untouchable,
                    &row,
                    &mut sorted.changes,
                    &mut sorted.tasks,
                    &mut sorted.guests,
                )?;
            }
            continue;
        }
        for step in removal::removals(write.transaction, access(&row), settings.nested)? {
            // Several ways may end in one list.
            if !seen.insert((row.item, step.cut.id.0)) {
                continue;
            }
            if let Some(there) = elsewhere::of(write.transaction, row.principal, &step)? {
                sorted
                    .changes
                    .extend(elsewhere::change(write.transaction, &row, &there)?);
                continue;
            }
            match step.reason {
                Some(reason) => sorted.tasks.push(Todo::of(view, &row, &step, reason)),
                None => sorted.changes.extend(change(write.transaction, &row, &step)?),
            }
        }
    }
    // Those of one group stand together, so that it is changed in few requests.
    sorted
        .changes
        .sort_by_key(|one| (one.directory, one.kind, one.resource));
    Ok(sorted)
}

/// The directory that a started instance is about.
pub(crate) fn directory(view: &InstanceView) -> Result<i64, Problem> {
    view.directory
        .ok_or_else(|| Problem::missing("directory of instance", view.instance))
}

pub(crate) fn access(row: &DeniedRow) -> Access<'_> {
    Access {
        resource: row.resource,
        entitlement: &row.entitlement,
        principal: row.principal,
        direct: row.direct,
        person_gone: row.person_gone,
    }
}

/// The removal as a change; none where an earlier plan has made it.
fn change(connection: &Connection, row: &DeniedRow, step: &Removal) -> Result<Option<NewChange>, Problem> {
    let (group_key, group_dn) = plan::target(connection, step.cut.id.0)?;
    if plan::is_done(connection, row.item, &group_key)? {
        return Ok(None);
    }
    Ok(Some(NewChange {
        item: Some(row.item),
        assignment: None,
        principal: row.principal,
        kind: match step.cut.kind {
            Kind::AccessPackage => ChangeKind::EndAssignment,
            Kind::ServicePrincipal | Kind::DirectoryRole | Kind::AzureRole => ChangeKind::TakeRole,
            _ => ChangeKind::RemoveMember,
        },
        directory: None,
        entitlement: matches!(
            step.cut.kind,
            Kind::ServicePrincipal | Kind::DirectoryRole | Kind::AzureRole
        )
        .then(|| row.entitlement.clone()),
        resource: step.cut.id.0,
        group_key,
        group_dn,
        member_key: row.member_key.clone(),
        member_dn: row.member_dn.clone(),
        path: removal::names(step),
        also: removal::also(connection, step, row.resource)?,
    }))
}

pub(crate) fn show(read: &Read<'_>, input: PlanShowInput) -> Result<Option<PlanView>, Problem> {
    let id = match (input.plan, input.instance) {
        (Some(plan), _) => Some(plan),
        (None, Some(instance)) => plan::latest(read.connection, instance)?,
        (None, None) => return Err(Problem::new("Say which plan, or of which review.").field("plan")),
    };
    id.map(|id| one(read.connection, id)).transpose()
}

pub(crate) fn changes(read: &Read<'_>, input: ChangeInput) -> Result<ChangePage, Problem> {
    let view = one(read.connection, input.plan)?;
    let (offset, limit) = page(input.offset, input.limit);
    Ok(ChangePage {
        rows: plan::changes(read.connection, input.plan, offset, limit)?,
        total: view.change_count,
    })
}

/// A second person puts their name under a plan that the threshold held back.
pub(crate) fn countersign(write: &Write<'_>, input: PlanInput) -> Result<(PlanView, Entry), Problem> {
    let view = one(write.transaction, input.plan)?;
    if !view.held {
        return Err(Problem::new("This plan does not wait for a signature.").code("state"));
    }
    crate::actor::four_eyes(write)?.second_person(&view.actor, &write.actor)?;
    plan::countersign(write.transaction, input.plan, &write.actor, &view.hash, write.now)?;
    let detail = json!({ "plan": input.plan, "hash": view.hash, "drawnBy": view.drawn_by, "holds": view.holds });
    let signed = one(write.transaction, input.plan)?;
    Ok((
        signed,
        Entry::new(format!("plan:{}", input.plan), detail).of(view.instance),
    ))
}

pub(crate) fn carry_out(start: Start, input: CarryOutInput) -> Result<JobStarted, Problem> {
    crate::job::carry_out::start(start, input)
}

pub(crate) fn verify(start: Start, input: PlanInput) -> Result<JobStarted, Problem> {
    crate::job::verify::start(start, input.plan)
}
