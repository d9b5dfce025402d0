//! Looking for everybody who holds both sides of a pair, and keeping what was found as of that look.

use std::sync::Arc;

use countersign_domain::actor::Actor;
use countersign_store::conflict::{self, Found};
use serde_json::{Value, json};

use crate::call::{Entry, Start, Stop};
use crate::desk::Open;
use crate::job::{Handle, JobStarted};
use crate::store::Nothing;
use crate::{Desk, Problem};

/// Findings, and pairs, that are kept in one transaction.
const FOUND_AT_ONCE: usize = 20_000;
const PAIRS_AT_ONCE: usize = 500;
const TABLES: &[&str] = &["conflict", "incompatible"];

pub(crate) fn look(start: Start, _: Nothing) -> Result<JobStarted, Problem> {
    let (desk, open, actor) = (start.desk.clone(), start.open.clone(), start.actor.clone());
    start.spawn("conflict.look", "everybody".into(), TABLES, move |handle| {
        run(&desk, &open, &actor, Some(handle))
    })
}

/// After a read of a directory, where anything does not go together.
pub(crate) fn after_sync(
    desk: &Arc<Desk>,
    open: &Open,
    actor: &Actor,
    handle: &Handle,
) -> Result<Option<Value>, Problem> {
    if open.store.read(conflict::pairs)?.is_empty() {
        return Ok(None);
    }
    run(desk, open, actor, Some(handle)).map(Some)
}

/// What a tick does: looks where something has changed since the last look. Answers the job.
pub(crate) fn when_stale(desk: &Arc<Desk>, open: &Arc<Open>, actor: &Actor) -> Result<Option<i64>, Problem> {
    let now = desk.clock().now();
    if !open.store.read(|connection| conflict::is_stale(connection, now))? {
        return Ok(None);
    }
    let start = Start {
        desk: desk.clone(),
        open: open.clone(),
        actor: actor.clone(),
    };
    match look(start, Nothing {}) {
        Ok(started) => Ok(Some(started.job)),
        Err(problem) if problem.code.as_deref() == Some("running") => Ok(None),
        Err(problem) => Err(problem),
    }
}

/// Looks at every pair in one view of the store, and keeps what it finds in parts: a look that breaks off is not
/// the newest one, and the next does all of it again.
fn run(desk: &Arc<Desk>, open: &Open, actor: &Actor, handle: Option<&Handle>) -> Result<Value, Problem> {
    let subject = "conflict";
    let answer: Result<Value, Stop> = open.store.read(|connection| {
        let pairs = conflict::pairs(connection)?;
        let look = desk
            .write(open, actor, "conflict.look", |write| {
                let look = conflict::begin(write.transaction, pairs.len(), write.now)?;
                let detail = json!({ "look": look, "pairs": pairs.len() });
                Ok((look, Entry::new(subject, detail)))
            })
            .map_err(Stop)?;
        let keep = |part: &mut Vec<(i64, Vec<Found>)>| -> Result<(), Stop> {
            let found: usize = part.iter().map(|(_, found)| found.len()).sum();
            if found > 0 {
                desk.write(open, actor, "conflict.found", |write| {
                    for (pair, found) in part.iter() {
                        conflict::keep(write.transaction, look, *pair, found, write.now)?;
                    }
                    let detail = json!({ "look": look, "seen": found });
                    Ok(((), Entry::new(subject, detail)))
                })
                .map_err(Stop)?;
            }
            part.clear();
            Ok(())
        };
        let (mut part, mut waiting, mut done) = (Vec::new(), 0, 0);
        conflict::find(connection, &pairs, |pair, found| {
            if let Some(handle) = handle {
                handle.go_on().map_err(Stop)?;
                handle.report("looking for conflicts", done, u64::try_from(pairs.len()).ok());
            }
            done += 1;
            waiting += found.len();
            part.push((pair.incompatible, found));
            if waiting >= FOUND_AT_ONCE || part.len() >= PAIRS_AT_ONCE {
                waiting = 0;
                keep(&mut part)?;
            }
            Ok::<_, Stop>(())
        })?;
        keep(&mut part)?;
        desk.write(open, actor, "conflict.looked", |write| {
            let (standing, found, gone) = conflict::finish(write.transaction, look, write.now)?;
            let detail =
                json!({ "look": look, "pairs": pairs.len(), "standing": standing, "new": found, "ended": gone });
            Ok((detail.clone(), Entry::new(subject, detail)))
        })
        .map_err(Stop)
    });
    answer.map_err(|stop| stop.0)
}
