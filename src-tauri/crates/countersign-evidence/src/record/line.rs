//! `evidence.json`, one part a line, so that it is JSON for everybody and a list of leaves for the root.
//!
//! The layout is fixed: an opening line that tells the kind, one line per head part, then the lists whose
//! rows stand one per line (from the second on with the comma in front), then the totals.

use std::io::Write;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{ChangeRecord, Evidence, ItemRecord, Kind, PackageTotals, ReportTotals, TaskRecord};
use crate::EvidenceError;
use crate::root::{Hash, Tree};

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

/// Writes the lines of the record and hashes them on the way.
#[derive(Default)]
pub(crate) struct LineWriter {
    tree: Tree,
    sha: Sha256,
    buffer: Vec<u8>,
    first: bool,
    kind: Kind,
    pub(crate) bytes: u64,
    pub(crate) totals: Totals,
    pub(crate) package: PackageTotals,
    pub(crate) report: ReportTotals,
}

impl LineWriter {
    fn flush_line(&mut self, out: &mut dyn Write) -> Result<(), EvidenceError> {
        self.tree.add(&self.buffer);
        self.buffer.push(b'\n');
        self.sha.update(&self.buffer);
        self.bytes += self.buffer.len() as u64;
        out.write_all(&self.buffer)?;
        self.buffer.clear();
        Ok(())
    }

    fn text(&mut self, text: &str, out: &mut dyn Write) -> Result<(), EvidenceError> {
        self.buffer.extend_from_slice(text.as_bytes());
        self.flush_line(out)
    }

    fn json<T: Serialize>(&mut self, value: &T) -> Result<(), EvidenceError> {
        serde_json::to_writer(&mut self.buffer, value).map_err(|source| EvidenceError::Shape {
            line: self.tree.leaves() + 1,
            source,
        })
    }

    pub(crate) fn part<T: Serialize>(
        &mut self,
        name: &str,
        value: &T,
        out: &mut dyn Write,
    ) -> Result<(), EvidenceError> {
        self.buffer.extend_from_slice(format!("\"{name}\":").as_bytes());
        self.json(value)?;
        self.buffer.push(b',');
        self.flush_line(out)
    }

    /// Writes everything that stands before the lists.
    pub(crate) fn head(&mut self, evidence: &dyn Evidence, out: &mut dyn Write) -> Result<(), EvidenceError> {
        self.kind = evidence.kind();
        self.text(&self.kind.opening(), out)?;
        evidence.write_head(self, out)
    }

    pub(crate) fn open(&mut self, section: Section, out: &mut dyn Write) -> Result<(), EvidenceError> {
        self.first = true;
        self.text(section.opening(), out)
    }

    pub(crate) fn row<T: Serialize>(&mut self, row: &T, out: &mut dyn Write) -> Result<(), EvidenceError> {
        if !self.first {
            self.buffer.push(b',');
        }
        self.first = false;
        self.json(row)?;
        self.flush_line(out)
    }

    pub(crate) fn close(&mut self, out: &mut dyn Write) -> Result<(), EvidenceError> {
        self.text("],", out)
    }

    /// Writes the totals and ends the record.
    pub(crate) fn finish(&mut self, out: &mut dyn Write) -> Result<(), EvidenceError> {
        self.buffer.extend_from_slice(b"\"totals\":");
        let counted = self.counted();
        self.json(&counted)?;
        self.buffer.push(b'}');
        self.flush_line(out)
    }

    pub(crate) fn counted(&self) -> Counted {
        match self.kind {
            Kind::AccessReview => Counted::Review(self.totals),
            Kind::AccessPackage => Counted::Package(self.package),
            Kind::Exception | Kind::Period | Kind::Sample => Counted::Report(self.report),
        }
    }

    pub(crate) fn root(&self) -> Hash {
        self.tree.root()
    }

    pub(crate) fn lines(&self) -> u64 {
        self.tree.leaves()
    }

    pub(crate) fn sha256(&self) -> Hash {
        self.sha.clone().finalize().into()
    }
}
