//! Reads `evidence.json` line by line, holding it to its one layout.

use std::io::{BufRead, BufReader, Read};

use super::{Kind, Section};
use crate::EvidenceError;

/// Longest line that is read, in bytes; a population certificate with every excluded entry fits.
const LINE_MAX: u64 = 256 * 1024 * 1024;

/// What a line holds.
pub(crate) enum Piece<'a> {
    /// The first line, which tells the kind of the record.
    Opening(Kind),
    /// A head part: its place among the parts of its kind, its JSON.
    Part(usize, &'a [u8]),
    /// A row of a list, its JSON.
    Row(Section, &'a [u8]),
    /// The totals, their JSON.
    Totals(&'a [u8]),
    /// Brackets and names.
    Frame,
}

/// What is done with a line: its number, its bytes, what it holds. Answering `false` ends the walk.
pub(crate) type LineVisit<'v> = &'v mut dyn FnMut(u64, &[u8], Piece<'_>) -> Result<bool, EvidenceError>;

/// Walks all lines: number, bytes, meaning. Answering `false` ends the walk early.
pub(crate) fn read_lines(input: impl Read, visit: LineVisit<'_>) -> Result<(), EvidenceError> {
    let mut lines = Lines {
        input: BufReader::with_capacity(64 * 1024, input),
        buffer: Vec::new(),
        number: 0,
    };
    lines.next()?;
    let kind = lines.kind()?;
    if !visit(lines.number, &lines.buffer, Piece::Opening(kind))? {
        return Ok(());
    }
    for (index, name) in kind.parts().iter().enumerate() {
        lines.next()?;
        let json = lines.between(&format!("\"{name}\":"), b",", "a part of the head")?;
        if !visit(lines.number, &lines.buffer, Piece::Part(index, json))? {
            return Ok(());
        }
    }
    for &section in kind.sections() {
        lines.next()?;
        lines.expect(section.opening().as_bytes(), "the opening of a list")?;
        if !visit(lines.number, &lines.buffer, Piece::Frame)? {
            return Ok(());
        }
        let mut comma = "";
        loop {
            lines.next()?;
            let piece = if lines.buffer == b"]," {
                Piece::Frame
            } else {
                Piece::Row(section, lines.between(comma, b"", "a row or the end of a list")?)
            };
            let end = matches!(piece, Piece::Frame);
            if !visit(lines.number, &lines.buffer, piece)? {
                return Ok(());
            }
            if end {
                break;
            }
            comma = ",";
        }
    }
    lines.next()?;
    let json = lines.between("\"totals\":", b"}", "the totals")?;
    if !visit(lines.number, &lines.buffer, Piece::Totals(json))? {
        return Ok(());
    }
    let mut more = [0];
    match lines.input.read(&mut more) {
        Ok(0) => Ok(()),
        Ok(_) => Err(EvidenceError::Layout {
            line: lines.number + 1,
            what: "the end was expected",
        }),
        Err(_) => Err(EvidenceError::Deflate),
    }
}

struct Lines<R: Read> {
    input: BufReader<R>,
    buffer: Vec<u8>,
    number: u64,
}

impl<R: Read> Lines<R> {
    fn next(&mut self) -> Result<(), EvidenceError> {
        self.buffer.clear();
        self.number += 1;
        let taken = (&mut self.input).take(LINE_MAX).read_until(b'\n', &mut self.buffer);
        if taken.map_err(|_| EvidenceError::Deflate)? == 0 || self.buffer.pop() != Some(b'\n') {
            return Err(EvidenceError::Layout {
                line: self.number,
                what: "the record ends too early",
            });
        }
        Ok(())
    }

    fn kind(&self) -> Result<Kind, EvidenceError> {
        Kind::ALL
            .into_iter()
            .find(|kind| self.buffer == kind.opening().as_bytes())
            .ok_or(EvidenceError::Layout {
                line: self.number,
                what: "the opening of a record of this version",
            })
    }

    fn expect(&self, wanted: &[u8], what: &'static str) -> Result<(), EvidenceError> {
        if self.buffer == wanted {
            Ok(())
        } else {
            Err(EvidenceError::Layout {
                line: self.number,
                what,
            })
        }
    }

    fn between(&self, prefix: &str, suffix: &[u8], what: &'static str) -> Result<&[u8], EvidenceError> {
        self.buffer
            .strip_prefix(prefix.as_bytes())
            .and_then(|rest| rest.strip_suffix(suffix))
            .filter(|json| !json.is_empty())
            .ok_or(EvidenceError::Layout {
                line: self.number,
                what,
            })
    }
}
