//! Where the record of a package comes from.

use super::{AssignmentRecord, PackageHead, RequestRecord};
use crate::EvidenceError;
use crate::record::{LogEntry, LogSource, Visit};

/// The record as something that can be walked twice with the same result; see [`crate::RecordSource`].
pub trait PackageSource: LogSource {
    /// Everything but the rows.
    fn head(&self) -> &PackageHead;
    /// Walks the assignments in printing order.
    fn for_each_assignment(&self, visit: Visit<'_, AssignmentRecord>) -> Result<(), EvidenceError>;
    /// Walks the requests that no assignment came of.
    fn for_each_request(&self, visit: Visit<'_, RequestRecord>) -> Result<(), EvidenceError>;
}

/// A record in memory, for small packages and for tests.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PackageRecord {
    /// Everything but the rows.
    pub head: PackageHead,
    /// Assignments in printing order.
    pub assignments: Vec<AssignmentRecord>,
    /// Requests that no assignment came of.
    pub requests: Vec<RequestRecord>,
    /// Audit entries.
    pub entries: Vec<LogEntry>,
}

impl PackageSource for PackageRecord {
    fn head(&self) -> &PackageHead {
        &self.head
    }
    fn for_each_assignment(&self, visit: Visit<'_, AssignmentRecord>) -> Result<(), EvidenceError> {
        self.assignments.iter().try_for_each(visit)
    }
    fn for_each_request(&self, visit: Visit<'_, RequestRecord>) -> Result<(), EvidenceError> {
        self.requests.iter().try_for_each(visit)
    }
}

impl LogSource for PackageRecord {
    fn for_each_entry(&self, visit: Visit<'_, LogEntry>) -> Result<(), EvidenceError> {
        self.entries.iter().try_for_each(visit)
    }
}
