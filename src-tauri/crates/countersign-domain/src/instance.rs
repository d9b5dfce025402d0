//! One run of a review: its states, and what silence means when it ends.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::definition::DefaultDecision;
use crate::item::{Decision, DecisionSource};
use crate::recommendation::Recommendation;

/// The states of an instance (access-governance §1.11). Here the start and the end are one transaction
/// each, so `Initializing`, `Starting`, `Completing` and `AutoReviewing` are passed through and never
/// seen at rest; files and services that name them are understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
pub enum Status {
    NotStarted,
    Initializing,
    Starting,
    InProgress,
    Completing,
    /// Ended; silence was left as it is.
    Completed,
    AutoReviewing,
    /// Ended; the default was written on the items nobody decided.
    AutoReviewed,
    Applying,
    Applied,
    /// It could not start on its day; what stood in the way is on record, and it can be started again.
    Failed,
}

impl Status {
    pub const ALL: [Self; 11] = [
        Self::NotStarted,
        Self::Initializing,
        Self::Starting,
        Self::InProgress,
        Self::Completing,
        Self::Completed,
        Self::AutoReviewing,
        Self::AutoReviewed,
        Self::Applying,
        Self::Applied,
        Self::Failed,
    ];

    /// The word stored, sent and printed; Microsoft Graph's own.
    pub fn word(self) -> &'static str {
        match self {
            Self::NotStarted => "NotStarted",
            Self::Initializing => "Initializing",
            Self::Starting => "Starting",
            Self::InProgress => "InProgress",
            Self::Completing => "Completing",
            Self::Completed => "Completed",
            Self::AutoReviewing => "AutoReviewing",
            Self::AutoReviewed => "AutoReviewed",
            Self::Applying => "Applying",
            Self::Applied => "Applied",
            Self::Failed => "Failed",
        }
    }

    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word() == word)
    }

    pub fn is_open(self) -> bool {
        self == Self::InProgress
    }

    pub fn has_ended(self) -> bool {
        matches!(
            self,
            Self::Completed | Self::AutoReviewed | Self::Applying | Self::Applied
        )
    }
}

/// Why an instance does not change its state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("This review has started already.")]
    AlreadyStarted,
    #[error("This review is not in progress.")]
    NotInProgress,
    #[error("This is the last stage; stop the review instead.")]
    LastStage,
    #[error("No decision has been recorded, so there is nothing to reset.")]
    NothingToReset,
    #[error("This review has not ended: nothing is changed in a directory before the end.")]
    NotEnded,
}

/// What an act does to the state.
pub fn start(status: Status) -> Result<Status, Refusal> {
    if matches!(status, Status::NotStarted | Status::Failed) {
        Ok(Status::InProgress)
    } else {
        Err(Refusal::AlreadyStarted)
    }
}

/// What becomes of an item when its stage ends (access-governance §1.5).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Passage {
    /// It is looked at again in the next stage; what it came to so far is kept.
    MovesOn { standing: Decision },
    /// It takes part in no later stage; what stands, stands.
    Stays,
}

/// Whether an item that came to `decision` in this stage goes on to the next. What a later stage leaves
/// open falls back to the newest decision of an earlier one.
pub fn pass(moves_on: &[Decision], decision: Decision, standing: Decision) -> Passage {
    if !moves_on.contains(&decision) {
        return Passage::Stays;
    }
    let standing = if decision == Decision::NotReviewed {
        standing
    } else {
        decision
    };
    Passage::MovesOn { standing }
}

/// What is written on an item when the whole review ends: nothing where its last stage decided, the
/// decision that stands from an earlier stage, else what silence means.
pub fn at_the_end(
    decision: Decision,
    standing: Decision,
    default: DefaultDecision,
    advice: Recommendation,
) -> Option<(Decision, DecisionSource)> {
    if decision != Decision::NotReviewed {
        return None;
    }
    if standing != Decision::NotReviewed {
        return Some((standing, DecisionSource::Stands));
    }
    on_silence(default, advice).map(|decision| (decision, DecisionSource::Default))
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
    fn an_earlier_stage_stands_where_the_last_one_was_silent() {
        use Decision as D;
        let all = D::ALL;
        assert_eq!(
            pass(&all, D::Approve, D::NotReviewed),
            Passage::MovesOn { standing: D::Approve }
        );
        assert_eq!(
            pass(&all, D::NotReviewed, D::Deny),
            Passage::MovesOn { standing: D::Deny }
        );
        assert_eq!(pass(&[D::Deny], D::Approve, D::NotReviewed), Passage::Stays);
        let end = |decision, standing| at_the_end(decision, standing, DefaultDecision::Deny, Recommendation::Approve);
        assert_eq!(end(D::Approve, D::Deny), None);
        assert_eq!(
            end(D::NotReviewed, D::Approve),
            Some((D::Approve, DecisionSource::Stands))
        );
        assert_eq!(
            end(D::NotReviewed, D::NotReviewed),
            Some((D::Deny, DecisionSource::Default))
        );
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
