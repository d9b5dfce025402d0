//! The lines of a redacted record, taken one by one from the full one or from a redacted one.

use std::io::Read;
use std::path::{Path, PathBuf};

use super::reader::REDACTED;
use super::wire::Tail;
use super::wire::leaf::Leaves;
use super::{LineReader, Piece};
use crate::EvidenceError;
use crate::root::{Hash, to_hex};
use crate::verify::layout::Span;

/// What a redacted record says line by line, while its pages are printed anew.
pub struct Veil {
    path: PathBuf,
    lines: LineReader<Box<dyn Read>>,
    leaves: Leaves,
}

impl Veil {
    pub(crate) fn of(path: &Path, span: Span) -> Result<Self, EvidenceError> {
        Ok(Self {
            path: path.to_owned(),
            lines: LineReader::new(Box::new(span.inflate(path)?)),
            leaves: Leaves::default(),
        })
    }

    /// Writes the next line into `out`, without its line break, and answers its leaf.
    pub(crate) fn next(&mut self, out: &mut Vec<u8>) -> Result<Hash, EvidenceError> {
        let line = self
            .lines
            .next()?
            .ok_or(EvidenceError::Moved("the record ended before its pages"))?;
        let (leaf, withheld) = self.leaves.add(&line)?;
        match (line.piece, withheld) {
            (Piece::Opening(kind), _) => {
                out.extend_from_slice(kind.opening().as_bytes());
                out.extend_from_slice(REDACTED.as_bytes());
            }
            (Piece::Part(_, text) | Piece::Row(_, text), Some(hash)) if matches!(text.tail, Tail::Personal(_)) => {
                out.extend_from_slice(&line.raw[..line.prefix + text.public.len()]);
                out.extend_from_slice(format!("\"withheld\":\"{}\"}}", to_hex(&hash)).as_bytes());
                if matches!(line.piece, Piece::Part(..)) {
                    out.push(b',');
                }
            }
            _ => out.extend_from_slice(line.raw),
        }
        Ok(leaf)
    }
}

impl std::fmt::Debug for Veil {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Veil").field("path", &self.path).finish_non_exhaustive()
    }
}
