//! A request is made. Everything is checked as of now, also where it was made earlier and arrives only now.

use chrono::{DateTime, Utc};
use countersign_domain::catalog::Task;
use countersign_domain::policy::{Answer, TargetScope, check_answers};
use countersign_domain::request::{Act, By, RequestEvent, RequestKind, RequestState};
use countersign_store::package::PackageRow;
use countersign_store::request::{self, Held, NewRequest, RequestRow, Step};
use countersign_store::{new_identifier, policy};
use serde::Deserialize;
use serde_json::json;
use ts_rs::TS;

use super::advance::{end_of, extended};
use super::eligible::{Offered, in_scope};
use super::{accept, advance, look, one, person};
use crate::Problem;
use crate::authority::{may, require};
use crate::call::{Entry, Write};
use crate::policy::package_of;

/// The longest justification, in characters.
const LONGEST: usize = 4_000;

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
}

/// Who asks, for whom, for what.
struct Asking {
    kind: RequestKind,
    package: PackageRow,
    /// 0 where nobody of the directory asks.
    requestor: Option<i64>,
    target: i64,
    held: Option<Held>,
}

pub(crate) fn submit(write: &Write<'_>, input: SubmitInput) -> Result<(RequestRow, Entry), Problem> {
    let input = filled(write, input)?;
    let asking = asking(write, &input)?;
    let justification = input.justification.as_deref().unwrap_or_default().trim().to_owned();
    if justification.chars().count() > LONGEST {
        return Err(Problem::new(format!("A justification has at most {LONGEST} characters.")).field("justification"));
    }
    if let Some(made_at) = input.made_at
        && made_at > write.now
    {
        return Err(Problem::new("A request is not made in the future.").field("madeAt"));
    }
    let chosen = match asking.kind.act() {
        Act::Add => to_add(write, &asking, &input)?,
        Act::Update | Act::Remove => to_change(write, &asking, &input)?,
    };
    let rules = &chosen.rules;
    let own = matches!(asking.kind.by(), By::Own | By::OnBehalf);
    if own && asking.kind.act() != Act::Remove {
        if rules.approval.requestor_justification && justification.is_empty() {
            return Err(
                Problem::new("Say why the access is needed; this policy asks for a reason.")
                    .code("justificationRequired")
                    .field("justification"),
            );
        }
        if asking.kind.act() == Act::Add || !input.answers.is_empty() {
            check_answers(&rules.questions, &input.answers).map_err(|refusals| {
                let text: Vec<String> = refusals.iter().map(ToString::to_string).collect();
                Problem::new(text.join(" ")).code("answers").field("answers")
            })?;
        }
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
        outsider: None,
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

fn asking(write: &Write<'_>, input: &SubmitInput) -> Result<Asking, Problem> {
    let kind = input.kind.unwrap_or(RequestKind::UserAdd);
    if matches!(kind.by(), By::System | By::Approver) {
        return Err(Problem::new("Nobody makes such a request by hand.").field("kind"));
    }
    let own = write.actor.principal.map(|one| one.0);
    let changed = match input.assignment {
        Some(assignment) if kind.act() != Act::Add => Some(
            request::held(write.transaction, assignment)?
                .ok_or_else(|| Problem::missing("assignment that has not ended", assignment).field("assignment"))?,
        ),
        _ => None,
    };
    let package = match (&changed, input.package, &input.package_key) {
        (Some((_, package, _)), ..) => package_of(write.transaction, *package)?,
        (None, _, Some(key)) => {
            let missing = || {
                Problem::new(format!("There is no access package with the key “{key}”."))
                    .code("missing")
                    .field("packageKey")
            };
            let id = request::by_key(write.transaction, key.trim())?.ok_or_else(missing)?;
            package_of(write.transaction, id)?
        }
        (None, Some(package), None) => {
            let found = package_of(write.transaction, package)?;
            let open = kind.act() != Act::Add
                || !found.hidden
                || may(write.transaction, &write.actor, Task::ViewCatalog, Some(found.catalog))?;
            if !open {
                // As if it were not there: its number must not tell that it is.
                return Err(Problem::missing("access package", package).field("package"));
            }
            found
        }
        (None, None, None) => return Err(Problem::new("Say which access package.").field("package")),
    };
    let target = match (&changed, input.principal) {
        (Some((.., holder)), _) => *holder,
        (None, Some(principal)) => principal,
        (None, None) => own.ok_or_else(|| Problem::new("Say who is to hold the package.").field("principal"))?,
    };
    match kind.by() {
        By::Own => {
            if own.is_none() {
                return Err(Problem::new("Say which person of the directory you are.").code("actor"));
            }
            if own != Some(target) {
                return Err(Problem::new("This kind of request is made for oneself.")
                    .code("notOwn")
                    .hint("Ask on behalf of the person, or let an administrator assign it.")
                    .field("principal"));
            }
        }
        By::OnBehalf => {
            if own.is_none() {
                return Err(Problem::new("Say which person of the directory you are.").code("actor"));
            }
            if own == Some(target) {
                return Err(Problem::new("On behalf is for somebody else.").field("principal"));
            }
        }
        By::Administrator => {
            let task = match kind.act() {
                Act::Remove => Task::RemoveAssignment,
                Act::Add | Act::Update => Task::Assign,
            };
            require(write.transaction, &write.actor, task, Some(package.catalog))?;
        }
        By::System | By::Approver => {}
    }
    let held = match changed {
        Some((held, ..)) => Some(held),
        None if kind.act() != Act::Add => {
            let held = request::held_by(write.transaction, target, package.package)?;
            let name = person(write.transaction, target, "principal")?.display_name;
            Some(held.ok_or_else(|| {
                Problem::new(format!("{name} does not have “{}”.", package.display_name))
                    .code("notHeld")
                    .field("package")
            })?)
        }
        None => None,
    };
    Ok(Asking {
        kind,
        package,
        requestor: own,
        target,
        held,
    })
}

/// The policy that somebody gets a package under.
fn to_add(write: &Write<'_>, asking: &Asking, input: &SubmitInput) -> Result<Offered, Problem> {
    let target = person(write.transaction, asking.target, "principal")?;
    let mut eligible = look(write.transaction, &asking.package, target, asking.kind)?;
    if let Some(first) = eligible.against.first() {
        return Err(Problem::new(first.message.clone()).code(first.code));
    }
    if !eligible.conflicts.is_empty() {
        return Err(Problem::new(eligible.conflicts.join(" "))
            .code("conflict")
            .hint("What stands against it is given up first, or an exception is approved."));
    }
    let by_administrator = asking.kind.by() == By::Administrator;
    let chosen = match (input.policy, by_administrator) {
        (Some(policy), true) => policy,
        (None, true) => only_assignable(&eligible)?,
        (Some(policy), false) if eligible.choose.contains(&policy) => policy,
        (Some(policy), false) => {
            let because = eligible.hidden.iter().find(|(id, _)| *id == policy);
            return Err(match because {
                Some((_, because)) => Problem::new(because.clone()).code("notEligible").field("policy"),
                None => Problem::new(format!("“{}” has no policy {policy}.", asking.package.display_name))
                    .code("missing")
                    .field("policy"),
            });
        }
        (None, false) => match eligible.choose.as_slice() {
            [only] => *only,
            [] => {
                let reasons = crate::policy::why_nothing(&eligible, &asking.package);
                return Err(Problem::new(reasons.join(" ")).code("notEligible").field("package"));
            }
            several => {
                let names: Vec<String> = several
                    .iter()
                    .filter_map(|id| Some(format!("{id} “{}”", eligible.policy(*id)?.row.display_name)))
                    .collect();
                return Err(Problem::new(format!(
                    "Several policies are equally for this person; choose one: {}.",
                    names.join(", ")
                ))
                .code("choosePolicy")
                .field("policy"));
            }
        },
    };
    let at = eligible
        .policies
        .iter()
        .position(|one| one.row.policy == chosen)
        .ok_or_else(|| Problem::missing("policy", chosen).field("policy"))?;
    let one = eligible.policies.swap_remove(at);
    if by_administrator {
        assignable(write, &one, &eligible.person)?;
    }
    if asking.kind.by() == By::OnBehalf {
        on_behalf(write, &one, asking)?;
    }
    // The dates are right as of now; at the start they are looked at again.
    if let Some(start) = input.starts_at {
        if start < write.now {
            return Err(Problem::new("The access would begin in the past.")
                .code("dates")
                .field("startsAt"));
        }
        if !one.rules.requestor.custom_schedule && !by_administrator {
            return Err(Problem::new("This policy sets the start itself.")
                .code("dates")
                .field("startsAt"));
        }
    }
    end_of(
        &one.rules,
        input.starts_at.unwrap_or(write.now),
        input.ends_at,
        by_administrator,
    )?;
    Ok(one)
}

/// The one policy an administrator can assign under, where nothing is said.
fn only_assignable(eligible: &super::Eligible) -> Result<i64, Problem> {
    let usable: Vec<&Offered> = eligible
        .policies
        .iter()
        .filter(|one| one.rules.automatic.is_none() && !one.rules.approval.for_add)
        .collect();
    let administrators: Vec<&&Offered> = usable
        .iter()
        .filter(|one| one.rules.targets.scope == TargetScope::NotSpecified)
        .collect();
    match (administrators.as_slice(), usable.as_slice()) {
        ([only], _) => Ok(only.row.policy),
        ([], [only]) => Ok(only.row.policy),
        ([], []) => Err(
            Problem::new("The package has no policy under which access is assigned directly.")
                .code("notEligible")
                .hint("Make one for administrators (notSpecified), or let the person ask.")
                .field("policy"),
        ),
        _ => Err(Problem::new("Several policies could be assigned under; choose one.")
            .code("choosePolicy")
            .field("policy")),
    }
}

/// A direct assignment goes past the approval only under a policy that asks for none (access-governance §2.5).
fn assignable(write: &Write<'_>, one: &Offered, target: &policy::Person) -> Result<(), Problem> {
    let refused = |message: String| Err(Problem::new(message).code("notEligible").field("policy"));
    if one.rules.automatic.is_some() {
        return refused(format!("“{}” assigns by its rule alone.", one.row.display_name));
    }
    if one.rules.targets.scope == TargetScope::NotSpecified {
        return Ok(());
    }
    if one.rules.approval.for_add {
        return refused(format!(
            "“{}” asks for approval, so nobody assigns under it directly.",
            one.row.display_name
        ));
    }
    if !in_scope(write.transaction, &one.rules, target)? {
        return refused(format!(
            "“{}” is not for {}.",
            one.row.display_name, target.display_name
        ));
    }
    Ok(())
}

fn on_behalf(write: &Write<'_>, one: &Offered, asking: &Asking) -> Result<(), Problem> {
    let actor = asking.requestor.unwrap_or(0);
    let subjects = &one.rules.requestor.on_behalf;
    if crate::approval::may_stand_for(write.transaction, subjects, actor, asking.target)? {
        return Ok(());
    }
    let name = crate::approval::name_of(write.transaction, asking.target)?;
    Err(Problem::new(format!(
        "Under “{}” {} may not ask on behalf of {name}.",
        one.row.display_name, write.actor.display_name
    ))
    .code("notEligible")
    .field("principal"))
}

/// The policy that an access is held under, as it is now; and whether it may be changed so.
fn to_change(write: &Write<'_>, asking: &Asking, input: &SubmitInput) -> Result<Offered, Problem> {
    let held = asking
        .held
        .as_ref()
        .ok_or_else(|| Problem::new("Say which access.").field("assignment"))?;
    let name = crate::approval::name_of(write.transaction, asking.target)?;
    if held.state == "removing" {
        return Err(Problem::new(format!("The access of {name} is being removed already.")).code("state"));
    }
    if let Some(pending) = request::going_on(write.transaction, asking.target, asking.package.package)? {
        return Err(Problem::new(format!(
            "Request {pending} for {name} and “{}” is not decided or delivered yet.",
            asking.package.display_name
        ))
        .code("pending"));
    }
    let row = policy::show(write.transaction, held.policy)?.ok_or_else(|| {
        Problem::new("The policy that this access is held under was deleted.")
            .code("missing")
            .field("policy")
    })?;
    let rules = crate::policy::understand(write.transaction, &row.definition)?;
    let one = Offered { row, rules };
    if !one.rules.allows(asking.kind) {
        let what = match asking.kind.act() {
            Act::Remove => "given back",
            Act::Add | Act::Update => "extended",
        };
        return Err(Problem::new(format!(
            "Under “{}” access is not {what} on request.",
            one.row.display_name
        ))
        .code("notEligible")
        .hint("Ask an administrator."));
    }
    if asking.kind.by() == By::OnBehalf {
        on_behalf(write, &one, asking)?;
    }
    if asking.kind.act() == Act::Update {
        let by_administrator = asking.kind.by() == By::Administrator;
        if !by_administrator {
            // Who extends must still be among those the policy is for (access-governance §2.5).
            let target = person(write.transaction, asking.target, "principal")?;
            if !in_scope(write.transaction, &one.rules, &target)? {
                return Err(Problem::new(format!(
                    "“{}” is not for {name} any more, so the access is not extended.",
                    one.row.display_name
                ))
                .code("notEligible"));
            }
        }
        extended(&one.rules, held.ends_at, write.now, input.ends_at, by_administrator)?;
    }
    Ok(one)
}
