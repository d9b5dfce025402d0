//! Where the record of a report comes from.

use super::{ReportHead, RowRecord};
use crate::EvidenceError;
use crate::record::{Kind, LogEntry, LogSource, Visit};

/// The record as something that can be walked twice with the same result; see [`crate::RecordSource`].
pub trait ReportSource: LogSource {
    /// [`Kind::Exception`], [`Kind::Period`] or [`Kind::Sample`].
    fn kind(&self) -> Kind;
    /// Everything but the rows.
    fn head(&self) -> &ReportHead;
    /// Walks the rows, table by table.
    fn for_each_row(&self, visit: Visit<'_, RowRecord>) -> Result<(), EvidenceError>;
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
}

impl LogSource for ReportRecord {
    fn for_each_entry(&self, visit: Visit<'_, LogEntry>) -> Result<(), EvidenceError> {
        self.entries.iter().try_for_each(visit)
    }
}
