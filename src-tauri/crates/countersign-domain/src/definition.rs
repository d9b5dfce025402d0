//! A review definition: Microsoft Graph's `accessReviewScheduleDefinition`, understood and checked.
//!
//! The JSON a person gave is kept verbatim by the store; this is what the rules need of it.

mod parse;
mod query;
mod setting;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::item::Decision;
use crate::reviewer::ReviewerRule;

pub use parse::parse;

/// What is reviewed, by whom, for how long, and what silence means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Definition {
    pub display_name: String,
    pub description_for_admins: String,
    pub description_for_reviewers: String,
    pub scope: Scope,
    /// Empty means a self-review, as in Microsoft Graph.
    pub reviewers: Vec<ReviewerRule>,
    pub fallback_reviewers: Vec<ReviewerRule>,
    pub settings: Settings,
}

impl Definition {
    pub fn is_self_review(&self) -> bool {
        self.reviewers.is_empty()
    }
}

/// The population: which groups, and which of their members.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Scope {
    pub resource: ResourceScope,
    /// Nested groups flattened to people (`transitiveMembers`), or direct members including groups.
    pub transitive: bool,
    pub guests_only: bool,
}

/// Which groups a review covers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", tag = "kind", content = "references")]
pub enum ResourceScope {
    Groups(Vec<String>),
    AllGroups,
}

/// The rules of the run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Settings {
    /// Days from the start to the end; at least 1.
    pub duration_days: u32,
    /// The day the review starts on, UTC; none means: when an administrator starts it.
    pub start_on: Option<NaiveDate>,
    pub default_decision: DefaultDecision,
    pub justification: JustificationRule,
    pub recommendations: bool,
    /// The look-back of the sign-in recommendation, in days.
    pub look_back_days: u32,
    pub auto_apply: bool,
    pub threshold: Threshold,
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
