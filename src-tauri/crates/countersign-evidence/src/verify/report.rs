//! What a report's record must agree with itself about.

use super::VerifyReport;
use super::record::{Check, Findings};
use crate::EvidenceError;
use crate::record::report::{ReportHead, RowRecord};
use crate::record::{Counted, Document, LogHead, ReadHead, ReportTotals, Section, parse};

/// A report's record while it is read.
#[derive(Default)]
pub(super) struct ReportCheck {
    head: ReportHead,
    totals: ReportTotals,
    stated: ReportTotals,
    /// The table of the row before, and rows by table.
    table: u32,
    rows: Vec<u64>,
}

impl ReportCheck {
    fn cells(&mut self, row: &RowRecord, line: u64, found: &mut Findings<'_>) {
        self.rows.resize(self.head.tables.len(), 0);
        let place = row.table as usize;
        match self.head.tables.get(place) {
            None => found.note(line, format!("There is no table {}.", u64::from(row.table) + 1)),
            Some(table) if table.columns.len() != row.cells.len() => found.note(
                line,
                format!(
                    "The row has another number of cells than “{}” has columns.",
                    table.title
                ),
            ),
            Some(_) if row.table < self.table => {
                found.note(line, "The row stands behind those of a later table.".into())
            }
            Some(_) => self.rows[place] += 1,
        }
        self.table = self.table.max(row.table);
    }
}

impl Check for ReportCheck {
    fn document(&self) -> &Document {
        &self.head.document
    }
    fn log(&self) -> &LogHead {
        &self.head.log
    }
    fn part(&mut self, part: usize, line: u64, json: &[u8]) -> Result<(), EvidenceError> {
        self.head.put(part, line, json)
    }
    fn row(&mut self, section: Section, line: u64, json: &[u8], found: &mut Findings<'_>) -> Result<(), EvidenceError> {
        match section {
            Section::Rows => {
                let row: RowRecord = parse(line, json)?;
                self.totals.rows += 1;
                found.refer(row.entry.into_iter());
                self.cells(&row, line, found);
            }
            Section::Entries => self.totals.entries += 1,
            _ => {}
        }
        Ok(())
    }
    fn totals(&mut self, line: u64, json: &[u8]) -> Result<(), EvidenceError> {
        self.stated = parse(line, json)?;
        Ok(())
    }
    fn counted(&self) -> Counted {
        Counted::Report(self.totals)
    }
    fn finish(&self, report: &mut VerifyReport) {
        if self.totals != self.stated {
            report.error("totals", "The totals are not what the rows of the record add up to.");
        }
        for (place, table) in self.head.tables.iter().enumerate() {
            let rows = self.rows.get(place).copied().unwrap_or_default();
            if rows != table.rows {
                let (title, said) = (&table.title, table.rows);
                report.error(
                    format!("table “{title}”"),
                    format!("{rows} rows are recorded, {said} are said to be there."),
                );
            }
        }
    }
    fn missing(&self, count: usize) -> String {
        format!("{count} rows refer to log entries that are not in the record.")
    }
}
