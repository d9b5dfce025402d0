//! `evidence.json`, one part a line, so that it is JSON for everybody and a list of leaves for the root.
//!
//! The layout is fixed: an opening line that tells the kind, one line per head part, then the lists whose
//! rows stand one per line (from the second on with the comma in front), then the totals.

use serde::{Deserialize, Serialize};

use super::{ChangeRecord, ItemRecord, PackageTotals, ReportTotals, TaskRecord};

/// The lists of a record; those of one kind stand in the order in which they are named here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Section {
    Items,
    Changes,
    Tasks,
    Findings,
    Resources,
    Reviewers,
    Reassignments,
    Notices,
    Assignments,
    Requests,
    Rows,
    Entries,
}

impl Section {
    pub(crate) fn opening(self) -> &'static str {
        match self {
            Section::Items => "\"items\":[",
            Section::Changes => "\"changes\":[",
            Section::Tasks => "\"tasks\":[",
            Section::Findings => "\"findings\":[",
            Section::Resources => "\"resources\":[",
            Section::Reviewers => "\"reviewers\":[",
            Section::Reassignments => "\"reassignments\":[",
            Section::Notices => "\"notices\":[",
            Section::Assignments => "\"assignments\":[",
            Section::Requests => "\"requests\":[",
            Section::Rows => "\"rows\":[",
            Section::Entries => "\"entries\":[",
        }
    }
}

/// What was counted, by the kind of the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Counted {
    /// In a review's record.
    Review(Totals),
    /// In a package's record.
    Package(PackageTotals),
    /// In a report's record.
    Report(ReportTotals),
}

impl Default for Counted {
    fn default() -> Self {
        Self::Review(Totals::default())
    }
}

impl Counted {
    /// The totals of a review.
    pub fn review(&self) -> Option<&Totals> {
        match self {
            Self::Review(totals) => Some(totals),
            _ => None,
        }
    }

    /// The totals of a report.
    pub fn report(&self) -> Option<&ReportTotals> {
        match self {
            Self::Report(totals) => Some(totals),
            _ => None,
        }
    }

    /// The totals of a package.
    pub fn package(&self) -> Option<&PackageTotals> {
        match self {
            Self::Package(totals) => Some(totals),
            _ => None,
        }
    }
}

/// Counted while the record of a review is walked; its last line.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Totals {
    /// Items.
    pub items: u64,
    /// Approved.
    pub approve: u64,
    /// Denied.
    pub deny: u64,
    /// Answered "don't know".
    pub dont_know: u64,
    /// Not reviewed.
    pub not_reviewed: u64,
    /// Decisions set by the program.
    pub system: u64,
    /// Decisions that were part of a bulk step.
    pub bulk: u64,
    /// Items decided by the very person whose access it is.
    pub own_access: u64,
    /// Privileged items.
    pub privileged: u64,
    /// Decision events.
    pub events: u64,
    /// Changes of the plan.
    pub changes: u64,
    /// Changes applied or found already so.
    pub applied: u64,
    /// Changes a later read saw gone.
    pub seen_gone: u64,
    /// Changes whose access was still effective.
    pub still_effective: u64,
    /// Remediation tasks.
    pub tasks: u64,
    /// Of these, open.
    pub tasks_open: u64,
    /// Reviewers.
    pub reviewers: u64,
    /// Things found that a reader must know about.
    pub findings: u64,
    /// Of these, nothing was done yet.
    pub findings_open: u64,
    /// Resources with a control total.
    pub resources: u64,
    /// Hand-overs between reviewers.
    pub reassignments: u64,
    /// Notices.
    pub notices: u64,
    /// Audit entries.
    pub entries: u64,
}

impl Totals {
    pub(crate) fn add_item(&mut self, item: &ItemRecord) {
        self.items += 1;
        match item.decision.as_str() {
            "approve" => self.approve += 1,
            "deny" => self.deny += 1,
            "dontKnow" => self.dont_know += 1,
            _ => self.not_reviewed += 1,
        }
        self.system += u64::from(item.system);
        self.bulk += u64::from(item.bulk.is_some());
        self.privileged += u64::from(item.privileged);
        self.own_access += u64::from(item.is_own_access());
        self.events += item.events.len() as u64;
    }

    pub(crate) fn add_change(&mut self, change: &ChangeRecord) {
        self.changes += 1;
        self.applied += u64::from(matches!(change.state.as_str(), "applied" | "alreadySo"));
        self.seen_gone += u64::from(change.seen_gone_at.is_some());
        self.still_effective += u64::from(change.still_at.is_some());
    }

    pub(crate) fn add_task(&mut self, task: &TaskRecord) {
        self.tasks += 1;
        self.tasks_open += u64::from(task.state != "closed");
    }
}

impl ItemRecord {
    /// Whether the person decided on their own access.
    pub fn is_own_access(&self) -> bool {
        !self.system
            && self
                .decided_by
                .as_ref()
                .is_some_and(|by| !by.id.is_empty() && by.id == self.person.id)
    }
}
