//! How good a rule's advice to deny is, measured on decisions whose truth is known.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Recommendation;
use crate::item::Decision;

/// Counts of advice against truth. "Don't know" and "not reviewed" are no truth and are left out, counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(rename = "RecommendationQuality")]
pub struct Quality {
    /// Advised to deny, and rightly.
    #[ts(type = "number")]
    pub denied_rightly: u64,
    /// Advised to deny what was to be kept.
    #[ts(type = "number")]
    pub denied_wrongly: u64,
    /// To be denied, but advised to approve, or without information.
    #[ts(type = "number")]
    pub missed: u64,
    /// To be kept, and not advised against.
    #[ts(type = "number")]
    pub kept: u64,
    /// Without a truth to compare with.
    #[ts(type = "number")]
    pub left_out: u64,
}

impl Quality {
    /// From pairs of the advice and what turned out to be right.
    pub fn of(pairs: impl IntoIterator<Item = (Recommendation, Decision)>) -> Self {
        let mut quality = Self::default();
        for (advice, truth) in pairs {
            let count = match (advice == Recommendation::Deny, truth) {
                (_, Decision::DontKnow | Decision::NotReviewed) => &mut quality.left_out,
                (true, Decision::Deny) => &mut quality.denied_rightly,
                (true, Decision::Approve) => &mut quality.denied_wrongly,
                (false, Decision::Deny) => &mut quality.missed,
                (false, Decision::Approve) => &mut quality.kept,
            };
            *count += 1;
        }
        quality
    }

    /// The share of the advised denials that were right; `None` where none was advised.
    pub fn precision(&self) -> Option<f64> {
        share(self.denied_rightly, self.denied_rightly + self.denied_wrongly)
    }

    /// The share of what was to be denied that the advice found; `None` where there was nothing to find.
    pub fn recall(&self) -> Option<f64> {
        share(self.denied_rightly, self.denied_rightly + self.missed)
    }

    /// The harmonic mean of both; `None` where there was neither advice nor anything to find.
    pub fn f1(&self) -> Option<f64> {
        let twice = 2 * self.denied_rightly;
        share(twice, twice + self.denied_wrongly + self.missed)
    }
}

fn share(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use Recommendation::{Approve, Deny, NoInfoAvailable};

    #[test]
    fn precision_and_recall_are_those_of_the_advice_to_deny() {
        let quality = Quality::of([
            (Deny, Decision::Deny),
            (Deny, Decision::Deny),
            (Deny, Decision::Deny),
            (Deny, Decision::Approve),
            (Approve, Decision::Deny),
            (NoInfoAvailable, Decision::Deny),
            (NoInfoAvailable, Decision::Deny),
            (Approve, Decision::Approve),
            (Deny, Decision::DontKnow),
            (Approve, Decision::NotReviewed),
        ]);
        assert_eq!((quality.kept, quality.left_out), (1, 2));
        assert_eq!(quality.precision(), Some(0.75));
        assert_eq!(quality.recall(), Some(0.5));
        let harmonic = 2.0 * 0.75 * 0.5 / (0.75 + 0.5);
        assert!(quality.f1().is_some_and(|f1| (f1 - harmonic).abs() < 1e-12));
    }

    #[test]
    fn where_there_is_nothing_to_measure_no_figure_is_given() {
        let none = Quality::of([(Approve, Decision::Approve)]);
        assert_eq!((none.precision(), none.recall(), none.f1()), (None, None, None));
        let silent = Quality::of([(NoInfoAvailable, Decision::Deny)]);
        assert_eq!(
            (silent.precision(), silent.recall(), silent.f1()),
            (None, Some(0.0), Some(0.0))
        );
    }
}
