//! A request with its approval.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::EventRecord;
use crate::record::{Party, Person, Setting, is_false};

/// Somebody asked for the package, for more time with it, or gave it back; or the program did.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct RequestRecord {
    /// Its number in the store.
    pub request_id: i64,
    /// Its identity in files.
    pub key: String,
    /// userAdd, adminAdd, systemRemove, …
    pub kind: String,
    /// submitted, pendingApproval, …, at the export.
    pub state: String,
    /// Who asked.
    pub requestor: Party,
    /// How it was shown who asked, as of a decision.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assurance: Option<String>,
    /// The machine it was asked for on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub device: Option<String>,
    /// The program asked, not a person (E18).
    #[serde(skip_serializing_if = "is_false")]
    pub program: bool,
    /// Who was to hold it, where no assignment says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub person: Option<Person>,
    /// Asked.
    pub at: DateTime<Utc>,
    /// Made on a machine without network at this time, where it arrived later.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub made_at: Option<DateTime<Utc>>,
    /// Over.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub completed_at: Option<DateTime<Utc>>,
    /// The reason given.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub justification: String,
    /// What was asked of the person, and what they answered.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub answers: Vec<Setting>,
    /// Asked for from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub starts_at: Option<DateTime<Utc>>,
    /// Asked for until.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ends_at: Option<DateTime<Utc>>,
    /// Number of the policy it was asked for under.
    pub policy_id: i64,
    /// The version.
    pub policy_version: u64,
    /// The exception that let it pass although it conflicts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exception_id: Option<i64>,
    /// Why it was refused, or what stopped it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub problem: Option<String>,
    /// The stages of its approval.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub stages: Vec<StageRecord>,
    /// What happened to it, oldest first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub events: Vec<EventRecord>,
    /// Sequence numbers of the audit entries about it alone.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub log: Vec<u64>,
}

/// A stage of an approval.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct StageRecord {
    /// From one on.
    pub position: u32,
    /// notStarted, inProgress, escalated, completed, expired.
    pub state: String,
    /// Began.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub started_at: Option<DateTime<Utc>>,
    /// To be answered until.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_at: Option<DateTime<Utc>>,
    /// The alternates were asked too.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub escalated_at: Option<DateTime<Utc>>,
    /// Ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<DateTime<Utc>>,
    /// approve, deny, expired; none while open.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub result: Option<String>,
    /// Why fallback approvers were asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fallback: Option<String>,
    /// Who was asked.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub approvers: Vec<ApproverRecord>,
    /// Who answered.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub answers: Vec<AnswerRecord>,
}

/// Somebody who was asked to approve.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ApproverRecord {
    /// Display name.
    pub name: String,
    /// Immutable id.
    pub id: String,
    /// primary, fallback, escalation, escalationFallback.
    pub kind: String,
    /// Why this person was asked.
    pub because: String,
    /// Asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub asked_at: Option<DateTime<Utc>>,
    /// Why they were asked no longer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ended_because: Option<String>,
}

/// What an approver answered.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct AnswerRecord {
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    pub by: Party,
    /// How it was shown who answered, as of a decision.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assurance: Option<String>,
    /// The machine it was answered on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub device: Option<String>,
    /// approve, deny.
    pub decision: String,
    /// The reason given.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub justification: String,
    /// Sequence number of the audit entry that records it.
    pub entry: u64,
}

impl RequestRecord {
    /// Asks for the package, not for a change of an assignment.
    pub fn adds(&self) -> bool {
        self.kind.ends_with("Add")
    }

    /// Went through at least one stage of approval, and every stage approved.
    pub fn is_approved(&self) -> bool {
        !self.stages.is_empty()
            && self
                .stages
                .iter()
                .all(|stage| stage.result.as_deref() == Some("approve"))
    }

    /// It was delivered, or is on its way.
    pub(crate) fn went_through(&self) -> bool {
        matches!(
            self.state.as_str(),
            "scheduled" | "delivering" | "delivered" | "partiallyDelivered" | "deliveryFailed"
        )
    }

    /// Every answer given on it.
    pub fn all_answers(&self) -> impl Iterator<Item = &AnswerRecord> {
        self.stages.iter().flat_map(|stage| &stage.answers)
    }
}
