//! What is attached against `manifest.json`.

use std::io::Read;
use std::path::Path;

use sha2::{Digest, Sha256};

use super::VerifyReport;
use super::layout::Layout;
use crate::root::{Hash, to_hex};

/// The name of the stretch that holds the record.
pub(super) const RECORD: &str = "attachment evidence.json";

/// What reading the record showed.
pub(super) struct Seen {
    pub(super) root: Hash,
    pub(super) record_sha256: Hash,
    pub(super) log_hash: String,
}

/// Sizes and hashes in `manifest.json` against the attachments.
pub(super) fn check(path: &Path, layout: &Layout, seen: &Seen, report: &mut VerifyReport) {
    let place = "attachment manifest.json";
    let value = layout.span(place).and_then(|span| {
        let mut text = Vec::new();
        span.inflate(path).ok()?.take(1 << 20).read_to_end(&mut text).ok()?;
        serde_json::from_slice::<serde_json::Value>(&text).ok()
    });
    let Some(value) = value else {
        report.error(place, "The manifest cannot be read.");
        return;
    };
    let table = layout.span("attachment evidence.csv").and_then(|span| {
        let mut sha = Sha256::new();
        let mut input = span.inflate(path).ok()?;
        let mut room = vec![0; 64 * 1024];
        loop {
            match input.read(&mut room).ok()? {
                0 => return Some(to_hex(&sha.finalize())),
                got => sha.update(&room[..got]),
            }
        }
    });
    let text = |pointer: &str| {
        value
            .pointer(pointer)
            .and_then(serde_json::Value::as_str)
            .map(str::to_owned)
    };
    let record = Some(to_hex(&seen.record_sha256));
    let agree = text("/root") == Some(to_hex(&seen.root))
        && text("/files/0/sha256") == record
        && table.is_some()
        && text("/files/1/sha256") == table
        && text("/log/hash").as_deref() == Some(seen.log_hash.as_str());
    if !agree {
        report.error(place, "The manifest does not agree with the attachments.");
    }
}
