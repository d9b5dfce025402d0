//! Values as LDAP writes them, made fit for people.

use chrono::{DateTime, NaiveDate, Utc};

/// The name of a `uniqueMember`, without the bit string that may follow it (RFC 4517 §3.3.21).
pub(crate) fn without_uid(text: &str) -> &str {
    let bits = text.strip_suffix("'B").and_then(|rest| rest.rsplit_once("#'"));
    match bits {
        Some((name, bits)) if bits.bytes().all(|b| matches!(b, b'0' | b'1')) => name,
        _ => text,
    }
}

/// Text without characters that would deceive a reader: controls, and overrides of the direction of
/// writing. Answers whether something was replaced.
pub(crate) fn clean(text: &str) -> (String, bool) {
    let bad = |c: char| c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    if !text.contains(bad) {
        return (text.to_owned(), false);
    }
    (
        text.chars().map(|c| if bad(c) { '\u{fffd}' } else { c }).collect(),
        true,
    )
}

/// A GeneralizedTime (RFC 4517 §3.3.13), to the second; fractions are dropped.
pub(crate) fn parse_time(text: &str) -> Option<DateTime<Utc>> {
    let number = |from: usize, to: usize| text.get(from..to)?.parse::<u32>().ok();
    let date = NaiveDate::from_ymd_opt(number(0, 4)? as i32, number(4, 6)?, number(6, 8)?)?;
    let minute = number(10, 12).unwrap_or(0);
    let second = number(12, 14).unwrap_or(0).min(59);
    let at = date.and_hms_opt(number(8, 10)?, minute, second)?.and_utc();
    let offset = match text.find(['+', '-']) {
        Some(sign) => {
            let minutes = number(sign + 1, sign + 3)? * 60 + number(sign + 3, sign + 5).unwrap_or(0);
            i64::from(minutes) * if text.as_bytes()[sign] == b'+' { 1 } else { -1 }
        }
        None if text.ends_with('Z') => 0,
        None => return None,
    };
    at.checked_sub_signed(chrono::Duration::minutes(offset))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_with_their_zone() {
        let at = |text| parse_time(text).map(|at| at.to_rfc3339());
        assert_eq!(at("20260102030405Z").as_deref(), Some("2026-01-02T03:04:05+00:00"));
        assert_eq!(at("20260102030405.123Z").as_deref(), Some("2026-01-02T03:04:05+00:00"));
        assert_eq!(at("202601020304+0200").as_deref(), Some("2026-01-02T01:04:00+00:00"));
        assert_eq!(at("2026"), None);
        assert_eq!(at("20261302030405Z"), None);
        assert_eq!(at("äöüäöüäöüä"), None);
    }

    #[test]
    fn the_bit_string_of_a_unique_member_is_no_part_of_its_name() {
        assert_eq!(without_uid("uid=a,dc=x#'0101'B"), "uid=a,dc=x");
        assert_eq!(without_uid("cn=a#'2'B"), "cn=a#'2'B");
        assert_eq!(without_uid("uid=a,dc=x"), "uid=a,dc=x");
    }

    #[test]
    fn deceiving_characters_are_replaced() {
        assert_eq!(clean("a\u{7}b\u{202e}c").0, "a\u{fffd}b\u{fffd}c");
        assert_eq!(clean("שלום"), ("שלום".to_owned(), false));
    }
}
