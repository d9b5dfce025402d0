//! The few forms of DER that a signature is made of, written and read.

pub(super) const INTEGER: u8 = 0x02;
pub(super) const BITS: u8 = 0x03;
pub(super) const OCTETS: u8 = 0x04;
pub(super) const OID: u8 = 0x06;
pub(super) const SEQUENCE: u8 = 0x30;
pub(super) const SET: u8 = 0x31;
/// `[0]` around other values.
pub(super) const CONTEXT_0: u8 = 0xA0;

/// A value with its tag and length in front.
pub(super) fn value(tag: u8, content: &[u8]) -> Vec<u8> {
    let mut out = vec![tag];
    let length = content.len();
    if length < 0x80 {
        out.push(length as u8);
    } else {
        let bytes = length.to_be_bytes();
        let first = bytes.iter().position(|byte| *byte != 0).unwrap_or(0);
        out.push(0x80 | (bytes.len() - first) as u8);
        out.extend_from_slice(&bytes[first..]);
    }
    out.extend_from_slice(content);
    out
}

/// The same around several parts.
pub(super) fn of(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    value(tag, &parts.concat())
}

/// A set, in the one order DER allows.
pub(super) fn set(tag: u8, mut parts: Vec<Vec<u8>>) -> Vec<u8> {
    parts.sort();
    value(tag, &parts.concat())
}

/// One value as it was read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Value<'a> {
    /// With tag and length.
    pub(super) whole: &'a [u8],
    pub(super) content: &'a [u8],
}

/// Reads values one after the other; ends with none where the bytes are no DER.
pub(super) struct Reader<'a>(pub(super) &'a [u8]);

impl<'a> Reader<'a> {
    pub(super) fn next(&mut self) -> Option<Value<'a>> {
        let (length, from) = match *self.0.get(1)? {
            first @ 0..=0x7F => (usize::from(first), 2),
            first @ 0x81..=0x83 => {
                let more = usize::from(first & 0x0F);
                let digits = self.0.get(2..2 + more)?;
                let length = digits
                    .iter()
                    .fold(0_usize, |length, byte| length << 8 | usize::from(*byte));
                // Only the shortest form is DER.
                if length < 0x80 || digits[0] == 0 {
                    return None;
                }
                (length, 2 + more)
            }
            _ => return None,
        };
        let whole = self.0.get(..from + length)?;
        self.0 = &self.0[from + length..];
        Some(Value {
            whole,
            content: &whole[from..],
        })
    }

    /// The next value, if it has this tag.
    pub(super) fn take(&mut self, tag: u8) -> Option<Value<'a>> {
        if *self.0.first()? == tag { self.next() } else { None }
    }

    /// What is inside the next value, if it has this tag.
    pub(super) fn inside(&mut self, tag: u8) -> Option<Reader<'a>> {
        self.take(tag).map(|value| Reader(value.content))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_read_as_they_were_written() {
        for length in [0, 1, 127, 128, 255, 256, 70_000] {
            let bytes = value(OCTETS, &vec![7; length]);
            let read = Reader(&bytes).take(OCTETS).expect("a value");
            assert_eq!((read.content.len(), read.whole.len()), (length, bytes.len()));
        }
    }

    #[test]
    fn lengths_that_lie_or_waste_room_are_refused() {
        for bytes in [
            &[0x04][..],
            &[0x04, 0x05, 1],
            &[0x04, 0x81, 0x05, 1, 2, 3, 4, 5],
            &[0x04, 0x80, 0, 0],
            &[0x04, 0x84, 0xFF, 0xFF, 0xFF, 0xFF],
            &[0x04, 0x83, 0xFF, 0xFF, 0xFF],
        ] {
            assert!(Reader(bytes).next().is_none(), "{bytes:?} was read");
        }
    }
}
