//! The record inside a PDF of ours, as a source again, to print it a second time.

use super::{AssignmentRecord, PackageHead, PackageSource, RequestRecord};
use crate::EvidenceError;
use crate::record::{EmbeddedOf, Section, Visit};

/// The record of an access package attached to a PDF.
pub type EmbeddedPackage = EmbeddedOf<PackageHead>;

impl PackageSource for EmbeddedPackage {
    fn head(&self) -> &PackageHead {
        &self.head
    }
    fn for_each_assignment(&self, visit: Visit<'_, AssignmentRecord>) -> Result<(), EvidenceError> {
        self.embedded.walk(Section::Assignments, &mut |row| visit(&row))
    }
    fn for_each_request(&self, visit: Visit<'_, RequestRecord>) -> Result<(), EvidenceError> {
        self.embedded.walk(Section::Requests, &mut |row| visit(&row))
    }
}
