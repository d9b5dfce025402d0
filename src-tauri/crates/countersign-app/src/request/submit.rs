//! A request is made. Everything is checked as of now, also where it was made earlier and arrives only now.

mod asking;
mod terms;
mod under;

pub(crate) use terms::{check_length, check_said, check_start};

use chrono::{DateTime, Utc};
use countersign_domain::catalog::Task;
use countersign_domain::policy::Answer;
use countersign_domain::request::{Act, By, RequestEvent, RequestKind, RequestState};
use countersign_store::new_identifier;
use countersign_store::package::PackageRow;
use countersign_store::request::{self, Held, NewRequest, RequestRow, Step};
use serde::Deserialize;
use serde_json::json;
use ts_rs::TS;

use super::{accept, advance, one};
use crate::Problem;
use crate::authority::require;
use crate::call::{Entry, Write};

#[derive(Debug, Default, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(optional_fields)]
pub struct SubmitInput {
    /// `userAdd` where nothing is said.
    pub kind: Option<RequestKind>,
    /// The package, by its number; a hidden one is asked for by its key alone.
    pub package: Option<i64>,
    pub package_key: Option<String>,
    /// Needed where several policies are equally specific.
    pub policy: Option<i64>,
    /// Who is to hold it; the acting person where nothing is said.
    pub principal: Option<i64>,
    /// The assignment to extend or give back, instead of package and person.
    pub assignment: Option<i64>,
    pub justification: Option<String>,
    pub answers: Vec<Answer>,
    pub starts_at: Option<DateTime<Utc>>,
    pub ends_at: Option<DateTime<Utc>>,
    /// When it was made without network; never later than now.
    pub made_at: Option<DateTime<Utc>>,
    /// The request that ended without access and is made anew: what is not said is taken from it.
    pub again: Option<i64>,
    /// Somebody without an account, entered by a sponsor of their organization or by an administrator.
    pub outsider: Option<crate::organization::OutsiderInput>,
}

/// Who asks, for whom, for what.
pub(super) struct Asking {
    kind: RequestKind,
    package: PackageRow,
    /// 0 where nobody of the directory asks.
    requestor: Option<i64>,
    target: i64,
    held: Option<Held>,
}

pub(crate) fn submit(write: &Write<'_>, input: SubmitInput) -> Result<(RequestRow, Entry), Problem> {
    let mut input = filled(write, input)?;
    let outsider = crate::organization::as_target(write, &mut input)?;
    let asking = asking::asking(write, &input)?;
    let justification = input.justification.as_deref().unwrap_or_default().trim().to_owned();
    check_length(&justification)?;
    if let Some(made_at) = input.made_at
        && made_at > write.now
    {
        return Err(Problem::new("A request is not made in the future.").field("madeAt"));
    }
    let chosen = match asking.kind.act() {
        Act::Add => under::to_add(write, &asking, &input)?,
        Act::Update | Act::Remove => under::to_change(write, &asking, &input)?,
    };
    let rules = &chosen.rules;
    let own = matches!(asking.kind.by(), By::Own | By::OnBehalf);
    if own {
        let justified = rules.approval.requestor_justification;
        let said = (justification.as_str(), input.answers.as_slice());
        check_said(asking.kind.act(), justified, &rules.questions, said)?;
    }
    let label = write.actor.label();
    let key = new_identifier()?;
    let answers = serde_json::to_value(&input.answers)?;
    let new = NewRequest {
        key: &key,
        kind: asking.kind,
        package: asking.package.package,
        policy: chosen.row.policy,
        policy_version: chosen.row.version,
        assignment: asking.held.as_ref().map(|held| held.assignment),
        requestor: asking.requestor,
        requestor_name: &write.actor.display_name,
        target: Some(asking.target),
        outsider: outsider.as_ref(),
        justification: &justification,
        answers: &answers,
        starts_at: input.starts_at,
        ends_at: input.ends_at,
        made_at: input.made_at,
        again: input.again,
        exception: None,
    };
    let id = request::create(write.transaction, &new, write.now)?;
    let step = Step {
        actor_id: new.requestor,
        actor: &label,
        event: "submit",
        state: RequestState::Submitted,
        escalated: false,
        reason: &justification,
    };
    request::record(write.transaction, id, &step, write.now)?;
    if rules.needs_approval(asking.kind) && !rules.approval.stages.is_empty() {
        let mut row = one(write.transaction, id)?;
        advance(write, &mut row, RequestEvent::AskApproval, "")?;
        let count = i64::try_from(rules.approval.stages.len()).unwrap_or(i64::MAX);
        request::plan_stages(write.transaction, id, count)?;
        request::set_stage(write.transaction, id, 1, count)?;
        crate::approval::begin(write, id, 1)?;
    } else {
        accept(write, id)?;
    }
    let row = one(write.transaction, id)?;
    let detail = json!({ "kind": asking.kind.word(), "package": row.package, "packageName": row.package_name,
        "policy": row.policy, "policyName": row.policy_name, "policyVersion": row.policy_version,
        "target": row.target, "targetName": row.target_name, "justification": justification, "answers": answers,
        "startsAt": input.starts_at, "endsAt": input.ends_at, "madeAt": input.made_at, "again": input.again,
        "assignment": row.assignment, "state": row.state.word() });
    Ok((row, Entry::new(format!("request:{id}"), detail)))
}

/// What a request made anew takes over from the one before.
fn filled(write: &Write<'_>, input: SubmitInput) -> Result<SubmitInput, Problem> {
    let Some(again) = input.again else { return Ok(input) };
    let before = one(write.transaction, again)?;
    let own = write.actor.principal.map(|one| one.0);
    if before.requestor != own && before.target != own {
        require(write.transaction, &write.actor, Task::Assign, Some(before.catalog))?;
    }
    if !matches!(
        before.state,
        RequestState::Denied | RequestState::Expired | RequestState::Canceled | RequestState::DeliveryFailed
    ) {
        return Err(Problem::new("Only a request that ended without access is made again.")
            .code("state")
            .field("again"));
    }
    let answers = match input.answers.is_empty() {
        true => serde_json::from_value(request::answers(write.transaction, again)?)?,
        false => input.answers,
    };
    let named = input.package.is_some() || input.package_key.is_some();
    Ok(SubmitInput {
        kind: input.kind.or(Some(before.kind)),
        // By its key, so that one that was hidden meanwhile is still found by who asked for it.
        package_key: match named {
            true => input.package_key,
            false => request::key_of_package(write.transaction, before.package)?,
        },
        principal: input.principal.or(before.target),
        assignment: input
            .assignment
            .or(before.assignment.filter(|_| before.kind.act() != Act::Add)),
        justification: input.justification.or(Some(before.justification)),
        answers,
        ..input
    })
}
