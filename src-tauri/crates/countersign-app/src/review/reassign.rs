//! Other people asked: reassigned by an administrator, delegated by a reviewer, released from the rule
//! that nobody decides on what is their own.

use countersign_domain::id::PrincipalId;
use countersign_store::review::{self, Reassign, Reassignment};
use serde::{Deserialize, Serialize};
use serde_json::json;
use ts_rs::TS;

use super::{InstanceInput, one, status};
use crate::Problem;
use crate::call::{After, Entry, Read, Write};
use crate::store::Nothing;

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
pub struct ReassignInput {
    pub instance: i64,
    pub from: i64,
    pub to: i64,
    /// These items; none means all that the person is asked about in the stage that is going on.
    pub items: Option<Vec<i64>>,
    pub reason: String,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
pub struct DelegateInput {
    pub instance: i64,
    pub to: i64,
    pub items: Option<Vec<i64>>,
    pub reason: String,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ReleaseInput {
    pub item: i64,
    pub reviewer: i64,
    pub reason: String,
}

/// What was given.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Given {
    pub given: i64,
    /// Items about the new reviewer's own access, which stay where they were.
    pub own: i64,
}

pub(crate) fn reassign(write: &Write<'_>, input: ReassignInput) -> Result<(Given, Entry), Problem> {
    give(write, &input)
}

/// A reviewer hands their own items to somebody else.
pub(crate) fn delegate(write: &Write<'_>, input: DelegateInput) -> Result<(Given, Entry), Problem> {
    let from = write
        .actor
        .principal
        .ok_or_else(|| Problem::new("Say which person of the directory you are.").code("actor"))?;
    let input = ReassignInput {
        instance: input.instance,
        from: from.0,
        to: input.to,
        items: input.items,
        reason: input.reason,
    };
    give(write, &input)
}

fn give(write: &Write<'_>, input: &ReassignInput) -> Result<(Given, Entry), Problem> {
    let view = one(write.transaction, input.instance)?;
    if !status(&view)?.is_open() {
        return Err(countersign_domain::instance::Refusal::NotInProgress.into());
    }
    let reason = reason_of(&input.reason)?;
    if input.from == input.to {
        return Err(Problem::new("These are the same person.").field("to"));
    }
    able(write, input.to, "to")?;
    let self_review = usize::try_from(view.stage - 1)
        .ok()
        .and_then(|at| view.stages.get(at))
        .is_some_and(|stage| stage.self_review);
    if self_review {
        return Err(Problem::new("In a self-review everybody answers for themselves.").code("selfReview"));
    }
    let label = write.actor.label();
    let act = Reassign {
        instance: input.instance,
        from: input.from,
        to: input.to,
        items: input.items.as_deref(),
        reason,
        now: write.now,
        actor: &label,
    };
    let (given, own) = review::reassign(write.transaction, &act)?;
    if given == 0 {
        return Err(Problem::new(if own > 0 {
            "These items are about the new reviewer's own access."
        } else {
            "This person is not asked about any of these items."
        })
        .code("nothingGiven")
        .field("from"));
    }
    write.after(After::Forget(input.instance));
    let notices = crate::notice::queue_reassigned(write, input.instance, view.stage, input.to, given)?.to_json();
    let detail = json!({ "from": input.from, "to": input.to, "reason": reason, "stage": view.stage, "items": given,
                         "own": own, "notices": notices });
    Ok((
        Given { given, own },
        Entry::new(format!("instance:{}", input.instance), detail).of(input.instance),
    ))
}

fn reason_of(given: &str) -> Result<&str, Problem> {
    let reason = given.trim();
    if reason.is_empty() {
        return Err(Problem::new("Say why; the reason stands in the evidence.").field("reason"));
    }
    if reason.chars().count() > 4_000 {
        return Err(Problem::new("A reason has at most 4000 characters.").field("reason"));
    }
    Ok(reason)
}

fn able(write: &Write<'_>, person: i64, field: &str) -> Result<(), Problem> {
    match review::is_able(write.transaction, person)? {
        Some(true) => Ok(()),
        Some(false) => Err(
            Problem::new("This account is disabled or gone, so nobody can answer there.")
                .code("disabledReviewer")
                .field(field),
        ),
        None => Err(Problem::missing("principal", person).field(field)),
    }
}

/// An administrator lets somebody decide on an item although it is their own access, or one they gave.
pub(crate) fn release(write: &Write<'_>, input: ReleaseInput) -> Result<(Nothing, Entry), Problem> {
    let found = countersign_store::item::state(write.transaction, input.item, Some(input.reviewer))?
        .ok_or_else(|| Problem::missing("item", input.item))?;
    if !found.state.open {
        return Err(countersign_domain::item::Refusal::Closed.into());
    }
    let reason = reason_of(&input.reason)?;
    able(write, input.reviewer, "reviewer")?;
    let own = found.state.principal.0 == input.reviewer;
    if !own && !found.state.provisioned {
        return Err(Problem::new("This person is independent of the item; reassign it instead.").code("independent"));
    }
    if write.actor.is(PrincipalId(input.reviewer)) {
        return Err(Problem::new("Nobody releases themselves; another administrator does.").code("samePerson"));
    }
    let note = format!(
        "{}: {reason}",
        if own {
            "own access"
        } else {
            "access given by the reviewer"
        }
    );
    review::release(
        write.transaction,
        input.item,
        input.reviewer,
        &note,
        write.now,
        &write.actor.label(),
    )?;
    write.after(After::Forget(found.instance));
    let detail = json!({ "item": input.item, "reviewer": input.reviewer, "notIndependent": note });
    Ok((
        Nothing {},
        Entry::new(format!("item:{}", input.item), detail).of(found.instance),
    ))
}

pub(crate) fn reassignments(read: &Read<'_>, input: InstanceInput) -> Result<Vec<Reassignment>, Problem> {
    one(read.connection, input.instance)?;
    Ok(review::reassignments(read.connection, input.instance)?)
}
