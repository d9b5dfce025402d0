//! What counts when several reviewers are asked about one item.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::item::Decision;

/// How the answers of several reviewers become one decision; chosen per stage.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(rename = "OutcomeStrategy")]
pub enum Strategy {
    /// Microsoft Entra's rule: the last answer given stands (access-governance §1.6).
    #[default]
    LastAnswer,
    /// One approval is enough, whatever the others say.
    OneApprovalApproves,
    /// One denial is enough, whatever the others say.
    OneDenialDenies,
    /// Access stays if somebody answered and nobody denied; "don't know" is no objection.
    ApprovedUnlessDenied,
    /// Access stays only if everybody asked approves; one silent reviewer leaves it open.
    AllMustApprove,
}

impl Strategy {
    pub const ALL: [Self; 5] = [
        Self::LastAnswer,
        Self::OneApprovalApproves,
        Self::OneDenialDenies,
        Self::ApprovedUnlessDenied,
        Self::AllMustApprove,
    ];

    /// The word stored, sent and printed.
    pub fn word(self) -> &'static str {
        match self {
            Self::LastAnswer => "lastAnswer",
            Self::OneApprovalApproves => "oneApprovalApproves",
            Self::OneDenialDenies => "oneDenialDenies",
            Self::ApprovedUnlessDenied => "approvedUnlessDenied",
            Self::AllMustApprove => "allMustApprove",
        }
    }

    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word() == word)
    }

    /// The decisions from the strongest to the weakest; the strongest one given is the outcome.
    /// `None` where not the kind of the answers but their order counts.
    fn precedence(self) -> Option<[Decision; 4]> {
        use Decision::{Approve, Deny, DontKnow, NotReviewed};
        match self {
            Self::LastAnswer => None,
            Self::OneApprovalApproves => Some([Approve, Deny, DontKnow, NotReviewed]),
            Self::OneDenialDenies => Some([Deny, Approve, DontKnow, NotReviewed]),
            Self::ApprovedUnlessDenied => Some([Deny, Approve, DontKnow, NotReviewed]),
            Self::AllMustApprove => Some([Deny, DontKnow, NotReviewed, Approve]),
        }
    }
}

/// The decision that follows from the latest answer of each reviewer asked. Who is silent is listed
/// with [`Decision::NotReviewed`]. `seq` is the number of the decision event, which grows with time;
/// only [`Strategy::LastAnswer`] looks at it. Where nobody is asked, nothing is reviewed.
pub fn outcome(strategy: Strategy, answers: &[(i64, Decision)]) -> Decision {
    let strongest = match strategy.precedence() {
        None => answers
            .iter()
            .filter(|(_, decision)| *decision != Decision::NotReviewed)
            .max()
            .map(|(_, decision)| *decision),
        Some(order) => order
            .into_iter()
            .find(|one| answers.iter().any(|(_, decision)| decision == one)),
    };
    match (strategy, strongest) {
        (_, None) => Decision::NotReviewed,
        (Strategy::ApprovedUnlessDenied, Some(Decision::DontKnow)) => Decision::Approve,
        (_, Some(decision)) => decision,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Decision::{Approve, Deny, DontKnow, NotReviewed};

    /// Every sequence of `length` answers, and with it every multiset in every order.
    fn sequences(length: u32) -> Vec<Vec<Decision>> {
        (0..4_usize.pow(length))
            .map(|code| {
                (0..length)
                    .map(|at| Decision::ALL[code / 4_usize.pow(at) % 4])
                    .collect()
            })
            .collect()
    }

    fn numbered(answers: &[Decision]) -> Vec<(i64, Decision)> {
        (10..).zip(answers.iter().copied()).collect()
    }

    /// The rules once more, said as counts and conditions instead of an order of precedence.
    fn said_plainly(strategy: Strategy, answers: &[Decision]) -> Decision {
        let count = |wanted: Decision| answers.iter().filter(|one| **one == wanted).count();
        let (approvals, denials, unsure, silent) = (count(Approve), count(Deny), count(DontKnow), count(NotReviewed));
        let spoken = answers.len() - silent;
        match strategy {
            Strategy::LastAnswer => {
                let mut last = NotReviewed;
                for answer in answers {
                    if *answer != NotReviewed {
                        last = *answer;
                    }
                }
                last
            }
            _ if spoken == 0 => NotReviewed,
            Strategy::OneApprovalApproves if approvals >= 1 => Approve,
            Strategy::OneApprovalApproves if denials >= 1 => Deny,
            Strategy::OneApprovalApproves => DontKnow,
            _ if denials >= 1 => Deny,
            Strategy::OneDenialDenies if approvals >= 1 => Approve,
            Strategy::OneDenialDenies => DontKnow,
            Strategy::ApprovedUnlessDenied => Approve,
            Strategy::AllMustApprove if unsure >= 1 => DontKnow,
            Strategy::AllMustApprove if silent >= 1 => NotReviewed,
            Strategy::AllMustApprove => Approve,
        }
    }

    #[test]
    fn every_set_of_up_to_four_answers_comes_out_as_the_rule_says_in_plain_words() {
        let mut compared = 0;
        for length in 0..=4 {
            for answers in sequences(length) {
                for strategy in Strategy::ALL {
                    let found = outcome(strategy, &numbered(&answers));
                    assert_eq!(found, said_plainly(strategy, &answers), "{strategy:?} {answers:?}");
                    compared += 1;
                }
            }
        }
        assert_eq!(compared, 5 * (1 + 4 + 16 + 64 + 256));
    }

    #[test]
    fn the_order_of_the_answers_matters_only_where_the_last_one_counts() {
        let mut moved = 0;
        for answers in sequences(4) {
            let mut sorted = answers.clone();
            sorted.sort();
            for strategy in Strategy::ALL {
                let same = outcome(strategy, &numbered(&answers)) == outcome(strategy, &numbered(&sorted));
                assert!(same || strategy == Strategy::LastAnswer, "{strategy:?} {answers:?}");
                moved += usize::from(!same);
            }
        }
        assert!(moved > 0, "the order matters for the last answer");
    }

    #[test]
    fn the_last_answer_is_the_one_with_the_highest_number_wherever_it_is_listed() {
        let answers = [(7, Deny), (3, Approve), (9, NotReviewed)];
        assert_eq!(outcome(Strategy::LastAnswer, &answers), Deny);
        let answers = [(3, Approve), (i64::MAX, NotReviewed), (-2, Deny)];
        assert_eq!(outcome(Strategy::LastAnswer, &answers), Approve);
    }

    #[test]
    fn where_nobody_is_asked_nothing_is_reviewed() {
        for strategy in Strategy::ALL {
            assert_eq!(outcome(strategy, &[]), NotReviewed);
            assert_eq!(Strategy::from_word(strategy.word()), Some(strategy));
            assert_eq!(serde_json::to_value(strategy).expect("a word"), strategy.word());
        }
    }
}
