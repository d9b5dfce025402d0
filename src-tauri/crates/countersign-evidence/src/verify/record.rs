//! The record against itself, whatever its kind: root, log chain, rows against their entries.

use std::path::Path;

use sha2::{Digest, Sha256};

use super::attachment::{self, RECORD, Seen};
use super::chain::{Chain, EntryRow};
use super::layout::Layout;
use super::package::PackageCheck;
use super::report::ReportCheck;
use super::review::ReviewCheck;
use super::{Step, VerifyOptions, VerifyReport, proof};
use crate::EvidenceError;
use crate::record::wire::flat::Flat;
use crate::record::wire::leaf::Leaves;
use crate::record::wire::rule::{of_part, of_section};
use crate::record::{Counted, Document, Kind, Line, LogHead, Piece, Section, parse, read_lines};
use crate::root::{Tree, from_hex};

/// More findings of one kind than this are counted, not listed.
const LISTED: u64 = 20;

/// What the record of one kind must agree with itself about.
pub(super) trait Check {
    fn document(&self) -> &Document;
    fn log(&self) -> &LogHead;
    fn part(&mut self, part: usize, line: u64, json: &[u8]) -> Result<(), EvidenceError>;
    fn row(&mut self, section: Section, line: u64, json: &[u8], found: &mut Findings<'_>) -> Result<(), EvidenceError>;
    fn totals(&mut self, line: u64, json: &[u8]) -> Result<(), EvidenceError>;
    /// What the rows add up to.
    fn counted(&self) -> Counted;
    /// Notes what shows only when all rows are read.
    fn finish(&self, report: &mut VerifyReport);
    /// The sentence where rows name entries that are not there.
    fn missing(&self, count: usize) -> String;
}

/// What was found line by line.
pub(super) struct Findings<'r> {
    pub(super) report: &'r mut VerifyReport,
    broken: &'r mut u64,
    wanted: &'r mut Vec<u64>,
}

impl Findings<'_> {
    /// Notes a contradiction.
    pub(super) fn note(&mut self, line: u64, message: String) {
        *self.broken += 1;
        if *self.broken <= LISTED {
            self.report.error(format!("line {line} of the record"), message);
        }
    }

    /// Notes the audit entries that a row names.
    pub(super) fn refer(&mut self, entries: impl Iterator<Item = u64>) {
        self.wanted.extend(entries);
    }
}

struct Checker {
    kind: Kind,
    body: Box<dyn Check>,
    leaves: Leaves,
    flat: Flat,
    tree: Tree,
    sha: Sha256,
    /// Audit entries that rows refer to, and the entries that are there.
    wanted: Vec<u64>,
    there: Vec<u64>,
    log: Chain,
    broken: u64,
}

impl Default for Checker {
    fn default() -> Self {
        Self {
            kind: Kind::default(),
            body: Box::<ReviewCheck>::default(),
            leaves: Leaves::default(),
            flat: Flat::veiled(true),
            tree: Tree::default(),
            sha: Sha256::default(),
            wanted: Vec::new(),
            there: Vec::new(),
            log: Chain::default(),
            broken: 0,
        }
    }
}

/// Reads the attachments and notes what does not agree.
pub(super) fn check(
    path: &Path,
    layout: &Layout,
    options: &VerifyOptions,
    report: &mut VerifyReport,
) -> Result<(), EvidenceError> {
    report.step = Step::Record;
    let Some(span) = layout.span(RECORD) else {
        report.error(RECORD, "No record is attached.");
        return Ok(());
    };
    let mut checker = Checker::default();
    let walked = span.inflate(path).and_then(|input| {
        read_lines(input, &mut |line| {
            checker.line(&line, report)?;
            Ok(true)
        })
    });
    match walked {
        Ok(()) => {
            checker.finish(layout, report);
            attachment::check(path, layout, &checker.seen(), report);
            let expected = options.expected_checkpoint.as_deref();
            proof::check(path, layout, checker.body.log(), &checker.log.leaves, expected, report)?;
            let document = checker.body.document();
            report.kind = Some(checker.kind);
            report.document_id = Some(document.document_id.clone());
            report.practice = document.practice;
            report.withheld = checker.leaves.withheld;
            report.redacted = checker.leaves.is_redacted();
            report.totals = Some(checker.body.counted());
            report.checked.push(format!(
                "root, counts and log chain over {} lines of the record",
                checker.tree.leaves()
            ));
        }
        Err(problem @ EvidenceError::Io { .. }) => return Err(problem),
        Err(problem) => report.error(RECORD, format!("{problem}.")),
    }
    Ok(())
}

impl Checker {
    fn line(&mut self, line: &Line<'_>, report: &mut VerifyReport) -> Result<(), EvidenceError> {
        let (hash, withheld) = self.leaves.add(line)?;
        self.tree.add_leaf(hash, |_, _, _| {});
        self.sha.update(line.raw);
        self.sha.update(b"\n");
        let number = line.number;
        match line.piece {
            Piece::Frame => {}
            Piece::Opening(kind) => {
                self.kind = kind;
                self.body = match kind {
                    Kind::AccessReview => Box::<ReviewCheck>::default(),
                    Kind::AccessPackage => Box::<PackageCheck>::default(),
                    Kind::Exception | Kind::Period | Kind::Sample => Box::<ReportCheck>::default(),
                };
            }
            Piece::Part(part, text) => {
                let json = self.flat.json(number, &text, of_part(self.kind.parts()[part]))?;
                self.body.part(part, number, json)?;
            }
            Piece::Totals(json) => self.body.totals(number, json)?,
            Piece::Row(section, text) => {
                let json = self.flat.json(number, &text, of_section(section))?;
                let mut found = Findings {
                    report,
                    broken: &mut self.broken,
                    wanted: &mut self.wanted,
                };
                if section == Section::Entries {
                    found.report.step = Step::Log;
                    let row: EntryRow<'_> = parse(number, json)?;
                    self.there.push(row.seq);
                    self.log
                        .add(number, &row, text.tail, withheld, self.body.log(), &mut found)?;
                    found.report.step = Step::Record;
                }
                self.body.row(section, number, json, &mut found)?;
            }
        }
        Ok(())
    }

    fn seen(&self) -> Seen {
        Seen {
            root: self.tree.root(),
            record_sha256: self.sha.clone().finalize().into(),
            log_hash: self.body.log().hash.clone(),
        }
    }

    fn finish(&mut self, layout: &Layout, report: &mut VerifyReport) {
        if self.broken > LISTED {
            report.error(
                "evidence.json",
                format!("{} more findings of this kind.", self.broken - LISTED),
            );
        }
        if self.tree.root() != layout.root {
            report.error("root", "The root over the record is not the one the seal states.");
        }
        report.step = Step::Log;
        if layout.log != from_hex(&self.body.log().hash) {
            report.error(
                "head of the audit log",
                "The record and the seal state different log heads.",
            );
        }
        report.step = Step::Record;
        self.body.finish(report);
        report.step = Step::Log;
        let missing = self
            .wanted
            .iter()
            .filter(|seq| self.there.binary_search(seq).is_err())
            .count();
        if missing > 0 {
            report.error("audit log", self.body.missing(missing));
        }
        report.step = Step::Record;
    }
}
