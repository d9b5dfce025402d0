//! What is due: reviews whose day has come start, reviews whose time is up end.

use std::sync::Arc;

use countersign_store::review;
use serde::Serialize;
use ts_rs::TS;

use crate::desk::Event;
use crate::store::Nothing;
use crate::{Desk, Problem};

/// What a tick did.
#[derive(Debug, Default, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Ticked {
    pub started: Vec<i64>,
    pub ended: Vec<i64>,
    /// Instances whose half-way reminder was queued.
    pub reminded: Vec<i64>,
    /// Notices that wait for the mail server that is configured; none without one.
    pub unsent: i64,
}

/// Does whatever is due, each in a transaction of its own. Without an open store nothing is due.
pub(crate) fn tick(desk: &Arc<Desk>, _: Nothing) -> Result<Ticked, Problem> {
    let Some(open) = desk.open_now() else {
        return Ok(Ticked::default());
    };
    let now = desk.clock().now();
    let system = countersign_domain::actor::Actor {
        principal: None,
        display_name: "Countersign (schedule)".into(),
        administrator: true,
    };
    let mut ticked = Ticked::default();
    for instance in open.store.read(|connection| review::due(connection, now))? {
        desk.write(&open, &system, "tick.end", |write| {
            crate::review::end(write, instance, "due")
        })?;
        ticked.ended.push(instance);
    }
    for (review, instance) in open.store.read(|connection| review::startable(connection, now))? {
        crate::job::start_review::run(desk, &open, &system, review, &mut |_, _| true)?;
        ticked.started.push(instance);
    }
    ticked.reminded = crate::notice::queue_reminders_due(desk, &open, &system)?;
    ticked.unsent = open
        .store
        .read(|connection| crate::notice::unsent(connection).map_err(crate::call::Stop))
        .map_err(|stop| stop.0)?;
    if !ticked.started.is_empty() || !ticked.ended.is_empty() || !ticked.reminded.is_empty() {
        let tables = ["instance", "item", "decision_event", "notice"]
            .map(str::to_owned)
            .to_vec();
        desk.tell(&Event::Touched { tables });
    }
    Ok(ticked)
}
