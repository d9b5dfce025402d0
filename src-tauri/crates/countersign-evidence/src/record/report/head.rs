//! The parts of a report's record, and its rows.

use std::io::Write;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::EvidenceError;
use crate::record::{
    AcknowledgementRecord, ControlRecord, Document, LineWriter, LogHead, ReadHead, RetentionRecord, Setting, is_false,
    parse,
};

/// The head parts in the order in which they stand.
pub(crate) const PARTS: [&str; 9] = [
    "document",
    "report",
    "answer",
    "groups",
    "tables",
    "controls",
    "acknowledgements",
    "retention",
    "log",
];

/// Everything but the rows.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ReportHead {
    /// The document itself.
    pub document: Document,
    /// What it is about.
    pub report: Report,
    /// The whole answer in a few figures, for the first page.
    pub answer: Vec<Setting>,
    /// Facts of which there is one each.
    pub groups: Vec<ReportGroup>,
    /// The tables, in the order of their rows.
    pub tables: Vec<TableHead>,
    /// The controls it answers (E01).
    pub controls: Vec<ControlRecord>,
    /// Who acknowledged and signed off (E32, E33).
    pub acknowledgements: Vec<AcknowledgementRecord>,
    /// How long it is kept (E36).
    pub retention: Option<RetentionRecord>,
    /// The audit log at the moment of export.
    pub log: LogHead,
}

/// What it is about.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Report {
    /// Its name.
    pub name: String,
    /// Its identity in the store, such as `exception:7`.
    pub subject: String,
    /// What this document shows, in a sentence or two.
    pub about: String,
    /// Start of the period covered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub period_start: Option<DateTime<Utc>>,
    /// Its end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub period_end: Option<DateTime<Utc>>,
}

/// Facts under one title.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ReportGroup {
    /// The title.
    pub title: String,
    /// Names and values.
    pub fields: Vec<Setting>,
}

/// A table.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct TableHead {
    /// The title.
    pub title: String,
    /// What stands in it, in a sentence.
    pub about: String,
    /// The columns.
    pub columns: Vec<ColumnHead>,
    /// Rows, counted apart from the rows themselves (E07, E25).
    pub rows: u64,
}

/// A column.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ColumnHead {
    /// The title.
    pub title: String,
    /// Its share of the width; the shares of a table need not add up to anything.
    pub share: u32,
    /// It names people, and is withheld in a redacted document.
    #[serde(skip_serializing_if = "is_false")]
    pub personal: bool,
}

/// A row of a table.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct RowRecord {
    /// The table, counted from zero.
    pub table: u32,
    /// One text for each column.
    pub cells: Vec<String>,
    /// Sequence number of the audit entry that shows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entry: Option<u64>,
}

/// Counted while the record is walked; its last line.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct ReportTotals {
    /// Rows of all tables.
    pub rows: u64,
    /// Audit entries.
    pub entries: u64,
}

impl ReportHead {
    /// Writes the parts in their order.
    pub(crate) fn write(&self, lines: &mut LineWriter, out: &mut dyn Write) -> Result<(), EvidenceError> {
        lines.part("document", &self.document, out)?;
        lines.part("report", &self.report, out)?;
        lines.part("answer", &self.answer, out)?;
        lines.part("groups", &self.groups, out)?;
        lines.part("tables", &self.tables, out)?;
        lines.part("controls", &self.controls, out)?;
        lines.part("acknowledgements", &self.acknowledgements, out)?;
        lines.part("retention", &self.retention, out)?;
        lines.part("log", &self.log, out)
    }
}

impl ReadHead for ReportHead {
    fn put(&mut self, part: usize, line: u64, json: &[u8]) -> Result<(), EvidenceError> {
        match part {
            0 => self.document = parse(line, json)?,
            1 => self.report = parse(line, json)?,
            2 => self.answer = parse(line, json)?,
            3 => self.groups = parse(line, json)?,
            4 => self.tables = parse(line, json)?,
            5 => self.controls = parse(line, json)?,
            6 => self.acknowledgements = parse(line, json)?,
            7 => self.retention = parse(line, json)?,
            _ => self.log = parse(line, json)?,
        }
        Ok(())
    }
    fn document(&mut self) -> &mut Document {
        &mut self.document
    }
}
