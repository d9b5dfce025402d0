//! What is due: reviews whose day has come start, stages whose time is up end, and what is to be carried
//! out by itself is.

use std::sync::Arc;

use countersign_domain::actor::Actor;
use countersign_store::review;
use serde::Serialize;
use ts_rs::TS;

use crate::call::Start;
use crate::desk::{Event, Open};
use crate::plan::CarryOutInput;
use crate::review::InstanceInput;
use crate::store::Nothing;
use crate::{Desk, Problem, job};

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
    /// What could not be done, and why; everything else was.
    pub problems: Vec<String>,
}

/// Does whatever is due, each in a transaction of its own. Without an open store nothing is due.
pub(crate) fn tick(desk: &Arc<Desk>, _: Nothing) -> Result<Ticked, Problem> {
    let Some(open) = desk.open_now() else {
        return Ok(Ticked::default());
    };
    let now = desk.clock().now();
    let system = Actor {
        principal: None,
        display_name: "Countersign (schedule)".into(),
        administrator: true,
    };
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
    if !(ticked.reminded.is_empty()
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
            "audit",
        ];
        desk.tell(&Event::Touched {
            tables: tables.map(str::to_owned).to_vec(),
        });
    }
    Ok(ticked)
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
    let job = job::carry_out::start(
        start,
        CarryOutInput {
            plan: drawn.plan,
            dry_run: false,
        },
    )?;
    Ok((drawn.plan, Some(job.job)))
}
