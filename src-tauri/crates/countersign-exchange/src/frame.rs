//! What stands before the bytes of a part: enough to know it again under any name, and to see that it is whole.
//!
//! | bytes | what |
//! |---|---|
//! | 8 | `CSEXCH` and the version 1 in two bytes |
//! | 4, 4 | the part's number from 0, and how many there are |
//! | 8, 4 | the length of the whole file, and of this part |
//! | 32, 32 | SHA-256 of the whole file, and of this part |
//! | 16 | the first bytes of the SHA-256 of all before |
//!
//! Numbers are big-endian.

use crate::name::{FileId, sha256};

/// Bytes of a part.
pub(crate) const PART: usize = 4 << 20;
/// The most parts of a file: a gibibyte.
pub(crate) const MOST_PARTS: u32 = 256;
/// The longest file that is carried.
pub(crate) const MOST_BYTES: u64 = MOST_PARTS as u64 * PART as u64;
pub(crate) const HEAD: usize = 108;
const SIGNED: usize = HEAD - 16;
const MAGIC: &[u8; 8] = b"CSEXCH\0\x01";

/// The head of a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Head {
    pub part: u32,
    pub parts: u32,
    /// Of the whole file.
    pub length: u64,
    pub part_length: u32,
    pub id: FileId,
    pub part_hash: [u8; 32],
}

/// How many parts a file of this length has; an empty one has one.
pub(crate) fn parts_of(length: u64) -> u32 {
    u32::try_from(length.div_ceil(PART as u64)).unwrap_or(u32::MAX).max(1)
}

/// The length that a part of a file of this length has.
fn length_of(length: u64, part: u32) -> u64 {
    length.saturating_sub(u64::from(part) * PART as u64).min(PART as u64)
}

/// A part as it lies at the place.
pub(crate) fn wrap(id: FileId, length: u64, part: u32, bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(HEAD + bytes.len());
    out.extend_from_slice(MAGIC);
    out.extend_from_slice(&part.to_be_bytes());
    out.extend_from_slice(&parts_of(length).to_be_bytes());
    out.extend_from_slice(&length.to_be_bytes());
    out.extend_from_slice(&u32::try_from(bytes.len()).unwrap_or(u32::MAX).to_be_bytes());
    out.extend_from_slice(id.as_bytes());
    out.extend_from_slice(&sha256(bytes));
    let check = sha256(&out);
    out.extend_from_slice(&check[..16]);
    out.extend_from_slice(bytes);
    out
}

/// The head, where these bytes begin with one.
pub(crate) fn read_head(bytes: &[u8]) -> Option<Head> {
    let head = bytes.get(..HEAD)?;
    if &head[..8] != MAGIC || sha256(&head[..SIGNED])[..16] != head[SIGNED..] {
        return None;
    }
    let four = |at: usize| head[at..at + 4].try_into().map(u32::from_be_bytes).ok();
    let hash = |at: usize| <[u8; 32]>::try_from(&head[at..at + 32]).ok();
    let length = head[16..24].try_into().map(u64::from_be_bytes).ok()?;
    let head = Head {
        part: four(8)?,
        parts: four(12)?,
        length,
        part_length: four(24)?,
        id: FileId::from_bytes(hash(28)?),
        part_hash: hash(60)?,
    };
    // What contradicts itself was not written by this program, whatever its check says.
    let agrees = head.length <= MOST_BYTES
        && head.parts == parts_of(head.length)
        && head.part < head.parts
        && u64::from(head.part_length) == length_of(head.length, head.part);
    agrees.then_some(head)
}

/// The bytes of this part of this file, or what is wrong with it.
pub(crate) fn unwrap<'a>(bytes: &'a [u8], id: &FileId, part: u32) -> Result<(Head, &'a [u8]), String> {
    if bytes.len() < HEAD {
        return Err(format!("has only its first {} bytes", bytes.len()));
    }
    let head = read_head(bytes).ok_or("does not begin as a part of the exchange does")?;
    if head.id != *id || head.part != part {
        return Err("holds another file".into());
    }
    let body = &bytes[HEAD..];
    let wanted = usize::try_from(head.part_length).unwrap_or(usize::MAX);
    if body.len() != wanted {
        return Err(format!("has {} of its {wanted} bytes", body.len()));
    }
    if sha256(body) != head.part_hash {
        return Err("holds other bytes than were sent".into());
    }
    Ok((head, body))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_known_again_and_no_change_of_a_bit_or_a_length_passes() {
        let file = b"sealed bytes of a packet".as_slice();
        let id = FileId::of(file);
        let part = wrap(id, file.len() as u64, 0, file);
        let (head, body) = unwrap(&part, &id, 0).expect("a whole part");
        assert_eq!((head.part, head.parts, body), (0, 1, file));
        for at in 0..part.len() {
            for bit in 0..8 {
                let mut other = part.clone();
                other[at] ^= 1 << bit;
                assert!(unwrap(&other, &id, 0).is_err(), "bit {bit} of byte {at}");
            }
            assert!(unwrap(&part[..at], &id, 0).is_err(), "cut at {at}");
        }
        let longer = [part.as_slice(), b"x"].concat();
        assert!(unwrap(&longer, &id, 0).is_err(), "a byte too many");
        assert!(unwrap(&part, &FileId::of(b"another"), 0).is_err(), "another file");
    }

    #[test]
    fn a_head_that_contradicts_itself_is_none() {
        let id = FileId::of(b"x");
        // A part of nine bytes of a file of one, with a right check over it.
        let wrong = wrap(id, 1, 0, b"123456789");
        assert_eq!(read_head(&wrong), None);
        assert_eq!(parts_of(0), 1);
        assert_eq!(parts_of(PART as u64 + 1), 2);
    }
}
