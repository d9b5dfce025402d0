//! The approval of a request: its stages, who is asked in each, and what an answer or the clock brings.
//!
//! One approval moves on, one denial ends the request, nobody approves their own, and silence ends it
//! (access-governance §2.5).

mod answer;
mod asked;
mod clock;
#[cfg(test)]
mod test;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::id::PrincipalId;
use crate::policy::{ApprovalStage, Period};

pub use asked::{Candidate, WhyFallback, approvers, escalation_approvers};

/// The approval of one request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ApprovalView {
    /// Who asks.
    pub requestor: PrincipalId,
    /// Who is to have the access.
    pub target: PrincipalId,
    pub stages: Vec<StageState>,
}

/// One stage, with what its policy said when the request was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(rename = "ApprovalStageState")]
pub struct StageState {
    /// Known when the stage starts; those of the escalation when it escalates.
    pub approvers: Vec<Approver>,
    pub time_out: Period,
    pub escalate_after: Option<Period>,
    /// Whether approvers give a reason.
    pub justification: bool,
    /// None before its turn.
    pub started_at: Option<DateTime<Utc>>,
    pub escalated_at: Option<DateTime<Utc>>,
    pub timed_out_at: Option<DateTime<Utc>>,
    pub answers: Vec<StageAnswer>,
}

/// Somebody who is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Approver {
    pub principal: PrincipalId,
    pub kind: ApproverKind,
}

/// What somebody is asked as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum ApproverKind {
    Primary,
    Fallback,
    Escalation,
    EscalationFallback,
}

/// What an approver says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(rename = "ApprovalDecision")]
pub enum Decision {
    Approve,
    Deny,
}

/// An answer that counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(rename = "ApprovalStageAnswer")]
pub struct StageAnswer {
    pub by: PrincipalId,
    pub decision: Decision,
    pub justification: String,
    pub at: DateTime<Utc>,
}

/// What an approver wants to say, at the stage that they saw (counted from 0).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answer<'a> {
    pub stage: usize,
    pub decision: Decision,
    pub justification: &'a str,
}

/// What an answer or the clock brings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", tag = "kind")]
pub enum ApprovalStep {
    /// The stage approved and another one follows, whose approvers are to be found now.
    StageApproved {
        stage: usize,
        answer: StageAnswer,
    },
    /// The last stage approved.
    Approved {
        stage: usize,
        answer: StageAnswer,
    },
    Denied {
        stage: usize,
        answer: StageAnswer,
    },
    /// The alternates of the stage are to be found now and asked.
    Escalated {
        stage: usize,
        at: DateTime<Utc>,
    },
    TimedOut {
        stage: usize,
        at: DateTime<Utc>,
    },
}

/// Where the approval stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", tag = "kind", content = "stage")]
pub enum ApprovalOutcome {
    /// This stage is asked.
    Open(usize),
    Approved,
    Denied(usize),
    TimedOut(usize),
}

/// Why an answer does not count, or nobody can give one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Refusal {
    #[error("Nobody approves their own request.")]
    OwnRequest,
    #[error("You are not among the approvers of this request.")]
    NotAsked,
    #[error("You are an alternate approver, and the others still have time to answer.")]
    NotEscalated,
    #[error("This stage of the approval has been answered already.")]
    SomebodyWasFaster,
    #[error("The time to answer this request is over.")]
    TooLate,
    #[error("This stage of the approval has not begun.")]
    NotBegun,
    #[error("This request has been decided already.")]
    Over,
    #[error("This answer needs a reason.")]
    JustificationRequired,
    #[error("Nobody can approve this request: its approvers are gone, disabled, or the person who asks.")]
    NobodyCanApprove,
}

impl StageState {
    /// A stage as the policy has it, before its turn.
    pub fn of(stage: &ApprovalStage) -> Self {
        Self {
            approvers: Vec::new(),
            time_out: stage.time_out,
            escalate_after: stage.escalate_after,
            justification: stage.justification,
            started_at: None,
            escalated_at: None,
            timed_out_at: None,
            answers: Vec::new(),
        }
    }

    /// When the request ends without an answer; none before the stage's turn.
    pub fn due_at(&self) -> Option<DateTime<Utc>> {
        Some(self.time_out.after(self.started_at?))
    }

    /// When the alternates are asked too; none where there is no escalation.
    pub fn escalates_at(&self) -> Option<DateTime<Utc>> {
        Some(self.escalate_after?.after(self.started_at?))
    }
}

impl ApprovalView {
    pub fn outcome(&self) -> ApprovalOutcome {
        for (at, stage) in self.stages.iter().enumerate() {
            match stage.answers.last().map(|answer| answer.decision) {
                Some(Decision::Approve) => {}
                Some(Decision::Deny) => return ApprovalOutcome::Denied(at),
                None if stage.timed_out_at.is_some() => return ApprovalOutcome::TimedOut(at),
                None => return ApprovalOutcome::Open(at),
            }
        }
        ApprovalOutcome::Approved
    }
}
