//! The record inside a PDF of ours, as a source again, to print it a second time.

use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

use super::{
    ChangeRecord, FindingRecord, ItemRecord, Kind, LineVisit, LogEntry, NoticeRecord, Piece, ReassignmentRecord,
    RecordHead, RecordSource, ResourceRecord, ReviewerRecord, Section, TaskRecord, Visit, complete_item, read_lines,
};
use crate::EvidenceError;
use crate::root::{Hash, from_hex, to_hex};
use crate::verify::layout::{Layout, Span};

/// The record attached to a PDF, whatever its kind; read from the file on every walk.
pub(crate) struct Embedded {
    path: PathBuf,
    span: Span,
}

/// The record of a review attached to a PDF.
pub struct EmbeddedRecord {
    embedded: Embedded,
    head: RecordHead,
}

/// Parses one line's JSON.
pub(crate) fn parse<T: DeserializeOwned>(line: u64, json: &[u8]) -> Result<T, EvidenceError> {
    serde_json::from_slice(json).map_err(|source| EvidenceError::Shape { line, source })
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

impl Embedded {
    /// Finds the record in the PDF at `path`.
    pub(crate) fn open(path: &Path) -> Result<Self, EvidenceError> {
        let layout = Layout::read(path)?.map_err(|what| EvidenceError::Layout { line: 0, what })?;
        let span = layout.span("attachment evidence.json").ok_or(EvidenceError::Layout {
            line: 0,
            what: "no record is attached",
        })?;
        Ok(Self {
            path: path.to_owned(),
            span,
        })
    }

    /// What it is the record of.
    pub(crate) fn kind(&self) -> Result<Kind, EvidenceError> {
        let mut found = Kind::default();
        self.head(&mut |_, _, piece| {
            if let Piece::Opening(kind) = piece {
                found = kind;
            }
            Ok(false)
        })?;
        Ok(found)
    }

    /// Walks the lines before the first row.
    pub(crate) fn head(&self, visit: LineVisit<'_>) -> Result<(), EvidenceError> {
        read_lines(self.span.inflate(&self.path)?, &mut |line, raw, piece| match piece {
            Piece::Row(..) => Ok(false),
            piece => visit(line, raw, piece),
        })
    }

    /// Walks the rows of one list.
    pub(crate) fn walk<T: DeserializeOwned>(
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

    /// Walks the slice of the audit log.
    pub(crate) fn for_each_entry(&self, visit: Visit<'_, LogEntry>) -> Result<(), EvidenceError> {
        let mut above = None;
        self.walk(Section::Entries, &mut |mut entry: LogEntry| {
            complete(&mut entry, &mut above);
            visit(&entry)
        })
    }
}

impl EmbeddedRecord {
    /// Opens the record attached to the PDF at `path`.
    ///
    /// # Errors
    /// When the file has no seal of ours or the record's head cannot be read.
    pub fn open(path: &Path) -> Result<Self, EvidenceError> {
        let embedded = Embedded::open(path)?;
        let mut head = RecordHead::default();
        embedded.head(&mut |line, _, piece| {
            if let Piece::Part(part, json) = piece {
                head.put(part, line, json)?;
            }
            Ok(true)
        })?;
        Ok(Self { embedded, head })
    }
}

impl RecordSource for EmbeddedRecord {
    fn head(&self) -> &RecordHead {
        &self.head
    }
    fn for_each_item(&self, visit: Visit<'_, ItemRecord>) -> Result<(), EvidenceError> {
        self.embedded.walk(Section::Items, &mut |mut item: ItemRecord| {
            complete_item(&mut item);
            visit(&item)
        })
    }
    fn for_each_change(&self, visit: Visit<'_, ChangeRecord>) -> Result<(), EvidenceError> {
        self.embedded.walk(Section::Changes, &mut |row| visit(&row))
    }
    fn for_each_task(&self, visit: Visit<'_, TaskRecord>) -> Result<(), EvidenceError> {
        self.embedded.walk(Section::Tasks, &mut |row| visit(&row))
    }
    fn for_each_reviewer(&self, visit: Visit<'_, ReviewerRecord>) -> Result<(), EvidenceError> {
        self.embedded.walk(Section::Reviewers, &mut |row| visit(&row))
    }
    fn for_each_finding(&self, visit: Visit<'_, FindingRecord>) -> Result<(), EvidenceError> {
        self.embedded.walk(Section::Findings, &mut |row| visit(&row))
    }
    fn for_each_resource(&self, visit: Visit<'_, ResourceRecord>) -> Result<(), EvidenceError> {
        self.embedded.walk(Section::Resources, &mut |row| visit(&row))
    }
    fn for_each_reassignment(&self, visit: Visit<'_, ReassignmentRecord>) -> Result<(), EvidenceError> {
        self.embedded.walk(Section::Reassignments, &mut |row| visit(&row))
    }
    fn for_each_notice(&self, visit: Visit<'_, NoticeRecord>) -> Result<(), EvidenceError> {
        self.embedded.walk(Section::Notices, &mut |row| visit(&row))
    }
    fn for_each_entry(&self, visit: Visit<'_, LogEntry>) -> Result<(), EvidenceError> {
        self.embedded.for_each_entry(visit)
    }
}
