//! `proof.json`: that every entry of the record is in the signed log, by the fewest hashes.

use std::io::Read;
use std::path::Path;

use serde::de::{Error as _, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use super::{CheckpointRecord, Evidence};
use crate::EvidenceError;
use crate::root::{Hash, from_hex, to_hex};
use crate::verify::layout::Layout;

/// Its name in the file.
pub(crate) const PROOF: &str = "attachment proof.json";
const UNREADABLE: &str = "The proof of the entries cannot be read.";
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
    #[serde(deserialize_with = "digits")]
    nodes: Vec<String>,
}

/// What is there of a proof of any version.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Form {
    countersign_proof: u32,
}

/// Reads nothing but texts as long as a hash: a list of empty ones would take many times its length.
fn digits<'de, D: Deserializer<'de>>(list: D) -> Result<Vec<String>, D::Error> {
    struct Digits;
    impl<'de> Visitor<'de> for Digits {
        type Value = Vec<String>;
        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("a list of hashes")
        }
        fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
            let mut all = Vec::new();
            while let Some(one) = list.next_element::<String>()? {
                if one.len() != 64 {
                    return Err(A::Error::invalid_length(one.len(), &"64 hexadecimal digits"));
                }
                all.push(one);
            }
            Ok(all)
        }
    }
    list.deserialize_seq(Digits)
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

    /// The attachment of the file at `path`; the inner error says why it cannot be read.
    pub(crate) fn read(path: &Path, layout: &Layout) -> Result<Option<Result<Self, &'static str>>, EvidenceError> {
        let Some(span) = layout.span(PROOF) else {
            return Ok(None);
        };
        let mut text = Vec::new();
        let read = match span.inflate(path) {
            Err(problem @ EvidenceError::Io { .. }) => return Err(problem),
            Err(_) => None,
            Ok(input) => input.take(PROOF_MAX).read_to_end(&mut text).ok(),
        };
        let form = read.and_then(|_| serde_json::from_slice::<Form>(&text).ok());
        Ok(Some(match form.map(|form| form.countersign_proof) {
            Some(1) => serde_json::from_slice::<Self>(&text).map_err(|_| UNREADABLE),
            Some(2..) => Err("The proof was written by a newer version: get a newer verifier."),
            _ => Err(UNREADABLE),
        }))
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
