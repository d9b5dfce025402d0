//! The record against itself, whatever its kind: root, log chain, rows against their entries.

use std::io::Read;
use std::path::Path;

use sha2::{Digest, Sha256};

use super::VerifyReport;
use super::layout::Layout;
use super::package::PackageCheck;
use super::report::ReportCheck;
use super::review::ReviewCheck;
use crate::EvidenceError;
use crate::record::{Counted, Document, Kind, LogEntry, LogHead, Piece, Section, complete, parse, read_lines};
use crate::root::{Hash, Tree, from_hex, to_hex};

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
    report: &'r mut VerifyReport,
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
    tree: Tree,
    sha: Sha256,
    bytes: u64,
    /// Audit entries that rows refer to, and the entries that are there.
    wanted: Vec<u64>,
    there: Vec<u64>,
    above: Option<(u64, Hash)>,
    broken: u64,
}

impl Default for Checker {
    fn default() -> Self {
        Self {
            kind: Kind::default(),
            body: Box::<ReviewCheck>::default(),
            tree: Tree::default(),
            sha: Sha256::default(),
            bytes: 0,
            wanted: Vec::new(),
            there: Vec::new(),
            above: None,
            broken: 0,
        }
    }
}

/// Reads the attachments and notes what does not agree.
pub(super) fn check(path: &Path, layout: &Layout, report: &mut VerifyReport) -> Result<(), EvidenceError> {
    let Some(span) = layout.span("attachment evidence.json") else {
        report.error("attachment evidence.json", "No record is attached.");
        return Ok(());
    };
    let mut checker = Checker::default();
    let walked = span.inflate(path).and_then(|input| {
        read_lines(input, &mut |line, raw, piece| {
            checker.line(line, raw, piece, report)?;
            Ok(true)
        })
    });
    match walked {
        Ok(()) => {
            checker.finish(layout, report);
            manifest(path, layout, &checker, report);
            report.kind = Some(checker.kind);
            report.document_id = Some(checker.body.document().document_id.clone());
            report.practice = checker.body.document().practice;
            report.totals = Some(checker.body.counted());
            report.checked.push(format!(
                "root, counts and log chain over {} lines of the record",
                checker.tree.leaves()
            ));
        }
        Err(problem @ EvidenceError::Io { .. }) => return Err(problem),
        Err(problem) => report.error("attachment evidence.json", format!("{problem}.")),
    }
    Ok(())
}

impl Checker {
    fn line(
        &mut self,
        line: u64,
        raw: &[u8],
        piece: Piece<'_>,
        report: &mut VerifyReport,
    ) -> Result<(), EvidenceError> {
        self.tree.add(raw);
        self.sha.update(raw);
        self.sha.update(b"\n");
        self.bytes += raw.len() as u64 + 1;
        match piece {
            Piece::Frame => {}
            Piece::Opening(kind) => {
                self.kind = kind;
                self.body = match kind {
                    Kind::AccessReview => Box::<ReviewCheck>::default(),
                    Kind::AccessPackage => Box::<PackageCheck>::default(),
                    Kind::Exception | Kind::Period | Kind::Sample => Box::<ReportCheck>::default(),
                };
            }
            Piece::Part(part, json) => self.body.part(part, line, json)?,
            Piece::Totals(json) => self.body.totals(line, json)?,
            Piece::Row(section, json) => {
                let mut found = Findings {
                    report,
                    broken: &mut self.broken,
                    wanted: &mut self.wanted,
                };
                self.body.row(section, line, json, &mut found)?;
                if section == Section::Entries {
                    self.entry(parse(line, json)?, line, report);
                }
            }
        }
        Ok(())
    }

    fn found(&mut self, line: u64, message: String, report: &mut VerifyReport) {
        let mut found = Findings {
            report,
            broken: &mut self.broken,
            wanted: &mut self.wanted,
        };
        found.note(line, message);
    }

    fn entry(&mut self, mut entry: LogEntry, line: u64, report: &mut VerifyReport) {
        self.there.push(entry.seq);
        let before = self.above;
        let (prev_given, hash_given) = (entry.prev.clone(), entry.hash.clone());
        let hash = complete(&mut entry, &mut self.above);
        let ordered = before.is_none_or(|(seq, _)| seq < entry.seq);
        let follows = before.filter(|(seq, _)| seq.checked_add(1) == Some(entry.seq));
        if !ordered {
            self.found(line, format!("Log entry {} is out of order.", entry.seq), report);
        }
        let prev = from_hex(&prev_given);
        let prev_fits = match follows {
            Some((_, above)) => prev_given.is_empty() || prev == Some(above),
            None => prev.is_some(),
        };
        if !prev_fits {
            self.found(
                line,
                format!("Log entry {} does not follow the entry before it.", entry.seq),
                report,
            );
        }
        if !hash_given.is_empty() && from_hex(&hash_given) != Some(hash) {
            self.found(
                line,
                format!("The bytes of log entry {} do not give its hash.", entry.seq),
                report,
            );
        }
        if entry.seq == self.body.log().seq && from_hex(&self.body.log().hash) != Some(hash) {
            self.found(
                line,
                "The newest log entry does not give the head of the log.".into(),
                report,
            );
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
        if layout.log != from_hex(&self.body.log().hash) {
            report.error(
                "head of the audit log",
                "The record and the seal state different log heads.",
            );
        }
        self.body.finish(report);
        let missing = self
            .wanted
            .iter()
            .filter(|seq| self.there.binary_search(seq).is_err())
            .count();
        if missing > 0 {
            report.error("audit log", self.body.missing(missing));
        }
    }
}

/// Sizes and hashes in `manifest.json` against the attachments.
fn manifest(path: &Path, layout: &Layout, checker: &Checker, report: &mut VerifyReport) {
    let place = "attachment manifest.json";
    let value = layout.span(place).and_then(|span| {
        let mut text = Vec::new();
        span.inflate(path).ok()?.take(1 << 20).read_to_end(&mut text).ok()?;
        serde_json::from_slice::<serde_json::Value>(&text).ok()
    });
    let Some(value) = value else {
        report.error(place, "The manifest cannot be read.");
        return;
    };
    let table = layout.span("attachment evidence.csv").and_then(|span| {
        let mut sha = Sha256::new();
        let mut input = span.inflate(path).ok()?;
        let mut room = vec![0; 64 * 1024];
        loop {
            match input.read(&mut room).ok()? {
                0 => return Some(to_hex(&sha.finalize())),
                got => sha.update(&room[..got]),
            }
        }
    });
    let text = |pointer: &str| {
        value
            .pointer(pointer)
            .and_then(serde_json::Value::as_str)
            .map(str::to_owned)
    };
    let record = Some(to_hex(&checker.sha.clone().finalize()));
    let agree = text("/root") == Some(to_hex(&checker.tree.root()))
        && text("/files/0/sha256") == record
        && table.is_some()
        && text("/files/1/sha256") == table
        && text("/log/hash").as_deref() == Some(checker.body.log().hash.as_str());
    if !agree {
        report.error(place, "The manifest does not agree with the attachments.");
    }
}
