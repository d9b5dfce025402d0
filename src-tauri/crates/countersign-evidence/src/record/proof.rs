//! `proof.json`: that every entry of the record is in the signed log, by the fewest hashes.

use std::io::Read;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::{CheckpointRecord, Evidence};
use crate::EvidenceError;
use crate::root::{Hash, from_hex, to_hex};
use crate::verify::layout::Layout;

/// Its name in the file.
pub(crate) const PROOF: &str = "attachment proof.json";
/// A proof is at most so long, in bytes: some hundred thousand hashes.
const PROOF_MAX: u64 = 64 * 1024 * 1024;

/// The attachment.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Proof {
    /// Version of this form.
    countersign_proof: u32,
    /// The signed note that the entries are proven against.
    pub(crate) checkpoint: String,
    /// Entries it covers.
    pub(crate) size: u64,
    /// Root over them, hex.
    pub(crate) root: String,
    /// Hashes of the largest subtrees of the log without an entry of this record, from left to right, hex.
    nodes: Vec<String>,
}

impl Proof {
    /// What the source knows of it; none where the log was not signed.
    pub(crate) fn of(evidence: &dyn Evidence) -> Result<Option<Self>, EvidenceError> {
        let Some(signed) = &evidence.log().checkpoint else {
            return Ok(None);
        };
        let mut nodes = Vec::new();
        evidence.for_each_proof_node(&mut |hash| {
            nodes.push(to_hex(hash));
            Ok(())
        })?;
        Ok(Some(Self::new(signed, nodes)))
    }

    fn new(signed: &CheckpointRecord, nodes: Vec<String>) -> Self {
        Self {
            countersign_proof: 1,
            checkpoint: signed.note.clone(),
            size: signed.size,
            root: signed.root.clone(),
            nodes,
        }
    }

    /// The attachment of the file at `path`; the inner none is one that cannot be read.
    pub(crate) fn read(path: &Path, layout: &Layout) -> Result<Option<Option<Self>>, EvidenceError> {
        let Some(span) = layout.span(PROOF) else {
            return Ok(None);
        };
        let mut text = Vec::new();
        let read = match span.inflate(path) {
            Err(problem @ EvidenceError::Io { .. }) => return Err(problem),
            Err(_) => None,
            Ok(input) => input.take(PROOF_MAX).read_to_end(&mut text).ok(),
        };
        let proof = read.and_then(|_| serde_json::from_slice::<Self>(&text).ok());
        Ok(Some(proof.filter(|proof| proof.countersign_proof == 1)))
    }

    /// The hashes; none where one of them is no hash.
    pub(crate) fn nodes(&self) -> Option<Vec<Hash>> {
        self.nodes.iter().map(|node| from_hex(node)).collect()
    }

    /// Whether it is about the checkpoint of the record.
    pub(crate) fn is_of(&self, signed: &CheckpointRecord) -> bool {
        *self == Self::new(signed, self.nodes.clone())
    }
}
