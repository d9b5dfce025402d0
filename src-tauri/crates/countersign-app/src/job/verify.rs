//! Verifying a plan: the directory is read again, and each denied item is looked up in what it says now.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use countersign_domain::actor::Actor;
use countersign_store::plan::{self, SeenState};
use countersign_store::snapshot;
use serde_json::{Value, json};

use crate::call::{Entry, Start, Stop, Write};
use crate::desk::Open;
use crate::job::carry_out::by_group;
use crate::job::{Handle, JobStarted, sync};
use crate::{Desk, Problem, directory};

const BATCH: i64 = 200;

pub(crate) fn start(start: Start, plan: i64) -> Result<JobStarted, Problem> {
    let view = start
        .open
        .store
        .read(|connection| crate::plan::one(connection, plan).map_err(Stop))
        .map_err(|stop| stop.0)?;
    let instance = start
        .open
        .store
        .read(|connection| crate::review::one(connection, view.instance).map_err(Stop))
        .map_err(|stop| stop.0)?;
    if view.pending > 0 {
        return Err(Problem::new("The plan is not carried out yet.").code("state"));
    }
    let directory = instance
        .directory
        .ok_or_else(|| Problem::missing("directory of instance", view.instance))?;
    let (_, connector) = directory::connector(&start, directory)?;
    let (desk, open, actor) = (start.desk.clone(), start.open, start.actor);
    start.desk.spawn(
        "plan.verify",
        instance.display_name,
        &["verification", "plan", "task", "principal", "grant", "snapshot"],
        move |handle| {
            // The new snapshot shows what nested groups still give; the live read below shows the group itself.
            let synced = sync::run(&desk, &open, &actor, directory, false, handle)?;
            let live = look(&desk, &open, &*connector, plan, handle)?;
            keep(&desk, &open, &actor, plan, view.instance, &live, &synced)
        },
    )
}

/// What a live read of the groups said of each change's item.
fn look(
    desk: &Arc<Desk>,
    open: &Open,
    connector: &dyn countersign_directory::Connector,
    plan: i64,
    handle: &Handle,
) -> Result<HashMap<i64, (bool, DateTime<Utc>)>, Problem> {
    let mut live = HashMap::new();
    let mut after = -1;
    loop {
        handle.go_on()?;
        let batch = open
            .store
            .read(|connection| plan::unverified(connection, plan, after, BATCH))?;
        let Some((last, _)) = batch.last() else { return Ok(live) };
        after = *last;
        let mut items = batch.iter().map(|(_, one)| one.item);
        for (group, members) in by_group(batch.iter().map(|(_, one)| one)) {
            let seen = desk
                .runtime
                .block_on(connector.confirm(&group, &members, &handle.control()))?;
            for (presence, item) in seen.iter().zip(items.by_ref()) {
                let read_at = if desk.clock().is_fixed() {
                    desk.clock().now()
                } else {
                    presence.read_at
                };
                live.insert(item, (presence.present, read_at));
            }
        }
        handle.report("reading the groups again", live.len() as u64, None);
    }
}

fn keep(
    desk: &Arc<Desk>,
    open: &Open,
    actor: &Actor,
    plan: i64,
    instance: i64,
    live: &HashMap<i64, (bool, DateTime<Utc>)>,
    synced: &Value,
) -> Result<Value, Problem> {
    desk.write(open, actor, "plan.verify", |write| {
        let view = crate::review::one(write.transaction, instance)?;
        let (mut gone, mut still) = (0, 0);
        for row in plan::denied(write.transaction, &view)? {
            let nested = snapshot::nested_path(write.transaction, row.resource, row.principal)?;
            let (direct, read_at) = match live.get(&row.item) {
                Some((present, at)) => (*present, *at),
                None => (
                    snapshot::is_member(write.transaction, row.resource, row.principal)?,
                    write.now,
                ),
            };
            let through = nested.map(|names| names.join(" › "));
            let state = match (direct, &through) {
                (true, _) => SeenState::StillDirect,
                (false, Some(_)) => SeenState::StillEffective,
                (false, None) => SeenState::Gone,
            };
            plan::verified(write.transaction, plan, row.item, state, through.as_deref(), read_at)?;
            if state == SeenState::Gone {
                gone += 1;
                continue;
            }
            still += 1;
            let reason = match &through {
                Some(through) => {
                    format!("The access also comes through the group “{through}”; change the membership there.")
                }
                None => "The membership is still there after the plan was carried out.".to_owned(),
            };
            if state == SeenState::StillEffective && !row.through.is_empty() {
                continue; // its task was opened with the plan
            }
            if state == SeenState::StillDirect && has_receipt_for_a_person(write, plan, row.item)? {
                continue; // its task was opened when the plan was carried out
            }
            crate::plan::open_task(write, instance, plan, row.item, row.resource, &reason)?;
        }
        crate::notice::queue_tasks_opened(write, instance)?;
        let detail = json!({ "plan": plan, "gone": gone, "stillThere": still, "snapshot": synced });
        let answer = json!({ "plan": plan, "gone": gone, "stillThere": still, "snapshot": synced });
        Ok((answer, Entry::new(format!("plan:{plan}"), detail).of(instance)))
    })
}

/// The directory refused the change of this item, or only a person can make it.
fn has_receipt_for_a_person(write: &Write<'_>, plan: i64, item: i64) -> Result<bool, Problem> {
    let found = write
        .transaction
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM change c JOIN receipt r ON r.change_id = c.id
                            WHERE c.item_id = ?1 AND c.plan_id = ?2 AND r.outcome IN ('refused','byHand'))",
        )
        .and_then(|mut statement| statement.query_row([item, plan], |row| row.get(0)))
        .map_err(countersign_store::StoreError::from)?;
    Ok(found)
}
