//! One run of a review: its states, and what silence means when it ends.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::definition::DefaultDecision;
use crate::item::Decision;
use crate::recommendation::Recommendation;

/// The states of an instance (access-governance §1.11).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
pub enum Status {
    NotStarted,
    InProgress,
    /// Ended; silence was left as it is.
    Completed,
    /// Ended; the default was written on the items nobody decided.
    AutoReviewed,
    Applying,
    Applied,
}

impl Status {
    pub const ALL: [Self; 6] = [
        Self::NotStarted,
        Self::InProgress,
        Self::Completed,
        Self::AutoReviewed,
        Self::Applying,
        Self::Applied,
    ];

    /// The word stored, sent and printed; Microsoft Graph's own.
    pub fn word(self) -> &'static str {
        match self {
            Self::NotStarted => "NotStarted",
            Self::InProgress => "InProgress",
            Self::Completed => "Completed",
            Self::AutoReviewed => "AutoReviewed",
            Self::Applying => "Applying",
            Self::Applied => "Applied",
        }
    }

    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word() == word)
    }

    pub fn is_open(self) -> bool {
        self == Self::InProgress
    }

    pub fn has_ended(self) -> bool {
        !matches!(self, Self::NotStarted | Self::InProgress)
    }
}

/// Why an instance does not change its state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("This review has started already.")]
    AlreadyStarted,
    #[error("This review is not in progress.")]
    NotInProgress,
    #[error("No decision has been recorded, so there is nothing to reset.")]
    NothingToReset,
    #[error("This review has not ended: nothing is changed in a directory before the end.")]
    NotEnded,
}

/// What an act does to the state.
pub fn start(status: Status) -> Result<Status, Refusal> {
    if status == Status::NotStarted {
        Ok(Status::InProgress)
    } else {
        Err(Refusal::AlreadyStarted)
    }
}

/// Ends the run, by a person or by its date. Irreversible.
pub fn end(status: Status, default: DefaultDecision) -> Result<Status, Refusal> {
    match (status, default) {
        (Status::InProgress, DefaultDecision::NoChange) => Ok(Status::Completed),
        (Status::InProgress, _) => Ok(Status::AutoReviewed),
        _ => Err(Refusal::NotInProgress),
    }
}

/// What is written on an item that nobody decided; `None` leaves it `NotReviewed`.
/// Where the recommendation had no information, taking it changes nothing.
pub fn on_silence(default: DefaultDecision, advice: Recommendation) -> Option<Decision> {
    match (default, advice) {
        (DefaultDecision::NoChange, _) => None,
        (DefaultDecision::Approve, _) => Some(Decision::Approve),
        (DefaultDecision::Deny, _) => Some(Decision::Deny),
        (DefaultDecision::Recommendation, Recommendation::Approve) => Some(Decision::Approve),
        (DefaultDecision::Recommendation, Recommendation::Deny) => Some(Decision::Deny),
        (DefaultDecision::Recommendation, Recommendation::NoInfoAvailable) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_review_ends_once_and_only_from_in_progress() {
        for status in Status::ALL {
            let ended = end(status, DefaultDecision::Deny);
            assert_eq!(ended.is_ok(), status == Status::InProgress, "{status:?}");
        }
        assert_eq!(
            end(Status::InProgress, DefaultDecision::NoChange),
            Ok(Status::Completed)
        );
        assert_eq!(end(Status::InProgress, DefaultDecision::Deny), Ok(Status::AutoReviewed));
    }

    #[test]
    fn silence_means_what_the_settings_say() {
        use DefaultDecision as D;
        use Recommendation as R;
        let table = [
            (D::NoChange, R::Deny, None),
            (D::Approve, R::Deny, Some(Decision::Approve)),
            (D::Deny, R::Approve, Some(Decision::Deny)),
            (D::Recommendation, R::Approve, Some(Decision::Approve)),
            (D::Recommendation, R::Deny, Some(Decision::Deny)),
            (D::Recommendation, R::NoInfoAvailable, None),
        ];
        for (default, advice, written) in table {
            assert_eq!(on_silence(default, advice), written, "{default:?} {advice:?}");
        }
    }
}
