//! Checks a file with no store at hand, in up to three steps.
//!
//! *Seal*: every byte of the file against the hashes at its end. *Record*: the record inside against
//! itself (root, counts, log chain). *Render*: the record printed again and compared byte for byte,
//! so that the pages cannot say anything else than the record.

mod attachment;
mod behind;
mod chain;
pub(crate) mod layout;
mod package;
pub(crate) mod proof;
mod record;
mod render;
mod report;
mod review;
mod row;
mod signature;
mod trace;

use std::io::Read;
use std::path::Path;

use serde::Serialize;

use crate::EvidenceError;
use crate::record::{Counted, Kind};
use crate::root::{from_hex, to_hex};
use crate::signature::SignatureReport;
use layout::Layout;

/// How far to check; each step includes the ones before.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Depth {
    /// Every byte against the seal.
    Seal,
    /// And the record against itself.
    #[default]
    Record,
    /// And the pages against the record, by printing it again.
    Render,
}

/// What to check against.
#[derive(Debug, Clone, Default)]
pub struct VerifyOptions {
    /// How far to check.
    pub depth: Depth,
    /// The root as known from elsewhere, 64 hex digits; spaces are ignored.
    pub expected_root: Option<String>,
    /// The hash of the log's newest entry as the store has it for that moment, 64 hex digits.
    pub expected_log_head: Option<String>,
    /// A checkpoint of the log that was kept elsewhere: the signed note.
    pub expected_checkpoint: Option<String>,
}

/// Findings that are listed; a file made to exhaust has millions.
const FINDINGS_MAX: usize = 1_000;

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Severity {
    /// The evidence is not valid.
    Error,
    /// Something a reader should know; the evidence may still be valid.
    Note,
}

/// The check by which something was found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Step {
    /// Every byte of the file against the hashes at its end.
    #[default]
    Seal,
    /// The signature of the PDF.
    Signature,
    /// The record against itself and against the root.
    Record,
    /// The slice of the audit log: order, chain, entries that rows name.
    Log,
    /// The entries against the signed state of the log.
    Proof,
    /// The pages against the record.
    Render,
}

impl Step {
    /// The word for programs.
    pub fn word(self) -> &'static str {
        match self {
            Self::Seal => "seal",
            Self::Signature => "signature",
            Self::Record => "record",
            Self::Log => "log",
            Self::Proof => "proof",
            Self::Render => "render",
        }
    }
}

/// One thing found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Finding {
    /// By which check.
    pub check: Step,
    /// How bad.
    pub severity: Severity,
    /// Where: a page, an attachment, a line of the record, the seal.
    #[serde(rename = "where")]
    pub place: String,
    /// What.
    pub message: String,
}

/// The result.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct VerifyReport {
    /// No finding is an error.
    pub valid: bool,
    /// What was found.
    pub findings: Vec<Finding>,
    /// What was checked and against what, in words.
    pub checked: Vec<String>,
    /// The root the file states, hex.
    pub root: Option<String>,
    /// The log head the file states, hex.
    pub log_head: Option<String>,
    /// What it is evidence of.
    pub kind: Option<Kind>,
    /// The document's id.
    pub document_id: Option<String>,
    /// The record is from a practice store.
    pub practice: bool,
    /// Personal data are withheld.
    pub redacted: bool,
    /// In how many lines of the record.
    pub withheld: u64,
    /// Counted while reading the record.
    pub totals: Option<Counted>,
    /// Who signed the file, and whether that holds; none where it is not signed.
    pub signature: Option<SignatureReport>,
    /// The check under way.
    #[serde(skip)]
    pub(crate) step: Step,
    /// Errors beyond those that are listed.
    #[serde(skip)]
    unlisted: u64,
}

impl VerifyReport {
    pub(crate) fn error(&mut self, place: impl Into<String>, message: impl Into<String>) {
        self.find(Severity::Error, place.into(), message.into());
    }

    pub(crate) fn note(&mut self, place: impl Into<String>, message: impl Into<String>) {
        self.find(Severity::Note, place.into(), message.into());
    }

    fn find(&mut self, severity: Severity, place: String, message: String) {
        if self.findings.len() >= FINDINGS_MAX && severity == Severity::Error {
            self.unlisted += 1;
        } else if self.findings.len() < FINDINGS_MAX {
            self.findings.push(Finding {
                check: self.step,
                severity,
                place,
                message,
            });
        }
    }

    /// Counts what is not listed, and says whether anything speaks against the file.
    fn close(&mut self) {
        if self.unlisted > 0 {
            let (check, unlisted) = (self.step, self.unlisted);
            self.findings.push(Finding {
                check,
                severity: Severity::Error,
                place: "the whole".into(),
                message: format!("{unlisted} more findings are not listed."),
            });
        }
        self.valid = !has_error(self);
    }
}

/// Checks the file at `path`.
///
/// # Errors
/// Only when the file cannot be read at all; whatever is wrong with its content is a finding.
pub fn verify(path: &Path, options: &VerifyOptions) -> Result<VerifyReport, EvidenceError> {
    let mut report = VerifyReport::default();
    if let Some(text) = row_text(path)? {
        row::check(&text, options, &mut report);
        report.close();
        return Ok(report);
    }
    match Layout::read_before(path)? {
        Err(what) => report.error("end of the file", what),
        Ok(layout) => {
            behind::check(path, &layout, &mut report)?;
            report.root = Some(to_hex(&layout.root));
            report.log_head = layout.log.as_ref().map(|hash| to_hex(hash));
            layout.check_bytes(path, &mut report)?;
            report.checked.push(format!(
                "{} stretches of the file against its seal",
                layout.segments.len()
            ));
            signature::check(path, &layout, &mut report)?;
            if options.depth >= Depth::Record {
                record::check(path, &layout, options, &mut report)?;
                signature::compare(path, &layout, &mut report);
            }
            // Printing again says where two files differ; a broken file is reported broken already.
            if options.depth == Depth::Render && !has_error(&report) {
                report.step = Step::Render;
                render::check(path, &layout, &mut report)?;
            }
            report.step = Step::Record;
            anchor(&mut report, "root", options.expected_root.as_deref(), &layout.root);
            let log = layout.log.unwrap_or_default();
            report.step = Step::Log;
            anchor(
                &mut report,
                "head of the audit log",
                options.expected_log_head.as_deref(),
                &log,
            );
            behind::judge(&layout, &mut report);
        }
    }
    if report.redacted && !has_error(&report) {
        report.checked.push(format!(
            "the same record as the full document, personal data withheld in {} lines",
            report.withheld
        ));
    }
    report.step = Step::Record;
    if options.expected_root.is_none() && options.expected_log_head.is_none() && options.expected_checkpoint.is_none() {
        report.note(
            "the whole",
            "The file was compared with itself only. A file that was rebuilt as a whole shows only against a root or a \
             log head known from elsewhere.",
        );
    }
    report.close();
    Ok(report)
}

/// The text of a file that shows one row alone; none where it is something else.
fn row_text(path: &Path) -> Result<Option<Vec<u8>>, EvidenceError> {
    let io = |source| EvidenceError::Io {
        what: "reading the evidence",
        path: path.to_owned(),
        source,
    };
    let mut file = layout::open(path)?;
    let mut text = Vec::new();
    (&mut file)
        .take(row::BEGINS.len() as u64)
        .read_to_end(&mut text)
        .map_err(io)?;
    if text != row::BEGINS {
        return Ok(None);
    }
    file.take(row::ROW_MAX).read_to_end(&mut text).map_err(io)?;
    Ok(Some(text))
}

fn has_error(report: &VerifyReport) -> bool {
    report
        .findings
        .iter()
        .any(|finding| finding.severity == Severity::Error)
}

fn anchor(report: &mut VerifyReport, what: &str, expected: Option<&str>, found: &crate::root::Hash) {
    let Some(expected) = expected else { return };
    let digits: String = expected.chars().filter(|c| !c.is_whitespace()).collect();
    match from_hex(&digits.to_ascii_lowercase()) {
        None => report.error(what, format!("The expected {what} is not 64 hexadecimal digits.")),
        Some(hash) if hash == *found => report.checked.push(format!("the {what} against the one given")),
        Some(_) => report.error(what, format!("The {what} of the file is not the one expected.")),
    }
}
