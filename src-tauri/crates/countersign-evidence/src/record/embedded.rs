//! The record inside a PDF of ours, as a source again, to print it a second time.

use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

use super::{
    ChangeRecord, ItemRecord, LogEntry, Piece, RecordHead, RecordSource, ReviewerRecord, Section, TaskRecord, Visit,
    complete_item, read_lines,
};
use crate::EvidenceError;
use crate::root::{Hash, from_hex, to_hex};
use crate::verify::layout::{Layout, Span};

/// The record attached to a PDF, read from the file on every walk.
pub struct EmbeddedRecord {
    path: PathBuf,
    span: Span,
    head: RecordHead,
}

/// Parses one line's JSON.
pub(crate) fn parse<T: DeserializeOwned>(line: u64, json: &[u8]) -> Result<T, EvidenceError> {
    serde_json::from_slice(json).map_err(|source| EvidenceError::Shape { line, source })
}

/// Puts a head part where it belongs.
pub(crate) fn put_part(head: &mut RecordHead, part: usize, line: u64, json: &[u8]) -> Result<(), EvidenceError> {
    match part {
        0 => head.document = parse(line, json)?,
        1 => head.review = parse(line, json)?,
        2 => head.configuration = parse(line, json)?,
        3 => head.population = parse(line, json)?,
        4 => head.reconciliation = parse(line, json)?,
        5 => head.timeliness = parse(line, json)?,
        6 => head.plan = parse(line, json)?,
        7 => head.verification = parse(line, json)?,
        8 => head.exceptions = parse(line, json)?,
        9 => head.guests = parse(line, json)?,
        _ => head.log = parse(line, json)?,
    }
    Ok(())
}

/// Fills in what the file leaves out because it follows: the hash before, and the hash.
pub(crate) fn complete(entry: &mut LogEntry, above: &mut Option<(u64, Hash)>) -> Hash {
    let follows = above.filter(|(seq, _)| seq.checked_add(1) == Some(entry.seq));
    let prev = from_hex(&entry.prev)
        .or(follows.map(|(_, hash)| hash))
        .unwrap_or_default();
    let hash: Hash = Sha256::new()
        .chain_update(prev)
        .chain_update(entry.entry.as_bytes())
        .finalize()
        .into();
    if entry.prev.is_empty() {
        entry.prev = to_hex(&prev);
    }
    if entry.hash.is_empty() {
        entry.hash = to_hex(&hash);
    }
    *above = Some((entry.seq, hash));
    hash
}

impl EmbeddedRecord {
    /// Opens the record attached to the PDF at `path`.
    ///
    /// # Errors
    /// When the file has no seal of ours or the record's head cannot be read.
    pub fn open(path: &Path) -> Result<Self, EvidenceError> {
        let layout = Layout::read(path)?.map_err(|what| EvidenceError::Layout { line: 0, what })?;
        let span = layout.span("attachment evidence.json").ok_or(EvidenceError::Layout {
            line: 0,
            what: "no record is attached",
        })?;
        let mut head = RecordHead::default();
        read_lines(span.inflate(path)?, &mut |line, _, piece| {
            match piece {
                Piece::Part(part, json) => put_part(&mut head, part, line, json)?,
                Piece::Row(..) => return Ok(false),
                _ => {}
            }
            Ok(true)
        })?;
        Ok(Self {
            path: path.to_owned(),
            span,
            head,
        })
    }

    fn walk<T: DeserializeOwned>(
        &self,
        wanted: Section,
        visit: &mut dyn FnMut(T) -> Result<(), EvidenceError>,
    ) -> Result<(), EvidenceError> {
        read_lines(self.span.inflate(&self.path)?, &mut |line, _, piece| match piece {
            Piece::Row(section, json) if section == wanted => {
                visit(parse(line, json)?)?;
                Ok(true)
            }
            Piece::Row(section, _) if section > wanted => Ok(false),
            _ => Ok(true),
        })
    }
}

impl RecordSource for EmbeddedRecord {
    fn head(&self) -> &RecordHead {
        &self.head
    }
    fn for_each_item(&self, visit: Visit<'_, ItemRecord>) -> Result<(), EvidenceError> {
        self.walk(Section::Items, &mut |mut item: ItemRecord| {
            complete_item(&mut item);
            visit(&item)
        })
    }
    fn for_each_change(&self, visit: Visit<'_, ChangeRecord>) -> Result<(), EvidenceError> {
        self.walk(Section::Changes, &mut |row| visit(&row))
    }
    fn for_each_task(&self, visit: Visit<'_, TaskRecord>) -> Result<(), EvidenceError> {
        self.walk(Section::Tasks, &mut |row| visit(&row))
    }
    fn for_each_reviewer(&self, visit: Visit<'_, ReviewerRecord>) -> Result<(), EvidenceError> {
        self.walk(Section::Reviewers, &mut |row| visit(&row))
    }
    fn for_each_entry(&self, visit: Visit<'_, LogEntry>) -> Result<(), EvidenceError> {
        let mut above = None;
        self.walk(Section::Entries, &mut |mut entry: LogEntry| {
            complete(&mut entry, &mut above);
            visit(&entry)
        })
    }
}
