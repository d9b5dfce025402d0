//! One row that is shown alone.

use countersign_domain::merkle::verify_inclusion;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

use super::proof;
use super::{Step, VerifyOptions, VerifyReport};
use crate::record::CheckpointRecord;
use crate::record::wire::leaf::covered;
use crate::record::wire::{Tail, Text};
use crate::root::{Hash, from_hex, leaf};
use crate::row::{EntryProof, Head, LineProof, Named, RowProof, public};

/// What such a file begins with.
pub(super) const BEGINS: &[u8] = b"{\"countersignRow\":";
/// A file that shows one row is no longer than this, in bytes.
pub(super) const ROW_MAX: u64 = 64 * 1024 * 1024;

fn hashes(list: &[String]) -> Option<Vec<Hash>> {
    list.iter().map(|hex| from_hex(hex)).collect()
}

/// Checks the text of such a file.
pub(super) fn check(text: &[u8], options: &VerifyOptions, report: &mut VerifyReport) {
    report.step = Step::Record;
    let digits = text[BEGINS.len()..].iter().take_while(|byte| byte.is_ascii_digit());
    let version = digits.fold(0_u64, |sum, digit| {
        sum.saturating_mul(10).saturating_add(u64::from(digit - b'0'))
    });
    if version > 1 {
        report.error("the file", "It was written by a newer version: get a newer verifier.");
        return;
    }
    let row: RowProof = match serde_json::from_slice(text) {
        Ok(row) => row,
        Err(problem) => {
            report.error(
                "the file",
                format!("It is not a row as this version writes it: {problem}."),
            );
            return;
        }
    };
    if row.countersign_row != 1 {
        report.error("the file", "It is not in the form in which rows are written.");
        return;
    }
    // One row has one form, so that a file cannot be changed even where that would say the same.
    if serde_json::to_vec(&row).ok().as_deref() != Some(text) || from_hex(&row.root).is_none() {
        report.error("the file", "It is not in the form in which rows are written.");
        return;
    }
    report.root = Some(row.root.clone());
    if let Some(expected) = &options.expected_root {
        super::anchor(report, "root", Some(expected), &from_hex(&row.root).unwrap_or_default());
    }
    let document: Option<Head> = under_root(&row, &row.document, "\"document\":", report);
    let log: Option<Head> = under_root(&row, &row.log, "\"log\":", report);
    let named: Option<Named> = under_root(&row, &row.row, "", report);
    let (Some(document), Some(log), Some(named)) = (document, log, named) else {
        return;
    };
    report.document_id = Some(document.document_id);
    report.practice = document.practice;
    let wanted: Vec<u64> = named.events.iter().filter_map(|event| event.entry).collect();
    if wanted != row.entries.iter().map(|one| one.seq).collect::<Vec<_>>() {
        report.error("entries", "They are not the entries that the row names.");
    }
    entries(&row, log.checkpoint.as_ref(), options, report);
}

/// What a line says in public, where it is a line of the record with this root.
fn under_root<T: DeserializeOwned>(
    row: &RowProof,
    line: &LineProof,
    name: &str,
    report: &mut VerifyReport,
) -> Option<T> {
    let place = format!("line {} of the record", line.number);
    let json = if name.is_empty() {
        Some(line.line.strip_prefix(',').unwrap_or(&line.line))
    } else {
        line.line.strip_prefix(name).and_then(|rest| rest.strip_suffix(','))
    };
    let text = json.and_then(|json| Text::of(json.as_bytes()));
    let said = text.as_ref().and_then(|text| public::<T>(line.number, text).ok());
    let (Some(text), Some(said)) = (text, said) else {
        report.error(place, "It is not a line as this version writes it.");
        return None;
    };
    let salt = line
        .salt
        .as_deref()
        .map(|salt| from_hex(&format!("{salt}{}", "0".repeat(32))));
    let leaf = match (text.tail, salt) {
        (Tail::None, _) => Some(leaf(line.line.as_bytes())),
        (Tail::Withheld(hash), _) => Some(covered(before(&line.line, &text), &hash)),
        (Tail::Personal(personal), Some(Some(salt))) => {
            let withheld = Sha256::new()
                .chain_update(&salt[..16])
                .chain_update(personal)
                .finalize();
            Some(covered(before(&line.line, &text), &withheld.into()))
        }
        (Tail::Personal(_), _) => None,
    };
    let parts = (
        leaf,
        from_hex(&row.root),
        hashes(&line.path),
        line.number.checked_sub(1),
    );
    let holds = match parts {
        (Some(leaf), Some(root), Some(path), Some(index)) => verify_inclusion(&leaf, index, row.lines, &path, &root),
        _ => false,
    };
    if !holds || (line.salt.is_some() && !matches!(text.tail, Tail::Personal(_))) {
        report.error(place, "It is not a line of the record with this root.");
        return None;
    }
    report.checked.push(format!(
        "line {} of {} against the root of the record",
        line.number, row.lines
    ));
    Some(said)
}

/// The bytes before the personal part.
fn before<'l>(line: &'l str, text: &Text<'_>) -> &'l [u8] {
    // The part is a stretch of the line, from its JSON on.
    let start = line.find('{').unwrap_or(0);
    &line.as_bytes()[..start + text.public.len()]
}

fn entries(row: &RowProof, signed: Option<&CheckpointRecord>, options: &VerifyOptions, report: &mut VerifyReport) {
    report.step = Step::Proof;
    let Some(signed) = signed else {
        if options.expected_checkpoint.is_some() {
            report.error(
                "checkpoint",
                "The row has no signed state of the log to hold against the one given.",
            );
        }
        report.note(
            "checkpoint",
            "The log had not been signed when this was written; its entries are not proven.",
        );
        return;
    };
    let checkpoint = match proof::open(signed) {
        Ok(checkpoint) => checkpoint,
        Err(sentence) => return report.error("checkpoint", sentence),
    };
    proof::keys(signed, report);
    if let Some(expected) = &options.expected_checkpoint {
        proof::given(expected, signed, &checkpoint, report);
    }
    for one in &row.entries {
        let place = format!("log entry {}", one.seq);
        if one.seq > checkpoint.size {
            report.note(place, "It is newer than the signed state of the log.");
        } else if !holds(one, checkpoint.size, &checkpoint.root) {
            report.error(place, "It is not in the signed log.");
        } else {
            report
                .checked
                .push(format!("{place} against the signed state of the log"));
        }
    }
}

fn holds(one: &EntryProof, size: u64, root: &Hash) -> bool {
    let (Some(stated), Some(path), Some(index)) = (from_hex(&one.leaf), hashes(&one.path), one.seq.checked_sub(1))
    else {
        return false;
    };
    let own = one.entry.as_ref().is_none_or(|text| leaf(text.as_bytes()) == stated);
    own && verify_inclusion(&stated, index, size, &path, root)
}
