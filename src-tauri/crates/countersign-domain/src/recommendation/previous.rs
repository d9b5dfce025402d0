//! What was decided on the same access in the review before.
//!
//! The rule, Countersign's own (Entra's classic helpers do not look back, access-governance §1.7): a
//! person's approval advises to approve, a person's denial to deny, because the access came back or was
//! never removed. What the system decided about silence says nothing.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Input, Insight, Recommendation};
use crate::item::{Decision, DecisionSource};

/// The rule's published name, printed in the evidence.
pub const RULE: &str = "previousDecision/1";

/// The last decision of the previous instance on the same principal, resource and entitlement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(rename = "PreviousDecision")]
pub struct Previous {
    pub decision: Decision,
    pub source: DecisionSource,
    pub decided_on: NaiveDate,
    /// Who decided, as the evidence names them.
    pub decided_by: String,
}

fn is_human(source: DecisionSource) -> bool {
    match source {
        DecisionSource::Reviewer | DecisionSource::Bulk | DecisionSource::Recommendation | DecisionSource::Undo => true,
        DecisionSource::Default | DecisionSource::Reset | DecisionSource::Stands | DecisionSource::Carried => false,
    }
}

/// The rule's answer; `None` where there was no such item before.
pub fn previous(before: Option<&Previous>) -> Recommendation {
    match before {
        Some(before) if is_human(before.source) => match before.decision {
            Decision::Approve => Recommendation::Approve,
            Decision::Deny => Recommendation::Deny,
            Decision::DontKnow | Decision::NotReviewed => Recommendation::NoInfoAvailable,
        },
        _ => Recommendation::NoInfoAvailable,
    }
}

/// For the reviewer and the evidence.
pub fn insight(before: Option<&Previous>) -> Insight {
    let recommendation = previous(before);
    let Some(before) = before else {
        let sentence = "This access was not in the previous review.".into();
        return Insight::new(RULE, recommendation, sentence, [("decision", Input::Null)]);
    };
    let (on, by) = (before.decided_on, &before.decided_by);
    let sentence = match (before.decision, is_human(before.source)) {
        (Decision::NotReviewed, _) => "Nobody decided on this access in the previous review.".into(),
        (_, false) => format!("The previous review decided by default on {on}; no person did."),
        (Decision::Approve, true) => format!("Approved in the previous review, on {on} by {by}."),
        (Decision::Deny, true) => format!("Denied in the previous review, on {on} by {by}, and here again."),
        (Decision::DontKnow, true) => format!("Answered with don't know in the previous review, on {on} by {by}."),
    };
    Insight::new(
        RULE,
        recommendation,
        sentence,
        [
            ("decision", Input::Text(before.decision.word().into())),
            ("source", Input::Text(before.source.word().into())),
            ("decidedOn", Input::Text(on.to_string())),
            ("decidedBy", Input::Text(by.clone())),
        ],
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_a_person_decided_is_advised_again() {
        for decision in Decision::ALL {
            for source in DecisionSource::ALL {
                let before = Previous {
                    decision,
                    source,
                    decided_on: NaiveDate::from_ymd_opt(2026, 3, 31).expect("a date"),
                    decided_by: "Grace Hopper".into(),
                };
                let by_system = matches!(
                    source,
                    DecisionSource::Default | DecisionSource::Reset | DecisionSource::Stands | DecisionSource::Carried
                );
                let expected = match decision {
                    Decision::Approve if !by_system => Recommendation::Approve,
                    Decision::Deny if !by_system => Recommendation::Deny,
                    _ => Recommendation::NoInfoAvailable,
                };
                assert_eq!(previous(Some(&before)), expected, "{before:?}");
                let said = insight(Some(&before));
                assert_eq!(said.recommendation, expected);
                let names_person = said.sentence.contains("2026-03-31 by Grace Hopper");
                assert_eq!(
                    names_person,
                    !by_system && decision != Decision::NotReviewed,
                    "{}",
                    said.sentence
                );
            }
        }
        assert_eq!(insight(None).recommendation, Recommendation::NoInfoAvailable);
    }
}
