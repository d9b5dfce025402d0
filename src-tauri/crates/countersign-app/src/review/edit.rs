//! Changing a definition: the series for runs to come, or the run that is going on.

use chrono::{NaiveDate, SecondsFormat};
use countersign_domain::definition::{self, Definition};
use countersign_store::review::{self, Change};
use serde::Deserialize;
use serde_json::{Value, json};
use ts_rs::TS;

use super::{Created, definition_of, one, resolve_all, series, status, zone};
use crate::Problem;
use crate::call::{After, Entry, Write};
use crate::store::Nothing;

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
pub struct EditInput {
    pub review: i64,
    /// The whole definition, as Graph's PUT wants it.
    #[ts(type = "unknown")]
    pub definition: Value,
    pub reason: Option<String>,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
pub struct InstanceEditInput {
    pub instance: i64,
    /// The last day of the stage that is going on, in the organization's time zone.
    pub due_on: Option<NaiveDate>,
    pub justification: Option<definition::JustificationRule>,
    pub default_decision: Option<definition::DefaultDecision>,
    pub reason: String,
}

/// Changes the series. What is going on keeps running under what it started with.
pub(crate) fn edit(write: &Write<'_>, input: EditInput) -> Result<(Created, Entry), Problem> {
    let view =
        review::show(write.transaction, input.review)?.ok_or_else(|| Problem::missing("review", input.review))?;
    let definition = definition::parse(&input.definition, zone(write.transaction)?)?;
    resolve_all(write.transaction, &definition)?;
    let label = write.actor.label();
    let change = Change {
        review: input.review,
        instance: None,
        reason: input.reason.as_deref().unwrap_or_default(),
        before: &view.definition,
        after: &input.definition,
    };
    review::change(write.transaction, &change, write.now, &label)?;
    let before = definition::parse(&view.definition, zone(write.transaction)?)
        .ok()
        .and_then(|before| before.settings.recurrence);
    let (last_on, next) = match &definition.settings.recurrence {
        // Days that passed before the calendar was changed were not missed under it.
        Some(new) if before.as_ref() != Some(new) => series::begin(new, view.last_on, view.made, write.now),
        Some(same) => {
            let next = same.next_after(view.last_on, view.made);
            (view.last_on, next.map(|on| same.start_at(on)))
        }
        None => (view.last_on, None),
    };
    review::set_schedule(write.transaction, input.review, view.made, last_on, next)?;
    let instance = view.instances.last().map_or(0, |instance| instance.instance);
    let detail =
        json!({ "before": view.definition, "after": input.definition, "reason": change.reason, "nextAt": next });
    Ok((
        Created {
            review: input.review,
            instance,
        },
        Entry::new(format!("review:{}", input.review), detail),
    ))
}

/// Changes the run that is going on: when its stage ends, when a reason is needed, what silence means.
pub(crate) fn edit_instance(write: &Write<'_>, input: InstanceEditInput) -> Result<(Nothing, Entry), Problem> {
    let view = one(write.transaction, input.instance)?;
    if !status(&view)?.is_open() {
        return Err(countersign_domain::instance::Refusal::NotInProgress.into());
    }
    if input.reason.trim().is_empty() {
        return Err(Problem::new("Say why this run is changed; the reason stands in the evidence.").field("reason"));
    }
    let (definition, before) = definition_of(write.transaction, &view)?;
    let mut after = before.clone();
    if let Some(rule) = input.justification {
        after["settings"]["@countersign.settings"]["justification"] = serde_json::to_value(rule)?;
    }
    if let Some(default) = input.default_decision {
        after["settings"]["defaultDecisionEnabled"] = json!(default != definition::DefaultDecision::NoChange);
        after["settings"]["defaultDecision"] = json!(match default {
            definition::DefaultDecision::NoChange => "None",
            definition::DefaultDecision::Approve => "Approve",
            definition::DefaultDecision::Deny => "Deny",
            definition::DefaultDecision::Recommendation => "Recommendation",
        });
    }
    let changed = definition::parse(&after, zone(write.transaction)?)?;
    let label = write.actor.label();
    let change = Change {
        review: view.review,
        instance: Some(input.instance),
        reason: input.reason.trim(),
        before: &before,
        after: &after,
    };
    if before != after {
        review::change(write.transaction, &change, write.now, &label)?;
    }
    review::set_justification(write.transaction, input.instance, changed.settings.justification)?;
    let due = match input.due_on {
        Some(on) => {
            let end = move_end(write, &view, &definition, on)?;
            let (before, after) = (ends(&view), ends(&one(write.transaction, input.instance)?));
            let moved = Change {
                before: &before,
                after: &after,
                ..change
            };
            if before != after {
                review::note_change(write.transaction, &moved, write.now, &label)?;
            }
            Some(end)
        }
        None => None,
    };
    write.after(After::Forget(input.instance));
    let detail = json!({ "reason": change.reason, "before": before, "after": after, "dueAt": due });
    Ok((
        Nothing {},
        Entry::new(format!("instance:{}", input.instance), detail).of(input.instance),
    ))
}

/// When the stages end that are not over, as the evidence names it.
fn ends(view: &review::InstanceView) -> Value {
    let left = view.stages.iter().filter(|stage| stage.ended_at.is_none());
    left.map(|stage| {
        let end = stage.due_at.map(|at| at.to_rfc3339_opts(SecondsFormat::Secs, true));
        (format!("end of stage {}", stage.position), json!(end))
    })
    .collect::<serde_json::Map<_, _>>()
    .into()
}

/// The stage ends with that day; the later ones follow with their full lengths.
fn move_end(
    write: &Write<'_>,
    view: &review::InstanceView,
    definition: &Definition,
    on: NaiveDate,
) -> Result<chrono::DateTime<chrono::Utc>, Problem> {
    let zone = definition
        .settings
        .recurrence
        .as_ref()
        .map_or(zone(write.transaction)?, |recurrence| recurrence.zone);
    let next_day = on.succ_opt().unwrap_or(on);
    let end = countersign_domain::schedule::Recurrence::once(next_day, zone).start_at(next_day);
    if end <= write.now {
        return Err(Problem::new(format!("{on} has passed already.")).field("dueOn"));
    }
    let until = review::show(write.transaction, view.review)?.and_then(|series| series.next_at);
    if let Some(until) = until.filter(|until| end > *until) {
        return Err(Problem::new(format!(
            "The next run starts on {}, and two runs do not overlap.",
            until.with_timezone(&zone).date_naive()
        ))
        .field("dueOn"));
    }
    let at = usize::try_from(view.stage).unwrap_or(1);
    let later: Vec<u32> = definition.stages[at.min(definition.stages.len())..]
        .iter()
        .map(|stage| stage.duration_days)
        .collect();
    let all: Vec<_> = view
        .stages
        .iter()
        .take(at - 1)
        .filter_map(|stage| stage.due_at)
        .chain([end])
        .chain(series::due(definition, end, until, &later))
        .collect();
    review::set_due(write.transaction, view.instance, &all)?;
    Ok(end)
}
