//! What the clock and the directory bring to requests, each in a transaction of its own.

use std::collections::BTreeMap;
use std::sync::Arc;

use countersign_domain::actor::Actor;
use countersign_store::request::{self, Awaited};
use serde_json::json;

use super::{accept, one};
use crate::call::Entry;
use crate::desk::Open;
use crate::{Desk, Problem, approval};

/// What was due.
#[derive(Debug, Default)]
pub(crate) struct Done {
    /// Requests that moved on.
    pub requests: Vec<i64>,
    pub problems: Vec<String>,
}

impl Done {
    fn note(&mut self, request: i64, done: Result<(), Problem>) {
        match done {
            Ok(()) => self.requests.push(request),
            Err(problem) => self.problems.push(format!("Request {request}: {}", problem.message)),
        }
    }
}

/// Time-outs first: whoever could have been asked before one is not asked after it.
pub(crate) fn tick(desk: &Arc<Desk>, open: &Open, system: &Actor) -> Result<Done, Problem> {
    let now = desk.clock().now();
    let mut done = Done::default();
    for Awaited { request, position } in open.store.read(|connection| request::time_outs(connection, now))? {
        let written = desk.write(open, system, "tick.request", |write| {
            approval::time_out(write, request, position)
        });
        done.note(request, written);
    }
    let mut gone: BTreeMap<Awaited, Vec<i64>> = BTreeMap::new();
    for (stage, person) in open.store.read(request::gone_approvers)? {
        gone.entry(stage).or_default().push(person);
    }
    for (Awaited { request, position }, people) in gone {
        let written = desk.write(open, system, "tick.request", |write| {
            approval::replace(write, request, position, &people)
        });
        done.note(request, written);
    }
    for Awaited { request, position } in open.store.read(|connection| request::escalations(connection, now))? {
        let written = desk.write(open, system, "tick.request", |write| {
            approval::escalate(write, request, position)
        });
        done.note(request, written);
    }
    for Awaited { request, position } in open.store.read(|connection| request::reminders(connection, now))? {
        let written = desk.write(open, system, "tick.request", |write| {
            approval::remind(write, request, position)
        });
        done.note(request, written);
    }
    for request in open.store.read(|connection| request::starting(connection, now))? {
        let written = desk.write(open, system, "tick.request", |write| {
            accept(write, request)?;
            let row = one(write.transaction, request)?;
            let detail = json!({ "act": "started", "package": row.package, "packageName": row.package_name,
                "target": row.target, "targetName": row.target_name, "assignment": row.assignment,
                "state": row.state.word(), "problem": row.problem });
            Ok(((), Entry::new(format!("request:{request}"), detail)))
        });
        done.note(request, written);
    }
    Ok(done)
}
