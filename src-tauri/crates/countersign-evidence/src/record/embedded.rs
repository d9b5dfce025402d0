//! The record inside a PDF of ours, as a source again, to print it a second time.

use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

use super::proof::Proof;
use super::wire::flat::Flat;
use super::wire::rule::{of_part, of_section};
use super::wire::{Text, WITHHELD};
use super::{
    ChangeRecord, Document, FindingRecord, ItemRecord, Kind, LineReader, LogEntry, LogSource, NoticeRecord, Piece,
    ReassignmentRecord, RecordHead, RecordSource, ResourceRecord, ReviewerRecord, Section, TaskRecord, Veil, Visit,
    complete_item,
};
use crate::EvidenceError;
use crate::root::{Hash, from_hex, to_hex};
use crate::verify::layout::{Layout, Span};

/// The record attached to a PDF, whatever its kind; read from the file on every walk.
pub(crate) struct Embedded {
    path: PathBuf,
    span: Span,
    kind: Kind,
    /// Personal data are left aside, whether the file has them or not.
    veiled: bool,
}

/// Parses one line's JSON.
pub(crate) fn parse<'j, T: Deserialize<'j>>(line: u64, json: &'j [u8]) -> Result<T, EvidenceError> {
    serde_json::from_slice(json).map_err(|source| EvidenceError::Shape { line, source })
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Acting {
    actor: String,
}

/// Fills in what the file leaves out because it follows: who acted, the hash before, and the hash.
pub(crate) fn complete(entry: &mut LogEntry, above: &mut Option<(u64, Hash)>) -> Hash {
    entry.actor = serde_json::from_str::<Acting>(&entry.entry).unwrap_or_default().actor;
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

/// What is done with a head part: its place, its line, its JSON.
type PartVisit<'v> = &'v mut dyn FnMut(usize, u64, &[u8]) -> Result<(), EvidenceError>;

impl Embedded {
    /// Finds the record in the PDF at `path`; `veiled` leaves personal data aside where there are any.
    pub(crate) fn open(path: &Path, veiled: bool) -> Result<Self, EvidenceError> {
        let layout = Layout::read(path)?.map_err(|what| EvidenceError::Layout { line: 0, what })?;
        Self::within(path, &layout, veiled)
    }

    /// The same, where the seal was read already.
    pub(crate) fn within(path: &Path, layout: &Layout, veiled: bool) -> Result<Self, EvidenceError> {
        let span = layout.span("attachment evidence.json").ok_or(EvidenceError::Layout {
            line: 0,
            what: "no record is attached",
        })?;
        let mut lines = LineReader::new(span.inflate(path)?);
        lines.next()?;
        Ok(Self {
            path: path.to_owned(),
            span,
            kind: lines.kind(),
            veiled: veiled || lines.is_redacted(),
        })
    }

    /// What it is the record of.
    pub(crate) fn kind(&self) -> Kind {
        self.kind
    }

    /// full, or redacted.
    pub(crate) fn profile(&self) -> String {
        if self.veiled { "redacted" } else { "full" }.into()
    }

    /// The lines to print a redacted document from; none for a full one.
    pub(crate) fn veil(&self) -> Result<Option<Veil>, EvidenceError> {
        self.veiled.then(|| Veil::of(&self.path, self.span)).transpose()
    }

    /// Walks the hashes of the proof that is attached.
    pub(crate) fn for_each_proof_node(&self, visit: Visit<'_, Hash>) -> Result<(), EvidenceError> {
        let layout = Layout::read(&self.path)?.map_err(|what| EvidenceError::Layout { line: 0, what })?;
        let proof = Proof::read(&self.path, &layout)?.and_then(Result::ok);
        let nodes = proof.and_then(|proof| proof.nodes()).unwrap_or_default();
        nodes.iter().try_for_each(visit)
    }

    /// Walks the parts before the first row: place, line, JSON.
    pub(crate) fn head(&self, visit: PartVisit<'_>) -> Result<(), EvidenceError> {
        let mut lines = LineReader::new(self.span.inflate(&self.path)?);
        let mut flat = Flat::veiled(self.veiled);
        while let Some(line) = lines.next()? {
            match line.piece {
                Piece::Part(part, text) => {
                    let json = flat.json(line.number, &text, of_part(self.kind.parts()[part]))?;
                    visit(part, line.number, json)?;
                }
                Piece::Row(..) => break,
                _ => {}
            }
        }
        Ok(())
    }

    fn each(
        &self,
        wanted: Section,
        visit: &mut dyn FnMut(u64, Text<'_>) -> Result<(), EvidenceError>,
    ) -> Result<(), EvidenceError> {
        let mut lines = LineReader::new(self.span.inflate(&self.path)?);
        while let Some(line) = lines.next()? {
            match line.piece {
                Piece::Row(section, text) if section == wanted => visit(line.number, text)?,
                Piece::Row(section, _) if section > wanted => break,
                _ => {}
            }
        }
        Ok(())
    }

    /// Walks the rows of one list.
    pub(crate) fn walk<T: DeserializeOwned>(
        &self,
        wanted: Section,
        visit: &mut dyn FnMut(T) -> Result<(), EvidenceError>,
    ) -> Result<(), EvidenceError> {
        let mut flat = Flat::veiled(self.veiled);
        self.each(wanted, &mut |line, text| {
            visit(flat.parse(line, &text, of_section(wanted))?)
        })
    }

    /// Walks the slice of the audit log.
    pub(crate) fn for_each_entry(&self, visit: Visit<'_, LogEntry>) -> Result<(), EvidenceError> {
        let mut above = None;
        self.walk(Section::Entries, &mut |mut entry: LogEntry| {
            if self.veiled {
                entry.actor = WITHHELD.into();
                entry.entry = WITHHELD.into();
            } else {
                complete(&mut entry, &mut above);
            }
            visit(&entry)
        })
    }
}

/// The record attached to a PDF, read from the file on every walk.
pub struct EmbeddedOf<Head> {
    pub(crate) embedded: Embedded,
    pub(crate) head: Head,
}

/// The parts of which a record has one each, as they are read.
pub(crate) trait ReadHead: Default {
    /// Puts a part where it belongs.
    fn put(&mut self, part: usize, line: u64, json: &[u8]) -> Result<(), EvidenceError>;
    fn document(&mut self) -> &mut Document;
}

// The bound is of this crate; who opens a record names one of the types below.
#[expect(private_bounds)]
impl<Head: ReadHead> EmbeddedOf<Head> {
    /// Opens the record attached to the PDF at `path`.
    ///
    /// # Errors
    /// When the file has no seal of ours or the record's head cannot be read.
    pub fn open(path: &Path) -> Result<Self, EvidenceError> {
        Self::read(Embedded::open(path, false)?)
    }

    /// The same without personal data: what a redacted document is printed from.
    ///
    /// # Errors
    /// As for [`EmbeddedOf::open`].
    pub fn open_redacted(path: &Path) -> Result<Self, EvidenceError> {
        Self::read(Embedded::open(path, true)?)
    }

    fn read(embedded: Embedded) -> Result<Self, EvidenceError> {
        let mut head = Head::default();
        embedded.head(&mut |part, line, json| head.put(part, line, json))?;
        head.document().profile = embedded.profile();
        Ok(Self { embedded, head })
    }
}

impl<Head> LogSource for EmbeddedOf<Head> {
    fn for_each_entry(&self, visit: Visit<'_, LogEntry>) -> Result<(), EvidenceError> {
        self.embedded.for_each_entry(visit)
    }
    fn for_each_proof_node(&self, visit: Visit<'_, Hash>) -> Result<(), EvidenceError> {
        self.embedded.for_each_proof_node(visit)
    }
    fn veil(&self) -> Result<Option<Veil>, EvidenceError> {
        self.embedded.veil()
    }
}

/// The record of a review attached to a PDF.
pub type EmbeddedRecord = EmbeddedOf<RecordHead>;

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
}
