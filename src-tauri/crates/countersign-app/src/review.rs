//! Reviews: made from a definition, started, stopped, reset, deleted.

mod edit;
mod reassign;
mod scope;
mod series;
mod signal;
mod simulate;
mod stage;

pub use edit::{EditInput, InstanceEditInput};
pub(crate) use edit::{edit, edit_instance};
pub use reassign::{DelegateInput, Given, ReassignInput, ReleaseInput};
pub(crate) use reassign::{delegate, reassign, reassignments, release};
pub(crate) use scope::{Resolved, people, resolve_all};
pub(crate) use series::{Occurrence, due, next_start, occurrence, reschedule, zone};
pub use signal::AdviceQuality;
pub(crate) use signal::{quality, signals};
pub use simulate::{Exported, SimulateInput, Simulation};
pub(crate) use simulate::{export, simulate};
pub(crate) use stage::{end_of_stage, stop_stage};

use countersign_domain::definition::{self, DefaultDecision, Definition};
use countersign_domain::instance::{self, Status};
use countersign_domain::item::DecisionSource;
use countersign_store::item::{Mark, events_digest, record};
use countersign_store::review::{self, InstanceView, Progress, ReviewRow, ReviewView};
use countersign_store::rusqlite::Connection;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use ts_rs::TS;

use crate::Problem;
use crate::call::{After, Entry, Read, Start, Write};
use crate::item::Sight;
use crate::job::JobStarted;
use crate::principal::page;
use crate::store::Nothing;

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CreateInput {
    /// Microsoft Graph's `accessReviewScheduleDefinition`.
    #[ts(type = "unknown")]
    pub definition: Value,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Created {
    pub review: i64,
    pub instance: i64,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ReviewInput {
    pub review: i64,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct InstanceInput {
    pub instance: i64,
}

#[derive(Debug, Default, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(optional_fields)]
pub struct ReviewListInput {
    pub offset: Option<i64>,
    pub limit: Option<i64>,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ReviewPage {
    pub rows: Vec<ReviewLine>,
    pub total: i64,
}

/// A review in the list, with how far it is.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ReviewLine {
    #[serde(flatten)]
    pub row: ReviewRow,
    pub undecided: usize,
    /// Of the acting person, if they are a reviewer.
    pub mine: usize,
    pub mine_undecided: usize,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Ended {
    pub instance: i64,
    pub status: String,
    /// Items that the act wrote a decision on.
    pub written: usize,
}

pub(crate) fn create(write: &Write<'_>, input: CreateInput) -> Result<(Created, Entry), Problem> {
    let definition = definition::parse(&input.definition, zone(write.transaction)?)?;
    // Said now and not at the start: who is unknown, and what is empty.
    let resolved = resolve_all(write.transaction, &definition)?;
    let text = input.definition.to_string();
    let (review, instance) = review::create(
        write.transaction,
        &definition.display_name,
        &text,
        write.now,
        &write.actor.label(),
    )?;
    if let Some(recurrence) = &definition.settings.recurrence {
        // Days before the review was made were not missed.
        let (passed, next) = series::begin(recurrence, None, 0, write.now);
        review::set_schedule(write.transaction, review, 0, passed, next)?;
    }
    let detail = json!({ "displayName": definition.display_name, "resources": resolved.resources.len(), "definition": input.definition });
    Ok((
        Created { review, instance },
        Entry::new(format!("review:{review}"), detail).of(instance),
    ))
}

pub(crate) fn delete(write: &Write<'_>, input: ReviewInput) -> Result<(Nothing, Entry), Problem> {
    let view =
        review::show(write.transaction, input.review)?.ok_or_else(|| Problem::missing("review", input.review))?;
    if view
        .instances
        .iter()
        .any(|instance| instance.status == "InProgress" || instance.status == "Applying")
    {
        return Err(Problem::new("A review that is going on is not deleted.")
            .code("state")
            .hint("Stop it first."));
    }
    for one in &view.instances {
        let holds = countersign_store::retention::holds_of_instance(write.transaction, one.instance)?;
        crate::retention::refuse_held(&holds)?;
        countersign_store::notice::withdraw(write.transaction, one.instance, "The review was deleted.")?;
    }
    review::delete(write.transaction, input.review, write.now)?;
    let mut entry = Entry::new(
        format!("review:{}", input.review),
        json!({ "displayName": view.display_name }),
    );
    entry.instance = view.instances.first().map(|instance| instance.instance);
    Ok((Nothing {}, entry))
}

pub(crate) fn list(read: &Read<'_>, input: ReviewListInput) -> Result<ReviewPage, Problem> {
    let (offset, limit) = page(input.offset, input.limit);
    let (rows, total) = review::list(read.connection, crate::sight::only_own(&read.actor), offset, limit)?;
    let rows = rows
        .into_iter()
        .map(|row| {
            let mut undecided = row
                .undecided_at_end
                .and_then(|count| usize::try_from(count).ok())
                .unwrap_or(0);
            let (mut mine, mut mine_undecided) = (0, 0);
            // Only reviews that are going on can change, so only their columns are looked at.
            if row.status == "InProgress" {
                let mut filter = countersign_store::item::Filter::default();
                if !read.actor.reads_all() {
                    filter = Sight::of(read, &one(read.connection, row.instance)?)?.filter(filter);
                }
                let index = read.open.indexes.get(read, row.instance)?;
                let index = index.read().unwrap_or_else(std::sync::PoisonError::into_inner);
                undecided = index.count(&filter).not_reviewed;
                if let Some(person) = read.actor.principal {
                    let filter = countersign_store::item::Filter {
                        reviewer: Some(person.0),
                        ..Default::default()
                    };
                    let count = index.count(&filter);
                    (mine, mine_undecided) = (count.total, count.not_reviewed);
                }
            }
            Ok(ReviewLine {
                row,
                undecided,
                mine,
                mine_undecided,
            })
        })
        .collect::<Result<_, Problem>>()?;
    Ok(ReviewPage { rows, total })
}

pub(crate) fn show(read: &Read<'_>, input: ReviewInput) -> Result<ReviewView, Problem> {
    crate::sight::require_review(read.connection, &read.actor, input.review)?;
    review::show(read.connection, input.review)?.ok_or_else(|| Problem::missing("review", input.review))
}

pub(crate) fn one(connection: &Connection, instance: i64) -> Result<InstanceView, Problem> {
    review::instance(connection, instance)?.ok_or_else(|| Problem::missing("review instance", instance))
}

pub(crate) fn instance(read: &Read<'_>, input: InstanceInput) -> Result<InstanceView, Problem> {
    crate::sight::require_instance(read.connection, &read.actor, input.instance)?;
    one(read.connection, input.instance)
}

pub(crate) fn progress(read: &Read<'_>, input: InstanceInput) -> Result<Progress, Problem> {
    crate::sight::require_instance(read.connection, &read.actor, input.instance)?;
    let hidden = Sight::of(read, &one(read.connection, input.instance)?)?.hidden();
    let index = read.open.indexes.get(read, input.instance)?;
    let index = index.read().unwrap_or_else(std::sync::PoisonError::into_inner);
    Ok(review::progress(read.connection, input.instance, &index, hidden)?)
}

/// The definition an instance runs under, understood again: its own where it was changed, else the series'.
pub(crate) fn definition_of(connection: &Connection, view: &InstanceView) -> Result<(Definition, Value), Problem> {
    let json = review::definition(connection, view.instance)?
        .ok_or_else(|| Problem::missing("review instance", view.instance))?;
    Ok((definition::parse(&json, zone(connection)?)?, json))
}

pub(crate) fn status(view: &InstanceView) -> Result<Status, Problem> {
    Status::from_word(&view.status)
        .ok_or_else(|| Problem::new(format!("The review is in a state “{}” that is not known.", view.status)))
}

pub(crate) fn start(start: Start, input: ReviewInput) -> Result<JobStarted, Problem> {
    crate::job::start_review::start(start, input.review)
}

pub(crate) fn stop(write: &Write<'_>, input: InstanceInput) -> Result<(Ended, Entry), Problem> {
    let (ended, entry) = end(write, input.instance, "stopped")?;
    Ok((ended, entry))
}

/// Ends an instance and writes what silence means, in one transaction.
pub(crate) fn end(write: &Write<'_>, instance: i64, how: &str) -> Result<(Ended, Entry), Problem> {
    let view = one(write.transaction, instance)?;
    let (definition, _) = definition_of(write.transaction, &view)?;
    let default = definition.settings.default_decision;
    let status = instance::end(status(&view)?, default)?;
    let events = review::end_batch(write.transaction, instance, default)?;
    let label = write.actor.label();
    // Silence is decided by the system under the settings, not by whoever ended the review.
    let mark = Mark {
        at: write.now,
        actor_id: None,
        actor: "Countersign (default for silence)",
        audit_seq: write.audit_seq,
    };
    record(write.transaction, &mark, &events)?;
    review::end_stage(write.transaction, instance, write.now, &label)?;
    review::end(write.transaction, instance, status, write.now, &label)?;
    if definition.settings.auto_apply {
        review::set_auto_apply(write.transaction, instance, true)?;
    }
    write.after(After::Forget(instance));
    let notices = crate::notice::queue_completed(write, instance)?;
    let standing = events
        .iter()
        .filter(|event| event.source == DecisionSource::Stands)
        .count();
    let detail = json!({
        "how": how,
        "stage": view.stage,
        "standing": standing,
        "notices": notices.to_json(),
        "status": status.word(),
        "defaultDecision": default_word(default),
        "events": { "count": events.len(), "digest": events_digest(&mark, &events)? },
    });
    let ended = Ended {
        instance,
        status: status.word().into(),
        written: events.len(),
    };
    Ok((ended, Entry::new(format!("instance:{instance}"), detail).of(instance)))
}

fn default_word(default: DefaultDecision) -> Value {
    serde_json::to_value(default).unwrap_or(Value::Null)
}

/// Puts every decided item back to not reviewed; the events stay.
pub(crate) fn reset(write: &Write<'_>, input: InstanceInput) -> Result<(Ended, Entry), Problem> {
    let view = one(write.transaction, input.instance)?;
    if !status(&view)?.is_open() {
        return Err(instance::Refusal::NotInProgress.into());
    }
    let events = review::reset_batch(write.transaction, input.instance)?;
    if events.is_empty() {
        return Err(instance::Refusal::NothingToReset.into());
    }
    let label = write.actor.label();
    let mark = Mark {
        at: write.now,
        actor_id: write.actor.principal.map(|id| id.0),
        actor: &label,
        audit_seq: write.audit_seq,
    };
    record(write.transaction, &mark, &events)?;
    write.after(After::Forget(input.instance));
    let detail = json!({ "events": { "count": events.len(), "digest": events_digest(&mark, &events)? } });
    let ended = Ended {
        instance: input.instance,
        status: view.status,
        written: events.len(),
    };
    Ok((
        ended,
        Entry::new(format!("instance:{}", input.instance), detail).of(input.instance),
    ))
}
