//! Who is asked: the reviewer rule of a definition, and which of the people it yields may decide.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::id::PrincipalId;

/// A reviewer rule as Microsoft Graph writes it (`accessReviewReviewerScope`), understood.
/// References are an immutable id, a DN or a unique name; the desk resolves them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", tag = "kind", content = "reference")]
pub enum ReviewerRule {
    /// `/users/{id}`
    User(String),
    /// `/groups/{id}/transitiveMembers`
    GroupMembers(String),
    /// `/groups/{id}/owners` or `./owners`
    Owners,
    /// `./manager` with query root `decisions`
    Managers,
}

/// Why a person was asked, as the evidence says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum ReviewerReason {
    Named,
    GroupMember,
    Owner,
    Manager,
    OwnAccess,
    Fallback,
    /// Took over from another reviewer while the review was going on.
    Reassigned,
    /// Not independent of the item; an administrator let this person decide all the same.
    Released,
}

impl ReviewerReason {
    pub const ALL: [Self; 8] = [
        Self::Named,
        Self::GroupMember,
        Self::Owner,
        Self::Manager,
        Self::OwnAccess,
        Self::Fallback,
        Self::Reassigned,
        Self::Released,
    ];

    /// The word stored and printed.
    pub fn word(self) -> &'static str {
        match self {
            Self::Named => "named",
            Self::GroupMember => "groupMember",
            Self::Owner => "owner",
            Self::Manager => "manager",
            Self::OwnAccess => "ownAccess",
            Self::Fallback => "fallback",
            Self::Reassigned => "reassigned",
            Self::Released => "released",
        }
    }
}

/// The people to ask about one item.
///
/// Outside a self-review nobody is asked about their own access. Fallback reviewers are asked only
/// when no primary reviewer is left (access-governance §1.3, the strict rule). An empty answer
/// means that nobody can be asked: the item keeps `NotReviewed` and the default for silence decides.
pub fn ask(
    reviewed: PrincipalId,
    primary: &[(PrincipalId, ReviewerReason)],
    fallback: &[PrincipalId],
    self_review: bool,
) -> Vec<(PrincipalId, ReviewerReason)> {
    if self_review {
        return vec![(reviewed, ReviewerReason::OwnAccess)];
    }
    let mut asked: Vec<_> = primary.iter().copied().filter(|(one, _)| *one != reviewed).collect();
    if asked.is_empty() {
        asked = fallback
            .iter()
            .filter(|one| **one != reviewed)
            .map(|one| (*one, ReviewerReason::Fallback))
            .collect();
    }
    asked.sort_unstable();
    asked.dedup_by_key(|(one, _)| *one);
    asked
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANNA: PrincipalId = PrincipalId(1);
    const BEN: PrincipalId = PrincipalId(2);
    const CARLA: PrincipalId = PrincipalId(3);

    #[test]
    fn an_owner_is_not_asked_about_their_own_membership() {
        let primary = [(ANNA, ReviewerReason::Owner), (BEN, ReviewerReason::Owner)];
        assert_eq!(ask(ANNA, &primary, &[CARLA], false), vec![(BEN, ReviewerReason::Owner)]);
    }

    #[test]
    fn the_fallback_is_asked_only_when_no_primary_reviewer_is_left() {
        let primary = [(ANNA, ReviewerReason::Owner)];
        assert_eq!(
            ask(ANNA, &primary, &[CARLA], false),
            vec![(CARLA, ReviewerReason::Fallback)]
        );
        assert_eq!(ask(BEN, &primary, &[CARLA], false), vec![(ANNA, ReviewerReason::Owner)]);
    }

    #[test]
    fn a_fallback_reviewer_is_not_asked_about_their_own_access_either() {
        assert_eq!(ask(CARLA, &[], &[CARLA], false), vec![]);
    }

    #[test]
    fn a_self_review_asks_the_person_alone() {
        let primary = [(BEN, ReviewerReason::Owner)];
        assert_eq!(ask(ANNA, &primary, &[], true), vec![(ANNA, ReviewerReason::OwnAccess)]);
    }

    #[test]
    fn nobody_is_asked_twice() {
        let primary = [(BEN, ReviewerReason::Owner), (BEN, ReviewerReason::Named)];
        assert_eq!(ask(ANNA, &primary, &[], false).len(), 1);
    }
}
