//! The record inside a PDF of ours, as a source again, to print it a second time.

use std::path::Path;

use super::{ReportHead, ReportSource, RowRecord};
use crate::EvidenceError;
use crate::record::{Embedded, Kind, LogEntry, Piece, Section, Visit};

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
        let embedded = Embedded::open(path)?;
        let (mut kind, mut head) = (Kind::default(), ReportHead::default());
        embedded.head(&mut |line, _, piece| {
            match piece {
                Piece::Opening(found) => kind = found,
                Piece::Part(part, json) => head.put(part, line, json)?,
                _ => {}
            }
            Ok(true)
        })?;
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
}
