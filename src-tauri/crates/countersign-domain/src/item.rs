//! One item of a review, and the rule that lets a person decide on it.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::actor::Actor;
use crate::definition::JustificationRule;
use crate::id::PrincipalId;

/// What was answered on an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Decision {
    NotReviewed,
    Approve,
    Deny,
    DontKnow,
}

impl Decision {
    pub const ALL: [Self; 4] = [Self::NotReviewed, Self::Approve, Self::Deny, Self::DontKnow];

    /// The word stored, sent and printed.
    pub fn word(self) -> &'static str {
        match self {
            Self::NotReviewed => "notReviewed",
            Self::Approve => "approve",
            Self::Deny => "deny",
            Self::DontKnow => "dontKnow",
        }
    }

    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word() == word)
    }
}

/// How a decision came about: the evidence keeps people and the system apart (E18, E19).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum DecisionSource {
    /// One person, one item.
    Reviewer,
    /// One person, many items in one act.
    Bulk,
    /// The person took the recommendation.
    Recommendation,
    /// The person took their last decision back.
    Undo,
    /// The default for silence, written when the review ended.
    Default,
    /// An administrator reset the review.
    Reset,
    /// An earlier stage's decision, written down at the end because the last stage was silent.
    Stands,
    /// An approval of the previous instance, carried forward because nothing material changed.
    Carried,
}

impl DecisionSource {
    pub const ALL: [Self; 8] = [
        Self::Reviewer,
        Self::Bulk,
        Self::Recommendation,
        Self::Undo,
        Self::Default,
        Self::Reset,
        Self::Stands,
        Self::Carried,
    ];

    pub fn word(self) -> &'static str {
        match self {
            Self::Reviewer => "reviewer",
            Self::Bulk => "bulk",
            Self::Recommendation => "recommendation",
            Self::Undo => "undo",
            Self::Default => "default",
            Self::Reset => "reset",
            Self::Stands => "stands",
            Self::Carried => "carried",
        }
    }

    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word() == word)
    }
}

/// What the rule needs to know of an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemState {
    pub principal: PrincipalId,
    pub version: i64,
    /// The instance accepts decisions.
    pub open: bool,
    pub self_review: bool,
    pub justification_rule: JustificationRule,
    /// The acting person is among those asked.
    pub asked: bool,
    /// The acting person gave this access.
    pub provisioned: bool,
    /// An administrator let the acting person decide although they are not independent.
    pub released: bool,
}

/// What a person wants to record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer<'a> {
    pub decision: Decision,
    pub justification: &'a str,
    /// The version of the item that the person saw; `None` for acts over many items.
    pub version: Option<i64>,
}

/// Why a decision is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Refusal {
    #[error("This review does not accept decisions any more.")]
    Closed,
    #[error("You are not among the reviewers of this item.")]
    NotAsked,
    #[error("Nobody decides on their own access.")]
    OwnAccess,
    #[error("Nobody decides on access that they gave themselves.")]
    OwnProvision,
    #[error("This item was changed since you looked at it.")]
    Stale,
    #[error("This decision needs a reason.")]
    JustificationRequired,
    #[error("Approve, deny or don't know: not reviewed is not a decision.")]
    NotADecision,
}

/// Whether this person may record this answer now.
///
/// The order of the checks is the order in which a person would want to hear of them: a closed
/// review first, then whether it is theirs to decide, then what they wrote.
pub fn decide(item: &ItemState, actor: &Actor, answer: &Answer<'_>) -> Result<(), Refusal> {
    if !item.open {
        return Err(Refusal::Closed);
    }
    // Checked apart from `asked`: a list of reviewers that was drawn wrongly must not open this door.
    if !item.self_review && !item.released && actor.is(item.principal) {
        return Err(Refusal::OwnAccess);
    }
    if item.provisioned && !item.released {
        return Err(Refusal::OwnProvision);
    }
    if !item.asked {
        return Err(Refusal::NotAsked);
    }
    if answer.version.is_some_and(|seen| seen != item.version) {
        return Err(Refusal::Stale);
    }
    if answer.decision == Decision::NotReviewed {
        return Err(Refusal::NotADecision);
    }
    if answer.justification.trim().is_empty() && item.justification_rule.requires(answer.decision) {
        return Err(Refusal::JustificationRequired);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn actor(principal: i64) -> Actor {
        Actor {
            principal: Some(PrincipalId(principal)),
            display_name: "A".into(),
            administrator: false,
            ..Actor::default()
        }
    }

    fn item() -> ItemState {
        ItemState {
            principal: PrincipalId(1),
            version: 3,
            open: true,
            self_review: false,
            justification_rule: JustificationRule::OnApproval,
            asked: true,
            provisioned: false,
            released: false,
        }
    }

    fn answer(decision: Decision, justification: &str) -> Answer<'_> {
        Answer {
            decision,
            justification,
            version: Some(3),
        }
    }

    #[test]
    fn nobody_decides_on_their_own_access_outside_a_self_review() {
        let deny = answer(Decision::Deny, "");
        assert_eq!(decide(&item(), &actor(1), &deny), Err(Refusal::OwnAccess));
        let own = ItemState {
            self_review: true,
            ..item()
        };
        assert_eq!(decide(&own, &actor(1), &deny), Ok(()));
    }

    #[test]
    fn nobody_decides_on_what_they_gave_unless_an_administrator_released_it() {
        let deny = answer(Decision::Deny, "");
        let given = ItemState {
            provisioned: true,
            ..item()
        };
        assert_eq!(decide(&given, &actor(2), &deny), Err(Refusal::OwnProvision));
        let released = ItemState {
            released: true,
            ..given
        };
        assert_eq!(decide(&released, &actor(2), &deny), Ok(()));
        let own = ItemState {
            released: true,
            ..item()
        };
        assert_eq!(decide(&own, &actor(1), &deny), Ok(()));
    }

    #[test]
    fn a_closed_review_a_strangers_item_and_a_stale_version_are_refused() {
        let deny = answer(Decision::Deny, "");
        let closed = ItemState { open: false, ..item() };
        assert_eq!(decide(&closed, &actor(2), &deny), Err(Refusal::Closed));
        let strange = ItemState { asked: false, ..item() };
        assert_eq!(decide(&strange, &actor(2), &deny), Err(Refusal::NotAsked));
        let stale = Answer {
            version: Some(2),
            ..deny
        };
        assert_eq!(decide(&item(), &actor(2), &stale), Err(Refusal::Stale));
    }

    #[test]
    fn a_reason_of_blanks_is_no_reason() {
        assert_eq!(
            decide(&item(), &actor(2), &answer(Decision::Approve, "  \n")),
            Err(Refusal::JustificationRequired)
        );
        assert_eq!(decide(&item(), &actor(2), &answer(Decision::Approve, "needed")), Ok(()));
        assert_eq!(decide(&item(), &actor(2), &answer(Decision::Deny, "")), Ok(()));
    }
}
