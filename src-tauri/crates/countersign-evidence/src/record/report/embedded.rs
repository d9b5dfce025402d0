//! The record inside a PDF of ours, as a source again, to print it a second time.

use super::{ReportHead, ReportSource, RowRecord};
use crate::EvidenceError;
use crate::record::{EmbeddedOf, Kind, Section, Visit};

/// The record of a report attached to a PDF.
pub type EmbeddedReport = EmbeddedOf<ReportHead>;

impl ReportSource for EmbeddedReport {
    fn kind(&self) -> Kind {
        self.embedded.kind()
    }
    fn head(&self) -> &ReportHead {
        &self.head
    }
    fn for_each_row(&self, visit: Visit<'_, RowRecord>) -> Result<(), EvidenceError> {
        self.embedded.walk(Section::Rows, &mut |row| visit(&row))
    }
}
