//! Starting a review: a job because a million items take seconds, one transaction all the same.

use std::sync::Arc;

use countersign_domain::actor::Actor;
use countersign_domain::instance;
use countersign_store::review::{self, Start as Freeze};
use serde_json::{Value, json};

use crate::call::{After, Entry, Start};
use crate::desk::Open;
use crate::job::JobStarted;
use crate::{Desk, Problem};

pub(crate) fn start(start: Start, review: i64) -> Result<JobStarted, Problem> {
    let view = start.desk.read(&start.open, &start.actor, |read| {
        crate::review::show(read, crate::review::ReviewInput { review })
    })?;
    if let Some(first) = view.instances.first() {
        instance::start(crate::review::status(first)?)?;
    }
    let (desk, open, actor) = (start.desk.clone(), start.open, start.actor);
    start.desk.spawn(
        "review.start",
        view.display_name,
        &["instance", "item", "notice"],
        move |handle| {
            run(&desk, &open, &actor, review, &mut |done, total| {
                handle.report("freezing the population", done as u64, Some(total as u64));
                !handle.is_cancelled()
            })
        },
    )
}

/// Freezes the population of the review's instance. `progress` answers whether to go on.
pub(crate) fn run(
    desk: &Arc<Desk>,
    open: &Open,
    actor: &Actor,
    review: i64,
    progress: &mut dyn FnMut(usize, usize) -> bool,
) -> Result<Value, Problem> {
    let label = actor.label();
    desk.write(open, actor, "review.start", |write| {
        let view = review::show(write.transaction, review)?.ok_or_else(|| Problem::missing("review", review))?;
        let found = view
            .instances
            .first()
            .ok_or_else(|| Problem::missing("instance of review", review))?;
        instance::start(crate::review::status(found)?)?;
        let (definition, _) = crate::review::definition_of(write.transaction, review)?;
        let resolved = crate::review::resolve_all(write.transaction, &definition)?;
        let freeze = Freeze {
            instance: found.instance,
            directory: resolved.directory,
            definition: &definition,
            groups: resolved.groups,
            named: resolved.named,
            owners: resolved.owners,
            managers: resolved.managers,
            fallback: resolved.fallback,
            now: write.now,
            actor: &label,
        };
        let started = review::start(write.transaction, &freeze, progress)?
            .ok_or_else(|| Problem::new("This was cancelled.").code("cancelled"))?;
        if started.items == 0 {
            return Err(
                Problem::new("The scope is empty: nobody in it is a member of these groups.")
                    .code("emptyScope")
                    .field("scope"),
            );
        }
        let after = crate::review::one(write.transaction, found.instance)?;
        let certificate: String = write
            .transaction
            .query_row("SELECT digest FROM snapshot WHERE id = ?1", [after.snapshot], |row| {
                row.get(0)
            })
            .map_err(countersign_store::StoreError::from)?;
        let notices = crate::notice::queue_started(write, found.instance, 1)?;
        let detail = json!({
            "notices": notices.to_json(), "review": review, "snapshot": after.snapshot, "snapshotDigest": certificate, "items": started.items,
            "excluded": started.excluded, "reviewers": started.reviewers, "withoutReviewer": started.unasked,
            "dueAt": after.due_at,
        });
        write.after(After::Forget(found.instance));
        let answer = json!({
            "instance": found.instance, "items": started.items, "excluded": started.excluded,
            "reviewers": started.reviewers, "withoutReviewer": started.unasked,
        });
        Ok((
            answer,
            Entry::new(format!("instance:{}", found.instance), detail).of(found.instance),
        ))
    })
}
