//! Plans: drawn from the decisions, held by the threshold, countersigned, carried out.

use chrono::Duration;
use countersign_domain::id::{ItemId, PrincipalId};
use countersign_domain::instance;
use countersign_domain::plan::{self as rule, Denied, Step, holds};
use countersign_store::StoreError;
use countersign_store::plan::{self, ChangeRow, DeniedRow, Drawn, NewTask, PlanView};
use countersign_store::rusqlite::Connection;
use serde::{Deserialize, Serialize};
use serde_json::json;
use ts_rs::TS;

use crate::Problem;
use crate::call::{Entry, Read, Start, Write};
use crate::job::JobStarted;
use crate::principal::page;
use crate::review::{self, InstanceInput};

/// Days a person has for a remediation task.
pub(crate) const TASK_DAYS: i64 = 14;

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
    let writable = true;
    let denied = undone(write.transaction, plan::denied(write.transaction, &view)?)?;
    let mut changes = Vec::new();
    let mut tasks = Vec::new();
    for row in denied {
        let steps = rule::steps(&Denied {
            item: ItemId(row.item),
            principal: PrincipalId(row.principal),
            resource: PrincipalId(row.resource),
            direct: row.direct,
            through: row.through.clone(),
            writable,
        });
        for step in steps {
            match step {
                Step::Remove => changes.push(row.clone()),
                Step::ByHand { reason } => tasks.push((row.item, row.resource, reason)),
            }
        }
    }
    let impacts = plan::impacts(write.transaction, &changes)?;
    let held = holds(&impacts, definition.settings.threshold);
    let id = plan::draw(
        write.transaction,
        &Drawn {
            instance: input.instance,
            now: write.now,
            actor: &write.actor,
            changes: &changes,
            task_count: tasks.len(),
            holds: &held,
        },
    )?;
    for (item, resource, reason) in &tasks {
        open_task(write, input.instance, id, *item, *resource, reason)?;
    }
    crate::notice::queue_tasks_opened(write, input.instance)?;
    let drawn = one(write.transaction, id)?;
    let detail =
        json!({ "plan": id, "changes": changes.len(), "tasks": tasks.len(), "holds": held, "hash": drawn.hash });
    Ok((drawn, Entry::new(format!("plan:{id}"), detail).of(input.instance)))
}

/// Denied items that no earlier plan has dealt with.
fn undone(connection: &Connection, denied: Vec<DeniedRow>) -> Result<Vec<DeniedRow>, Problem> {
    let mut done = connection
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM change c JOIN receipt r ON r.change_id = c.id
                            WHERE c.item_id = ?1 AND r.outcome IN ('applied','alreadySo'))",
        )
        .map_err(StoreError::from)?;
    let mut left = Vec::new();
    for row in denied {
        if !done
            .query_row([row.item], |sql| sql.get::<_, bool>(0))
            .map_err(StoreError::from)?
        {
            left.push(row);
        }
    }
    Ok(left)
}

/// Opens a remediation task for the resource's first owner, or for the administrator.
pub(crate) fn open_task(
    write: &Write<'_>,
    instance: i64,
    plan: i64,
    item: i64,
    resource: i64,
    reason: &str,
) -> Result<bool, Problem> {
    let owner: Option<String> = write
        .transaction
        .prepare_cached(
            "SELECT min(p.display_name) FROM \"grant\" g JOIN principal p ON p.id = g.principal_id
             WHERE g.resource_id = ?1 AND g.entitlement = 'owner' AND p.removed_snapshot_id IS NULL AND coalesce(p.enabled, 1) = 1",
        )
        .and_then(|mut statement| statement.query_row([resource], |row| row.get(0)))
        .map_err(StoreError::from)?;
    let owner = owner.unwrap_or_else(|| "administrator".into());
    let due_on = (write.now + Duration::days(TASK_DAYS)).date_naive();
    let task = NewTask {
        instance,
        plan,
        item,
        reason,
        owner: &owner,
        due_on,
        now: write.now,
    };
    Ok(plan::open_task(write.transaction, &task)?)
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
    if view.actor.is_same_person(&write.actor) {
        return Err(Problem::new("The second signature comes from a second person.")
            .code("samePerson")
            .hint("Let another administrator look at the plan and sign it."));
    }
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
