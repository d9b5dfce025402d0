//! The entries of the record against the signed state of the log.

use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use countersign_domain::checkpoint::{Checkpoint, VerifyingKey};
use countersign_domain::merkle::Selection;

use super::layout::Layout;
use super::{Step, VerifyReport};
use crate::EvidenceError;
use crate::record::proof::Proof;
use crate::record::{CheckpointRecord, KeyRecord, LogHead};
use crate::root::{Hash, to_hex};

/// Where findings about the signed state stand.
const PLACE: &str = "checkpoint";

fn key(name: &str, public: &str) -> Option<VerifyingKey> {
    let bytes: [u8; 32] = STANDARD.decode(public).ok()?.try_into().ok()?;
    VerifyingKey::new(name, &bytes).ok()
}

/// Reads the note under the key the record states for it.
///
/// # Errors
/// A sentence.
pub(crate) fn open(signed: &CheckpointRecord) -> Result<Checkpoint, String> {
    let key = key(&signed.key_name, &signed.public_key).ok_or_else(|| {
        format!(
            "The key \u{201C}{}\u{201D} of the log is no public key.",
            signed.key_name
        )
    })?;
    let checkpoint = Checkpoint::open(&signed.note, &key).map_err(|refusal| refusal.to_string())?;
    if checkpoint.size != signed.size || to_hex(&checkpoint.root) != signed.root {
        return Err("The record states another size or root of the log than the signed note.".into());
    }
    Ok(checkpoint)
}

/// Checks note, keys and entries. `leaves` are the entries of the record: number, and hash as a leaf of the log.
pub(super) fn check(
    path: &Path,
    layout: &Layout,
    head: &LogHead,
    leaves: &[(u64, Hash)],
    expected: Option<&str>,
    report: &mut VerifyReport,
) -> Result<(), EvidenceError> {
    report.step = Step::Proof;
    let Some(signed) = &head.checkpoint else {
        report.note(
            PLACE,
            "The log had not been signed when this was written; its entries are shown by their chain alone.",
        );
        if expected.is_some() {
            report.error(
                PLACE,
                "The record has no signed state of the log to hold against the one given.",
            );
        }
        return Ok(());
    };
    let checkpoint = match open(signed) {
        Ok(checkpoint) => checkpoint,
        Err(sentence) => {
            report.error(PLACE, sentence);
            return Ok(());
        }
    };
    if checkpoint.size > head.count {
        report.error(
            PLACE,
            "The signed state covers more entries than the log is said to have.",
        );
    }
    keys(signed, report);
    if let Some(expected) = expected {
        given(expected, signed, &checkpoint, report);
    }
    match Proof::read(path, layout)? {
        None => report.error("attachment proof.json", "The proof of the entries is missing."),
        Some(Err(what)) => report.error("attachment proof.json", what),
        Some(Ok(proof)) if !proof.is_of(signed) => {
            report.error(
                "attachment proof.json",
                "The proof is about another signed state than the record's.",
            );
        }
        Some(Ok(proof)) => entries(&proof, &checkpoint, leaves, report),
    }
    Ok(())
}

fn entries(proof: &Proof, checkpoint: &Checkpoint, leaves: &[(u64, Hash)], report: &mut VerifyReport) {
    let place = "attachment proof.json";
    let Some(nodes) = proof.nodes() else {
        report.error(place, "The proof holds something that is no hash.");
        return;
    };
    let mut nodes = nodes.into_iter();
    let mut selection = Selection::new(checkpoint.size);
    let (mut proven, mut newer) = (0_u64, 0_u64);
    for (seq, leaf) in leaves {
        if *seq > checkpoint.size {
            newer += 1;
            continue;
        }
        if let Err(refusal) = selection.add(seq.saturating_sub(1), *leaf, &mut nodes) {
            report.error(place, format!("Log entry {seq} cannot be proven. {refusal}"));
            return;
        }
        proven += 1;
    }
    match selection.root(&mut nodes) {
        Ok(root) if root == checkpoint.root => report.checked.push(format!(
            "{proven} log entries against the log as \u{201C}{}\u{201D} signed it at {} entries",
            checkpoint.origin, checkpoint.size
        )),
        Ok(_) => report.error(
            place,
            "The entries of the record are not those of the signed log: one was changed, removed, inserted or moved.",
        ),
        Err(refusal) => report.error(
            place,
            format!("The proof does not fit the entries of the record. {refusal}"),
        ),
    }
    if newer > 0 {
        report.note(
            place,
            format!("{newer} log entries are newer than the signed state and shown by their chain alone."),
        );
    }
}

/// The keys must follow one another, and the one that signed must be among them.
pub(super) fn keys(signed: &CheckpointRecord, report: &mut VerifyReport) {
    let list = &signed.keys;
    if list.is_empty() {
        return;
    }
    let in_force = list
        .iter()
        .rev()
        .find(|key| key.from_entry <= signed.size.saturating_add(1));
    let same = |one: &KeyRecord| one.name == signed.key_name && one.public_key == signed.public_key;
    if !in_force.is_some_and(same) {
        report.error(PLACE, "The key that signed is not the one in force at that entry.");
    }
    if list
        .windows(2)
        .any(|pair| pair[0].from_entry > pair[1].from_entry || pair[0].retired_at.is_none())
    {
        report.error(PLACE, "The keys of the log do not follow one another.");
    }
    for one in list {
        if key(&one.name, &one.public_key).is_none() {
            report.error(
                PLACE,
                format!("The key \u{201C}{}\u{201D} of the log is no public key.", one.name),
            );
        }
    }
}

/// The signed state of the record against one that was kept elsewhere.
pub(super) fn given(note: &str, signed: &CheckpointRecord, checkpoint: &Checkpoint, report: &mut VerifyReport) {
    let place = "checkpoint given";
    let keys = signed.keys.iter().map(|one| (&one.name, &one.public_key));
    let all = keys.chain([(&signed.key_name, &signed.public_key)]);
    let opened = all
        .filter_map(|(name, public)| key(name, public))
        .find_map(|key| Checkpoint::open(note, &key).ok());
    match opened {
        None => report.error(place, "It is no checkpoint signed by a key of this log."),
        Some(other) if other.origin != checkpoint.origin => report.error(place, "It is of another log."),
        Some(other) if other.size == checkpoint.size && other.root == checkpoint.root => {
            report
                .checked
                .push("the signed state of the log against the checkpoint given".into());
        }
        Some(other) if other.size == checkpoint.size => {
            report.error(
                place,
                "It states another root for the same number of entries: one of the two logs was rewritten.",
            );
        }
        Some(other) => report.note(
            place,
            format!(
                "It covers {} entries, the record {}; whether one continues the other only the store can show \
                 (countersign audit compare).",
                other.size, checkpoint.size
            ),
        ),
    }
}
