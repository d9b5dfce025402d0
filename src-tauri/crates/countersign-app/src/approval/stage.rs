//! A stage of an approval: it begins, it is handed to alternates, its time runs out, and people leave it.

use countersign_domain::approval::{ApprovalOutcome, ApprovalStep};
use countersign_domain::notice::{NoticeKind, half_way};
use countersign_domain::policy::{ApprovalStage, Policy};
use countersign_domain::request::RequestEvent;
use countersign_store::request::{self, NewApprover, RequestRow};
use serde_json::{Value, json};

use super::people::{About, Asked, alternates, first};
use crate::Problem;
use crate::call::{Entry, Write};
use crate::request::{advance, approval_view, expire, one, rules_of};

const NOBODY: &str = "An administrator is asked.";

fn about(row: &RequestRow) -> About {
    About {
        requestor: row.requestor.unwrap_or(0),
        target: row.target.unwrap_or(0),
        package: row.package,
    }
}

fn rule_of(rules: &Policy, position: i64) -> Result<&ApprovalStage, Problem> {
    let at = usize::try_from(position - 1).unwrap_or(usize::MAX);
    let stage = rules.approval.stages.get(at);
    stage.ok_or_else(|| Problem::new("The policy has fewer stages than the request.").code("damaged"))
}

/// Begins a stage: its approvers are found now, and told.
pub(crate) fn begin(write: &Write<'_>, id: i64, position: i64) -> Result<(), Problem> {
    let row = one(write.transaction, id)?;
    let rules = rules_of(write.transaction, &row)?;
    let stage = rule_of(&rules, position)?;
    let asked = first(write.transaction, about(&row), &stage.primary, &stage.fallback)?;
    let due_at = stage.time_out.after(write.now);
    let escalate_at = stage.escalate_after.map(|after| after.after(write.now));
    let times = [escalate_at, Some(half_way(write.now, due_at)), Some(due_at)];
    request::start_stage(write.transaction, id, position, times, asked.why.as_deref(), write.now)?;
    ask(write, &row, position, asked, NoticeKind::ApprovalAsked)
}

/// Puts people among those who are asked and tells them; with nobody left the administrators are told.
fn ask(write: &Write<'_>, row: &RequestRow, position: i64, asked: Asked, kind: NoticeKind) -> Result<(), Problem> {
    if asked.approvers.is_empty() {
        let why = format!("{} {NOBODY}", asked.why.unwrap_or_default());
        request::note_nobody(write.transaction, row.request, position, why.trim(), Some(write.now))?;
        return crate::notice::queue_approver_missing(write, row, position, why.trim());
    }
    let approvers = super::delegate::with_substitutes(write, row, asked.approvers)?;
    request::put_approvers(write.transaction, row.request, position, &approvers, write.now)?;
    let people: Vec<i64> = approvers.iter().map(|one| one.principal).collect();
    crate::notice::queue_approval(write, row, position, &people, kind)
}

/// Hands a stage to the alternates too, if it is due; those who were asked may still answer.
pub(crate) fn escalate(write: &Write<'_>, id: i64, position: i64) -> Result<((), Entry), Problem> {
    let mut row = one(write.transaction, id)?;
    let rules = rules_of(write.transaction, &row)?;
    let view = approval_view(write.transaction, &row, &rules)?;
    let due = view
        .clock(write.now)
        .into_iter()
        .any(|step| matches!(step, ApprovalStep::Escalated { .. }));
    if !due || view.outcome() != ApprovalOutcome::Open(usize::try_from(position - 1).unwrap_or(usize::MAX)) {
        return Err(Problem::new("This stage is not handed on now.").code("state"));
    }
    let stage = rule_of(&rules, position)?;
    let asked = alternates(
        write.transaction,
        about(&row),
        &stage.escalation,
        &stage.escalation_fallback,
    )?;
    request::escalate_stage(write.transaction, id, position, write.now)?;
    let names = asked.approvers.len();
    let reason = match (&asked.why, names) {
        (Some(why), 0) => format!("No alternate approver can be asked: {why}"),
        (Some(why), _) => why.clone(),
        (None, _) => String::new(),
    };
    advance(write, &mut row, RequestEvent::Escalate, &reason)?;
    // Without alternates the first approvers may still answer, so nobody else is called for.
    if names > 0 {
        let waiting = request::stages(write.transaction, id)?
            .into_iter()
            .any(|one| one.position == position && one.nobody_at.is_some());
        let people = asked.approvers.clone();
        ask(write, &row, position, asked, NoticeKind::ApprovalEscalated)?;
        if waiting {
            request::note_nobody(
                write.transaction,
                id,
                position,
                "The alternate approvers are asked.",
                None,
            )?;
        }
        return Ok(((), entry(&row, "escalated", position, &reason, &people)));
    }
    Ok(((), entry(&row, "escalated", position, &reason, &[])))
}

fn entry(row: &RequestRow, act: &str, position: i64, reason: &str, people: &[NewApprover]) -> Entry {
    let asked: Vec<Value> = people
        .iter()
        .map(|one| json!({ "principal": one.principal, "reason": one.reason }))
        .collect();
    let detail = json!({ "act": act, "stage": position, "package": row.package, "packageName": row.package_name,
                         "target": row.target, "targetName": row.target_name, "reason": reason, "asked": asked,
                         "state": row.state.word() });
    Entry::new(format!("request:{}", row.request), detail)
}

/// Ends a request whose stage nobody answered in time.
pub(crate) fn time_out(write: &Write<'_>, id: i64, position: i64) -> Result<((), Entry), Problem> {
    let mut row = one(write.transaction, id)?;
    let rules = rules_of(write.transaction, &row)?;
    let view = approval_view(write.transaction, &row, &rules)?;
    let due = view
        .clock(write.now)
        .into_iter()
        .any(|step| matches!(step, ApprovalStep::TimedOut { .. }));
    if !due {
        return Err(Problem::new("There is still time to answer this request.").code("state"));
    }
    request::close_stage(write.transaction, id, position, Some("expired"), write.now)?;
    countersign_store::notice::withdraw_of_request(write.transaction, id, "The time to answer is over.")?;
    let reason = match row.stage_count {
        1 => "Nobody answered in time.".to_owned(),
        count => format!("Nobody answered in time in stage {position} of {count}."),
    };
    expire(write, &mut row, &reason)?;
    Ok(((), entry(&row, "timedOut", position, &reason, &[])))
}

/// Reminds those of a stage who have not answered, half-way, once.
pub(crate) fn remind(write: &Write<'_>, id: i64, position: i64) -> Result<((), Entry), Problem> {
    let row = one(write.transaction, id)?;
    if !request::note_reminder(write.transaction, id, position, write.now)? {
        return Err(Problem::new("The approvers were reminded already.").code("state"));
    }
    let people: Vec<i64> = request::approvers(write.transaction, id)?
        .into_iter()
        .filter(|one| one.position == position && one.open)
        .map(|one| one.principal)
        .collect();
    crate::notice::queue_approval(write, &row, position, &people, NoticeKind::ApprovalReminder)?;
    Ok(((), entry(&row, "reminded", position, "", &[])))
}

/// An approver left: they are asked no longer, and if nobody is left, the fallback is, else the administrators.
pub(crate) fn replace(write: &Write<'_>, id: i64, position: i64, gone: &[i64]) -> Result<((), Entry), Problem> {
    let row = one(write.transaction, id)?;
    let rules = rules_of(write.transaction, &row)?;
    let mut left = Vec::new();
    for person in gone {
        let name = super::people::name_of(write.transaction, *person)?;
        request::end_approver(
            write.transaction,
            id,
            position,
            *person,
            &format!("{name} has left, or the account is disabled."),
        )?;
        left.push(name);
    }
    let open = request::approvers(write.transaction, id)?
        .into_iter()
        .any(|one| one.position == position && one.open);
    let reason = format!("No longer asked: {}.", left.join(", "));
    if open {
        return Ok(((), entry(&row, "approverLeft", position, &reason, &[])));
    }
    let stage = rule_of(&rules, position)?;
    let asked = first(write.transaction, about(&row), &stage.primary, &stage.fallback)?;
    let why = format!("{reason} {}", asked.why.clone().unwrap_or_default());
    request::note_nobody(write.transaction, id, position, why.trim(), None)?;
    let people = asked.approvers.clone();
    let asked = Asked {
        why: Some(why.trim().to_owned()),
        ..asked
    };
    ask(write, &row, position, asked, NoticeKind::ApprovalAsked)?;
    Ok(((), entry(&row, "approverLeft", position, &why, &people)))
}
