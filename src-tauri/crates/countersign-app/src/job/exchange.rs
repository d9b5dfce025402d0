//! A look at the place: what waits is sent, what came is fetched and handed on, and what is settled is cleaned up.
//! Killed anywhere, the next run goes on: a file is sent until it is acknowledged, and taken in once.

pub(crate) mod arrive;
mod receive;
mod send;

pub(crate) use send::proof_of;

use std::sync::Arc;

use chrono::{DateTime, Duration, Utc};
use countersign_domain::actor::Actor;
use countersign_exchange::{Control, Exchange, ExchangeProblem};
use serde::Serialize;
use serde_json::Value;

use crate::call::{Start, Stop};
use crate::desk::Open;
use crate::exchange::{Contact, Kept, configured, control, reach};
use crate::job::{Handle, JobStarted, Work};
use crate::store::Nothing;
use crate::{Desk, Problem, workstation};

pub(crate) const KIND: &str = "exchange.run";
const TABLES: &[&str] = &[
    "outbox",
    "arrival",
    "packet",
    "dispute",
    "review",
    "instance",
    "item",
    "decision_event",
    "approval",
    "offer",
    "request",
    "assignment",
    "notice",
    "workstation",
    "term",
    "store",
];

/// What a run came to.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
struct Count {
    sent: u64,
    acknowledged: u64,
    arrived: u64,
    taken: u64,
    /// Seen, and not whole or not as it was sent.
    incomplete: u64,
    /// Files that the place had, and that were taken away.
    cleaned: u64,
    /// What lies there and is none of the exchange's.
    strange: u64,
    /// Copies of the store for other workstations that were put there, and newer ones that took the place of this.
    copies_sent: u64,
    copies_taken: u64,
    problems: Vec<String>,
}

/// The most sentences that a run tells; the lists have them all.
const TOLD: usize = 20;

impl Count {
    fn told(&mut self, problem: String) {
        if self.problems.len() < TOLD {
            self.problems.push(problem);
        }
    }
}

struct Run<'a> {
    desk: &'a Arc<Desk>,
    open: &'a Arc<Open>,
    actor: &'a Actor,
    exchange: &'a Exchange,
    control: Control,
    handle: &'a Handle,
    /// Whether everything is asked about, and not only the next few.
    whole: bool,
}

/// Somebody asks for a look.
pub(crate) fn start(start: Start, _: Nothing) -> Result<JobStarted, Problem> {
    let (kept, exchange) = reach(&start.desk, &start.open)?;
    let (desk, open, actor) = (start.desk.clone(), start.open.clone(), start.actor.clone());
    start.spawn(KIND, kept.place.shown(), TABLES, move |handle| {
        run(&desk, &open, &actor, &exchange, handle, true)
    })
}

/// Looks by itself, where a look is due. Where nothing moved, it leaves no entry.
pub(crate) fn when_due(desk: &Arc<Desk>, open: &Arc<Open>, now: DateTime<Utc>) -> Result<Option<i64>, Problem> {
    let kept = match crate::workstation::key::place(desk, open) {
        Some((kept, _)) => Some(kept),
        None => open
            .store
            .read(|connection| configured(connection).map_err(Stop))
            .map_err(|stop| stop.0)?,
    };
    let Some(kept) = kept.filter(|kept| is_due(kept, open, now) && !desk.is_exchanging()) else {
        return Ok(None);
    };
    let exchange = match reach(desk, open) {
        Ok((_, exchange)) => exchange,
        Err(problem) => {
            // Told once, and again when the next look is due.
            let problem_of = Some(problem.message.clone());
            open.contacts.note(Contact {
                at: now,
                problem: problem_of,
            });
            return Err(problem);
        }
    };
    let (of_desk, of_open) = (desk.clone(), open.clone());
    let work = Work {
        kind: KIND,
        subject: kept.place.shown(),
        about: None,
        owner: Some(crate::tick::system()),
        touches: TABLES,
    };
    let started = desk.spawn(work, move |handle| {
        run(&of_desk, &of_open, &crate::tick::system(), &exchange, handle, false)
    })?;
    Ok(Some(started.job))
}

fn is_due(kept: &Kept, open: &Open, now: DateTime<Utc>) -> bool {
    let every = Duration::minutes(i64::from(kept.every_minutes));
    kept.every_minutes > 0
        && open
            .contacts
            .last()
            .is_none_or(|last| now - last.at >= every || last.at > now)
}

fn run(
    desk: &Arc<Desk>,
    open: &Arc<Open>,
    actor: &Actor,
    exchange: &Exchange,
    handle: &Handle,
    whole: bool,
) -> Result<Value, Problem> {
    let run = Run {
        desk,
        open,
        actor,
        exchange,
        control: control(handle),
        handle,
        whole,
    };
    let mut count = Count::default();
    let ended = run.look(&mut count);
    // A newer copy may have taken the place of what was open.
    let now = desk.open_now().filter(|now| now.home == open.home);
    let open = now.as_ref().unwrap_or(open);
    let problem = match &ended {
        Err(problem) => Some(problem.message.clone()),
        Ok(()) => count.problems.first().cloned(),
    };
    let at = desk.clock().now();
    open.contacts.note(Contact { at, problem });
    ended?;
    Ok(serde_json::to_value(count)?)
}

fn ends_the_run(problem: &Problem) -> bool {
    matches!(problem.code.as_deref(), Some("cancelled" | "exchange.unreachable"))
}

impl Run<'_> {
    /// Every step is taken, whatever came of the one before: a place that is full, or that lets nothing be taken away,
    /// still has what came. Where it cannot be reached at all, the others would only wait for nothing.
    fn look(&self, count: &mut Count) -> Result<(), Problem> {
        let mut first = Ok(());
        match workstation::look(self.desk, self.open, self.exchange, &self.control, self.whole) {
            Ok(looked) => {
                count.copies_sent = looked.sent;
                count.copies_taken = looked.received.taken;
                for problem in looked.received.problems {
                    count.told(problem);
                }
            }
            Err(problem) if ends_the_run(&problem) => return Err(problem),
            // No copy goes out or comes in; what reviewers sent is still looked at.
            Err(problem) => first = Err(problem),
        }
        if count.copies_taken > 0 || self.open.store.may_write().is_err() {
            return first;
        }
        let steps = [
            Self::send_waiting,
            Self::ask_about_sent,
            Self::sweep,
            Self::receive,
            Self::clean_own,
        ];
        for step in steps {
            match step(self, count) {
                Err(problem) if ends_the_run(&problem) => return first.and(Err(problem)),
                ended => first = first.and(ended),
            }
        }
        first
    }

    fn wait<T>(&self, work: impl Future<Output = Result<T, ExchangeProblem>>) -> Result<T, ExchangeProblem> {
        self.desk.runtime.block_on(work)
    }
}
