//! Verifying a plan: the directory is read again, and each denied item is looked up in what it says now.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use countersign_domain::actor::Actor;
use countersign_domain::plan::{GuestState, Reason, Removal};
use countersign_store::StoreError;
use countersign_store::plan::{self, DeniedRow, PlanView, SeenState, Verified};
use serde_json::{Value, json};

use crate::call::{Entry, Start, Stop, Write};
use crate::desk::Open;
use crate::job::carry_out::by_group;
use crate::job::door::{self, Doors};
use crate::job::{Handle, JobStarted, sync};
use crate::plan::removal;
use crate::task::{self, Todo};
use crate::{Desk, Problem, directory};

const BATCH: i64 = 200;
/// How long the copies of a directory are given to agree. A directory that has many answers from whichever is near, and
/// an older one may not know yet what the newer one said.
const SETTLING: Duration = Duration::from_secs(30);

pub(crate) fn start(start: Start, plan: i64) -> Result<JobStarted, Problem> {
    let view = start
        .open
        .store
        .read(|connection| crate::plan::one(connection, plan).map_err(Stop))
        .map_err(|stop| stop.0)?;
    let instance = start
        .open
        .store
        .read(|connection| crate::review::one(connection, instance_of(&view)?).map_err(Stop))
        .map_err(|stop| stop.0)?;
    if view.pending > 0 {
        return Err(Problem::new("The plan is not carried out yet.").code("state"));
    }
    let directory = view.directory;
    let (_, connector) = directory::connector(&start, directory)?;
    let elsewhere = door::elsewhere(&start, plan)?;
    let (desk, open, actor) = (start.desk.clone(), start.open.clone(), start.actor.clone());
    start.spawn_about(
        "plan.verify",
        instance.display_name,
        Some(plan),
        &["verification", "plan", "task", "principal", "grant", "snapshot"],
        move |handle| {
            let doors = Doors {
                home: &*connector,
                elsewhere: &elsewhere,
            };
            run(&desk, &open, &actor, plan, directory, doors, handle)
        },
    )
}

fn instance_of(view: &PlanView) -> Result<i64, Stop> {
    view.instance.ok_or_else(|| {
        let other = Problem::new("This plan delivers access packages; each assignment shows what was seen of it.");
        Stop(other.code("state"))
    })
}

/// Reads the directory again and keeps what it shows of every denied item of a plan.
pub(crate) fn run(
    desk: &Arc<Desk>,
    open: &Arc<Open>,
    actor: &Actor,
    plan: i64,
    directory: i64,
    doors: Doors<'_>,
    handle: &Handle,
) -> Result<Value, Problem> {
    let instance = open
        .store
        .read(|connection| instance_of(&crate::plan::one(connection, plan).map_err(Stop)?))
        .map_err(|stop: Stop| stop.0)?;
    // The new snapshot shows what nested groups still give; the live read below shows the lists themselves.
    let synced = sync::run(desk, open, actor, directory, false, handle)?;
    let mut live = look(desk, open, doors, plan, handle)?;
    if disagree(open, instance, &live)? {
        handle.report("waiting for the directory's copies to agree", 0, None);
        let control = handle.control();
        desk.runtime.block_on(async {
            tokio::select! {
                () = control.cancel.cancelled() => {}
                () = tokio::time::sleep(SETTLING) => {}
            }
        });
        handle.go_on()?;
        look_again(&mut live, look(desk, open, doors, plan, handle)?);
    }
    keep(desk, open, actor, plan, instance, &live, &synced)
}

/// One list as it was read live, for one item.
struct Live {
    /// Another than the plan's.
    directory: Option<i64>,
    list: i64,
    present: bool,
    read_at: DateTime<Utc>,
}

type Lists = HashMap<i64, Vec<Live>>;

/// What a live read of the lists said, by item.
fn look(desk: &Arc<Desk>, open: &Open, doors: Doors<'_>, plan: i64, handle: &Handle) -> Result<Lists, Problem> {
    let mut live = Lists::new();
    let mut after = -1;
    loop {
        handle.go_on()?;
        let batch = open
            .store
            .read(|connection| plan::unverified(connection, plan, after, BATCH))?;
        let Some((last, _)) = batch.last() else { return Ok(live) };
        after = *last;
        let mut asked = batch.iter().map(|(_, one)| (one.item, one.resource));
        for (directory, group, members) in by_group(batch.iter().map(|(_, one)| one)) {
            let control = handle.control();
            let look = doors.of(directory)?.confirm(&group, &members, &control);
            let seen = desk.runtime.block_on(look)?;
            for (presence, (item, list)) in seen.iter().zip(asked.by_ref()) {
                let read_at = if desk.clock().is_fixed() {
                    desk.clock().now()
                } else {
                    presence.read_at
                };
                live.entry(item.unwrap_or_default()).or_default().push(Live {
                    directory,
                    list,
                    present: presence.present,
                    read_at,
                });
            }
        }
        handle.report("reading the groups again", live.len() as u64, None);
    }
}

/// Whether a list says that somebody is gone whom the read just before found there.
fn disagree(open: &Open, instance: i64, live: &Lists) -> Result<bool, Problem> {
    let found = open.store.read(|connection| {
        let view = crate::review::one(connection, instance).map_err(Stop)?;
        for row in plan::denied(connection, &view)? {
            let lists = live.get(&row.item).into_iter().flatten();
            let mut gone = lists.filter(|one| !one.present && one.directory.is_none() && one.list == row.resource);
            if gone.next().is_some() && plan::holds_directly(connection, row.resource, &row.entitlement, row.principal)?
            {
                return Ok(true);
            }
        }
        Ok(false)
    });
    found.map_err(|stop: Stop| stop.0)
}

/// Who is absent from a list twice is gone from it, and nobody else.
fn look_again(live: &mut Lists, mut second: Lists) {
    for (item, lists) in live {
        let again = second.remove(item).unwrap_or_default();
        for one in lists.iter_mut().filter(|one| !one.present) {
            let same = |two: &&Live| (two.list, two.directory) == (one.list, one.directory);
            if let Some(two) = again.iter().find(same) {
                (one.present, one.read_at) = (two.present, two.read_at);
            }
        }
    }
}

fn keep(
    desk: &Arc<Desk>,
    open: &Open,
    actor: &Actor,
    plan: i64,
    instance: i64,
    live: &Lists,
    synced: &Value,
) -> Result<Value, Problem> {
    desk.write(open, actor, "plan.verify", |write| {
        let view = crate::review::one(write.transaction, instance)?;
        let (definition, _) = crate::review::definition_of(write.transaction, &view)?;
        let snapshot = synced["snapshot"].as_i64();
        let nothing = Vec::new();
        let (mut gone, mut still, mut waiting) = (0, 0, 0);
        for row in plan::denied(write.transaction, &view)? {
            let guest = plan::guest_state(write.transaction, instance, row.principal)?;
            if guest.is_some_and(|state| state.is_revocable() || state == GuestState::Kept) {
                waiting += 1;
                continue;
            }
            let steps = removal::removals(write.transaction, crate::plan::access(&row), definition.settings.nested)?;
            let lists = live.get(&row.item).unwrap_or(&nothing);
            let seen = see(write, &row, &steps, lists)?;
            let verified = Verified {
                plan,
                item: row.item,
                state: seen.state,
                through: seen.through.as_deref(),
                read_at: seen.read_at,
                snapshot,
            };
            plan::verified(write.transaction, &verified)?;
            if seen.state == SeenState::Gone {
                gone += 1;
                plan::watch(write.transaction, row.item, plan, seen.read_at)?;
                continue;
            }
            still += 1;
            let due_days = definition.settings.task_due_days;
            for step in steps.iter().filter(|step| seen.stands(step, &row)) {
                let reason = step.reason.unwrap_or(Reason::StillThere);
                let plan = Some(plan);
                let todo = Todo::of(&view, &row, step, reason);
                task::open(write, &Todo { plan, due_days, ..todo })?;
            }
        }
        crate::notice::queue_tasks_opened(write, instance)?;
        let mut detail =
            json!({ "plan": plan, "gone": gone, "stillThere": still, "waiting": waiting, "snapshot": synced });
        let there: Vec<&Live> = live.values().flatten().filter(|one| one.directory.is_some()).collect();
        if !there.is_empty() {
            let present = there.iter().filter(|one| one.present).count();
            detail["elsewhere"] = json!({ "gone": there.len() - present, "stillThere": present });
        }
        Ok((detail.clone(), Entry::new(format!("plan:{plan}"), detail).of(instance)))
    })
}

/// What the read came to for one item.
struct Seen {
    state: SeenState,
    direct: bool,
    through: Option<String>,
    /// It is gone in the domain, and this directory follows when it is synced from there.
    follows: bool,
    read_at: DateTime<Utc>,
}

impl Seen {
    /// Whether the access still comes by this way, and a person must see to it: the live read is newer than the
    /// snapshot.
    fn stands(&self, step: &Removal, row: &DeniedRow) -> bool {
        match step.way.is_empty() {
            true => self.direct && !self.follows && step.cut.id.0 == row.resource,
            false => true,
        }
    }
}

fn see(write: &Write<'_>, row: &DeniedRow, steps: &[Removal], live: &[Live]) -> Result<Seen, Problem> {
    let fresh = live.iter().find(|one| one.list == row.resource);
    let direct = match fresh {
        Some(fresh) => fresh.present,
        None => plan::holds_directly(write.transaction, row.resource, &row.entitlement, row.principal)?,
    };
    let way = steps.iter().find(|step| !step.way.is_empty()).map(removal::names);
    let left = live.iter().find(|one| one.present && one.list != row.resource);
    let way = match (way, left) {
        (None, Some(left)) => Some(vec![plan::place(write.transaction, left.list)?.name]),
        (way, _) => way,
    };
    let domain = live.iter().find_map(|one| one.directory.filter(|_| !one.present));
    let (way, follows) = match (way, domain) {
        (None, Some(domain)) if direct => (Some(vec![copy_of(write, domain)?]), true),
        (way, _) => (way, false),
    };
    let before = plan::last_state(write.transaction, row.item)?;
    let state = match (direct, &way) {
        (false, None) => SeenState::Gone,
        _ if before.as_deref() == Some(SeenState::CameBack.word()) => SeenState::CameBack,
        (true, _) => SeenState::StillDirect,
        (false, Some(_)) => SeenState::StillEffective,
    };
    Ok(Seen {
        state,
        direct,
        through: way.map(|names| names.join(" › ")),
        follows,
        read_at: live.iter().map(|one| one.read_at).max().unwrap_or(write.now),
    })
}

/// By what a synced access is still there when its domain no longer holds it.
fn copy_of(write: &Write<'_>, domain: i64) -> Result<String, Problem> {
    let name: String = write
        .transaction
        .query_row("SELECT name FROM directory WHERE id = ?1", [domain], |row| row.get(0))
        .map_err(StoreError::from)?;
    Ok(format!("the copy, until it is synced from {name}"))
}
