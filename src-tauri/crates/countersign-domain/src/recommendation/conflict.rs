//! That an access stands in a conflict: somebody holds it together with what it does not go with.
//!
//! It advises nothing, because which of the two goes is the reviewer's to say (access-governance §2.6).

use serde::{Deserialize, Serialize};

use super::{Input, Insight, Recommendation};

/// The rule's published name, printed in the evidence.
pub const RULE: &str = "separationOfDuties/1";

/// Two things that one person holds and that do not go together, when the review started.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Clash {
    pub one: String,
    pub other: String,
    /// Why they do not go together.
    pub reason: String,
    /// How each is held: a line for each right.
    pub one_by: Vec<String>,
    pub other_by: Vec<String>,
}

impl Clash {
    /// For the reviewer and the evidence.
    pub fn insight(&self) -> Insight {
        let by = |lines: &[String]| lines.join("; ");
        Insight::new(
            RULE,
            Recommendation::NoInfoAvailable,
            format!(
                "“{}” (by {}) does not go together with “{}” (by {}): {}",
                self.one,
                by(&self.one_by),
                self.other,
                by(&self.other_by),
                self.reason
            ),
            [
                ("one", Input::Text(self.one.clone())),
                ("oneBy", Input::Text(by(&self.one_by))),
                ("other", Input::Text(self.other.clone())),
                ("otherBy", Input::Text(by(&self.other_by))),
            ],
        )
    }
}
