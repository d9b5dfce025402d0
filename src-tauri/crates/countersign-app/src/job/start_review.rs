//! Starting a review: a job because a million items take seconds, one transaction all the same.

use std::sync::Arc;

use countersign_domain::actor::Actor;
use countersign_domain::{definition, instance};
use countersign_store::review::{self, ReviewView, Start as Freeze};
use serde_json::{Value, json};

use crate::call::{After, Entry, Start, Write};
use crate::desk::Open;
use crate::job::JobStarted;
use crate::review::Occurrence;
use crate::{Desk, Problem};

pub(crate) fn start(start: Start, review: i64) -> Result<JobStarted, Problem> {
    let view = start.desk.read(&start.open, &start.actor, |read| {
        crate::review::show(read, crate::review::ReviewInput { review })
    })?;
    if let Some(last) = view.instances.last()
        && view.next_at.is_none()
    {
        instance::start(crate::review::status(last)?)?;
    }
    let (desk, open, actor) = (start.desk.clone(), start.open.clone(), start.actor.clone());
    start.spawn_about(
        "review.start",
        view.display_name,
        Some(review),
        &["review", "instance", "item", "notice"],
        move |handle| {
            let started = run(&desk, &open, &actor, review, true, &mut |done, total| {
                handle.report("freezing the population", done as u64, Some(total as u64));
                !handle.is_cancelled()
            })?;
            started.ok_or_else(|| instance::Refusal::AlreadyStarted.into())
        },
    )
}

/// Freezes the population of the next instance of a review, if one is due or `by_hand` wants one.
/// `progress` answers whether to go on.
pub(crate) fn run(
    desk: &Arc<Desk>,
    open: &Open,
    actor: &Actor,
    review: i64,
    by_hand: bool,
    progress: &mut dyn FnMut(usize, usize) -> bool,
) -> Result<Option<Value>, Problem> {
    let label = actor.label();
    let due = desk.read(open, actor, |read| {
        let view = crate::review::show(read, crate::review::ReviewInput { review })?;
        let zone = crate::review::zone(read.connection)?;
        let definition = definition::parse(&view.definition, zone)?;
        Ok(crate::review::occurrence(&view, &definition, desk.clock().now(), by_hand).is_some())
    })?;
    if !due {
        return Ok(None);
    }
    desk.write(open, actor, "review.start", |write| {
        let view = review::show(write.transaction, review)?.ok_or_else(|| Problem::missing("review", review))?;
        let definition = definition::parse(&view.definition, crate::review::zone(write.transaction)?)?;
        let occurrence = crate::review::occurrence(&view, &definition, write.now, by_hand)
            .ok_or(instance::Refusal::AlreadyStarted)?;
        let instance = instance_for(write, &view, &occurrence)?;
        let resolved = crate::review::resolve_all(write.transaction, &definition)?;
        let next = crate::review::next_start(&definition, &occurrence);
        let lengths: Vec<u32> = definition.stages.iter().map(|stage| stage.duration_days).collect();
        let freeze = Freeze {
            instance,
            directory: resolved.directory,
            definition: &definition,
            resources: resolved.resources,
            stages: resolved.stages,
            people: resolved.people,
            rule: resolved.rule,
            excluded: resolved.excluded,
            now: write.now,
            due: crate::review::due(&definition, write.now, next, &lengths),
            actor: &label,
            audit_seq: write.audit_seq,
        };
        let started = review::start(write.transaction, &freeze, progress)?
            .ok_or_else(|| Problem::new("This was cancelled.").code("cancelled"))?;
        if started.items == 0 {
            return Err(
                Problem::new("The scope is empty: nobody in it holds any of these resources.")
                    .code("emptyScope")
                    .field("scope"),
            );
        }
        review::set_schedule(write.transaction, review, occurrence.number, occurrence.on, next)?;
        let after = crate::review::one(write.transaction, instance)?;
        let certificate: String = write
            .transaction
            .query_row("SELECT digest FROM snapshot WHERE id = ?1", [after.snapshot], |row| {
                row.get(0)
            })
            .map_err(countersign_store::StoreError::from)?;
        let notices = crate::notice::queue_started(write, instance, 1)?;
        let mut detail = json!({
            "notices": notices.to_json(), "review": review, "number": occurrence.number, "scheduledOn": occurrence.on, "missed": occurrence.missed,
            "snapshot": after.snapshot, "snapshotDigest": certificate, "items": started.items,
            "excluded": started.excluded, "exclusions": after.exclusions, "reviewers": started.reviewers,
            "withoutReviewer": started.unasked, "dueAt": after.due_at, "definition": view.definition,
        });
        if let Some((count, digest)) = &started.carried {
            detail["events"] = json!({ "count": count, "digest": digest });
        }
        write.after(After::Forget(instance));
        let answer = json!({
            "instance": instance, "items": started.items, "excluded": started.excluded,
            "reviewers": started.reviewers, "withoutReviewer": started.unasked.first(),
            "carriedForward": started.carried.as_ref().map_or(0, |(count, _)| *count),
        });
        Ok((
            Some(answer),
            Entry::new(format!("instance:{instance}"), detail).of(instance),
        ))
    })
}

/// The instance that waits for its start, or a new one of the series.
fn instance_for(write: &Write<'_>, view: &ReviewView, occurrence: &Occurrence) -> Result<i64, Problem> {
    let waiting = view
        .instances
        .iter()
        .rfind(|one| matches!(one.status.as_str(), "NotStarted" | "Failed"))
        .map(|one| one.instance);
    match (waiting, occurrence.on) {
        (Some(instance), Some(on)) => {
            review::set_scheduled(write.transaction, instance, occurrence.number, on, &occurrence.missed)?;
            Ok(instance)
        }
        (Some(instance), None) => Ok(instance),
        (None, Some(on)) => Ok(review::add_instance(
            write.transaction,
            view.review,
            occurrence.number,
            on,
            &occurrence.missed,
        )?),
        (None, None) => Err(instance::Refusal::AlreadyStarted.into()),
    }
}

/// Records that an instance could not start on its day, so that the schedule goes on without it and an
/// administrator sees why.
pub(crate) fn fail(
    desk: &Arc<Desk>,
    open: &Open,
    actor: &Actor,
    review: i64,
    problem: &Problem,
) -> Result<i64, Problem> {
    desk.write(open, actor, "review.startFailed", |write| {
        let view = review::show(write.transaction, review)?.ok_or_else(|| Problem::missing("review", review))?;
        let definition = definition::parse(&view.definition, crate::review::zone(write.transaction)?)?;
        let occurrence =
            crate::review::occurrence(&view, &definition, write.now, false).ok_or(instance::Refusal::AlreadyStarted)?;
        let instance = instance_for(write, &view, &occurrence)?;
        review::set_failed(write.transaction, instance, &problem.message)?;
        let next = crate::review::next_start(&definition, &occurrence);
        review::set_schedule(write.transaction, review, occurrence.number, occurrence.on, next)?;
        let detail = json!({ "review": review, "number": occurrence.number, "scheduledOn": occurrence.on,
                             "missed": occurrence.missed, "problem": problem.message, "field": problem.field });
        Ok((
            instance,
            Entry::new(format!("instance:{instance}"), detail).of(instance),
        ))
    })
}
