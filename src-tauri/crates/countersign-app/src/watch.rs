//! After every read of a directory: what was seen gone and is there again, and which tasks the read settles.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use countersign_domain::actor::Actor;
use countersign_domain::plan::Reason;
use countersign_store::plan::{self, SeenState, TaskRow, Verified, Watched};
use countersign_store::rusqlite::Connection;
use countersign_store::{exception, snapshot};
use serde_json::{Value, json};

use crate::call::{Entry, Stop, Write};
use crate::desk::Open;
use crate::plan::removal::WAYS;
use crate::task::{self, TASK_DAYS, Todo};
use crate::{Desk, Problem};

type Ways = Vec<Vec<(i64, String)>>;

/// What one read says about one instance; `None` stands for tasks of no review.
#[derive(Default)]
struct News {
    back: Vec<(Watched, Ways)>,
    /// Gone from the domain before, and now here.
    followed: Vec<Watched>,
    done: Vec<TaskRow>,
    undone: Vec<TaskRow>,
}

/// Looks at what was denied and removed, and at unfinished tasks, in the newest snapshot of a directory.
/// Only those pairs are looked at, and nothing is written where nothing is new.
pub(crate) fn look(
    desk: &Arc<Desk>,
    open: &Open,
    actor: &Actor,
    directory: i64,
    snapshot: i64,
    began_at: DateTime<Utc>,
) -> Result<Value, Problem> {
    let news = open
        .store
        .read(|connection| find(connection, desk.clock().now(), directory, began_at).map_err(Stop))
        .map_err(|stop| stop.0)?;
    let (mut back, mut followed, mut closed, mut reopened) = (0, 0, 0, 0);
    for (instance, news) in &news {
        back += news.back.len();
        followed += news.followed.len();
        closed += news.done.len();
        reopened += news.undone.len();
        desk.write(open, actor, "watch.read", |write| {
            keep(write, *instance, news, directory, snapshot)
        })?;
    }
    Ok(json!({ "cameBack": back, "followed": followed, "tasksClosed": closed, "tasksReopened": reopened }))
}

fn find(
    connection: &Connection,
    now: DateTime<Utc>,
    directory: i64,
    began_at: DateTime<Utc>,
) -> Result<BTreeMap<Option<i64>, News>, Problem> {
    let today = crate::exception::today(connection, now)?;
    let mut all: BTreeMap<Option<i64>, News> = BTreeMap::new();
    for one in plan::watched(connection, directory)? {
        let paths = snapshot::all_paths(connection, one.resource, &one.entitlement, one.principal, WAYS)?;
        let allowed = || exception::covering(connection, one.principal, one.resource, &one.entitlement, today);
        if !paths.ways.is_empty() && allowed()?.is_empty() {
            all.entry(Some(one.instance)).or_default().back.push((one, paths.ways));
        }
    }
    for one in plan::following(connection, directory)? {
        let paths = snapshot::all_paths(connection, one.resource, &one.entitlement, one.principal, WAYS)?;
        if paths.ways.is_empty() {
            all.entry(Some(one.instance)).or_default().followed.push(one);
        }
    }
    for one in plan::unfinished(connection, directory)? {
        let stands = task::stands(connection, &one, today)?;
        // A read that began before the note can show the old state, and says nothing against it.
        let noted_before = one.noted_at.is_some_and(|at| at <= began_at);
        if !stands {
            all.entry(one.instance).or_default().done.push(one);
        } else if one.status == "waiting" && noted_before {
            all.entry(one.instance).or_default().undone.push(one);
        }
    }
    Ok(all)
}

fn keep(
    write: &Write<'_>,
    instance: Option<i64>,
    news: &News,
    directory: i64,
    snapshot: i64,
) -> Result<((), Entry), Problem> {
    let by = format!("snapshot {snapshot}");
    for task in &news.done {
        plan::close_task(write.transaction, task.task, &by, write.now)?;
    }
    for task in &news.undone {
        let why = format!("still there in {by}");
        plan::reopen_task(write.transaction, task.task, &why, write.now)?;
    }
    for one in &news.followed {
        let seen = Verified {
            plan: one.plan,
            item: one.item,
            state: SeenState::Gone,
            through: None,
            read_at: write.now,
            snapshot: Some(snapshot),
        };
        plan::verified(write.transaction, &seen)?;
        plan::watch(write.transaction, one.item, one.plan, write.now)?;
    }
    for (one, ways) in &news.back {
        let names = |way: &Vec<(i64, String)>| way.iter().map(|(_, name)| name.clone()).collect::<Vec<_>>();
        let through = ways.first().map(names).unwrap_or_default().join(" › ");
        plan::verified(
            write.transaction,
            &Verified {
                plan: one.plan,
                item: one.item,
                state: SeenState::CameBack,
                through: Some(through.as_str()).filter(|text| !text.is_empty()),
                read_at: write.now,
                snapshot: Some(snapshot),
            },
        )?;
        plan::unwatch(write.transaction, one.item)?;
        for way in ways {
            let cut = way.last().map_or(one.resource, |(id, _)| *id);
            let place = plan::place(write.transaction, cut)?;
            let todo = Todo {
                instance: Some(one.instance),
                plan: Some(one.plan),
                item: Some(one.item),
                exception: None,
                assignment: None,
                directory,
                principal: one.principal,
                resource: one.resource,
                entitlement: one.entitlement.clone(),
                cut,
                path: names(way),
                reason: Reason::CameBack,
                text: format!("{} Seen in {by}.", Reason::CameBack.sentence(&place.name)),
                due_days: TASK_DAYS,
            };
            task::open(write, &todo)?;
        }
    }
    // A deleted review has no page to send anybody to.
    let shown =
        |instance: &i64| countersign_store::review::instance(write.transaction, *instance).map(|view| view.is_some());
    if let Some(instance) = instance
        && shown(&instance)?
    {
        crate::notice::queue_tasks_opened(write, instance)?;
    }
    let tasks = |list: &[TaskRow]| list.iter().map(|one| one.task).collect::<Vec<_>>();
    let items: Vec<i64> = news.back.iter().map(|(one, _)| one.item).collect();
    let followed: Vec<i64> = news.followed.iter().map(|one| one.item).collect();
    let detail = json!({ "snapshot": snapshot, "cameBack": items, "followed": followed, "closed": tasks(&news.done),
                         "reopened": tasks(&news.undone) });
    let mut entry = Entry::new(format!("directory:{directory}"), detail);
    entry.instance = instance;
    Ok(((), entry))
}
