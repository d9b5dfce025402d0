//! A review definition: Microsoft Graph's `accessReviewScheduleDefinition`, understood and checked.
//!
//! The JSON a person gave is kept verbatim by the store; this is what the rules need of it.

mod parse;
mod query;
mod scope;
mod setting;
mod stage;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::item::Decision;
use crate::outcome::Strategy;
use crate::reviewer::ReviewerRule;
use crate::schedule::Recurrence;

pub use parse::parse;
pub use scope::{Assignment, Exclude, PrincipalScope, Resource, Scope};

/// What is reviewed, by whom, for how long, and what silence means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Definition {
    pub display_name: String,
    pub description_for_admins: String,
    pub description_for_reviewers: String,
    pub scope: Scope,
    /// One to three, strictly one after the other.
    pub stages: Vec<Stage>,
    pub settings: Settings,
    /// Who else hears of the end.
    pub recipients: Vec<ReviewerRule>,
}

impl Definition {
    /// Days from the start to the end: the sum over the stages (access-governance §1.4).
    pub fn duration_days(&self) -> u32 {
        self.stages.iter().map(|stage| stage.duration_days).sum()
    }
}

/// One stage: its own people, its own length, and who moves on to the next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Stage {
    /// Graph's `stageId`; `1` where there are no stage settings.
    pub stage_id: String,
    /// Empty means a self-review, as in Microsoft Graph.
    pub reviewers: Vec<ReviewerRule>,
    pub fallback_reviewers: Vec<ReviewerRule>,
    pub duration_days: u32,
    /// Whether reviewers of this stage are shown recommendations.
    pub recommendations: bool,
    /// Items that stand at one of these when the stage ends go on to the next.
    pub moves_on: Vec<Decision>,
    pub strategy: Strategy,
}

impl Stage {
    pub fn is_self_review(&self) -> bool {
        self.reviewers.is_empty()
    }
}

/// The rules of the run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Settings {
    /// When it runs; none means once, when an administrator starts it.
    #[ts(skip)]
    pub recurrence: Option<Recurrence>,
    pub default_decision: DefaultDecision,
    pub justification: JustificationRule,
    pub recommendations: bool,
    /// The look-back of the sign-in recommendation, in days.
    pub look_back_days: u32,
    /// What advises beside the last sign-in.
    pub helpers: Vec<Helper>,
    /// Whether reviewers see what earlier stages decided.
    pub show_history: bool,
    pub mail: bool,
    pub reminders: bool,
    pub auto_apply: bool,
    pub guest_action: GuestAction,
    pub threshold: Threshold,
    /// An approval not older than so many days is carried forward where nothing material changed.
    pub carry_forward_days: Option<u32>,
    /// Days until a remediation task is due.
    pub task_due_days: u32,
    pub nested: Nested,
}

/// What becomes of a denied access that comes through another group.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Nested {
    /// A person decides what to do about the inner group.
    #[default]
    Task,
    /// The person is taken out of the inner groups, where every way can be cut.
    Remove,
}

/// What else advises on an item (access-governance §1.7).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Helper {
    PeerDistance,
    PeerRarity,
    PreviousDecision,
    /// Whether the access stands in a conflict of duties.
    Conflict,
}

/// What happens to a guest whose access was denied (Graph's `applyActions`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum GuestAction {
    RemoveAccess,
    /// Sign-in is blocked for 30 days, then the account is deleted.
    BlockThenDelete,
}

/// What silence means when the review ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum DefaultDecision {
    NoChange,
    Approve,
    Deny,
    Recommendation,
}

/// Which decisions need a reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum JustificationRule {
    Never,
    /// Graph's `justificationRequiredOnApproval`.
    OnApproval,
    OnDenial,
    Always,
}

impl JustificationRule {
    pub fn requires(self, decision: Decision) -> bool {
        match self {
            Self::Never => false,
            Self::OnApproval => decision == Decision::Approve,
            Self::OnDenial => decision == Decision::Deny,
            Self::Always => true,
        }
    }
}

/// How much a plan may remove before a second person must countersign it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Threshold {
    /// Largest share of one group's direct members, in percent. A group left empty always counts.
    pub percent_of_group: u32,
    /// Largest number of removals in all; none means no limit.
    pub removals: Option<u32>,
}

impl Default for Threshold {
    fn default() -> Self {
        Self {
            percent_of_group: 50,
            removals: None,
        }
    }
}

/// What is wrong with a definition, and at which place of it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Problem {
    /// The JSON path, such as `settings.instanceDurationInDays`.
    pub field: String,
    pub message: String,
}

impl Problem {
    pub(crate) fn new(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            field: field.into(),
            message: message.into(),
        }
    }
}
