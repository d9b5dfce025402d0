//! An approver answers, or takes an approval back.

use countersign_domain::actor::Actor;
use countersign_domain::approval::{self, Answer, ApprovalStep, Approver, ApproverKind, Decision};
use countersign_domain::catalog::Task;
use countersign_domain::id::PrincipalId;
use countersign_domain::request::{Act, RequestEvent, RequestKind, RequestState};
use countersign_store::request::{self, ApprovalEvent, RequestRow};
use serde::Deserialize;
use serde_json::json;
use ts_rs::TS;

use crate::Problem;
use crate::authority::may;
use crate::call::{Entry, Write};
use crate::request::{accept, advance, approval_view, conflicts, deny, one, open_stage, rules_of};

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
#[ts(rename = "ApprovalAnswerInput")]
pub struct AnswerInput {
    pub request: i64,
    pub decision: Decision,
    pub justification: Option<String>,
    /// The stage that was seen; one that moved on meanwhile is refused.
    pub stage: Option<i64>,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(rename = "ApprovalRevokeInput")]
pub struct RevokeApprovalInput {
    pub request: i64,
    pub reason: String,
}

impl From<approval::Refusal> for Problem {
    fn from(refusal: approval::Refusal) -> Self {
        let problem = Self::new(refusal.to_string());
        match refusal {
            approval::Refusal::OwnRequest => problem.code("ownRequest").hint("Somebody else approves it."),
            approval::Refusal::NotAsked | approval::Refusal::NotEscalated => problem.code("notAsked"),
            approval::Refusal::JustificationRequired => problem.code("justificationRequired").field("justification"),
            approval::Refusal::SomebodyWasFaster => problem.code("answered"),
            approval::Refusal::TooLate | approval::Refusal::NotBegun | approval::Refusal::Over => problem.code("state"),
            approval::Refusal::NobodyCanApprove => problem.code("nobody"),
        }
    }
}

pub(crate) fn answer(write: &Write<'_>, input: AnswerInput) -> Result<(RequestRow, Entry), Problem> {
    answer_as(write, &write.actor, input)
}

/// The same as somebody else, who answered in a packet.
pub(crate) fn answer_as(write: &Write<'_>, by: &Actor, input: AnswerInput) -> Result<(RequestRow, Entry), Problem> {
    let mut row = one(write.transaction, input.request)?;
    let rules = rules_of(write.transaction, &row)?;
    let mut view = approval_view(write.transaction, &row, &rules)?;
    if row.stage_count == 0 {
        return Err(Problem::new("Nobody is asked to approve this request.").code("notAsked"));
    }
    let open = open_stage(&view);
    // Whoever saw an earlier stage hears that somebody was faster, not that it is over.
    let position = input.stage.or(open).unwrap_or(row.stage).clamp(1, row.stage_count);
    let at = usize::try_from(position - 1).unwrap_or(0);
    let actor = by.principal.unwrap_or(PrincipalId(0));
    let in_their_place = stands_in(write, &row, position, by)?;
    if in_their_place && let Some(stage) = view.stages.get_mut(at) {
        stage.approvers.push(Approver {
            principal: actor,
            kind: ApproverKind::Fallback,
        });
    }
    if row.state == RequestState::Canceled {
        return Err(Problem::new("This request was canceled.").code("state"));
    }
    let justification = input.justification.unwrap_or_default().trim().to_owned();
    let given = Answer {
        stage: at,
        decision: input.decision,
        justification: &justification,
    };
    let step = view.answer(actor, given, write.now)?;
    if input.decision == Decision::Approve
        && row.kind.act() == Act::Add
        && let Some(target) = row.target
    {
        let against = conflicts(write, row.package, target)?;
        if !against.is_empty() {
            return Err(Problem::new(against.join(" "))
                .code("conflict")
                .hint("It can be denied; or what stands against it is given up first."));
        }
    }
    let event = ApprovalEvent {
        position,
        at: write.now,
        actor_id: actor.0,
        actor: by.label(),
        decision: input.decision,
        justification: justification.clone(),
    };
    request::note(write.transaction, row.request, &event, write.audit_seq)?;
    let result = match input.decision {
        Decision::Approve => "approve",
        Decision::Deny => "deny",
    };
    request::close_stage(write.transaction, row.request, position, Some(result), write.now)?;
    countersign_store::notice::withdraw_of_request(write.transaction, row.request, "Somebody has answered.")?;
    match step {
        ApprovalStep::StageApproved { .. } => {
            advance(write, &mut row, RequestEvent::ApproveStage, &justification)?;
            request::set_stage(write.transaction, row.request, position + 1, row.stage_count)?;
            super::begin(write, row.request, position + 1)?;
        }
        ApprovalStep::Approved { .. } => {
            let state = accept(write, row.request)?;
            if matches!(state, RequestState::Scheduled | RequestState::Delivering) {
                let row = one(write.transaction, row.request)?;
                crate::notice::queue_request_approved(write, &row)?;
            }
        }
        ApprovalStep::Denied { .. } => deny(write, &mut row, &justification)?,
        ApprovalStep::Escalated { .. } | ApprovalStep::TimedOut { .. } => {}
    }
    let row = one(write.transaction, input.request)?;
    let detail = json!({ "stage": position, "stages": row.stage_count, "decision": result, "justification": justification,
        "package": row.package, "packageName": row.package_name, "target": row.target, "targetName": row.target_name,
        "requestor": row.requestor, "requestorName": row.requestor_name, "policy": row.policy,
        "policyVersion": row.policy_version, "inPlaceOfApprovers": in_their_place, "state": row.state.word() });
    Ok((row, Entry::new(format!("request:{}", input.request), detail)))
}

/// Where nobody is left to ask, somebody who may assign directly answers.
fn stands_in(write: &Write<'_>, row: &RequestRow, position: i64, by: &Actor) -> Result<bool, Problem> {
    let actor = by.principal.unwrap_or(PrincipalId(0));
    let nobody = request::stages(write.transaction, row.request)?
        .into_iter()
        .any(|stage| stage.position == position && stage.nobody_at.is_some());
    let listed = request::approvers(write.transaction, row.request)?
        .into_iter()
        .any(|one| one.position == position && one.principal == actor.0 && one.open);
    Ok(nobody && !listed && may(write.transaction, by, Task::Assign, Some(row.catalog))?)
}

/// An approver takes an approval back: the access that came of it is removed.
pub(crate) fn revoke(write: &Write<'_>, input: RevokeApprovalInput) -> Result<(RequestRow, Entry), Problem> {
    let row = one(write.transaction, input.request)?;
    let reason = input.reason.trim();
    if reason.is_empty() {
        return Err(Problem::new("Say why the approval is taken back.").field("reason"));
    }
    let actor = write.actor.principal.map_or(0, |one| one.0);
    let approved = request::answered(write.transaction, row.request)?
        .into_iter()
        .any(|one| one.actor_id == actor && one.decision == Decision::Approve);
    if !approved {
        return Err(Problem::new("Only who approved a request takes the approval back.").code("notAsked"));
    }
    let ended = || {
        Problem::new("No access stands that came of this request.")
            .code("state")
            .hint("A request that is not delivered yet is canceled or denied.")
    };
    let assignment = row.assignment.ok_or_else(ended)?;
    let (held, ..) = request::held(write.transaction, assignment)?.ok_or_else(ended)?;
    if held.state == "removing" {
        return Err(ended());
    }
    let made = crate::request::take_back(write, &row, assignment, RequestKind::ApproverRemove, reason)?;
    let detail = json!({ "request": made, "of": row.request, "assignment": assignment, "reason": reason,
        "package": row.package, "packageName": row.package_name, "target": row.target, "targetName": row.target_name });
    let row = one(write.transaction, made)?;
    Ok((row, Entry::new(format!("request:{}", input.request), detail)))
}
