//! Every decision over all reviews and years, and every answer of an approver, as one list in the order of the log.
//!
//! The list is a table of its own, gathered from the events before it is read ([`gather`]), because no index over a
//! million decisions answers every filter with an exact count in a few milliseconds. What it is filtered by stands in
//! one number for each line, and is counted for blocks of 512 lines; a page and its total come from these counts, and
//! for a person, a reviewer or a resource from an index that holds all that is asked.

mod gather;
mod list;
mod person;
mod read;
mod summary;

use chrono::{DateTime, Utc};
use countersign_domain::item::Decision;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub use gather::{gather, gather_within, ungathered};
pub use list::{Line, Page, each, list, total};
pub use person::{Moment, person, principal_name};
pub use read::{HistoryRow, Reader};
pub use summary::{PackageMonth, ReviewRun, Summary, summary};

/// Where a line comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum HistoryKind {
    /// A decision on an item of a review.
    Review,
    /// An approver's answer to a request for an access package.
    Approval,
}

/// Who made a decision, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum HistorySource {
    /// A person, on this one alone.
    Human,
    /// A person, on many in one act: a bulk decision, or the recommendations taken.
    Bulk,
    /// The program: what silence means, what an earlier stage decided, what was carried forward.
    Default,
    /// An administrator set the item back.
    Reset,
}

impl HistorySource {
    const ALL: [Self; 4] = [Self::Human, Self::Bulk, Self::Default, Self::Reset];

    /// From the word of a decision event.
    pub(crate) fn of(source: &str) -> Self {
        match source {
            "bulk" | "recommendation" => Self::Bulk,
            "default" | "stands" | "carried" => Self::Default,
            "reset" => Self::Reset,
            _ => Self::Human,
        }
    }
}

/// Which lines; each condition narrows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[ts(optional_fields)]
pub struct HistoryFilter {
    /// The first moment.
    pub from: Option<DateTime<Utc>>,
    /// The first moment after.
    pub to: Option<DateTime<Utc>>,
    pub review: Option<i64>,
    /// Who decided, or answered.
    pub reviewer: Option<i64>,
    /// Whose access it is about.
    pub principal: Option<i64>,
    /// The resource, or the access package by its place among the resources.
    pub resource: Option<i64>,
    pub decision: Option<Decision>,
    pub source: Option<HistorySource>,
    pub privileged: Option<bool>,
    pub kind: Option<HistoryKind>,
}

/// Lines in a block.
pub(crate) const BLOCK: i64 = 512;
const MARKS: i64 = 64;

pub(crate) fn mark(decision: Decision, source: HistorySource, privileged: bool, kind: HistoryKind) -> i64 {
    let at = |found: Option<usize>| found.and_then(|at| i64::try_from(at).ok()).unwrap_or(0);
    at(Decision::ALL.iter().position(|one| *one == decision))
        + 4 * at(HistorySource::ALL.iter().position(|one| *one == source))
        + 16 * i64::from(privileged)
        + 32 * i64::from(kind == HistoryKind::Approval)
}

impl HistoryFilter {
    /// The marks that pass; `None` where all do.
    fn marks(&self) -> Option<Vec<i64>> {
        if self.decision.is_none() && self.source.is_none() && self.privileged.is_none() && self.kind.is_none() {
            return None;
        }
        let passes = |mark: &i64| {
            let of = |found: i64| usize::try_from(found).unwrap_or(0);
            let kind = if *mark >= 32 {
                HistoryKind::Approval
            } else {
                HistoryKind::Review
            };
            self.decision.is_none_or(|one| Decision::ALL[of(mark % 4)] == one)
                && self
                    .source
                    .is_none_or(|one| HistorySource::ALL[of(mark / 4 % 4)] == one)
                && self.privileged.is_none_or(|one| (mark / 16 % 2 == 1) == one)
                && self.kind.is_none_or(|one| kind == one)
        };
        Some((0..MARKS).filter(passes).collect())
    }
}
