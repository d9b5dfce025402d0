//! The record inside a PDF of ours, as a source again, to print it a second time.

use std::path::Path;

use super::{AssignmentRecord, PackageHead, PackageSource, RequestRecord};
use crate::EvidenceError;
use crate::record::{Embedded, LogEntry, Section, Veil, Visit};
use crate::root::Hash;

/// The record of a package attached to a PDF, read from the file on every walk.
pub struct EmbeddedPackage {
    embedded: Embedded,
    head: PackageHead,
}

impl EmbeddedPackage {
    /// Opens the record attached to the PDF at `path`.
    ///
    /// # Errors
    /// When the file has no seal of ours or the record's head cannot be read.
    pub fn open(path: &Path) -> Result<Self, EvidenceError> {
        Self::read(Embedded::open(path, false)?)
    }

    /// The same without personal data: what a redacted document is printed from.
    ///
    /// # Errors
    /// As for [`EmbeddedPackage::open`].
    pub fn open_redacted(path: &Path) -> Result<Self, EvidenceError> {
        Self::read(Embedded::open(path, true)?)
    }

    fn read(embedded: Embedded) -> Result<Self, EvidenceError> {
        let mut head = PackageHead::default();
        embedded.head(&mut |part, line, json| head.put(part, line, json))?;
        head.document.profile = embedded.profile();
        Ok(Self { embedded, head })
    }
}

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
    fn for_each_entry(&self, visit: Visit<'_, LogEntry>) -> Result<(), EvidenceError> {
        self.embedded.for_each_entry(visit)
    }
    fn for_each_proof_node(&self, visit: Visit<'_, Hash>) -> Result<(), EvidenceError> {
        self.embedded.for_each_proof_node(visit)
    }
    fn veil(&self) -> Result<Option<Veil>, EvidenceError> {
        self.embedded.veil()
    }
}
