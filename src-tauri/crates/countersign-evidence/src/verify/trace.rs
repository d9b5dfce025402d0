//! A file without a seal at its end: what became of it.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};

use crate::pdf::seal::{ENDING_MAX, find_ending, is_newer};
use crate::pdf::writer::HEADER;

const CUT: &str = "The file is cut off: it ends before its seal.";
const SAVED: &str = "Another program saved the file again: its seal no longer stands at its end, and nothing in it can be \
                     checked. Ask for the file as it was exported.";
const NEWER: &str = "The file was written by a newer version: get a newer verifier.";
const FOREIGN: &str =
    "The file does not end with a seal of Countersign: it is cut off, changed at its end, or of another kind.";

/// What of a seal is somewhere inside a file.
#[derive(Default)]
pub(super) struct Traces {
    /// The last ending: where it begins, and what it says.
    pub(super) ending: Option<(u64, u64, u64)>,
    /// The seal itself, or what another program made of it.
    seal: bool,
    /// The first bytes are those of an exported file.
    begins: bool,
}

/// Looks through a whole file for them.
pub(super) fn traces(file: &mut File) -> std::io::Result<Traces> {
    const STEP: usize = 256 * 1024;
    const SEAL: &[u8] = b"/CountersignSeal";
    file.seek(SeekFrom::Start(0))?;
    let overlap = ENDING_MAX as usize;
    let mut room = Vec::with_capacity(STEP + overlap);
    let (mut found, mut base) = (Traces::default(), 0_u64);
    loop {
        let got = file.by_ref().take(STEP as u64).read_to_end(&mut room)?;
        found.begins |= base == 0 && room.starts_with(HEADER);
        found.seal |= room.windows(SEAL.len()).any(|window| window == SEAL);
        if let Some((at, seal_at, xref_at)) = find_ending(&room) {
            found.ending = Some((base + at as u64, seal_at, xref_at));
        }
        if got == 0 {
            return Ok(found);
        }
        let done = room.len().saturating_sub(overlap);
        base += done as u64;
        room.drain(..done);
    }
}

/// Why a file with these last bytes has no seal at its end.
pub(super) fn without_seal(last: &[u8], traces: &Traces) -> &'static str {
    let ends = last.windows(5).any(|window| window == b"%%EOF");
    if is_newer(last) {
        NEWER
    } else if ends && traces.seal {
        SAVED
    } else if traces.begins && !ends {
        CUT
    } else {
        FOREIGN
    }
}
