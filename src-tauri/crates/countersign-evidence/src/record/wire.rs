//! How a line stands in `evidence.json`: what everybody may see first, personal data last.
//!
//! `{…public…,"personal":{…}}` in a full record, `{…public…,"withheld":"<64 hex>"}` in a redacted one. Both have the
//! same leaf under the root, so a redacted record is held against the same root as the full one:
//!
//! - leaf of a line without personal data: SHA-256(0x00 ‖ line);
//! - leaf of any other: SHA-256(0x00 ‖ the bytes before `"personal":` ‖ 0x00 ‖ withheld);
//! - withheld: SHA-256(salt ‖ the bytes of the personal object), for a log entry the RFC 6962 leaf hash of its text;
//! - salt: the first 16 bytes of HMAC-SHA-256(document key, number of the line as 8 bytes, big-endian).

pub(crate) mod flat;
pub(crate) mod key;
pub(crate) mod leaf;
pub(crate) mod merge;
pub(crate) mod rule;
mod rule_package;
mod rule_report;
mod rule_review;
mod scan;
pub(crate) mod split;

use crate::root::{Hash, from_hex};

/// Stands wherever a redacted record has nothing to show.
pub(crate) const WITHHELD: &str = "withheld";

/// What stands behind the public part of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tail<'a> {
    /// Nothing: the line has no personal data.
    None,
    /// The personal object.
    Personal(&'a [u8]),
    /// Its hash.
    Withheld(Hash),
}

/// The JSON of one row or head part, taken apart.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Text<'a> {
    /// With a tail: everything before it, its comma included, the closing brace not.
    pub(crate) public: &'a [u8],
    pub(crate) tail: Tail<'a>,
}

const PERSONAL: &[u8] = b"\"personal\":";
const HELD: &[u8] = b"\"withheld\":\"";

impl<'a> Text<'a> {
    /// Takes a row or part apart; none where its end is not one of the two forms.
    pub(crate) fn of(json: &'a [u8]) -> Option<Self> {
        let mut from = 0;
        while let Some(at) = json[from..].iter().position(|byte| matches!(byte, b',' | b'{')) {
            let at = from + at + 1;
            let (public, rest) = json.split_at(at);
            // Only a structural comma or brace is followed by a bare quote: within a string it would be escaped.
            if let Some(tail) = rest.strip_prefix(PERSONAL).filter(|tail| tail.starts_with(b"{")) {
                let tail = Tail::Personal(tail.strip_suffix(b"}")?);
                return Some(Self { public, tail });
            }
            if let Some(tail) = rest.strip_prefix(HELD) {
                let hex = std::str::from_utf8(tail.strip_suffix(b"\"}")?).ok()?;
                let tail = Tail::Withheld(from_hex(hex)?);
                return Some(Self { public, tail });
            }
            from = at;
        }
        Some(Self {
            public: json,
            tail: Tail::None,
        })
    }

    /// Appends the public part as an object of its own.
    pub(crate) fn close_public(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(self.public);
        if self.tail != Tail::None {
            if out.last() == Some(&b',') {
                out.pop();
            }
            out.push(b'}');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_taken_apart_at_its_own_personal_part_and_not_at_a_name_that_looks_like_it() {
        let line = br#"{"a":",\"personal\":{","personal":{"b":{"personal":{}}}}"#;
        let text = Text::of(line).expect("a line");
        assert_eq!(text.public, br#"{"a":",\"personal\":{","#);
        assert_eq!(text.tail, Tail::Personal(br#"{"b":{"personal":{}}}"#));
        let mut closed = Vec::new();
        text.close_public(&mut closed);
        assert_eq!(closed, br#"{"a":",\"personal\":{"}"#);
        assert_eq!(Text::of(br#"{"a":1}"#).expect("a line").tail, Tail::None);
        assert!(Text::of(br#"{"withheld":"00"}"#).is_none());
    }
}
