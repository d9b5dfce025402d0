//! The place of the signature in the file: a dictionary with a hole that everything but itself is signed for.
//!
//! The hole stands between the last ordinary object and the seal. The seal lists it without a hash,
//! because what goes into it is made from the hash of all the rest, the seal among it.

use crate::EvidenceError;
use crate::root::{Hash, to_hex};
use crate::signature::{Signer, cms};

/// Name of the segment before the hole, which says what kind of signature it is and what it covers.
pub(crate) const HEAD: &str = "signature";
/// Name of the hole's segment.
pub(crate) const HOLE: &str = "signature value";
/// Bytes of the hole between its angle brackets: 16 KiB of DER, room for a chain and a time stamp.
const DIGITS: usize = 32 * 1024;
/// The hole in all.
pub(crate) const HOLE_LENGTH: u64 = DIGITS as u64 + 2;
/// Bytes kept for the numbers of the range, so that they do not move what they count.
const RANGE: usize = 56;

/// Who signs.
#[derive(Clone, Copy)]
pub(crate) enum Signing<'s> {
    /// Nobody; there is no hole.
    None,
    /// This one.
    By(&'s dyn Signer),
    /// Somebody who is not here: the hole stays empty. For printing a file again to compare.
    Reserved,
}

impl Signing<'_> {
    pub(crate) fn is_signed(self) -> bool {
        !matches!(self, Self::None)
    }
}

/// The dictionary up to the hole, which begins at `at` + its length; `behind` bytes follow the hole.
pub(crate) fn head(id: u32, modified: &str, at: u64, behind: u64) -> Vec<u8> {
    let start = format!(
        "{id} 0 obj\n<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached/M({modified})\
         /Reason(Evidence as it was exported)/ByteRange"
    );
    let end = "/Contents";
    let hole = at + (start.len() + RANGE + end.len()) as u64;
    let range = format!("[0 {hole} {} {behind}]", hole + HOLE_LENGTH);
    format!("{start}{range:<RANGE$}{end}").into_bytes()
}

/// What closes the dictionary behind the hole.
pub(crate) const FOOT: &[u8] = b">>\nendobj\n";

/// An empty hole.
pub(crate) fn hole() -> Vec<u8> {
    let mut out = vec![b'0'; DIGITS + 2];
    out[0] = b'<';
    out[DIGITS + 1] = b'>';
    out
}

/// Fills the hole with the signature over `digest`.
pub(crate) fn fill(hole: &mut [u8], signer: &dyn Signer, digest: &Hash) -> Result<(), EvidenceError> {
    let digits = to_hex(&cms::sign(signer, digest)?);
    match hole.get_mut(1..=digits.len()) {
        Some(room) if digits.len() <= DIGITS => {
            room.copy_from_slice(digits.as_bytes());
            Ok(())
        }
        _ => Err(EvidenceError::Signature(
            "it is larger than its place in the file".into(),
        )),
    }
}

/// The signature in a hole; none where anything else stands there than digits as [`fill`] writes them.
pub(crate) fn read(hole: &[u8]) -> Option<Vec<u8>> {
    let digits = hole.strip_prefix(b"<")?.strip_suffix(b">")?;
    let pair = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
    let lower = |byte: &u8| byte.is_ascii_digit() || matches!(byte, b'a'..=b'f');
    if digits.len() != DIGITS || !digits.iter().all(lower) {
        return None;
    }
    let mut bytes: Vec<u8> = digits.chunks_exact(2).map(pair).collect::<Option<_>>()?;
    let length = cms::length(&bytes)?;
    if bytes[length..].iter().any(|byte| *byte != 0) {
        return None;
    }
    bytes.truncate(length);
    Some(bytes)
}
