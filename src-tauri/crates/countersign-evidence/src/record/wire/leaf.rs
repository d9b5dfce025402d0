//! The leaf of a line under the root, whether its personal part is there or withheld.

use std::borrow::Cow;

use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::Tail;
use super::key::DocumentKey;
use crate::EvidenceError;
use crate::record::{Line, Piece, Section};
use crate::root::{Hash, leaf};

/// The personal part of a log entry.
#[derive(Deserialize)]
pub(crate) struct EntryText<'a> {
    /// The canonical entry.
    #[serde(borrow)]
    pub(crate) entry: Cow<'a, str>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Stated {
    document_id: String,
    document_key: String,
}

/// The leaf of a line with a personal part.
pub(crate) fn covered(before: &[u8], withheld: &Hash) -> Hash {
    Sha256::new()
        .chain_update([0])
        .chain_update(before)
        .chain_update([0])
        .chain_update(withheld)
        .finalize()
        .into()
}

/// Gives each line of a record its leaf; the lines come in their order.
#[derive(Default)]
pub(crate) struct Leaves {
    key: Option<DocumentKey>,
    redacted: bool,
    /// Lines whose personal part is withheld.
    pub(crate) withheld: u64,
}

impl Leaves {
    /// Whether the first line said that personal data are withheld.
    pub(crate) fn is_redacted(&self) -> bool {
        self.redacted
    }

    /// The leaf, and the hash that stands for the personal part where there is one.
    pub(crate) fn add(&mut self, line: &Line<'_>) -> Result<(Hash, Option<Hash>), EvidenceError> {
        let (text, section) = match line.piece {
            Piece::Opening(kind) => {
                let opening = kind.opening();
                self.redacted = line.raw.len() > opening.len();
                return Ok((leaf(opening.as_bytes()), None));
            }
            Piece::Part(part, text) => {
                if part == 0 {
                    self.learn(line, text.tail)?;
                }
                (text, None)
            }
            Piece::Row(section, text) => (text, Some(section)),
            Piece::Totals(_) | Piece::Frame => return Ok((leaf(line.raw), None)),
        };
        let hash = match text.tail {
            Tail::None => return Ok((leaf(line.raw), None)),
            Tail::Withheld(hash) if self.redacted => {
                self.withheld += 1;
                hash
            }
            Tail::Personal(personal) if !self.redacted => self.withhold(line.number, section, personal)?,
            Tail::Withheld(_) => return Err(wrong(line, "personal data are withheld in a full record")),
            Tail::Personal(_) => return Err(wrong(line, "personal data stand in a redacted record")),
        };
        Ok((covered(&line.raw[..line.prefix + text.public.len()], &hash), Some(hash)))
    }

    fn withhold(&self, line: u64, section: Option<Section>, personal: &[u8]) -> Result<Hash, EvidenceError> {
        if section == Some(Section::Entries) {
            let text: EntryText<'_> =
                serde_json::from_slice(personal).map_err(|source| EvidenceError::Shape { line, source })?;
            return Ok(leaf(text.entry.as_bytes()));
        }
        match &self.key {
            Some(key) => Ok(key.withhold(line, personal)),
            None => Err(EvidenceError::Layout {
                line,
                what: "no document key stands above it",
            }),
        }
    }

    /// Takes the key from the first part.
    fn learn(&mut self, line: &Line<'_>, tail: Tail<'_>) -> Result<(), EvidenceError> {
        let shape = |source| EvidenceError::Shape {
            line: line.number,
            source,
        };
        if self.redacted {
            return Ok(());
        }
        let Piece::Part(_, text) = line.piece else {
            return Ok(());
        };
        let mut public = Vec::new();
        text.close_public(&mut public);
        let stated: Stated = serde_json::from_slice(&public).map_err(shape)?;
        let hidden: Stated = match tail {
            Tail::Personal(personal) => serde_json::from_slice(personal).map_err(shape)?,
            _ => Stated::default(),
        };
        self.key = Some(DocumentKey::of(&hidden.document_key, &stated.document_id));
        Ok(())
    }
}

fn wrong(line: &Line<'_>, what: &'static str) -> EvidenceError {
    EvidenceError::Layout {
        line: line.number,
        what,
    }
}
