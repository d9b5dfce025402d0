//! The approver's own machine: a packet of approvals is opened, listed, and answered without a network.

use countersign_domain::approval::{Decision, Refusal};
use countersign_packet::Header;
use countersign_packet::approval::Approvals;
use countersign_store::approval::{self as kept, Received, ReceivedRow};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use ts_rs::TS;

use super::SORT;
use crate::Problem;
use crate::answer::open::Run;
use crate::call::{Entry, Read, Write};
use crate::principal::page;
use crate::travel;

const LONGEST_REASON: usize = 4_000;

#[derive(Debug, Default, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(optional_fields)]
#[ts(rename = "ApprovalReceivedInput")]
pub struct ReceivedInput {
    pub offset: Option<i64>,
    pub limit: Option<i64>,
}

/// What came in packets, what is not answered first; `total` is exact.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(rename = "ApprovalReceivedPage")]
pub struct ReceivedPage {
    pub rows: Vec<ReceivedRow>,
    pub total: i64,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
#[ts(rename = "ApprovalDecideInput")]
pub struct DecideInput {
    /// As `approval.received.list` numbers it.
    pub approval: i64,
    /// None takes back what was answered and not returned yet.
    pub decision: Option<Decision>,
    pub justification: Option<String>,
}

/// `approval.received.list`: one's own, or all for whoever reads everything.
pub(crate) fn list(read: &Read<'_>, input: ReceivedInput) -> Result<ReceivedPage, Problem> {
    let (offset, limit) = page(input.offset, input.limit);
    let only = crate::sight::only_own(&read.actor);
    let (rows, total) = kept::received_list(read.connection, only, offset, limit)?;
    Ok(ReceivedPage { rows, total })
}

/// `approval.decide`: kept here until it is returned; whether it counts is found where the request is.
pub(crate) fn decide(write: &Write<'_>, input: DecideInput) -> Result<(ReceivedRow, Entry), Problem> {
    let missing = || Problem::missing("approval", input.approval);
    let row = kept::received(write.transaction, input.approval)?.ok_or_else(missing)?;
    if write.actor.principal.map(|one| one.0) != Some(row.approver) {
        return Err(Problem::new(format!("This is answered by {}.", row.approver_name)).code("permission"));
    }
    if row.returned {
        return Err(Problem::new("This answer was returned already.")
            .code("returned")
            .hint("Tell the organization, if it was wrong: they can take an approval back."));
    }
    if row.gone && row.decision.is_none() {
        return Err(Problem::new("A newer packet does not ask this any more.").code("state"));
    }
    let justification = input.justification.unwrap_or_default().trim().to_owned();
    if justification.chars().count() > LONGEST_REASON {
        let long = format!("A reason has at most {LONGEST_REASON} characters.");
        return Err(Problem::new(long).field("justification"));
    }
    match input.decision {
        None => kept::take_back(write.transaction, &row)?,
        Some(_) if justification.is_empty() && row.content["justified"] == true => {
            return Err(Refusal::JustificationRequired.into());
        }
        Some(decision) => kept::decide(write.transaction, &row, (decision, &justification), write.now)?,
    }
    let detail = json!({ "packet": row.packet, "of": row.request, "stage": row.stage, "decision": input.decision,
                         "justification": justification, "packageName": row.content["package"],
                         "targetName": row.content["target"] });
    let row = kept::received(write.transaction, input.approval)?.ok_or_else(missing)?;
    Ok((row, Entry::new(format!("openedApproval:{}", input.approval), detail)))
}

/// Takes a packet of approvals in.
pub(crate) fn open(run: &Run<'_>, header: &Header, packet: &Approvals) -> Result<Value, Problem> {
    let approvals = packet.approvals.iter().map(|one| {
        Ok(Received {
            request: one.request,
            stage: one.stage,
            content: serde_json::to_string(one)?,
            due_at: one.due_at,
        })
    });
    let approvals: Vec<Received> = approvals.collect::<Result<_, Problem>>()?;
    travel::open(run, header, packet, &SORT, |write, new| {
        Ok(kept::open(write.transaction, new, &approvals)?)
    })
}
