//! The end of a stage: the next one begins, or the review ends.

use countersign_domain::instance;
use countersign_store::review;
use serde_json::json;

use super::{Ended, InstanceInput, definition_of, end, one, series, status};
use crate::Problem;
use crate::call::{After, Entry, Write};

const ENDED: &str = "The stage ended before this was sent.";

pub(crate) fn stop_stage(write: &Write<'_>, input: InstanceInput) -> Result<(Ended, Entry), Problem> {
    let view = one(write.transaction, input.instance)?;
    if !status(&view)?.is_open() {
        return Err(instance::Refusal::NotInProgress.into());
    }
    if view.stage >= view.stage_count {
        return Err(instance::Refusal::LastStage.into());
    }
    end_of_stage(write, input.instance, "stopped")
}

/// Ends the stage that is going on. After the last one, and where nothing moves on, the review ends.
pub(crate) fn end_of_stage(write: &Write<'_>, instance: i64, how: &str) -> Result<(Ended, Entry), Problem> {
    let view = one(write.transaction, instance)?;
    if !status(&view)?.is_open() {
        return Err(instance::Refusal::NotInProgress.into());
    }
    let at = usize::try_from(view.stage).unwrap_or(1);
    let Some(next) = view.stages.get(at) else {
        return end(write, instance, how);
    };
    let (definition, _) = definition_of(write.transaction, &view)?;
    let current = &view.stages[at - 1];
    let lengths: Vec<u32> = definition.stages[at..]
        .iter()
        .map(|stage| stage.duration_days)
        .collect();
    let until = review::show(write.transaction, view.review)?.and_then(|series| series.next_at);
    let due = series::due(&definition, write.now, until, &lengths);
    let label = write.actor.label();
    let ends = due.first().copied().unwrap_or(write.now);
    let advanced = review::advance(
        write.transaction,
        instance,
        current,
        (write.now, ends),
        definition.settings.reminders,
        &label,
    )?;
    let all: Vec<_> = view
        .stages
        .iter()
        .take(at)
        .filter_map(|stage| stage.due_at)
        .chain(due.iter().copied())
        .collect();
    review::set_due(write.transaction, instance, &all)?;
    write.after(After::Forget(instance));
    // What was not told in time is told no more: nobody of this stage has anything left to decide.
    countersign_store::notice::withdraw(write.transaction, instance, ENDED)?;
    let notices = if advanced.moved > 0 {
        crate::notice::queue_started(write, instance, next.position)?.to_json()
    } else {
        serde_json::Value::Null
    };
    let detail = json!({
        "notices": notices, "how": how, "ended": current.position, "begun": next.position, "movedOn": advanced.moved,
        "movedDigest": advanced.digest, "withoutReviewer": advanced.unasked, "dueAt": ends,
    });
    if advanced.moved == 0 {
        // A stage with nothing to look at is not waited for.
        let (ended, mut entry) = end(write, instance, "nothing moved on")?;
        entry.detail["stageEnd"] = detail;
        return Ok((ended, entry));
    }
    let ended = Ended {
        instance,
        status: view.status,
        written: 0,
    };
    Ok((ended, Entry::new(format!("instance:{instance}"), detail).of(instance)))
}
