//! The seal: what makes any changed byte show, and says where it is.
//!
//! The file is cut into named segments that follow each other without a gap. The seal is the last
//! object before the cross-reference stream and lists length, SHA-256 and name of each; the place of a
//! signature has no hash, for the signature is made over the seal as well. Behind the
//! cross-reference stream stands one comment line with a SHA-256 over everything from the seal on.
//! That line and what follows it have exactly one possible form, which the verifier rebuilds and
//! compares, so a change in the seal's own hash shows as well.

use crate::root::{Hash, to_hex};

/// First line of the seal's stream.
pub(crate) const SEAL_TITLE: &str = "countersign-seal 1";
/// What stands instead of a hash.
pub(crate) const NO_HASH: &str = "unsealed";
const COMMENT: &str = "%countersign-seal 1";

/// A stretch of the file with a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Segment {
    pub(crate) name: String,
    pub(crate) length: u64,
    /// None where a signature goes.
    pub(crate) hash: Option<Hash>,
}

/// The seal's stream.
pub(crate) fn seal_text(segments: &[Segment], root: &Hash, log: &str) -> String {
    let log = if log.is_empty() { "none" } else { log };
    let mut out = format!(
        "{SEAL_TITLE}\nroot {}\nlog {log}\nsegments {}\n",
        to_hex(root),
        segments.len()
    );
    for segment in segments {
        out.push_str(&format!(
            "{} {} {}\n",
            segment.length,
            segment
                .hash
                .as_ref()
                .map_or_else(|| NO_HASH.to_owned(), |hash| to_hex(hash)),
            segment.name
        ));
    }
    out
}

/// The only form the end of the file can have.
pub(crate) fn ending(seal_at: u64, xref_at: u64, hash: &Hash) -> String {
    format!(
        "{COMMENT} {seal_at} {xref_at} {}\nstartxref\n{xref_at}\n%%EOF\n",
        to_hex(hash)
    )
}

/// Longest possible ending in bytes.
pub(crate) const ENDING_MAX: u64 = 19 + 1 + 20 + 1 + 20 + 1 + 64 + 1 + 10 + 20 + 1 + 6;

/// Finds the ending in the last bytes of a file: its start, the seal's offset, the xref's offset.
pub(crate) fn find_ending(last: &[u8]) -> Option<(usize, u64, u64)> {
    let at = last
        .windows(COMMENT.len())
        .rposition(|window| window == COMMENT.as_bytes())?;
    let line = last[at..].split(|byte| *byte == b'\n').next()?;
    let mut words = std::str::from_utf8(line).ok()?.split(' ').skip(2);
    let seal_at = words.next()?.parse().ok()?;
    let xref_at = words.next()?.parse().ok()?;
    Some((at, seal_at, xref_at))
}

/// Whether the last bytes of a file are an ending of a later form than this one.
pub(crate) fn is_newer(last: &[u8]) -> bool {
    const ANY: &[u8] = b"%countersign-seal ";
    let Some(at) = last.windows(ANY.len()).rposition(|window| window == ANY) else {
        return false;
    };
    let digits = last[at + ANY.len()..].iter().take_while(|byte| byte.is_ascii_digit());
    let version = digits.fold(0_u64, |sum, digit| {
        sum.saturating_mul(10).saturating_add(u64::from(digit - b'0'))
    });
    version > 1
}
