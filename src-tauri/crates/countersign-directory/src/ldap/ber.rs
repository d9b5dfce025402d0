//! The few parts of BER (X.690) that LDAP uses: definite lengths, one-byte tags.

use std::fmt;

pub(crate) const INTEGER: u8 = 0x02;
pub(crate) const OCTET_STRING: u8 = 0x04;
pub(crate) const BOOLEAN: u8 = 0x01;
pub(crate) const ENUMERATED: u8 = 0x0a;
pub(crate) const SEQUENCE: u8 = 0x30;
pub(crate) const SET: u8 = 0x31;

/// Bytes that are not the BER that was expected, and what was expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct BerProblem(pub &'static str);

impl fmt::Display for BerProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

/// Walks over elements without copying and without recursion: depth is the caller's.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reader<'a>(pub &'a [u8]);

impl<'a> Reader<'a> {
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The next element: its tag and content.
    pub(crate) fn next(&mut self) -> Result<(u8, &'a [u8]), BerProblem> {
        let (head, length) = header(self.0)?.ok_or(BerProblem("an element is cut short"))?;
        let end = head
            .checked_add(length)
            .filter(|end| *end <= self.0.len())
            .ok_or(BerProblem("an element is longer than what holds it"))?;
        let (tag, content) = (self.0[0], &self.0[head..end]);
        self.0 = &self.0[end..];
        Ok((tag, content))
    }

    /// The content of the next element, which must have this tag.
    pub(crate) fn expect(&mut self, tag: u8) -> Result<&'a [u8], BerProblem> {
        match self.next()? {
            (found, content) if found == tag => Ok(content),
            _ => Err(BerProblem("an element is of another type than the protocol says")),
        }
    }

    /// The content of the next element if it has this tag; otherwise nothing is consumed.
    pub(crate) fn optional(&mut self, tag: u8) -> Result<Option<&'a [u8]>, BerProblem> {
        if self.0.first() == Some(&tag) {
            return self.expect(tag).map(Some);
        }
        Ok(None)
    }

    pub(crate) fn integer(&mut self, tag: u8) -> Result<i64, BerProblem> {
        to_integer(self.expect(tag)?)
    }
}

/// A two's complement integer of at most eight bytes.
pub(crate) fn to_integer(content: &[u8]) -> Result<i64, BerProblem> {
    if content.is_empty() || content.len() > 8 {
        return Err(BerProblem("an integer has an impossible length"));
    }
    let negative = content[0] & 0x80 != 0;
    let start = if negative { -1 } else { 0 };
    Ok(content.iter().fold(start, |value, byte| value << 8 | i64::from(*byte)))
}

/// Length of the header and of the content of the element at the front; `None` while more bytes
/// are needed to know.
pub(crate) fn header(bytes: &[u8]) -> Result<Option<(usize, usize)>, BerProblem> {
    let Some(&first) = bytes.get(1) else {
        return Ok(None);
    };
    if first < 0x80 {
        return Ok(Some((2, usize::from(first))));
    }
    let count = usize::from(first & 0x7f);
    if count == 0 || count > 4 {
        return Err(BerProblem("a length has an impossible form"));
    }
    let Some(digits) = bytes.get(2..2 + count) else {
        return Ok(None);
    };
    let length = digits
        .iter()
        .fold(0usize, |value, byte| value << 8 | usize::from(*byte));
    Ok(Some((2 + count, length)))
}

/// An element with this tag and content.
pub(crate) fn element(tag: u8, content: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(content.len() + 6);
    out.push(tag);
    match content.len() {
        length @ 0..0x80 => out.push(length as u8),
        length => {
            let digits = (length as u64).to_be_bytes();
            let skip = digits.iter().take_while(|byte| **byte == 0).count();
            out.push(0x80 | (8 - skip) as u8);
            out.extend_from_slice(&digits[skip..]);
        }
    }
    out.extend_from_slice(content);
    out
}

/// An element made of other elements.
pub(crate) fn group(tag: u8, parts: &[Vec<u8>]) -> Vec<u8> {
    element(tag, &parts.concat())
}

/// An INTEGER or ENUMERATED.
pub(crate) fn integer(tag: u8, value: i64) -> Vec<u8> {
    let digits = value.to_be_bytes();
    let mut skip = 0;
    // A leading byte that only repeats the sign of the next is left out.
    while skip < 7 && (digits[skip] == 0 && digits[skip + 1] < 0x80 || digits[skip] == 0xff && digits[skip + 1] >= 0x80)
    {
        skip += 1;
    }
    element(tag, &digits[skip..])
}

/// An OCTET STRING.
pub(crate) fn text(value: impl AsRef<[u8]>) -> Vec<u8> {
    element(OCTET_STRING, value.as_ref())
}

/// A BOOLEAN.
pub(crate) fn boolean(value: bool) -> Vec<u8> {
    element(BOOLEAN, &[if value { 0xff } else { 0 }])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integers_survive_a_round() {
        for value in [0, 1, 127, 128, 255, 256, -1, -128, -129, i64::MAX, i64::MIN] {
            let bytes = integer(INTEGER, value);
            assert_eq!(Reader(&bytes).integer(INTEGER), Ok(value));
        }
    }

    #[test]
    fn lengths_survive_a_round() {
        for length in [0, 1, 127, 128, 255, 256, 65_535, 65_536, 1 << 20] {
            let bytes = element(OCTET_STRING, &vec![7; length]);
            let mut reader = Reader(&bytes);
            assert_eq!(reader.expect(OCTET_STRING).map(<[u8]>::len), Ok(length));
            assert!(reader.is_empty());
        }
    }

    #[test]
    fn damaged_bytes_are_a_problem_and_never_a_panic() {
        let good = group(SEQUENCE, &[integer(INTEGER, 5), text("abc"), boolean(true)]);
        for cut in 0..good.len() {
            assert!(Reader(&good[..cut]).next().is_err());
        }
        for length in [
            &[0x30, 0x80][..],
            &[0x30, 0x85, 1, 1, 1, 1, 1],
            &[0x30, 0x84, 0xff, 0xff, 0xff, 0xff],
        ] {
            assert!(Reader(length).next().is_err());
        }
        assert!(to_integer(&[]).is_err());
    }
}
