//! What people who may do it do with assignments directly.

use chrono::{DateTime, Utc};
use countersign_domain::assignment::{AssignmentEvent, AssignmentState, next};
use countersign_domain::catalog::Task;
use countersign_domain::policy::TargetScope;
use countersign_domain::request::{Act, RequestEvent, RequestKind};
use countersign_store::assignment::{self, AssignmentRow, NewRequest};
use countersign_store::policy;
use serde::{Deserialize, Serialize};
use serde_json::json;
use ts_rs::TS;

use super::give::{Give, end, extend, give, note};
use super::step::{self, Reason};
use super::{one, require, status};
use crate::Problem;
use crate::call::{Entry, Write};

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
pub struct GiveInput {
    pub package: i64,
    /// The policy it is given under; where a package has one, that.
    pub policy: Option<i64>,
    pub principal: i64,
    /// None: as long as the policy says, or without an end.
    pub ends_at: Option<DateTime<Utc>>,
    #[serde(default)]
    #[ts(optional = nullable, as = "Option<String>")]
    pub justification: String,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
pub struct ExtendInput {
    pub assignment: i64,
    /// None: it does not end any more.
    pub ends_at: Option<DateTime<Utc>>,
    pub reason: String,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct EndInput {
    pub assignment: i64,
    pub reason: String,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct EndManyInput {
    pub assignments: Vec<i64>,
    pub reason: String,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct EndedMany {
    pub ended: usize,
    /// They had ended already.
    pub unchanged: usize,
}

/// An administrator, or whoever may, gives a package directly.
pub(crate) fn give_asked(write: &Write<'_>, input: GiveInput) -> Result<(AssignmentRow, Entry), Problem> {
    require(write, Task::Assign, input.package)?;
    let policies = policy::list(write.transaction, input.package)?;
    let chosen = match input.policy {
        Some(wanted) => policies.iter().find(|one| one.policy == wanted).ok_or_else(|| {
            Problem::new(format!("The package has no policy {wanted}."))
                .code("missing")
                .field("policy")
        })?,
        None => match policies.iter().filter(|one| !one.automatic).collect::<Vec<_>>()[..] {
            [only] => only,
            [] => {
                return Err(Problem::new("The package has no policy under which it can be given.").field("policy"));
            }
            _ => return Err(Problem::new("Say under which policy.").field("policy")),
        },
    };
    if chosen.automatic {
        return Err(Problem::new("This policy gives the package by its rule alone.").field("policy"));
    }
    if input.ends_at.is_some_and(|end| end <= write.now) {
        return Err(Problem::new("The access would end before it begins.").field("endsAt"));
    }
    let kept = countersign_store::rusqlite::OptionalExtension::optional(write.transaction.query_row(
        "SELECT p.directory_id = c.directory_id FROM principal p, package k JOIN catalog c ON c.id = k.catalog_id
         WHERE p.id = ?1 AND k.id = ?2 AND p.kind = 'user' AND p.removed_snapshot_id IS NULL",
        [input.principal, input.package],
        |row| row.get::<_, bool>(0),
    ))
    .map_err(countersign_store::StoreError::from)?;
    match kept {
        None => return Err(Problem::missing("person", input.principal).field("principal")),
        Some(false) => {
            let other = Problem::new("The person is of another directory than the package.");
            return Err(other.field("principal"));
        }
        Some(true) => {}
    }
    let conflicts = crate::request::conflict::check(write.transaction, input.package, input.principal)?;
    if !conflicts.is_empty() {
        return Err(Problem::new(conflicts.join(" ")).code("conflict").field("principal"));
    }
    let ends_at = until(write, chosen, input.ends_at)?;
    let request = assignment::add_request(
        write.transaction,
        &NewRequest {
            kind: RequestKind::AdminAdd,
            package: input.package,
            policy: chosen.policy,
            version: chosen.version,
            assignment: None,
            requestor_id: write.actor.principal.map(|one| one.0),
            requestor: &write.actor.label(),
            target: input.principal,
            justification: input.justification.trim(),
            starts_at: Some(write.now),
            ends_at,
        },
        write.now,
    )?;
    let id = give(
        write,
        &Give {
            package: input.package,
            policy: chosen.policy,
            version: chosen.version,
            principal: input.principal,
            starts_at: write.now,
            ends_at,
            request: Some(request),
        },
    )?;
    let row = one(write.transaction, id)?;
    let entry = entry(
        &row,
        json!({ "request": request, "justification": input.justification, "endsAt": ends_at }),
    );
    Ok((row, entry))
}

/// The end that the policy sets, or the one that was asked for where it allows that.
fn until(
    write: &Write<'_>,
    chosen: &policy::PolicyRow,
    asked: Option<DateTime<Utc>>,
) -> Result<Option<DateTime<Utc>>, Problem> {
    let zone = crate::review::zone(write.transaction)?;
    let parsed = countersign_domain::policy::parse(&chosen.definition, zone)?;
    if parsed.approval.for_add && parsed.targets.scope != TargetScope::NotSpecified {
        let message = "This policy asks for an approval, which giving directly would go past.";
        return Err(Problem::new(message)
            .field("policy")
            .hint("Give it under a policy for administrators alone, or ask for it."));
    }
    let latest = parsed
        .end_of(write.now, None)
        .map_err(|refusal| Problem::new(refusal.to_string()).field("endsAt"))?;
    // Whoever gives a package directly may end it earlier, never later than the policy does.
    match (asked, latest) {
        (Some(asked), Some(latest)) if asked > latest => Err(Problem::new(format!(
            "Under this policy access ends on {} at the latest.",
            latest.format("%Y-%m-%d %H:%M UTC")
        ))
        .field("endsAt")),
        (asked, latest) => Ok(asked.or(latest)),
    }
}

pub(super) fn entry(row: &AssignmentRow, mut detail: serde_json::Value) -> Entry {
    detail["assignment"] = json!(row.assignment);
    detail["package"] = json!({ "id": row.package, "name": row.package_name });
    detail["principal"] = json!({ "id": row.principal, "name": row.principal_name });
    detail["policy"] = json!({ "id": row.policy, "version": row.policy_version });
    detail["state"] = json!(row.state.word());
    Entry::new(format!("assignment:{}", row.assignment), detail)
}

fn reason(text: &str) -> Result<&str, Problem> {
    let text = text.trim();
    match text.is_empty() {
        true => Err(Problem::new("Say why.").field("reason")),
        false => Ok(text),
    }
}

/// Gives an assignment another end directly.
pub(crate) fn extend_asked(write: &Write<'_>, input: ExtendInput) -> Result<(AssignmentRow, Entry), Problem> {
    let before = one(write.transaction, input.assignment)?;
    require(write, Task::Assign, before.package)?;
    let why = reason(&input.reason)?;
    if input.ends_at.is_some_and(|end| end <= write.now) {
        return Err(Problem::new("This end has passed.").field("endsAt"));
    }
    let request = step::make(write, &before, RequestKind::AdminUpdate, why, input.ends_at)?;
    extend(write, input.assignment, input.ends_at, Some(request))?;
    let row = one(write.transaction, input.assignment)?;
    let detail = json!({ "before": before.ends_at, "after": row.ends_at, "reason": why, "request": request });
    let entry = entry(&row, detail);
    Ok((row, entry))
}

/// Ends an assignment directly.
pub(crate) fn end_asked(write: &Write<'_>, input: EndInput) -> Result<(AssignmentRow, Entry), Problem> {
    let before = one(write.transaction, input.assignment)?;
    require(write, Task::RemoveAssignment, before.package)?;
    let why = reason(&input.reason)?;
    if matches!(before.state, AssignmentState::Removing | AssignmentState::Expired) {
        next(before.state, AssignmentEvent::Remove)?;
    }
    let request = step::make(write, &before, RequestKind::AdminRemove, why, None)?;
    end(write, input.assignment, why, Some(request))?;
    let row = one(write.transaction, input.assignment)?;
    let entry = entry(
        &row,
        json!({ "before": before.state.word(), "reason": why, "request": request }),
    );
    Ok((row, entry))
}

/// Ends several assignments directly, all or none; those that ended already stay as they are.
pub(crate) fn end_many(write: &Write<'_>, input: EndManyInput) -> Result<(EndedMany, Entry), Problem> {
    const MOST: usize = 1_000;
    if input.assignments.len() > MOST {
        return Err(Problem::new(format!("At most {MOST} are ended at once.")).field("assignments"));
    }
    let why = reason(&input.reason)?;
    let (mut ended, mut unchanged) = (Vec::new(), 0);
    for id in &input.assignments {
        let row = one(write.transaction, *id)?;
        require(write, Task::RemoveAssignment, row.package)?;
        if !row.state.is_live() {
            unchanged += 1;
            continue;
        }
        let request = step::make(write, &row, RequestKind::AdminRemove, why, None)?;
        end(write, *id, why, Some(request))?;
        ended.push(
            json!({ "assignment": id, "package": row.package, "principal": row.principal, "name": row.principal_name }),
        );
    }
    let detail = json!({ "ended": ended, "reason": why });
    let answer = EndedMany {
        ended: ended.len(),
        unchanged,
    };
    Ok((answer, Entry::new("assignment:many", detail)))
}

/// Has an assignment delivered once more: all it gives is looked at, and what is missing is given.
pub(crate) fn reprocess(write: &Write<'_>, input: super::AssignmentInput) -> Result<(AssignmentRow, Entry), Problem> {
    let before = one(write.transaction, input.assignment)?;
    require(write, Task::Reprocess, before.package)?;
    let state = match before.state {
        // What could not be taken back is tried again.
        AssignmentState::Removing => AssignmentState::Removing,
        AssignmentState::Delivering => AssignmentState::Delivering,
        state => next(state, AssignmentEvent::Reprocess)?,
    };
    // Every change is asked for again; where it is so already, the directory says so.
    for given in assignment::givens(write.transaction, before.assignment)? {
        if state == AssignmentState::Delivering && given.state == assignment::GivenState::Held && given.in_package {
            let key = (given.resource, given.entitlement.as_str());
            assignment::set_given(
                write.transaction,
                before.assignment,
                key,
                assignment::GivenState::Waiting,
                None,
                Some("It is looked at again."),
            )?;
        }
    }
    assignment::set_state(
        write.transaction,
        before.assignment,
        state,
        status(state),
        Some(write.now),
    )?;
    note(
        write,
        before.assignment,
        AssignmentEvent::Reprocess.word(),
        state,
        "",
        None,
    )?;
    let act = if state == AssignmentState::Removing {
        Act::Remove
    } else {
        Act::Add
    };
    if let Some(failed) = step::failed(write, before.assignment, act)? {
        step::step(write, failed.request, RequestEvent::Reprocess, None, Reason::default())?;
    }
    let row = one(write.transaction, before.assignment)?;
    let entry = entry(&row, json!({ "before": before.state.word() }));
    Ok((row, entry))
}
