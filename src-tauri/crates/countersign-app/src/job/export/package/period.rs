//! What of a package's history goes into one document, as the same conditions for rows and for counts.

use chrono::{DateTime, SecondsFormat, Utc};

use crate::Problem;

/// A package in a period. `from` is in it, `until` is not.
#[derive(Debug, Clone)]
pub(crate) struct Period {
    pub package: i64,
    pub from: Option<DateTime<Utc>>,
    pub until: DateTime<Utc>,
}

/// An assignment `a` that was there at some time of the period: `?1` the package, `?2` from, `?3` until.
pub(super) const ASSIGNED: &str = "a.package_id = ?1 AND a.starts_at < ?3 AND coalesce(a.ended_at, ?3) >= ?2";

/// A request `r` that was open at some time of the period.
pub(super) const OPEN: &str = "r.created_at < ?3 AND coalesce(r.completed_at, ?3) >= ?2";

impl Period {
    /// # Errors
    /// A period that ends before it begins.
    pub(super) fn new(
        package: i64,
        from: Option<DateTime<Utc>>,
        to: Option<DateTime<Utc>>,
        now: DateTime<Utc>,
    ) -> Result<Self, Problem> {
        // What will be is no evidence.
        let until = to.unwrap_or(now).min(now);
        match from {
            Some(from) if from > until => Err(Problem::new(format!(
                "The period begins on {} and would end before.",
                from.format("%Y-%m-%d %H:%M UTC")
            ))
            .code("dates")
            .field("from")),
            from => Ok(Self { package, from, until }),
        }
    }

    /// The values of the conditions. The last millisecond is in, so that what happened just now is told.
    pub(super) fn values(&self) -> (i64, String, String) {
        let stamp = |at: DateTime<Utc>| at.to_rfc3339_opts(SecondsFormat::Millis, true);
        let until = self.until + chrono::Duration::milliseconds(1);
        (self.package, self.from.map(stamp).unwrap_or_default(), stamp(until))
    }
}
