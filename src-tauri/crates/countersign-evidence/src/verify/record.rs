//! The record against itself: root, counts, log chain, decisions against their entries.

use std::io::Read;
use std::path::Path;

use sha2::{Digest, Sha256};

use super::VerifyReport;
use super::layout::Layout;
use crate::EvidenceError;
use crate::record::{
    ChangeRecord, ItemRecord, LogEntry, Piece, RecordHead, ReviewerRecord, Section, TaskRecord, Totals, complete,
    complete_item, parse, put_part, read_lines,
};
use crate::root::{Hash, Tree, from_hex, to_hex};

/// More findings of one kind than this are counted, not listed.
const LISTED: u64 = 20;

#[derive(Default)]
struct Checker {
    head: RecordHead,
    tree: Tree,
    sha: Sha256,
    bytes: u64,
    totals: Totals,
    stated: Totals,
    /// Audit entries that decisions refer to, and the entries that are there.
    wanted: Vec<u64>,
    there: Vec<u64>,
    above: Option<(u64, Hash)>,
    broken: u64,
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
            report.document_id = Some(checker.head.document.document_id.clone());
            report.practice = checker.head.document.practice;
            report.totals = Some(checker.totals);
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
            Piece::Part(part, json) => put_part(&mut self.head, part, line, json)?,
            Piece::Totals(json) => self.stated = parse(line, json)?,
            Piece::Row(Section::Items, json) => {
                let mut item: ItemRecord = parse(line, json)?;
                complete_item(&mut item);
                self.totals.add_item(&item);
                self.wanted.extend(item.events.iter().filter_map(|event| event.entry));
                self.item(&item, line, report);
            }
            Piece::Row(Section::Changes, json) => self.totals.add_change(&parse::<ChangeRecord>(line, json)?),
            Piece::Row(Section::Tasks, json) => self.totals.add_task(&parse::<TaskRecord>(line, json)?),
            Piece::Row(Section::Reviewers, json) => {
                parse::<ReviewerRecord>(line, json)?;
                self.totals.reviewers += 1;
            }
            Piece::Row(Section::Entries, json) => self.entry(parse(line, json)?, line, report),
        }
        Ok(())
    }

    fn found(&mut self, line: u64, message: String, report: &mut VerifyReport) {
        self.broken += 1;
        if self.broken <= LISTED {
            report.error(format!("line {line} of the record"), message);
        }
    }

    fn item(&mut self, item: &ItemRecord, line: u64, report: &mut VerifyReport) {
        if let Some(last) = item.events.last()
            && last.decision != item.decision
        {
            let message = format!("The decision on item {} is not that of its last event.", item.item_id);
            self.found(line, message, report);
        }
    }

    fn entry(&mut self, mut entry: LogEntry, line: u64, report: &mut VerifyReport) {
        self.totals.entries += 1;
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
        if entry.seq == self.head.log.seq && from_hex(&self.head.log.hash) != Some(hash) {
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
        if layout.log != from_hex(&self.head.log.hash) {
            report.error(
                "head of the audit log",
                "The record and the seal state different log heads.",
            );
        }
        if self.totals != self.stated {
            report.error("totals", "The totals are not what the rows of the record add up to.");
        }
        if self.totals.items != self.head.reconciliation.in_scope {
            let (items, scope) = (self.totals.items, self.head.reconciliation.in_scope);
            report.note(
                "reconciliation",
                format!("{items} items are recorded, {scope} are said to be in scope."),
            );
        }
        if self
            .head
            .plan
            .as_ref()
            .is_some_and(|plan| plan.changes != self.totals.changes)
        {
            report.error("plan", "The plan states another number of changes than the record has.");
        }
        let missing = self
            .wanted
            .iter()
            .filter(|seq| self.there.binary_search(seq).is_err())
            .count();
        if missing > 0 {
            report.error(
                "audit log",
                format!("{missing} decisions refer to log entries that are not in the record."),
            );
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
        && text("/log/hash").as_deref() == Some(checker.head.log.hash.as_str());
    if !agree {
        report.error(place, "The manifest does not agree with the attachments.");
    }
}
