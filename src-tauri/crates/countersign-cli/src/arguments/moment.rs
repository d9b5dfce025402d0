//! A moment, as somebody types it.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};

/// A moment of RFC 3339, or a day: its first moment in UTC, as all times here are printed.
///
/// # Errors
/// A sentence that says how a moment is written.
pub fn moment(text: &str) -> Result<DateTime<Utc>, String> {
    if let Ok(moment) = DateTime::parse_from_rfc3339(text) {
        return Ok(moment.to_utc());
    }
    text.parse::<NaiveDate>()
        .map(|day| day.and_time(NaiveTime::MIN).and_utc())
        .map_err(|_| {
            "a moment is written 2026-01-31T09:00:00Z, or 2026-01-31 for the first moment of that day, UTC".into()
        })
}

#[cfg(test)]
mod tests {
    use super::moment;

    #[test]
    fn a_day_is_its_first_moment_and_anything_else_is_told_how_it_is_written() {
        let at = |text: &str| moment(text).map(|at| at.to_rfc3339());
        assert_eq!(at("2026-01-31").as_deref(), Ok("2026-01-31T00:00:00+00:00"));
        assert_eq!(
            at("2026-01-31T09:00:00+02:00").as_deref(),
            Ok("2026-01-31T07:00:00+00:00")
        );
        for wrong in ["", "2026-02-30", "tomorrow", "2026-01-31 09:00"] {
            assert!(
                moment(wrong).is_err_and(|says| says.contains("2026-01-31T09:00:00Z")),
                "{wrong}"
            );
        }
    }
}
