//! What is due: reviews whose day has come start, stages whose time is up end, and what is to be carried
//! out by itself is.

mod apply;
mod entitle;
mod sync;

use std::sync::Arc;

use chrono::{DateTime, Utc};
use countersign_domain::actor::{Actor, Assurance};
use countersign_store::rusqlite::Connection;
use countersign_store::{exception, notice, review};
use serde::Serialize;
use ts_rs::TS;

use crate::call::Stop;
use crate::desk::{Event, Open};
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
    /// Plans that were begun by themselves, did not come to their end, and are taken up again.
    pub resumed: Vec<i64>,
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
    /// The checkpoint of the log that was made, once a day.
    pub checkpoint: Option<i64>,
    /// Directories whose schedule began a read.
    pub synced: Vec<i64>,
    /// What could not be done, and why; everything else was.
    pub problems: Vec<String>,
}

impl Ticked {
    /// What an act came to; nothing where it met a problem, which is kept. What follows is done all the same.
    fn kept<T: Default>(&mut self, done: Result<T, Problem>) -> T {
        done.unwrap_or_else(|problem| {
            self.problems.push(problem.message);
            T::default()
        })
    }

    fn is_news(&self) -> bool {
        !(self.reminded.is_empty()
            && self.checkpoint.is_none()
            && self.synced.is_empty()
            && self.requests.is_empty()
            && self.assignments_ended == 0
            && self.assignments_told == 0
            && self.automatic.is_empty()
            && self.expired.is_empty()
            && self.guests.is_empty()
            && self.started.is_empty()
            && self.advanced.is_empty()
            && self.ended.is_empty()
            && self.drawn.is_empty()
            && self.resumed.is_empty())
    }
}

/// Who acts where nobody does.
pub(crate) fn system() -> Actor {
    Actor {
        principal: None,
        display_name: SCHEDULE.into(),
        administrator: true,
        assurance: Assurance::Program,
        ..Actor::default()
    }
}

/// What one tick works with.
struct Round<'a> {
    desk: &'a Arc<Desk>,
    open: &'a Arc<Open>,
    system: Actor,
    now: DateTime<Utc>,
}

/// Does whatever is due, each in a transaction of its own. Without an open store nothing is due.
pub(crate) fn tick(desk: &Arc<Desk>, _: Nothing) -> Result<Ticked, Problem> {
    let mut ticked = Ticked::default();
    let Some(open) = desk.open_now() else {
        return Ok(ticked);
    };
    let round = Round {
        desk,
        open: &open,
        now: desk.clock().now(),
        system: system(),
    };
    if open.store.may_write().is_err() {
        // Another workstation does what is due; this one looks for what it made.
        round.exchange(&mut ticked);
        return Ok(ticked);
    }
    round.end(&mut ticked);
    round.start(&mut ticked);
    round.apply(&mut ticked);
    round.remind(&mut ticked);
    round.delete_guests(&mut ticked);
    round.expire(&mut ticked);
    round.entitle(&mut ticked);
    round.checkpoint(&mut ticked);
    round.sync(&mut ticked);
    round.exchange(&mut ticked);
    if ticked.is_news() {
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
            "checkpoint",
            "sync",
        ];
        desk.tell(&Event::Touched {
            tables: tables.map(str::to_owned).to_vec(),
        });
    }
    Ok(ticked)
}

impl Round<'_> {
    fn find<T>(&self, look: impl FnOnce(&Connection) -> Result<T, Problem>) -> Result<T, Problem> {
        self.open
            .store
            .read(|connection| look(connection).map_err(Stop))
            .map_err(|stop| stop.0)
    }

    /// Stages whose time is up.
    fn end(&self, ticked: &mut Ticked) {
        let due = self.find(|connection| Ok(review::due(connection, self.now)?));
        for instance in ticked.kept(due) {
            let done = self.desk.write(self.open, &self.system, "tick.end", |write| {
                crate::review::end_of_stage(write, instance, "due")
            });
            match done {
                Ok(ended) if ended.status == "InProgress" => ticked.advanced.push(instance),
                Ok(_) => ticked.ended.push(instance),
                Err(problem) => ticked.problems.push(problem.message),
            }
        }
    }

    /// Reviews whose day has come. One that cannot start is recorded as failed.
    fn start(&self, ticked: &mut Ticked) {
        let due = self.find(|connection| Ok(review::startable(connection, self.now)?));
        for review in ticked.kept(due) {
            match job::start_review::run(self.desk, self.open, &self.system, review, false, &mut |_, _| true) {
                Ok(Some(started)) => ticked.started.extend(started["instance"].as_i64()),
                Ok(None) => {}
                Err(problem) => {
                    let noted = job::start_review::fail(self.desk, self.open, &self.system, review, &problem);
                    ticked.problems.push(problem.message);
                    ticked.kept(noted);
                }
            }
        }
    }

    /// Half-way reminders, and what could be sent now.
    fn remind(&self, ticked: &mut Ticked) {
        let windows = self.find(|connection| Ok(notice::windows(connection, self.now)?));
        for window in ticked.kept(windows) {
            match crate::notice::queue_reminder_due(self.desk, self.open, &self.system, &window) {
                Ok(true) => ticked.reminded.push(window.instance),
                Ok(false) => {}
                Err(problem) => ticked.problems.push(problem.message),
            }
        }
        ticked.unsent = ticked.kept(self.find(crate::notice::unsent));
    }

    /// The log is signed once a day, where something was written since.
    fn checkpoint(&self, ticked: &mut Ticked) {
        let due = self.find(|connection| crate::checkpoint::is_due(connection, self.now));
        if ticked.kept(due) {
            let signed = crate::checkpoint::take(self.desk, self.open, &self.system);
            ticked.checkpoint = ticked.kept(signed.map(|signed| Some(signed.id)));
        }
    }

    /// A look at the place where files are exchanged.
    fn exchange(&self, ticked: &mut Ticked) {
        let job = job::exchange::when_due(self.desk, self.open, self.now);
        let job = ticked.kept(job);
        ticked.jobs.extend(job);
    }

    /// Exceptions whose last day has passed.
    fn expire(&self, ticked: &mut Ticked) {
        let ended = self.find(|connection| {
            let today = crate::exception::today(connection, self.now)?;
            Ok(exception::ended(connection, today)?)
        });
        for one in ticked.kept(ended) {
            match self.desk.write(self.open, &self.system, "tick.exception", |write| {
                crate::exception::expire(write, one)
            }) {
                Ok(_) => ticked.expired.push(one),
                Err(problem) => ticked.problems.push(problem.message),
            }
        }
    }
}
