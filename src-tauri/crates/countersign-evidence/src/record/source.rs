//! Where the record comes from.

use super::{
    ChangeRecord, FindingRecord, ItemRecord, LogEntry, NoticeRecord, ReassignmentRecord, RecordHead, ResourceRecord,
    ReviewerRecord, TaskRecord, Veil,
};
use crate::EvidenceError;
use crate::root::Hash;

/// What is done with each row; an error ends the walk and is handed on.
pub type Visit<'a, T> = &'a mut dyn FnMut(&T) -> Result<(), EvidenceError>;

/// What shows that a record is true: its entries of the audit log, their proof, and what is withheld of it.
pub trait LogSource {
    /// Walks the audit entries by ascending sequence number.
    ///
    /// # Errors
    /// Where they cannot be read, and what `visit` ends with.
    fn for_each_entry(&self, visit: Visit<'_, LogEntry>) -> Result<(), EvidenceError>;
    /// Walks the hashes that prove the entries against [`crate::LogHead::checkpoint`], in the order in which
    /// `countersign_domain::merkle::Selection` takes them, for the entries up to its size.
    ///
    /// # Errors
    /// Where they cannot be read.
    fn for_each_proof_node(&self, _visit: Visit<'_, Hash>) -> Result<(), EvidenceError> {
        Ok(())
    }
    /// The lines of a redacted record, to be written as they are; none where nothing is withheld.
    ///
    /// # Errors
    /// Where the file they are taken from cannot be read.
    fn veil(&self) -> Result<Option<Veil>, EvidenceError> {
        Ok(None)
    }
}

/// The record as something that can be walked twice with the same result.
///
/// Rows are handed out one at a time, so that 100 000 items never sit in memory. The caller holds
/// one read transaction for as long as the export runs. Errors of its own go into
/// [`EvidenceError::Source`].
pub trait RecordSource: LogSource {
    /// Everything but the rows.
    fn head(&self) -> &RecordHead;
    /// Walks the items in printing order.
    fn for_each_item(&self, visit: Visit<'_, ItemRecord>) -> Result<(), EvidenceError>;
    /// Walks the changes of the plan.
    fn for_each_change(&self, visit: Visit<'_, ChangeRecord>) -> Result<(), EvidenceError>;
    /// Walks the remediation tasks.
    fn for_each_task(&self, visit: Visit<'_, TaskRecord>) -> Result<(), EvidenceError>;
    /// Walks the reviewers.
    fn for_each_reviewer(&self, visit: Visit<'_, ReviewerRecord>) -> Result<(), EvidenceError>;
    /// Walks what was found.
    fn for_each_finding(&self, visit: Visit<'_, FindingRecord>) -> Result<(), EvidenceError>;
    /// Walks the control totals by resource.
    fn for_each_resource(&self, visit: Visit<'_, ResourceRecord>) -> Result<(), EvidenceError>;
    /// Walks the hand-overs between reviewers.
    fn for_each_reassignment(&self, visit: Visit<'_, ReassignmentRecord>) -> Result<(), EvidenceError>;
    /// Walks the notices.
    fn for_each_notice(&self, visit: Visit<'_, NoticeRecord>) -> Result<(), EvidenceError>;
}

/// A record in memory, for small reviews and for tests.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Record {
    /// Everything but the rows.
    pub head: RecordHead,
    /// Items in printing order.
    pub items: Vec<ItemRecord>,
    /// Changes of the plan.
    pub changes: Vec<ChangeRecord>,
    /// Remediation tasks.
    pub tasks: Vec<TaskRecord>,
    /// Reviewers asked.
    pub reviewers: Vec<ReviewerRecord>,
    /// What was found.
    pub findings: Vec<FindingRecord>,
    /// Control totals by resource.
    pub resources: Vec<ResourceRecord>,
    /// Hand-overs between reviewers.
    pub reassignments: Vec<ReassignmentRecord>,
    /// Notices.
    pub notices: Vec<NoticeRecord>,
    /// Audit entries.
    pub entries: Vec<LogEntry>,
}

impl RecordSource for Record {
    fn head(&self) -> &RecordHead {
        &self.head
    }
    fn for_each_item(&self, visit: Visit<'_, ItemRecord>) -> Result<(), EvidenceError> {
        self.items.iter().try_for_each(visit)
    }
    fn for_each_change(&self, visit: Visit<'_, ChangeRecord>) -> Result<(), EvidenceError> {
        self.changes.iter().try_for_each(visit)
    }
    fn for_each_task(&self, visit: Visit<'_, TaskRecord>) -> Result<(), EvidenceError> {
        self.tasks.iter().try_for_each(visit)
    }
    fn for_each_reviewer(&self, visit: Visit<'_, ReviewerRecord>) -> Result<(), EvidenceError> {
        self.reviewers.iter().try_for_each(visit)
    }
    fn for_each_finding(&self, visit: Visit<'_, FindingRecord>) -> Result<(), EvidenceError> {
        self.findings.iter().try_for_each(visit)
    }
    fn for_each_resource(&self, visit: Visit<'_, ResourceRecord>) -> Result<(), EvidenceError> {
        self.resources.iter().try_for_each(visit)
    }
    fn for_each_reassignment(&self, visit: Visit<'_, ReassignmentRecord>) -> Result<(), EvidenceError> {
        self.reassignments.iter().try_for_each(visit)
    }
    fn for_each_notice(&self, visit: Visit<'_, NoticeRecord>) -> Result<(), EvidenceError> {
        self.notices.iter().try_for_each(visit)
    }
}

impl LogSource for Record {
    fn for_each_entry(&self, visit: Visit<'_, LogEntry>) -> Result<(), EvidenceError> {
        self.entries.iter().try_for_each(visit)
    }
}
