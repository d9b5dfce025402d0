//! Who approves: none to three stages, strictly one after the other.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Period, Subject};

/// Graph's `requestApprovalSettings`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(rename = "PolicyApproval")]
pub struct Approval {
    pub for_add: bool,
    /// Extensions go through the same stages.
    pub for_update: bool,
    pub requestor_justification: bool,
    pub stages: Vec<ApprovalStage>,
}

/// One stage: one approval moves on, one denial ends the request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ApprovalStage {
    /// After so long without an answer the request expires.
    pub time_out: Period,
    /// After so long without an answer the alternates are asked too; none where there is no escalation.
    pub escalate_after: Option<Period>,
    /// Whether approvers give a reason.
    pub justification: bool,
    pub visibility: Visibility,
    pub primary: Vec<Subject>,
    /// Asked where no primary approver can answer.
    pub fallback: Vec<Subject>,
    /// The alternates.
    pub escalation: Vec<Subject>,
    pub escalation_fallback: Vec<Subject>,
}

/// Whether the person who asks sees who approves (`approverInformationVisibility`).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(rename = "ApproverVisibility")]
pub enum Visibility {
    #[default]
    Default,
    NotVisible,
    Visible,
}
