//! Delivering access packages: one plan after another, each carried out by the same loop as any plan, then what
//! became of each assignment, then a look whether it is so.
//!
//! A run that is killed anywhere is taken up by the next: a plan that was drawn is carried out to its end, and an
//! assignment is in a plan until it is settled.

use std::collections::HashSet;
use std::sync::Arc;

use countersign_directory::Connector;
use countersign_domain::actor::Actor;
use countersign_store::assignment;
use serde::Deserialize;
use serde_json::{Value, json};
use ts_rs::TS;

use crate::call::Start;
use crate::desk::Open;
use crate::job::door::{self, Doors};
use crate::job::{Handle, JobStarted, carry_out};
use crate::{Desk, Problem, directory};

/// The tables that a delivery writes.
const TOUCHES: &[&str] = &["assignment", "request", "plan", "receipt", "task", "grant"];

#[derive(Debug, Default, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(optional_fields)]
pub struct DeliverInput {
    /// In this directory alone.
    pub directory: Option<i64>,
}

/// Delivers what is due: in one directory, or in all.
pub(crate) fn start(start: Start, input: DeliverInput) -> Result<JobStarted, Problem> {
    let (desk, open, actor) = (start.desk.clone(), start.open.clone(), start.actor.clone());
    let name = "Access packages".to_owned();
    start.spawn("assignment.deliver", name, TOUCHES, move |handle| {
        let due = due(&desk, &open)?;
        let due = due
            .into_iter()
            .filter(|one| input.directory.is_none_or(|only| only == *one));
        let (mut done, mut first) = (Vec::new(), None);
        for one in due {
            match connect(&desk, &open, &actor, one)
                .and_then(|connector| run(&desk, &open, &actor, one, &*connector, handle))
            {
                Ok(came) => done.push(came),
                // What stands in the way of one directory does not hinder another.
                Err(problem) => first = first.or(Some(problem)),
            }
        }
        match first {
            Some(problem) => Err(problem),
            None => Ok(json!({ "directories": done })),
        }
    })
}

/// Directories in which something is due.
pub(crate) fn due(desk: &Desk, open: &Open) -> Result<Vec<i64>, Problem> {
    let now = desk.clock().now();
    Ok(open
        .store
        .read(|connection| assignment::due_directories(connection, now))?)
}

fn connect(desk: &Arc<Desk>, open: &Arc<Open>, actor: &Actor, directory: i64) -> Result<Box<dyn Connector>, Problem> {
    Ok(directory::connector(&start_of(desk, open, actor), directory)?.1)
}

fn start_of(desk: &Arc<Desk>, open: &Arc<Open>, actor: &Actor) -> Start {
    Start {
        desk: desk.clone(),
        open: open.clone(),
        actor: actor.clone(),
    }
}

/// Delivers what is due in one directory, until nothing is.
pub(crate) fn run(
    desk: &Arc<Desk>,
    open: &Arc<Open>,
    actor: &Actor,
    directory: i64,
    connector: &dyn Connector,
    handle: &Handle,
) -> Result<Value, Problem> {
    let (mut plans, mut settled, mut seen) = (Vec::new(), 0, 0);
    let start = start_of(desk, open, actor);
    // A plan that another directory stands in the way of waits; the others do not wait for it.
    let (mut hindered, mut first) = (HashSet::new(), None);
    loop {
        handle.go_on()?;
        let unfinished = open
            .store
            .read(|connection| assignment::unfinished_plans(connection, directory))?;
        for plan in unfinished
            .into_iter()
            .filter(|plan| !hindered.contains(plan))
            .collect::<Vec<_>>()
        {
            let elsewhere = match door::elsewhere(&start, plan) {
                Ok(elsewhere) => elsewhere,
                Err(problem) => {
                    hindered.insert(plan);
                    first = first.or(Some(problem));
                    continue;
                }
            };
            let doors = Doors {
                home: connector,
                elsewhere: &elsewhere,
            };
            match carry_out::run(desk, open, actor, doors, handle, plan) {
                Ok(_) => {}
                Err(problem) if !elsewhere.is_empty() && problem.code.as_deref() != Some("cancelled") => {
                    hindered.insert(plan);
                    first = first.or(Some(problem));
                    continue;
                }
                Err(problem) => return Err(problem),
            }
            while !open
                .store
                .read(|connection| assignment::in_plan(connection, plan, 1))?
                .is_empty()
            {
                let some = desk.write(open, actor, "assignment.settle", |write| {
                    crate::assignment::settle(write, plan)
                })?;
                settled += some.len();
                seen += crate::assignment::confirm(desk, open, actor, doors, &some, handle)?;
            }
            plans.push(plan);
        }
        let now = desk.clock().now();
        let due = open
            .store
            .read(|connection| assignment::to_deliver(connection, directory, now, 1))?;
        if due.is_empty() {
            return match first {
                Some(problem) => Err(problem),
                None => Ok(json!({ "directory": directory, "plans": plans, "settled": settled, "seen": seen })),
            };
        }
        desk.write(open, actor, "assignment.draw", |write| {
            crate::assignment::draw(write, directory)
        })?;
    }
}
