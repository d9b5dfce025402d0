//! Writes `evidence.json` into the file and `evidence.csv` beside it while the first pass walks the record.

use std::io::Write;

use sha2::{Digest, Sha256};

use super::{Progress, csv};
use crate::EvidenceError;
use crate::page::Facts;
use crate::pdf::catalog::{embedded_open, pdf_date, put_size};
use crate::pdf::deflate::Deflater;
use crate::pdf::writer::{FileWriter, Filling, OpenStream};
use crate::record::package::{AssignmentRecord, RequestRecord};
use crate::record::report::RowRecord;
use crate::record::{
    ChangeRecord, Evidence, FindingRecord, ItemLine, ItemRecord, LineWriter, LogEntry, NoticeRecord,
    ReassignmentRecord, ResourceRecord, ReviewerRecord, Section, TaskRecord,
};
use crate::root::to_hex;

/// An attachment as written: its plain size and hash, and where it is not in the file yet its bytes.
pub(crate) struct Written {
    pub(crate) bytes: u64,
    pub(crate) sha256: String,
    pub(crate) packed: Vec<u8>,
}

/// The first pass's other hand.
pub(crate) struct Recorder<'w, 'a> {
    writer: &'w mut FileWriter<'a>,
    stream: OpenStream,
    params: u32,
    modified: String,
    lines: LineWriter,
    table: Deflater,
    packed: Vec<u8>,
    row: Vec<u8>,
    csv_sha: Sha256,
    csv_bytes: u64,
    progress: &'w mut dyn FnMut(Progress) -> bool,
    expected: u64,
    /// The entry above, to leave out what it says already.
    above: Option<LogEntry>,
}

impl<'w, 'a> Recorder<'w, 'a> {
    pub(crate) fn begin(
        writer: &'w mut FileWriter<'a>,
        id: u32,
        evidence: &dyn Evidence,
        progress: &'w mut dyn FnMut(Progress) -> bool,
    ) -> Result<Self, EvidenceError> {
        writer.segment("header");
        let params = writer.reserve();
        let stream = writer.stream_open(id, &embedded_open("application#2Fjson", params))?;
        let mut recorder = Self {
            writer,
            stream,
            params,
            modified: pdf_date(evidence.document().generated_at),
            lines: LineWriter::default(),
            table: Deflater::new(),
            packed: Vec::new(),
            row: Vec::new(),
            csv_sha: Sha256::new(),
            csv_bytes: 0,
            progress,
            expected: evidence.expected(),
            above: None,
        };
        recorder.row.extend_from_slice(csv::header(evidence.kind()).as_bytes());
        recorder.flush_row()?;
        Ok(recorder)
    }

    fn flush_row(&mut self) -> Result<(), EvidenceError> {
        self.csv_sha.update(&self.row);
        self.csv_bytes += self.row.len() as u64;
        self.table.write(&self.row, &mut self.packed)?;
        self.row.clear();
        Ok(())
    }

    fn with<T>(
        &mut self,
        work: impl FnOnce(&mut LineWriter, &mut dyn Write) -> Result<T, EvidenceError>,
    ) -> Result<T, EvidenceError> {
        work(&mut self.lines, &mut Filling(&mut self.stream, self.writer))
    }

    pub(crate) fn head(&mut self, evidence: &dyn Evidence) -> Result<(), EvidenceError> {
        self.with(|lines, out| lines.head(evidence, out))
    }

    pub(crate) fn open(&mut self, section: Section) -> Result<(), EvidenceError> {
        self.with(|lines, out| lines.open(section, out))
    }

    pub(crate) fn close(&mut self, section: Section) -> Result<(), EvidenceError> {
        if section == Section::Entries
            && let Some(last) = self.above.take()
        {
            self.put_entry(last, true)?;
        }
        self.with(|lines, out| lines.close(out))
    }

    pub(crate) fn for_each_item(&mut self, item: &ItemRecord) -> Result<(), EvidenceError> {
        self.lines.totals.add_item(item);
        self.tell(self.lines.totals.items)?;
        csv::line(item, &mut self.row);
        self.flush_full_row()?;
        self.with(|lines, out| lines.row(&ItemLine::from(item), out))
    }

    pub(crate) fn for_each_assignment(&mut self, one: &AssignmentRecord) -> Result<(), EvidenceError> {
        self.lines.package.add_assignment(one);
        self.tell(self.lines.package.assignments)?;
        csv::package::line(one, &mut self.row);
        self.flush_full_row()?;
        self.with(|lines, out| lines.row(one, out))
    }

    pub(crate) fn for_each_request(&mut self, one: &RequestRecord) -> Result<(), EvidenceError> {
        self.lines.package.add_request(one, None);
        self.with(|lines, out| lines.row(one, out))
    }

    /// Says how far the first list is, every few hundred rows.
    fn tell(&mut self, done: u64) -> Result<(), EvidenceError> {
        if done.is_multiple_of(256)
            && !(self.progress)(Progress {
                phase: "measure",
                done,
                total: self.expected.max(done),
            })
        {
            return Err(EvidenceError::Cancelled);
        }
        Ok(())
    }

    fn flush_full_row(&mut self) -> Result<(), EvidenceError> {
        if self.row.len() > 64 * 1024 {
            self.flush_row()?;
        }
        Ok(())
    }

    pub(crate) fn for_each_change(&mut self, change: &ChangeRecord) -> Result<(), EvidenceError> {
        self.lines.totals.add_change(change);
        self.with(|lines, out| lines.row(change, out))
    }

    pub(crate) fn for_each_task(&mut self, task: &TaskRecord) -> Result<(), EvidenceError> {
        self.lines.totals.add_task(task);
        self.with(|lines, out| lines.row(task, out))
    }

    pub(crate) fn for_each_reviewer(&mut self, reviewer: &ReviewerRecord) -> Result<(), EvidenceError> {
        self.lines.totals.reviewers += 1;
        self.with(|lines, out| lines.row(reviewer, out))
    }

    pub(crate) fn for_each_finding(&mut self, one: &FindingRecord) -> Result<(), EvidenceError> {
        self.lines.totals.findings += 1;
        self.lines.totals.findings_open += u64::from(one.open);
        self.with(|lines, out| lines.row(one, out))
    }

    pub(crate) fn for_each_resource(&mut self, one: &ResourceRecord) -> Result<(), EvidenceError> {
        self.lines.totals.resources += 1;
        self.with(|lines, out| lines.row(one, out))
    }

    pub(crate) fn for_each_reassignment(&mut self, one: &ReassignmentRecord) -> Result<(), EvidenceError> {
        self.lines.totals.reassignments += 1;
        self.with(|lines, out| lines.row(one, out))
    }

    pub(crate) fn for_each_notice(&mut self, one: &NoticeRecord) -> Result<(), EvidenceError> {
        self.lines.totals.notices += 1;
        self.with(|lines, out| lines.row(one, out))
    }

    pub(crate) fn for_each_row(&mut self, one: &RowRecord) -> Result<(), EvidenceError> {
        self.lines.report.rows += 1;
        self.tell(self.lines.report.rows)?;
        csv::report::line(one, &mut self.row);
        self.flush_full_row()?;
        self.with(|lines, out| lines.row(one, out))
    }

    /// Entries wait for the one below: a hash is written where a run of entries ends, the hash before
    /// it where one begins; all between follow from the entries' own bytes.
    pub(crate) fn for_each_entry(&mut self, entry: &LogEntry) -> Result<(), EvidenceError> {
        self.lines.totals.entries += 1;
        self.lines.package.entries += 1;
        self.lines.report.entries += 1;
        let mut entry = entry.clone();
        if let Some(above) = self.above.take() {
            let follows = above.seq.checked_add(1) == Some(entry.seq) && above.hash == entry.prev;
            self.put_entry(above, !follows)?;
            if follows {
                entry.prev.clear();
            }
        }
        self.above = Some(entry);
        Ok(())
    }

    fn put_entry(&mut self, mut entry: LogEntry, ends_run: bool) -> Result<(), EvidenceError> {
        if !ends_run {
            entry.hash.clear();
        }
        self.with(|lines, out| lines.entry(&entry, out))
    }

    pub(crate) fn finish(&mut self) -> Result<(), EvidenceError> {
        self.with(|lines, out| lines.finish(out))
    }

    /// Ends both attachments and hands what was found out to the second pass.
    pub(crate) fn end(mut self, facts: &mut Facts) -> Result<(Written, Written), EvidenceError> {
        self.flush_row()?;
        self.table.finish(&mut self.packed)?;
        facts.totals = self.lines.totals;
        facts.package = self.lines.package;
        facts.report = self.lines.report;
        facts.counted = self.lines.counted();
        facts.root = self.lines.root();
        facts.lines = self.lines.lines();
        facts.record_sha256 = to_hex(&self.lines.sha256());
        self.writer.stream_close(self.stream)?;
        self.writer.segment("attachment evidence.json");
        put_size(self.writer, self.params, self.lines.bytes, &self.modified)?;
        let json = Written {
            bytes: self.lines.bytes,
            sha256: facts.record_sha256.clone(),
            packed: Vec::new(),
        };
        let csv = Written {
            bytes: self.csv_bytes,
            sha256: to_hex(&self.csv_sha.finalize()),
            packed: self.packed,
        };
        Ok((json, csv))
    }
}
