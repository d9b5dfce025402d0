//! One row shown and proven without the others: its line under the root, its log entries under the signed checkpoint.

mod ways;

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::EvidenceError;
use crate::record::proof::Proof;
use crate::record::wire::key::DocumentKey;
use crate::record::wire::leaf::{EntryText, Leaves};
use crate::record::wire::{Tail, Text};
use crate::record::{CheckpointRecord, Line, LineReader, Piece, Section, parse};
use crate::root::{Hash, to_hex};
use crate::verify::layout::Layout;
use ways::Ways;

/// The file that shows one row.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RowProof {
    /// Version of this form.
    pub countersign_row: u32,
    /// Root of the record, hex.
    pub root: String,
    /// Lines of the record.
    pub lines: u64,
    /// The record's line about the document itself, personal data withheld.
    pub document: LineProof,
    /// The record's line about the log, with its signed state.
    pub log: LineProof,
    /// The row.
    pub row: LineProof,
    /// The log entries that record it.
    pub entries: Vec<EntryProof>,
}

/// One line with its way to the root.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LineProof {
    /// Its number, from one on.
    pub number: u64,
    /// The line, verbatim.
    pub line: String,
    /// What its personal part is salted with, hex; none where there is no such part or it is withheld.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub salt: Option<String>,
    /// Hashes beside the way to the root, hex.
    pub path: Vec<String>,
}

/// One log entry with its way to the signed root.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EntryProof {
    /// Its number.
    pub seq: u64,
    /// Its text, verbatim; none where it is withheld.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entry: Option<String>,
    /// Its hash as a leaf of the log, hex.
    pub leaf: String,
    /// Hashes beside the way to the root of the log, hex; empty where it is newer than the signed state.
    pub path: Vec<String>,
}

/// A record loaded to prove rows of it.
pub struct Prover {
    proof: RowProof,
    key: Option<DocumentKey>,
    record: Ways,
    log: Option<Ways>,
    /// Items by their id: line, text, entries that record them.
    items: BTreeMap<i64, (u64, Vec<u8>, Vec<u64>)>,
    entries: BTreeMap<u64, (Option<String>, Hash)>,
}

/// What a row says of itself and of its entries.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Named {
    pub(crate) item_id: i64,
    pub(crate) events: Vec<Recorded>,
}

/// A decision event, as far as the log goes.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Recorded {
    pub(crate) entry: Option<u64>,
}

/// What is needed of the parts about the document and the log.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Head {
    pub(crate) document_id: String,
    document_key: String,
    pub(crate) practice: bool,
    pub(crate) checkpoint: Option<CheckpointRecord>,
}

/// The public part of a row or part, read.
pub(crate) fn public<T: serde::de::DeserializeOwned>(line: u64, text: &Text<'_>) -> Result<T, EvidenceError> {
    let mut json = Vec::new();
    text.close_public(&mut json);
    parse(line, &json)
}

impl Prover {
    /// Reads the record attached to the PDF at `path`.
    ///
    /// # Errors
    /// When it cannot be read, or is no record of items.
    pub fn load(path: &Path) -> Result<Self, EvidenceError> {
        let layout = Layout::read(path)?.map_err(|what| EvidenceError::Layout { line: 0, what })?;
        let span = layout.span("attachment evidence.json").ok_or(EvidenceError::Layout {
            line: 0,
            what: "no record is attached",
        })?;
        let mut lines = LineReader::new(span.inflate(path)?);
        let (mut leaves, mut hashes) = (Leaves::default(), Vec::new());
        let (mut items, mut entries, mut head, mut key) = (BTreeMap::new(), BTreeMap::new(), Head::default(), None);
        let mut proof = RowProof::default();
        while let Some(line) = lines.next()? {
            let (leaf, withheld) = leaves.add(&line)?;
            hashes.push((line.number - 1, leaf));
            match line.piece {
                Piece::Part(0, text) => {
                    proof.document = withheld_line(&line, &text, withheld);
                    head = public(line.number, &text)?;
                    if let Tail::Personal(personal) = text.tail {
                        let hidden: Head = parse(line.number, personal)?;
                        key = Some(DocumentKey::of(&hidden.document_key, &head.document_id));
                    }
                }
                Piece::Part(_, text) if line.raw.starts_with(b"\"log\":") => {
                    proof.log = withheld_line(&line, &text, withheld);
                    head.checkpoint = public::<Head>(line.number, &text)?.checkpoint;
                }
                Piece::Row(Section::Items, text) => {
                    let named: Named = public(line.number, &text)?;
                    let seqs = named.events.iter().filter_map(|event| event.entry).collect();
                    items.insert(named.item_id, (line.number, line.raw.to_vec(), seqs));
                }
                Piece::Row(Section::Entries, text) => {
                    let row: EntryNumber = public(line.number, &text)?;
                    let entry = match text.tail {
                        Tail::Personal(personal) => {
                            Some(parse::<EntryText<'_>>(line.number, personal)?.entry.into_owned())
                        }
                        _ => None,
                    };
                    entries.insert(row.seq, (entry, withheld.unwrap_or_default()));
                }
                _ => {}
            }
        }
        let count = hashes.len() as u64;
        let record = Ways::new(count, hashes, Vec::new()).ok_or(EvidenceError::Moved("the record has no lines"))?;
        let log = match (&head.checkpoint, Proof::read(path, &layout)?.and_then(Result::ok)) {
            (Some(signed), Some(attached)) => {
                let known = entries.iter().map(|(seq, (_, leaf))| (seq.saturating_sub(1), *leaf));
                let known = known.filter(|(index, _)| *index < signed.size).collect();
                attached.nodes().and_then(|nodes| Ways::new(signed.size, known, nodes))
            }
            _ => None,
        };
        proof.countersign_row = 1;
        proof.root = to_hex(&record.root());
        proof.lines = count;
        for line in [&mut proof.document, &mut proof.log] {
            line.path = hex(record.way(line.number.saturating_sub(1)).unwrap_or_default());
        }
        Ok(Self {
            proof,
            key,
            record,
            log,
            items,
            entries,
        })
    }

    /// The proof of one item; none where the record has no such item.
    pub fn item(&self, item: i64) -> Option<RowProof> {
        let (number, raw, seqs) = self.items.get(&item)?;
        let entries = seqs.iter().filter_map(|seq| {
            let (entry, leaf) = self.entries.get(seq)?;
            let path = self.log.as_ref().and_then(|log| log.way(seq.checked_sub(1)?));
            Some(EntryProof {
                seq: *seq,
                entry: entry.clone(),
                leaf: to_hex(leaf),
                path: hex(path.unwrap_or_default()),
            })
        });
        Some(RowProof {
            row: LineProof {
                number: *number,
                line: String::from_utf8(raw.clone()).ok()?,
                salt: match Text::of(raw)?.tail {
                    Tail::Personal(_) => self.key.as_ref().map(|key| to_hex(&key.salt(*number))),
                    _ => None,
                },
                path: hex(self.record.way(number - 1)?),
            },
            entries: entries.collect(),
            ..self.proof.clone()
        })
    }
}

fn hex(path: Vec<Hash>) -> Vec<String> {
    path.iter().map(|hash| to_hex(hash)).collect()
}

/// A head part as a redacted record has it; its way is found later.
fn withheld_line(line: &Line<'_>, text: &Text<'_>, withheld: Option<Hash>) -> LineProof {
    let mut out = String::from_utf8_lossy(&line.raw[..line.prefix + text.public.len()]).into_owned();
    if let Some(hash) = withheld {
        out.push_str(&format!("\"withheld\":\"{}\"}}", to_hex(&hash)));
    }
    out.push(',');
    LineProof {
        number: line.number,
        line: out,
        ..LineProof::default()
    }
}

#[derive(Deserialize)]
struct EntryNumber {
    seq: u64,
}
