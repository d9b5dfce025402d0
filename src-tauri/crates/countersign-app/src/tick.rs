//! What is due: reviews whose day has come start, stages whose time is up end, and what is to be carried
//! out by itself is.

use std::sync::Arc;

use countersign_domain::actor::Actor;
use countersign_store::{exception, plan, review};
use serde::Serialize;
use ts_rs::TS;

use crate::call::{Entry, Start, Stop};
use crate::desk::{Event, Open};
use crate::job::carry_out::Occasion;
use crate::plan::CarryOutInput;
use crate::review::InstanceInput;
use crate::store::Nothing;
use crate::{Desk, Problem, job};

/// How the program itself is named where it acts because something is due.
pub(crate) const SCHEDULE: &str = "Countersign (schedule)";

/// What a tick did.
#[derive(Debug, Default, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Ticked {
    /// Instances that started.
    pub started: Vec<i64>,
    /// Instances whose stage ended while the review goes on.
    pub advanced: Vec<i64>,
    pub ended: Vec<i64>,
    /// Plans drawn because the settings say so; those that nothing holds back are being carried out.
    pub drawn: Vec<i64>,
    pub jobs: Vec<i64>,
    /// Instances whose half-way reminder was queued.
    pub reminded: Vec<i64>,
    /// Notices that wait for the mail server that is configured; none without one.
    pub unsent: i64,
    /// Plans whose blocked guests are being deleted, their thirty days being over.
    pub guests: Vec<i64>,
    /// Exceptions whose last day has passed.
    pub expired: Vec<i64>,
    /// Requests for access packages that moved on: escalated, reminded, out of time, started.
    pub requests: Vec<i64>,
    /// Assignments of access packages that ended, and notices of ends that were made.
    pub assignments_ended: usize,
    pub assignments_told: usize,
    /// What the rules of automatic policies came to: `gained`, `leaving`, `returned`, `held`; none: nothing.
    pub automatic: std::collections::BTreeMap<&'static str, usize>,
    /// What could not be done, and why; everything else was.
    pub problems: Vec<String>,
}

/// Who acts where nobody does.
pub(crate) fn system() -> Actor {
    Actor {
        principal: None,
        display_name: SCHEDULE.into(),
        administrator: true,
    }
}

/// Does whatever is due, each in a transaction of its own. Without an open store nothing is due.
pub(crate) fn tick(desk: &Arc<Desk>, _: Nothing) -> Result<Ticked, Problem> {
    let Some(open) = desk.open_now() else {
        return Ok(Ticked::default());
    };
    let now = desk.clock().now();
    let system = system();
    let mut ticked = Ticked::default();
    for instance in open.store.read(|connection| review::due(connection, now))? {
        let done = desk.write(&open, &system, "tick.end", |write| {
            crate::review::end_of_stage(write, instance, "due")
        });
        match done {
            Ok(ended) if ended.status == "InProgress" => ticked.advanced.push(instance),
            Ok(_) => ticked.ended.push(instance),
            Err(problem) => ticked.problems.push(problem.message),
        }
    }
    for review in open.store.read(|connection| review::startable(connection, now))? {
        match job::start_review::run(desk, &open, &system, review, false, &mut |_, _| true) {
            Ok(Some(started)) => ticked.started.extend(started["instance"].as_i64()),
            Ok(None) => {}
            Err(problem) => {
                job::start_review::fail(desk, &open, &system, review, &problem)?;
                ticked.problems.push(problem.message);
            }
        }
    }
    for instance in open.store.read(review::to_apply)? {
        match apply(desk, &open, &system, instance) {
            Ok((plan, job)) => {
                ticked.drawn.push(plan);
                ticked.jobs.extend(job);
            }
            Err(problem) => ticked.problems.push(problem.message),
        }
    }
    ticked.reminded = crate::notice::queue_reminders_due(desk, &open, &system)?;
    ticked.unsent = open
        .store
        .read(|connection| crate::notice::unsent(connection).map_err(crate::call::Stop))
        .map_err(|stop| stop.0)?;
    for (instance, plan) in open.store.read(|connection| plan::due_guests(connection, now))? {
        match delete_guests(desk, &open, &system, instance, plan) {
            Ok(job) => {
                ticked.guests.push(plan);
                ticked.jobs.push(job);
            }
            Err(problem) => ticked.problems.push(problem.message),
        }
    }
    let today = open
        .store
        .read(|connection| crate::exception::today(connection, now).map_err(Stop))
        .map_err(|stop| stop.0)?;
    for one in open.store.read(|connection| exception::ended(connection, today))? {
        match desk.write(&open, &system, "tick.exception", |write| {
            crate::exception::expire(write, one)
        }) {
            Ok(_) => ticked.expired.push(one),
            Err(problem) => ticked.problems.push(problem.message),
        }
    }
    let requests = crate::request::tick(desk, &open, &system)?;
    ticked.requests = requests.requests;
    ticked.problems.extend(requests.problems);
    assign(desk, &open, &system, &mut ticked)?;
    if !(ticked.reminded.is_empty()
        && ticked.requests.is_empty()
        && ticked.assignments_ended == 0
        && ticked.assignments_told == 0
        && ticked.automatic.is_empty()
        && ticked.expired.is_empty()
        && ticked.guests.is_empty()
        && ticked.started.is_empty()
        && ticked.advanced.is_empty()
        && ticked.ended.is_empty()
        && ticked.drawn.is_empty())
    {
        let tables = [
            "review",
            "instance",
            "item",
            "decision_event",
            "plan",
            "task",
            "notice",
            "guest",
            "exception",
            "request",
            "assignment",
            "audit",
        ];
        desk.tell(&Event::Touched {
            tables: tables.map(str::to_owned).to_vec(),
        });
    }
    Ok(ticked)
}

/// Assignments: ends, rules, and then the delivery of all that is due, unless one is going on.
fn assign(desk: &Arc<Desk>, open: &Arc<Open>, system: &Actor, ticked: &mut Ticked) -> Result<(), Problem> {
    let due = crate::assignment::due::look(desk, open, system)?;
    (ticked.assignments_ended, ticked.assignments_told) = (due.ended, due.told);
    let assigned = crate::assignment::automatic::run(desk, open, system, None)?;
    if !assigned.is_empty() {
        ticked.automatic = assigned.to_map();
        ticked.problems.extend(assigned.problems);
    }
    if job::deliver::due(desk, open)?.is_empty() {
        return Ok(());
    }
    let start = Start {
        desk: desk.clone(),
        open: open.clone(),
        actor: system.clone(),
    };
    match job::deliver::start(start, job::deliver::DeliverInput::default()) {
        Ok(job) => ticked.jobs.push(job.job),
        Err(problem) if problem.code.as_deref() == Some("running") => {}
        Err(problem) => ticked.problems.push(problem.message),
    }
    Ok(())
}

/// Draws the plan of an ended instance, and carries it out unless the threshold holds it back. Once:
/// what the threshold held waits for a person, and what was refused is seen in the plan.
fn apply(desk: &Arc<Desk>, open: &Arc<Open>, system: &Actor, instance: i64) -> Result<(i64, Option<i64>), Problem> {
    let drawn = desk.write(open, system, "tick.draw", |write| {
        review::set_auto_apply(write.transaction, instance, false)?;
        crate::plan::draw(write, InstanceInput { instance })
    })?;
    if drawn.held {
        return Ok((drawn.plan, None));
    }
    let start = Start {
        desk: desk.clone(),
        open: open.clone(),
        actor: system.clone(),
    };
    let plan = drawn.plan;
    let job = job::carry_out::begin(start, CarryOutInput { plan, dry_run: false }, Occasion::Automatic)?;
    Ok((plan, Some(job.job)))
}

/// Deletes the accounts of blocked guests whose thirty days have passed and whom nobody kept.
fn delete_guests(desk: &Arc<Desk>, open: &Arc<Open>, system: &Actor, instance: i64, plan: i64) -> Result<i64, Problem> {
    desk.write(open, system, "tick.guest", |write| {
        let due = countersign_store::plan::set_guests_due(write.transaction, plan, write.now)?;
        let detail = serde_json::json!({ "plan": plan, "due": due });
        Ok(((), Entry::new(format!("plan:{plan}"), detail).of(instance)))
    })?;
    let start = Start {
        desk: desk.clone(),
        open: open.clone(),
        actor: system.clone(),
    };
    let job = job::carry_out::begin(start, CarryOutInput { plan, dry_run: false }, Occasion::GuestsDue)?;
    Ok(job.job)
}
