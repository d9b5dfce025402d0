//! The values of one entry, collected as they come.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use countersign_domain::snapshot::Reference;

use super::super::name::Name;
use super::ATTRIBUTES;
use crate::ldap::GuestRule;
use crate::ldap::text::{clean, parse_time};

#[derive(Default)]
pub(super) struct Draft {
    classes: Vec<String>,
    names: BTreeMap<&'static str, Vec<String>>,
    pub kept: Vec<(String, Vec<String>)>,
    pub members: Vec<Reference>,
    pub owners: Vec<Reference>,
    pub manager: Vec<Reference>,
    /// `userAccountControl` (MS-ADTS §2.2.16).
    pub flags: Option<i64>,
    pub sign_in: Option<DateTime<Utc>>,
    pub expires_at: Option<DateTime<Utc>>,
    pub created_at: Option<DateTime<Utc>>,
    pub guest: bool,
    pub upto: Option<u64>,
    /// Another attribute than `member` came in a range.
    pub cut: bool,
    pub broken_text: bool,
}

impl Draft {
    pub(super) fn is(&self, class: &str) -> bool {
        self.classes.iter().any(|one| one == class)
    }

    /// The least value: a directory has no order of them, and this one is the same in every read.
    pub(super) fn one(&self, attribute: &str) -> Option<&str> {
        self.names.get(attribute)?.iter().min().map(String::as_str)
    }

    /// Takes notice of `range=0-1499` behind a name; `range=0-*` says that nothing follows.
    pub(super) fn range(&mut self, attribute: &str, options: &str) {
        let Some(upto) = upto(options) else { return };
        if attribute.eq_ignore_ascii_case("member") {
            self.upto = Some(upto);
        } else {
            self.cut = true;
        }
    }

    pub(super) fn take(&mut self, attribute: &str, bytes: &[u8], guest: &GuestRule, more: &[String]) {
        let text = String::from_utf8_lossy(bytes);
        if attribute.eq_ignore_ascii_case("member") {
            self.members.push(Name::parse(&text).to_reference());
            return;
        }
        self.broken_text |= matches!(text, std::borrow::Cow::Owned(_));
        let asked = guest.attribute.as_deref();
        if asked.is_some_and(|one| one.eq_ignore_ascii_case(attribute)) {
            self.guest |= guest.values.iter().any(|value| value.eq_ignore_ascii_case(&text));
        }
        let known = ATTRIBUTES
            .iter()
            .copied()
            .find(|known| known.eq_ignore_ascii_case(attribute));
        match known {
            Some("objectClass") => self.classes.push(text.to_ascii_lowercase()),
            Some("manager") => self.manager.push(Name::parse(&text).to_reference()),
            Some("managedBy") => self.owners.push(Name::parse(&text).to_reference()),
            Some("userAccountControl") => self.flags = text.parse().ok(),
            Some("lastLogonTimestamp") => self.sign_in = moment(&text),
            Some("accountExpires") => self.expires_at = moment(&text),
            Some("whenCreated") => self.created_at = parse_time(&text),
            Some(name @ ("description" | "employeeType")) => self.keep(name, &text),
            Some(name) => self.names.entry(name).or_default().push(text.to_string()),
            None => {}
        }
        if more.iter().any(|one| one.eq_ignore_ascii_case(attribute)) {
            self.keep(attribute, &text);
        }
    }

    fn keep(&mut self, name: &str, text: &str) {
        let text = clean(text).0;
        match self.kept.iter_mut().find(|(found, _)| found == name) {
            Some((_, values)) => {
                values.push(text);
                values.sort();
                values.dedup();
            }
            None => self.kept.push((name.to_owned(), vec![text])),
        }
    }
}

/// The last number of a range that others follow.
pub(in super::super) fn upto(options: &str) -> Option<u64> {
    let mut options = options.split(';');
    let range = options.find_map(|one| one.strip_prefix("range=").or(one.strip_prefix("Range=")))?;
    range.split_once('-')?.1.parse().ok()
}

/// A count of 100 nanoseconds since 1601 (MS-DTYP §2.3.3); nought and the greatest mean never.
fn moment(text: &str) -> Option<DateTime<Utc>> {
    let count: i64 = text.parse().ok().filter(|count| *count > 0 && *count < i64::MAX)?;
    DateTime::from_timestamp(count / 10_000_000 - 11_644_473_600, 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_of_windows_are_read_and_never_is_none() {
        let at = |text| moment(text).map(|at| at.to_rfc3339());
        assert_eq!(at("134397488758466860").as_deref(), Some("2026-11-21T15:34:35+00:00"));
        for never in ["0", "9223372036854775807", "-1", "", "x"] {
            assert_eq!(at(never), None, "{never}");
        }
    }

    #[test]
    fn a_range_says_whether_more_follows() {
        assert_eq!(upto("range=0-1499"), Some(1499));
        assert_eq!(upto("binary;range=1500-2999"), Some(2999));
        assert_eq!(upto("range=1500-*"), None);
        assert_eq!(upto(""), None);
    }
}
