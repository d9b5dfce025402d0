//! What time brings: ends, notices of ends, grace that is over.

use std::sync::Arc;

use chrono::Duration;
use countersign_domain::actor::Actor;
use countersign_domain::assignment::{AssignmentEvent, NearEnd, notices_due};
use countersign_store::assignment;
use serde_json::json;

use super::give::{end_by_itself, note};
use crate::call::{Entry, Write};
use crate::desk::Open;
use crate::{Desk, Problem};

/// Assignments that one transaction ends.
const BATCH: i64 = 500;

/// What a tick did about assignments.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Due {
    pub ended: usize,
    pub told: usize,
}

/// Ends what is over and marks what is near its end. What it costs follows from what is due, not from what there is.
pub(crate) fn look(desk: &Arc<Desk>, open: &Open, system: &Actor) -> Result<Due, Problem> {
    let mut due = Due::default();
    loop {
        let some = desk.clock().now();
        let found = open
            .store
            .read(|connection| assignment::expiring(connection, some, BATCH))?;
        if found.is_empty() {
            break;
        }
        due.ended += desk.write(open, system, "tick.expire", |write| {
            end_all(write, &found, AssignmentEvent::Expire, |row| match row.ends_at {
                Some(end) => format!("Its time was over on {}.", end.format("%Y-%m-%d %H:%M UTC")),
                None => "Its time was over.".into(),
            })
        })?;
    }
    loop {
        let now = desk.clock().now();
        let found = open
            .store
            .read(|connection| assignment::leaving(connection, now, BATCH))?;
        if found.is_empty() {
            break;
        }
        due.ended += desk.write(open, system, "tick.leave", |write| {
            end_all(write, &found, AssignmentEvent::Remove, |_| {
                "The rule of the policy holds no longer, and the time of grace is over.".into()
            })
        })?;
    }
    loop {
        let now = desk.clock().now();
        let found = open
            .store
            .read(|connection| assignment::to_tell(connection, now, BATCH))?;
        if found.is_empty() {
            break;
        }
        due.told += desk.write(open, system, "tick.nearEnd", |write| tell(write, &found))?;
    }
    Ok(due)
}

fn end_all(
    write: &Write<'_>,
    ids: &[i64],
    event: AssignmentEvent,
    because: impl Fn(&assignment::AssignmentRow) -> String,
) -> Result<(usize, Entry), Problem> {
    for id in ids {
        let row = super::one(write.transaction, *id)?;
        if !row.state.is_live() {
            // It has ended otherwise since; nothing leaves it a second time.
            assignment::set_leaves_at(write.transaction, *id, None)?;
            continue;
        }
        end_by_itself(write, &row, event, &because(&row))?;
    }
    let entry = Entry::new("assignment:due", json!({ "ended": ids }));
    Ok((ids.len(), entry))
}

fn tell(write: &Write<'_>, found: &[(assignment::AssignmentRow, Vec<String>)]) -> Result<(usize, Entry), Problem> {
    let mut all = Vec::new();
    for (row, told) in found {
        let told: Vec<NearEnd> = told.iter().filter_map(|word| NearEnd::from_word(word)).collect();
        let mut words: Vec<&str> = told.iter().map(|one| one.word()).collect();
        // The next one: a day before, where it was not that one.
        let next = row
            .ends_at
            .map(|end| end - Duration::days(1))
            .filter(|at| *at > write.now);
        let due = notices_due(row.ends_at, write.now, &told).filter(|_| row.state.is_live());
        let status = due.map(|near| match near {
            NearEnd::FourteenDays => "NearExpiry14DaysNotificationTriggered",
            NearEnd::OneDay => "NearExpiry1DayNotificationTriggered",
        });
        if let Some(near) = due {
            words.push(near.word());
            crate::notice::queue_ending(write, row.assignment, near.days())?;
            note(write, row.assignment, near.word(), row.state, "", None)?;
            all.push(json!([row.assignment, near.word()]));
        }
        assignment::tell(write.transaction, row.assignment, &words, next, status)?;
    }
    Ok((all.len(), Entry::new("assignment:due", json!({ "nearEnd": all }))))
}
