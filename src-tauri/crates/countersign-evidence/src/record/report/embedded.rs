//! The record inside a PDF of ours, as a source again, to print it a second time.

use std::path::Path;

use super::{ReportHead, ReportSource, RowRecord};
use crate::EvidenceError;
use crate::record::{Embedded, Kind, LogEntry, Section, Veil, Visit};
use crate::root::Hash;

/// The record of a report attached to a PDF, read from the file on every walk.
pub struct EmbeddedReport {
    embedded: Embedded,
    kind: Kind,
    head: ReportHead,
}

impl EmbeddedReport {
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
    /// As for [`EmbeddedReport::open`].
    pub fn open_redacted(path: &Path) -> Result<Self, EvidenceError> {
        Self::read(Embedded::open(path, true)?)
    }

    fn read(embedded: Embedded) -> Result<Self, EvidenceError> {
        let mut head = ReportHead::default();
        embedded.head(&mut |part, line, json| head.put(part, line, json))?;
        head.document.profile = embedded.profile();
        let kind = embedded.kind();
        Ok(Self { embedded, kind, head })
    }
}

impl ReportSource for EmbeddedReport {
    fn kind(&self) -> Kind {
        self.kind
    }
    fn head(&self) -> &ReportHead {
        &self.head
    }
    fn for_each_row(&self, visit: Visit<'_, RowRecord>) -> Result<(), EvidenceError> {
        self.embedded.walk(Section::Rows, &mut |row| visit(&row))
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
