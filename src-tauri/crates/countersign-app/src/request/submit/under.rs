//! The policy that a request is made under, and whether it lets it be made.

use countersign_domain::policy::TargetScope;
use countersign_domain::request::{Act, By};
use countersign_store::{policy, request};

use super::{Asking, SubmitInput, check_start};
use crate::Problem;
use crate::call::Write;
use crate::request::advance::{end_of, extended};
use crate::request::eligible::{Eligible, Offered, in_scope, look, person};

/// The policy that somebody gets a package under.
pub(super) fn to_add(write: &Write<'_>, asking: &Asking, input: &SubmitInput) -> Result<Offered, Problem> {
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
    let own_dates = one.rules.requestor.custom_schedule || by_administrator;
    check_start(input.starts_at, own_dates, write.now)?;
    end_of(
        &one.rules,
        input.starts_at.unwrap_or(write.now),
        input.ends_at,
        by_administrator,
    )?;
    Ok(one)
}

/// The one policy an administrator can assign under, where nothing is said.
fn only_assignable(eligible: &Eligible) -> Result<i64, Problem> {
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
pub(super) fn to_change(write: &Write<'_>, asking: &Asking, input: &SubmitInput) -> Result<Offered, Problem> {
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
