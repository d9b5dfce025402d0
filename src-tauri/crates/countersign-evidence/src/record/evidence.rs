//! What press, recorder and seal need of a record, whatever its kind.

use std::io::Write;

use super::{Document, Kind, LineWriter, LogHead, RecordSource, Veil, Visit};
use crate::EvidenceError;
use crate::export::recorder::Recorder;
use crate::layout::press::Press;
use crate::page::{self, Facts};
use crate::root::Hash;

/// A record on its way to paper.
pub(crate) trait Evidence {
    fn kind(&self) -> Kind;
    fn document(&self) -> &Document;
    fn log(&self) -> &LogHead;
    /// The name of what it is about.
    fn name(&self) -> &str;
    /// Rows of its first list, to tell how far the export is.
    fn expected(&self) -> u64;
    /// Walks the hashes that prove the entries against the signed log.
    fn for_each_proof_node(&self, visit: Visit<'_, Hash>) -> Result<(), EvidenceError>;
    /// The lines of a redacted record; none where nothing is withheld.
    fn veil(&self) -> Result<Option<Veil>, EvidenceError>;
    /// Writes the parts of which there is one each.
    fn write_head(&self, lines: &mut LineWriter, out: &mut dyn Write) -> Result<(), EvidenceError>;
    /// Prints the sections; with a recorder the rows are recorded along the way.
    fn print(
        &self,
        press: &mut Press<'_>,
        facts: &mut Facts,
        recorder: &mut Option<&mut Recorder<'_, '_>>,
    ) -> Result<(), EvidenceError>;
}

/// The record of a review.
pub(crate) struct OfReview<'s>(pub(crate) &'s dyn RecordSource);

impl Evidence for OfReview<'_> {
    fn kind(&self) -> Kind {
        Kind::AccessReview
    }
    fn document(&self) -> &Document {
        &self.0.head().document
    }
    fn log(&self) -> &LogHead {
        &self.0.head().log
    }
    fn name(&self) -> &str {
        &self.0.head().review.name
    }
    fn expected(&self) -> u64 {
        self.0.head().reconciliation.in_scope
    }
    fn for_each_proof_node(&self, visit: Visit<'_, Hash>) -> Result<(), EvidenceError> {
        self.0.for_each_proof_node(visit)
    }
    fn veil(&self) -> Result<Option<Veil>, EvidenceError> {
        self.0.veil()
    }
    fn write_head(&self, lines: &mut LineWriter, out: &mut dyn Write) -> Result<(), EvidenceError> {
        self.0.head().write(lines, out)
    }
    fn print(
        &self,
        press: &mut Press<'_>,
        facts: &mut Facts,
        recorder: &mut Option<&mut Recorder<'_, '_>>,
    ) -> Result<(), EvidenceError> {
        page::review::print(press, self.0, facts, recorder)
    }
}

/// The record of an access package.
pub(crate) struct OfPackage<'s>(pub(crate) &'s dyn super::PackageSource);

impl Evidence for OfPackage<'_> {
    fn kind(&self) -> Kind {
        Kind::AccessPackage
    }
    fn document(&self) -> &Document {
        &self.0.head().document
    }
    fn log(&self) -> &LogHead {
        &self.0.head().log
    }
    fn name(&self) -> &str {
        &self.0.head().package.name
    }
    fn expected(&self) -> u64 {
        self.0.head().reconciliation.assignments.recorded
    }
    fn for_each_proof_node(&self, visit: Visit<'_, Hash>) -> Result<(), EvidenceError> {
        self.0.for_each_proof_node(visit)
    }
    fn veil(&self) -> Result<Option<Veil>, EvidenceError> {
        self.0.veil()
    }
    fn write_head(&self, lines: &mut LineWriter, out: &mut dyn Write) -> Result<(), EvidenceError> {
        self.0.head().write(lines, out)
    }
    fn print(
        &self,
        press: &mut Press<'_>,
        facts: &mut Facts,
        recorder: &mut Option<&mut Recorder<'_, '_>>,
    ) -> Result<(), EvidenceError> {
        page::package::print(press, self.0, facts, recorder)
    }
}

/// The record of a report.
pub(crate) struct OfReport<'s>(pub(crate) &'s dyn super::ReportSource);

impl Evidence for OfReport<'_> {
    fn kind(&self) -> Kind {
        self.0.kind()
    }
    fn document(&self) -> &Document {
        &self.0.head().document
    }
    fn log(&self) -> &LogHead {
        &self.0.head().log
    }
    fn name(&self) -> &str {
        &self.0.head().report.name
    }
    fn expected(&self) -> u64 {
        self.0.head().tables.iter().map(|table| table.rows).sum()
    }
    fn for_each_proof_node(&self, visit: Visit<'_, Hash>) -> Result<(), EvidenceError> {
        self.0.for_each_proof_node(visit)
    }
    fn veil(&self) -> Result<Option<Veil>, EvidenceError> {
        self.0.veil()
    }
    fn write_head(&self, lines: &mut LineWriter, out: &mut dyn Write) -> Result<(), EvidenceError> {
        self.0.head().write(lines, out)
    }
    fn print(
        &self,
        press: &mut Press<'_>,
        facts: &mut Facts,
        recorder: &mut Option<&mut Recorder<'_, '_>>,
    ) -> Result<(), EvidenceError> {
        page::report::print(press, self.0, facts, recorder)
    }
}
