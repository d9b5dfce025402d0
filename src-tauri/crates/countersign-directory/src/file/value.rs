//! Values as people and programs write them in tables.

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};

/// Yes or no, in the ways tables say it.
pub(super) fn to_bool(text: &str) -> Option<bool> {
    Some(match text.to_lowercase().as_str() {
        "true" | "yes" | "y" | "1" | "x" | "enabled" | "active" | "ja" | "aktiv" | "wahr" | "oui" | "actif"
        | "vrai" => true,
        "false" | "no" | "n" | "0" | "disabled" | "inactive" | "blocked" | "locked" | "left" | "terminated"
        | "nein" | "inaktiv" | "falsch" | "non" | "inactif" | "faux" => false,
        _ => return None,
    })
}

/// A moment: RFC 3339, or year first or day first with points, with or without a time, which is then UTC.
/// Dates with strokes are not guessed: nobody knows which of their numbers is the month.
pub(super) fn to_moment(text: &str) -> Option<DateTime<Utc>> {
    if let Ok(at) = DateTime::parse_from_rfc3339(text) {
        return Some(at.to_utc());
    }
    let text = text.trim_end_matches('Z');
    const TIMES: [&str; 6] = [
        "%Y-%m-%dT%H:%M:%S%.f",
        "%Y-%m-%d %H:%M:%S%.f",
        "%Y-%m-%dT%H:%M",
        "%Y-%m-%d %H:%M",
        "%d.%m.%Y %H:%M:%S",
        "%d.%m.%Y %H:%M",
    ];
    let time = TIMES
        .iter()
        .find_map(|form| NaiveDateTime::parse_from_str(text, form).ok());
    let date = || {
        let date = ["%Y-%m-%d", "%d.%m.%Y"]
            .iter()
            .find_map(|form| NaiveDate::parse_from_str(text, form).ok())?;
        date.and_hms_opt(0, 0, 0)
    };
    let at = time.or_else(date)?;
    // A year of three digits is a slip of the pen.
    let year = chrono::Datelike::year(&at);
    (1900..2200).contains(&year).then(|| at.and_utc())
}

/// A name as compared: without the case, and without space at its ends or doubled within.
pub(super) fn normalise(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !plain.is_empty() {
            plain.push(' ');
        }
        plain.push_str(word);
    }
    if plain.is_ascii() {
        plain.make_ascii_lowercase();
        return plain;
    }
    plain.to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_read_where_they_mean_one_thing_only() {
        let at = |text| to_moment(text).map(|at| at.to_rfc3339());
        assert_eq!(
            at("2026-01-31T08:00:00+01:00").as_deref(),
            Some("2026-01-31T07:00:00+00:00")
        );
        assert_eq!(at("2026-01-31 08:00").as_deref(), Some("2026-01-31T08:00:00+00:00"));
        assert_eq!(at("31.01.2026").as_deref(), Some("2026-01-31T00:00:00+00:00"));
        assert_eq!(at("01/02/2026"), None);
        assert_eq!(at("0026-01-31"), None);
        assert_eq!(at("never"), None);
    }
}
