//! Answers of approvers that were not taken as they came. Listed until somebody settles them, and kept for good.

use countersign_domain::actor::{Actor, Identity};
use countersign_domain::id::PrincipalId;
use countersign_store::approval::{self as kept, ApprovalDisputeFilter, ApprovalDisputeRow};
use countersign_store::request;
use countersign_store::travel::settle as settle_once;
use serde::{Deserialize, Serialize};
use serde_json::json;
use ts_rs::TS;

use super::super::answer::{AnswerInput, answer_as};
use super::SORT;
use crate::Problem;
use crate::call::{Entry, Read, Write};
use crate::principal::page;
use crate::travel;

#[derive(Debug, Default, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(optional_fields)]
#[ts(rename = "ApprovalDisputeListInput")]
pub struct DisputeListInput {
    #[ts(optional = nullable, as = "Option<ApprovalDisputeFilter>")]
    pub filter: ApprovalDisputeFilter,
    pub offset: Option<i64>,
    pub limit: Option<i64>,
}

/// Disputes, the oldest first; `total` is exact.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(rename = "ApprovalDisputePage")]
pub struct DisputePage {
    pub rows: Vec<ApprovalDisputeRow>,
    pub total: i64,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(rename = "ApprovalDisputeSettleInput")]
pub struct DisputeSettleInput {
    pub dispute: i64,
    /// Taken all the same, where the stage is still asked; else turned down.
    pub accept: bool,
    pub reason: String,
}

pub(crate) fn list(read: &Read<'_>, input: DisputeListInput) -> Result<DisputePage, Problem> {
    let (offset, limit) = page(input.offset, input.limit);
    let (rows, total) = kept::disputes(read.connection, &input.filter, offset, limit)?;
    Ok(DisputePage { rows, total })
}

/// Accepted, it goes through the same door as an answer at the desk, as the answer of the approver.
pub(crate) fn settle(write: &Write<'_>, input: DisputeSettleInput) -> Result<(ApprovalDisputeRow, Entry), Problem> {
    let reason = travel::reason_of(&input.reason)?;
    let missing = || Problem::missing("dispute", input.dispute);
    let row = kept::dispute(write.transaction, input.dispute)?.ok_or_else(missing)?;
    travel::may_settle(write, row.approver, "answer", row.settlement.as_deref())?;
    let approver = PrincipalId(row.approver);
    // What nobody may approve at the desk, nobody settles either.
    if let Some(request) = request::show(write.transaction, row.request)?
        && [request.requestor, request.target]
            .into_iter()
            .flatten()
            .any(|one| write.actor.is(PrincipalId(one)))
    {
        return Err(Problem::new("Nobody settles a dispute over their own request.").code("permission"));
    }
    if input.accept {
        if row.reason == "unknownRequest" {
            return Err(
                Problem::new("The packet did not hold this request, so there is nothing to take.").code("state"),
            );
        }
        let person = Actor {
            principal: Some(approver),
            display_name: row.approver_name.clone(),
            identities: vec![Identity::of(approver)],
            ..Actor::default()
        };
        let given = AnswerInput {
            request: row.request,
            decision: row.decision,
            justification: Some(row.justification.clone()),
            stage: Some(row.stage),
        };
        answer_as(write, &person, given)
            .map_err(|problem| problem.hint("Turn it down; it stays in the list of settled disputes."))?;
    }
    let settlement = if input.accept { "accepted" } else { "turnedDown" };
    let label = write.actor.label();
    settle_once(
        write.transaction,
        SORT.of,
        row.dispute,
        settlement,
        (&label, reason),
        write.now,
        write.audit_seq,
    )?;
    let detail = json!({
        "dispute": row.dispute, "stage": row.stage, "approver": row.approver, "approverName": row.approver_name,
        "decision": row.decision, "justification": row.justification, "why": row.reason, "packet": row.packet,
        "device": row.device, "decidedAt": row.decided_at, "arrivedAt": row.arrived_at, "reason": reason,
        "accepted": input.accept, "packageName": row.package_name, "targetName": row.target_name,
    });
    let subject = match row.state {
        Some(_) => format!("request:{}", row.request),
        None => "approvals".to_owned(),
    };
    let settled = kept::dispute(write.transaction, input.dispute)?.ok_or_else(missing)?;
    Ok((settled, Entry::new(subject, detail)))
}
