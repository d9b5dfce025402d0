//! Where the record of a report comes from.

use super::{ReportHead, RowRecord};
use crate::EvidenceError;
use crate::record::{Kind, LogEntry, Veil, Visit};
use crate::root::Hash;

/// The record as something that can be walked twice with the same result; see [`crate::RecordSource`].
pub trait ReportSource {
    /// [`Kind::Exception`], [`Kind::Period`] or [`Kind::Sample`].
    fn kind(&self) -> Kind;
    /// Everything but the rows.
    fn head(&self) -> &ReportHead;
    /// Walks the rows, table by table.
    fn for_each_row(&self, visit: Visit<'_, RowRecord>) -> Result<(), EvidenceError>;
    /// Walks the audit entries that show what is said, by ascending sequence number.
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

/// A record in memory.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ReportRecord {
    /// What it is evidence of.
    pub kind: Kind,
    /// Everything but the rows.
    pub head: ReportHead,
    /// The rows, table by table.
    pub rows: Vec<RowRecord>,
    /// Audit entries.
    pub entries: Vec<LogEntry>,
}

impl ReportSource for ReportRecord {
    fn kind(&self) -> Kind {
        self.kind
    }
    fn head(&self) -> &ReportHead {
        &self.head
    }
    fn for_each_row(&self, visit: Visit<'_, RowRecord>) -> Result<(), EvidenceError> {
        self.rows.iter().try_for_each(visit)
    }
    fn for_each_entry(&self, visit: Visit<'_, LogEntry>) -> Result<(), EvidenceError> {
        self.entries.iter().try_for_each(visit)
    }
}
