//! What is attached against `manifest.json`.

use std::io::Read;
use std::path::Path;

use sha2::{Digest, Sha256};

use super::VerifyReport;
use super::layout::{Layout, Span};
use crate::EvidenceError;
use crate::root::{Hash, to_hex};

/// The name of the stretch that holds the record.
pub(super) const RECORD: &str = "attachment evidence.json";

/// What reading the record showed.
pub(super) struct Seen {
    pub(super) root: Hash,
    pub(super) record_sha256: Hash,
    pub(super) log_hash: String,
}

const MANIFEST: &str = "attachment manifest.json";
const TABLE: &str = "attachment evidence.csv";

/// Hashes in `manifest.json` against the attachments.
pub(super) fn check(path: &Path, layout: &Layout, seen: &Seen, report: &mut VerifyReport) {
    let value = layout.span(MANIFEST).and_then(|span| {
        let mut text = Vec::new();
        span.inflate(path).ok()?.take(1 << 20).read_to_end(&mut text).ok()?;
        serde_json::from_slice::<serde_json::Value>(&text).ok()
    });
    let Some(value) = value else {
        report.error(MANIFEST, "The manifest cannot be read.");
        return;
    };
    let text = |pointer: &str| {
        value
            .pointer(pointer)
            .and_then(serde_json::Value::as_str)
            .map(str::to_owned)
    };
    match layout.span(TABLE).map(|span| digest(path, span)) {
        None => report.error(TABLE, "The table is missing."),
        Some(Err(problem)) => report.error(TABLE, format!("The table cannot be read: {problem}.")),
        Some(Ok(table)) if text("/files/1/sha256").as_deref() != Some(table.as_str()) => {
            report.error(TABLE, "It is not the table that the manifest names.");
        }
        Some(Ok(_)) => {}
    }
    let agree = text("/root") == Some(to_hex(&seen.root))
        && text("/files/0/sha256") == Some(to_hex(&seen.record_sha256))
        && text("/log/hash").as_deref() == Some(seen.log_hash.as_str());
    if !agree {
        report.error(
            MANIFEST,
            "The manifest names another record than the one that is attached.",
        );
    }
}

fn digest(path: &Path, span: Span) -> Result<String, EvidenceError> {
    let mut sha = Sha256::new();
    let mut input = span.inflate(path)?;
    let mut room = vec![0; 64 * 1024];
    loop {
        match input
            .read(&mut room)
            .map_err(|error| EvidenceError::of_unpacking(&error))?
        {
            0 => return Ok(to_hex(&sha.finalize())),
            got => sha.update(&room[..got]),
        }
    }
}
