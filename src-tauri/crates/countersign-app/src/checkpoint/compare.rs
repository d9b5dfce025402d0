//! A checkpoint that somebody kept, against the log as it is: the same history, or not.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use countersign_domain::checkpoint::{Checkpoint, LONGEST, Note};
use countersign_domain::merkle::to_hex;
use countersign_store::{audit, checkpoint as kept};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::refused;
use crate::Problem;
use crate::call::Read;

#[derive(Debug, Default, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(optional_fields)]
pub struct CompareInput {
    /// The checkpoint as text …
    pub note: Option<String>,
    /// … or the file that holds it.
    pub path: Option<PathBuf>,
}

/// What comparing an earlier checkpoint showed.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Comparison {
    /// This log begins with exactly the entries that the checkpoint is over, and one of its keys signed it.
    pub same: bool,
    /// In words.
    pub finding: String,
    /// `same`, `otherLog`, `shorter`, `rewritten`, `unknownKey` or `falseSignature`.
    pub verdict: String,
    /// Entries that the checkpoint is over, and that this log has.
    pub size: u64,
    pub entries: i64,
    /// The root that the checkpoint says, hexadecimal.
    pub root: String,
    /// The root over as many entries of this log; none where it has fewer.
    pub own_root: Option<String>,
    /// Whose signature it is.
    pub key_name: Option<String>,
}

/// `audit.compare`.
pub(crate) fn compare(read: &Read<'_>, input: CompareInput) -> Result<Comparison, Problem> {
    let text = match (input.note, input.path) {
        (Some(note), _) => note,
        (None, Some(path)) => read_file(&path)?,
        (None, None) => return Err(Problem::new("Give a checkpoint: its text, or a file.").field("note")),
    };
    let note = Note::parse(&text).map_err(|refusal| refused(refusal).field("note"))?;
    let said = Checkpoint::parse(&note.text).map_err(|refusal| refused(refusal).field("note"))?;
    let entries = audit::head(read.connection)?.entries;
    let own_root = match i64::try_from(said.size) {
        Ok(size) if size <= entries => Some(audit::root_at(read.connection, said.size)?),
        _ => None,
    };
    let origin = format!("countersign/{}", read.open.store.header().id);
    let keys = kept::keys(read.connection)?;
    let mut signer = None;
    let mut fault = None;
    for key in &keys {
        match key.verifying()?.verify(&note) {
            Ok(()) => signer = Some(key.name.clone()),
            Err(countersign_domain::checkpoint::Refusal::NotSigned(_)) => {}
            Err(refusal) => fault = Some(refusal),
        }
    }
    let (verdict, finding) = if said.origin != origin {
        (
            "otherLog",
            format!("This checkpoint is of another log, “{}”.", said.origin),
        )
    } else if let Some(fault) = fault {
        ("falseSignature", format!("{fault} Nobody vouches for what it says."))
    } else {
        match own_root {
            None => (
                "shorter",
                format!(
                    "This store was restored from an older backup or cut off: it has {entries} entries, and the \
                     checkpoint is over {}.",
                    said.size
                ),
            ),
            Some(own) if own != said.root => (
                "rewritten",
                format!(
                    "This store was rewritten, or went on from an older backup: its first {} entries are not those \
                     that the checkpoint is over.",
                    said.size
                ),
            ),
            Some(_) if signer.is_none() => (
                "unknownKey",
                "The entries are the same, but no key of this log signed the checkpoint.".to_owned(),
            ),
            Some(_) => (
                "same",
                format!(
                    "The same history: this log begins with the {} entries of the checkpoint, and has {} more.",
                    said.size,
                    u64::try_from(entries).unwrap_or_default() - said.size
                ),
            ),
        }
    };
    Ok(Comparison {
        same: verdict == "same",
        finding,
        verdict: verdict.to_owned(),
        size: said.size,
        entries,
        root: to_hex(&said.root),
        own_root: own_root.map(|root| to_hex(&root)),
        key_name: signer,
    })
}

/// No more of the file than a checkpoint can be long.
fn read_file(path: &Path) -> Result<String, Problem> {
    let mut bytes = Vec::new();
    std::fs::File::open(path)
        .and_then(|file| file.take(LONGEST as u64 + 1).read_to_end(&mut bytes))
        .map_err(|error| Problem::new(format!("{} cannot be read: {error}.", path.display())).field("path"))?;
    String::from_utf8(bytes)
        .map_err(|_| Problem::new(format!("{} is no text, so no checkpoint.", path.display())).field("path"))
}
