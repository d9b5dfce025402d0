//! Reads `evidence.json` line by line, holding it to its one layout.

use std::io::{BufRead, BufReader, Read};

use super::wire::Text;
use super::{Kind, RECORD_VERSION, Section};
use crate::EvidenceError;

/// Longest line that is read, in bytes; a population certificate with every excluded entry fits.
const LINE_MAX: u64 = 64 * 1024 * 1024;

/// Longest first line, in bytes.
const OPENING_MAX: u64 = 4 * 1024;
/// Longest row but for log entries, in bytes: far more than one item or request ever has.
const ROW_MAX: u64 = 4 * 1024 * 1024;
/// In a line longer than the first number of bytes no object is shorter, on average, than the second: no honest one is,
/// and a line of empty objects takes a hundred times its length to read.
const OBJECT_MIN: (usize, usize) = (64 * 1024, 24);

/// What a line holds.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Piece<'a> {
    /// The first line, which tells the kind of the record.
    Opening(Kind),
    /// A head part: its place among the parts of its kind, its JSON.
    Part(usize, Text<'a>),
    /// A row of a list, its JSON.
    Row(Section, Text<'a>),
    /// The totals, their JSON.
    Totals(&'a [u8]),
    /// Brackets and names.
    Frame,
}

/// One line: its number from one on, its bytes, what it holds.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Line<'a> {
    pub(crate) number: u64,
    pub(crate) raw: &'a [u8],
    pub(crate) piece: Piece<'a>,
    /// Bytes of `raw` before the JSON of a part or row.
    pub(crate) prefix: usize,
}

/// Where the next line belongs.
#[derive(Debug, Clone, Copy)]
enum Expected {
    Opening,
    Part(usize),
    Open(usize),
    Row(usize, &'static str),
    Totals,
    End,
}

/// The lines of a record, one after the other.
pub(crate) struct LineReader<R: Read> {
    input: BufReader<R>,
    buffer: Vec<u8>,
    number: u64,
    expected: Expected,
    kind: Kind,
    redacted: bool,
}

impl<R: Read> LineReader<R> {
    pub(crate) fn new(input: R) -> Self {
        Self {
            input: BufReader::with_capacity(64 * 1024, input),
            buffer: Vec::new(),
            number: 0,
            expected: Expected::Opening,
            kind: Kind::default(),
            redacted: false,
        }
    }

    /// Whether the first line says that personal data are withheld.
    pub(crate) fn is_redacted(&self) -> bool {
        self.redacted
    }

    /// What the first line says the record is of.
    pub(crate) fn kind(&self) -> Kind {
        self.kind
    }

    /// The next line; none behind the last.
    pub(crate) fn next(&mut self) -> Result<Option<Line<'_>>, EvidenceError> {
        if matches!(self.expected, Expected::End) {
            return self.end();
        }
        self.fetch()?;
        let (prefix, suffix): (usize, usize) = match self.expected {
            Expected::Opening => {
                self.opening()?;
                self.expected = Expected::Part(0);
                return Ok(Some(self.line(0, Piece::Opening(self.kind))));
            }
            Expected::Part(index) => {
                let parts = self.kind.parts();
                self.expected = if index + 1 < parts.len() {
                    Expected::Part(index + 1)
                } else {
                    Expected::Open(0)
                };
                let prefix = self.fits(&format!("\"{}\":", parts[index]), b",", "a part of the head")?;
                let text = self.text(prefix, 1)?;
                return Ok(Some(self.line(prefix, Piece::Part(index, text))));
            }
            Expected::Open(index) => {
                let opening = self.kind.sections()[index].opening();
                self.wanted(self.buffer == opening.as_bytes(), "the opening of a list")?;
                self.expected = Expected::Row(index, "");
                return Ok(Some(self.line(0, Piece::Frame)));
            }
            Expected::Row(index, _) if self.buffer == b"]," => {
                self.expected = if index + 1 < self.kind.sections().len() {
                    Expected::Open(index + 1)
                } else {
                    Expected::Totals
                };
                return Ok(Some(self.line(0, Piece::Frame)));
            }
            Expected::Row(index, comma) => {
                self.expected = Expected::Row(index, ",");
                let prefix = self.fits(comma, b"", "a row or the end of a list")?;
                let text = self.text(prefix, 0)?;
                return Ok(Some(self.line(prefix, Piece::Row(self.kind.sections()[index], text))));
            }
            Expected::Totals => {
                self.expected = Expected::End;
                (self.fits("\"totals\":", b"}", "the totals")?, 1)
            }
            Expected::End => return Ok(None),
        };
        let json = &self.buffer[prefix..self.buffer.len() - suffix];
        Ok(Some(self.line(prefix, Piece::Totals(json))))
    }

    fn line<'s>(&'s self, prefix: usize, piece: Piece<'s>) -> Line<'s> {
        Line {
            number: self.number,
            raw: &self.buffer,
            piece,
            prefix,
        }
    }

    fn text(&self, prefix: usize, suffix: usize) -> Result<Text<'_>, EvidenceError> {
        Text::of(&self.buffer[prefix..self.buffer.len() - suffix]).ok_or(self.damaged("the end of a row"))
    }

    fn fetch(&mut self) -> Result<(), EvidenceError> {
        self.buffer.clear();
        self.number += 1;
        let most = match self.expected {
            Expected::Opening => OPENING_MAX,
            Expected::Row(index, _) if self.kind.sections()[index] != Section::Entries => ROW_MAX,
            _ => LINE_MAX,
        };
        let taken = (&mut self.input).take(most).read_until(b'\n', &mut self.buffer);
        let taken = taken.map_err(|error| EvidenceError::of_unpacking(&error))?;
        if taken as u64 == most {
            return Err(self.damaged(match most {
                OPENING_MAX => "the opening of a record",
                ROW_MAX => "a row of 4 MB or less",
                _ => "a line of 64 MB or less",
            }));
        }
        if taken > OBJECT_MIN.0 {
            let objects = self.buffer.iter().filter(|byte| **byte == b'{').count();
            self.wanted(
                objects.saturating_mul(OBJECT_MIN.1) <= taken,
                "a line that is not made to exhaust",
            )?;
        }
        let whole = taken > 0 && self.buffer.pop() == Some(b'\n');
        self.wanted(whole, "the record ends too early")
    }

    fn opening(&mut self) -> Result<(), EvidenceError> {
        for kind in Kind::ALL {
            let opening = kind.opening();
            if let Some(rest) = self.buffer.strip_prefix(opening.as_bytes())
                && (rest.is_empty() || rest == REDACTED.as_bytes())
            {
                (self.kind, self.redacted) = (kind, !rest.is_empty());
                return Ok(());
            }
        }
        let version = std::str::from_utf8(&self.buffer)
            .ok()
            .and_then(|line| line.strip_prefix("{\"countersignEvidence\":"))
            .and_then(|rest| rest.split(',').next()?.parse().ok());
        match version {
            Some(version) if version > RECORD_VERSION => Err(EvidenceError::Newer { version }),
            _ => Err(self.damaged("the opening of a record of this version")),
        }
    }

    fn damaged(&self, what: &'static str) -> EvidenceError {
        EvidenceError::Layout {
            line: self.number,
            what,
        }
    }

    fn wanted(&self, right: bool, what: &'static str) -> Result<(), EvidenceError> {
        if right { Ok(()) } else { Err(self.damaged(what)) }
    }

    /// The length of the prefix, where the line has it, and the suffix, and something between.
    fn fits(&self, prefix: &str, suffix: &[u8], what: &'static str) -> Result<usize, EvidenceError> {
        let between = self
            .buffer
            .strip_prefix(prefix.as_bytes())
            .and_then(|rest| rest.strip_suffix(suffix));
        self.wanted(between.is_some_and(|json| !json.is_empty()), what)?;
        Ok(prefix.len())
    }

    fn end(&mut self) -> Result<Option<Line<'_>>, EvidenceError> {
        let mut more = [0];
        match self.input.read(&mut more) {
            Ok(0) => Ok(None),
            Ok(_) => {
                self.number += 1;
                Err(self.damaged("the end was expected"))
            }
            Err(error) => Err(EvidenceError::of_unpacking(&error)),
        }
    }
}

/// Stands behind the opening of a redacted record, outside its leaf.
pub(crate) const REDACTED: &str = "\"profile\":\"redacted\",";

/// What is done with a line. Answering `false` ends the walk.
pub(crate) type LineVisit<'v> = &'v mut dyn FnMut(Line<'_>) -> Result<bool, EvidenceError>;

/// Walks all lines. Answering `false` ends the walk early.
pub(crate) fn read_lines(input: impl Read, visit: LineVisit<'_>) -> Result<(), EvidenceError> {
    let mut lines = LineReader::new(input);
    while let Some(line) = lines.next()? {
        if !visit(line)? {
            return Ok(());
        }
    }
    Ok(())
}
