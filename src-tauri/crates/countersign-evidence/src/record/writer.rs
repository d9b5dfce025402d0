//! Writes the lines of `evidence.json` and hashes them on the way.

use std::io::Write;

use serde::Serialize;
use sha2::{Digest, Sha256};

use super::report::TableHead;
use super::wire::key::DocumentKey;
use super::wire::leaf::covered;
use super::wire::rule::{Fields, of_part, of_section};
use super::wire::split::{Cover, split};
use super::{Counted, Evidence, Kind, LogEntry, PackageTotals, ReportTotals, Section, Totals, Veil, parse};
use crate::EvidenceError;
use crate::root::{Hash, Tree, leaf};

/// The record under construction.
#[derive(Default)]
pub(crate) struct LineWriter {
    tree: Tree,
    sha: Sha256,
    buffer: Vec<u8>,
    /// A row as its type writes it, before it is taken apart.
    plain: Vec<u8>,
    personal: Vec<u8>,
    cover: Option<Cover>,
    veil: Option<Veil>,
    fields: Fields,
    first: bool,
    kind: Kind,
    pub(crate) bytes: u64,
    pub(crate) totals: Totals,
    pub(crate) package: PackageTotals,
    pub(crate) report: ReportTotals,
}

/// An entry as it stands in a line: who acted follows from its text.
#[derive(Serialize)]
struct EntryLine<'a> {
    seq: u64,
    at: chrono::DateTime<chrono::Utc>,
    operation: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    prev: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    hash: &'a str,
    entry: &'a str,
}

impl LineWriter {
    fn flush(&mut self, mut hash: Hash, out: &mut dyn Write) -> Result<(), EvidenceError> {
        if let Some(veil) = &mut self.veil {
            self.buffer.clear();
            hash = veil.next(&mut self.buffer)?;
        }
        self.tree.add_leaf(hash, |_, _, _| {});
        self.buffer.push(b'\n');
        self.sha.update(&self.buffer);
        self.bytes += self.buffer.len() as u64;
        out.write_all(&self.buffer)?;
        self.buffer.clear();
        Ok(())
    }

    fn flush_line(&mut self, out: &mut dyn Write) -> Result<(), EvidenceError> {
        let hash = leaf(&self.buffer);
        self.flush(hash, out)
    }

    fn text(&mut self, text: &str, out: &mut dyn Write) -> Result<(), EvidenceError> {
        self.buffer.extend_from_slice(text.as_bytes());
        self.flush_line(out)
    }

    fn shape(&self) -> impl Fn(serde_json::Error) -> EvidenceError + use<> {
        let line = self.tree.leaves() + 1;
        move |source| EvidenceError::Shape { line, source }
    }

    /// Writes a part or row: public, then personal, then `suffix`. `text` is that of a log entry.
    fn value<T: Serialize>(
        &mut self,
        value: &T,
        text: Option<&str>,
        suffix: &[u8],
        out: &mut dyn Write,
    ) -> Result<(), EvidenceError> {
        if self.veil.is_some() {
            return self.flush([0; 32], out);
        }
        let line = self.tree.leaves() + 1;
        self.plain.clear();
        self.personal.clear();
        serde_json::to_writer(&mut self.plain, value).map_err(self.shape())?;
        let cover = self.cover.as_ref().ok_or(EvidenceError::NoKey)?;
        let both = split(&self.plain, self.fields, cover, &mut self.buffer, &mut self.personal);
        if !both.ok_or(EvidenceError::Moved("a row is not written in the form of this version"))? {
            self.buffer.extend_from_slice(suffix);
            return self.flush_line(out);
        }
        let withheld = match text {
            Some(text) => leaf(text.as_bytes()),
            None => cover.key.withhold(line, &self.personal),
        };
        let hash = covered(&self.buffer, &withheld);
        self.buffer.extend_from_slice(b"\"personal\":");
        self.buffer.extend_from_slice(&self.personal);
        self.buffer.push(b'}');
        self.buffer.extend_from_slice(suffix);
        self.flush(hash, out)
    }

    pub(crate) fn part<T: Serialize>(
        &mut self,
        name: &str,
        value: &T,
        out: &mut dyn Write,
    ) -> Result<(), EvidenceError> {
        self.fields = of_part(name);
        self.buffer.extend_from_slice(format!("\"{name}\":").as_bytes());
        self.value(value, None, b",", out)?;
        if name == "tables"
            && let Some(cover) = self.cover.as_mut().filter(|_| self.veil.is_none())
        {
            let tables: Vec<TableHead> = parse(self.tree.leaves(), &self.plain)?;
            cover.columns = (tables.iter())
                .map(|table| table.columns.iter().map(|column| column.personal).collect())
                .collect();
        }
        Ok(())
    }

    /// Writes everything that stands before the lists.
    pub(crate) fn head(&mut self, evidence: &dyn Evidence, out: &mut dyn Write) -> Result<(), EvidenceError> {
        let document = evidence.document();
        self.kind = evidence.kind();
        self.veil = evidence.veil()?;
        self.cover = Some(Cover {
            key: DocumentKey::of(&document.document_key, &document.document_id),
            columns: Vec::new(),
        });
        self.text(&self.kind.opening(), out)?;
        evidence.write_head(self, out)
    }

    pub(crate) fn open(&mut self, section: Section, out: &mut dyn Write) -> Result<(), EvidenceError> {
        self.first = true;
        self.fields = of_section(section);
        self.text(section.opening(), out)
    }

    fn comma(&mut self) {
        if !self.first {
            self.buffer.push(b',');
        }
        self.first = false;
    }

    pub(crate) fn row<T: Serialize>(&mut self, row: &T, out: &mut dyn Write) -> Result<(), EvidenceError> {
        self.comma();
        self.value(row, None, b"", out)
    }

    /// Writes a log entry.
    pub(crate) fn entry(&mut self, entry: &LogEntry, out: &mut dyn Write) -> Result<(), EvidenceError> {
        self.comma();
        let line = EntryLine {
            seq: entry.seq,
            at: entry.at,
            operation: &entry.operation,
            prev: &entry.prev,
            hash: &entry.hash,
            entry: &entry.entry,
        };
        self.value(&line, Some(&entry.entry), b"", out)
    }

    pub(crate) fn close(&mut self, out: &mut dyn Write) -> Result<(), EvidenceError> {
        self.text("],", out)
    }

    /// Writes the totals and ends the record.
    pub(crate) fn finish(&mut self, out: &mut dyn Write) -> Result<(), EvidenceError> {
        self.buffer.extend_from_slice(b"\"totals\":");
        let counted = self.counted();
        serde_json::to_writer(&mut self.buffer, &counted).map_err(self.shape())?;
        self.buffer.push(b'}');
        self.flush_line(out)
    }

    pub(crate) fn counted(&self) -> Counted {
        match self.kind {
            Kind::AccessReview => Counted::Review(self.totals),
            Kind::AccessPackage => Counted::Package(self.package),
            Kind::Exception | Kind::Period | Kind::Sample => Counted::Report(self.report),
        }
    }

    pub(crate) fn root(&self) -> Hash {
        self.tree.root()
    }

    pub(crate) fn lines(&self) -> u64 {
        self.tree.leaves()
    }

    pub(crate) fn sha256(&self) -> Hash {
        self.sha.clone().finalize().into()
    }
}
