//! Reviews of the holders: Graph's `reviewSettings`, and the review definition that the engine runs.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Subject;
use crate::schedule::Recurrence;

/// When the holders under this policy are reviewed, by whom, and what silence means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PolicyReview {
    pub silence: Silence,
    pub recommendations: bool,
    pub justification: bool,
    pub self_review: bool,
    pub primary: Vec<Subject>,
    pub fallback: Vec<Subject>,
    pub duration_days: u32,
    pub recurrence: Recurrence,
}

/// Graph's `expirationBehavior`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(rename = "PolicyReviewSilence")]
pub enum Silence {
    KeepAccess,
    RemoveAccess,
    AcceptAccessRecommendation,
}
