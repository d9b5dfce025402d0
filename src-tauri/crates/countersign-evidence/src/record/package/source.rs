//! Where the record of a package comes from.

use super::{AssignmentRecord, PackageHead, RequestRecord};
use crate::EvidenceError;
use crate::record::{LogEntry, Veil, Visit};
use crate::root::Hash;

/// The record as something that can be walked twice with the same result; see [`crate::RecordSource`].
pub trait PackageSource {
    /// Everything but the rows.
    fn head(&self) -> &PackageHead;
    /// Walks the assignments in printing order.
    fn for_each_assignment(&self, visit: Visit<'_, AssignmentRecord>) -> Result<(), EvidenceError>;
    /// Walks the requests that no assignment came of.
    fn for_each_request(&self, visit: Visit<'_, RequestRecord>) -> Result<(), EvidenceError>;
    /// Walks the audit entries of this package by ascending sequence number.
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
    fn for_each_entry(&self, visit: Visit<'_, LogEntry>) -> Result<(), EvidenceError> {
        self.entries.iter().try_for_each(visit)
    }
}
