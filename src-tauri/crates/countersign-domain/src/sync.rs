//! When a directory is read by itself.
//!
//! A time that passed while the machine was off is made up for once, however often it passed. A read that was refused
//! is tried again after a quarter of an hour, and after every further refusal in a row later, up to a day.

use chrono::{DateTime, Datelike, Days, Duration, LocalResult, NaiveDateTime, NaiveTime, TimeZone, Utc, Weekday};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The wait after the first refusal.
const FIRST_WAIT: Duration = Duration::minutes(15);
/// The longest wait between two tries.
const LONGEST_WAIT: Duration = Duration::days(1);
/// So many refusals in a row are a finding: one night without a network is none.
pub const FAILING: u32 = 3;

/// How often a directory is read by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum SyncEvery {
    Never,
    Hour,
    Day,
    Week,
}

impl SyncEvery {
    /// The word stored and sent.
    pub fn word(self) -> &'static str {
        match self {
            Self::Never => "never",
            Self::Hour => "hour",
            Self::Day => "day",
            Self::Week => "week",
        }
    }

    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Never, Self::Hour, Self::Day, Self::Week]
            .into_iter()
            .find(|one| one.word() == word)
    }
}

/// The times at which a directory is read by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SyncSchedule {
    pub every: SyncEvery,
    /// Of a day or a week: the time of the day, where the organization is.
    pub at: NaiveTime,
    /// Of a week.
    pub on: Weekday,
}

/// What happened to a directory so far, as far as its schedule asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SyncPast {
    /// When the schedule was made, or the last read began, whichever is later.
    pub since: DateTime<Utc>,
    /// Reads refused in a row, the last of them among them.
    pub refused: u32,
}

impl SyncSchedule {
    /// The next moment to read; one that has passed means now. `None` where nothing is read by itself.
    pub fn next(&self, past: SyncPast, zone: Tz, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        // A clock that was years ahead for a while must not stop the schedule for years.
        let since = past.since.min(now);
        if self.every == SyncEvery::Never {
            return None;
        }
        if past.refused > 0 {
            return Some(since + wait(past.refused));
        }
        Some(self.slot_after(since, zone))
    }

    fn slot_after(&self, since: DateTime<Utc>, zone: Tz) -> DateTime<Utc> {
        if self.every == SyncEvery::Hour {
            return since + Duration::hours(1);
        }
        let first = since.with_timezone(&zone).date_naive();
        let due = |days: u64| {
            let on = first.checked_add_days(Days::new(days))?;
            let fits = self.every == SyncEvery::Day || on.weekday() == self.on;
            fits.then(|| moment(zone, on.and_time(self.at)))
                .filter(|at| *at > since)
        };
        // A week has seven days; the eighth is for a slot that has just passed, the ninth for a zone that leapt.
        (0..=9).find_map(due).unwrap_or(since + Duration::weeks(1))
    }
}

/// How long to wait after so many refusals in a row.
fn wait(refused: u32) -> Duration {
    let doubled = FIRST_WAIT.checked_mul(1_i32 << (refused.clamp(1, 16) - 1));
    doubled.unwrap_or(LONGEST_WAIT).min(LONGEST_WAIT)
}

/// A time of the day in a zone: the earlier of two, and where the clocks leap over it, what they show after the leap.
fn moment(zone: Tz, local: NaiveDateTime) -> DateTime<Utc> {
    let quarter = Duration::minutes(15);
    let tries = std::iter::successors(Some(local), |at| at.checked_add_signed(quarter)).take(26 * 4);
    let found = tries
        .map(|at| zone.from_local_datetime(&at))
        .find_map(|found| match found {
            LocalResult::Single(at) | LocalResult::Ambiguous(at, _) => Some(at.to_utc()),
            LocalResult::None => None,
        });
    found.unwrap_or_else(|| local.and_utc())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        DateTime::parse_from_rfc3339(text).expect("a moment").to_utc()
    }

    fn schedule(every: SyncEvery, time: &str) -> SyncSchedule {
        SyncSchedule {
            every,
            at: time.parse().expect("a time"),
            on: Weekday::Mon,
        }
    }

    fn next(schedule: SyncSchedule, since: &str, refused: u32, now: &str) -> Option<String> {
        let past = SyncPast {
            since: at(since),
            refused,
        };
        let next = schedule.next(past, Tz::Europe__Berlin, at(now));
        next.map(|next| next.to_rfc3339_opts(chrono::SecondsFormat::Secs, true))
    }

    #[test]
    fn a_time_of_the_day_is_that_of_the_organization_on_both_sides_of_a_change_of_the_clocks() {
        let daily = schedule(SyncEvery::Day, "02:30:00");
        let of = |since: &str| next(daily, since, 0, since).expect("a time");
        assert_eq!(of("2026-01-10T12:00:00Z"), "2026-01-11T01:30:00Z");
        assert_eq!(of("2026-07-10T12:00:00Z"), "2026-07-11T00:30:00Z");
        // On the night of the leap there is no half past two; it is three o'clock then.
        assert_eq!(of("2026-03-28T12:00:00Z"), "2026-03-29T01:00:00Z");
        // And in autumn it comes twice.
        assert_eq!(of("2026-10-24T12:00:00Z"), "2026-10-25T00:30:00Z");
        assert_eq!(of("2026-10-25T00:30:00Z"), "2026-10-26T01:30:00Z");
    }

    #[test]
    fn what_was_missed_is_made_up_for_once() {
        let daily = schedule(SyncEvery::Day, "02:00:00");
        let due = next(daily, "2026-05-01T09:00:00Z", 0, "2026-05-20T09:00:00Z");
        assert_eq!(due.as_deref(), Some("2026-05-02T00:00:00Z"), "long past, so now");
        // It began at nine on the twentieth, and the nights before are forgotten.
        let due = next(daily, "2026-05-20T09:00:00Z", 0, "2026-05-20T09:10:00Z");
        assert_eq!(due.as_deref(), Some("2026-05-21T00:00:00Z"));
    }

    #[test]
    fn a_week_comes_round_on_its_day_and_an_hour_after_the_last_read() {
        let weekly = schedule(SyncEvery::Week, "06:00:00");
        let due = next(weekly, "2026-05-18T04:00:00Z", 0, "2026-05-18T04:00:00Z");
        assert_eq!(
            due.as_deref(),
            Some("2026-05-25T04:00:00Z"),
            "this Monday's time has just come"
        );
        let hourly = schedule(SyncEvery::Hour, "00:00:00");
        let due = next(hourly, "2026-05-18T04:10:00Z", 0, "2026-05-18T04:20:00Z");
        assert_eq!(due.as_deref(), Some("2026-05-18T05:10:00Z"));
        let never = schedule(SyncEvery::Never, "00:00:00");
        assert_eq!(next(never, "2026-05-18T04:10:00Z", 2, "2026-05-19T04:20:00Z"), None);
    }

    #[test]
    fn refusals_in_a_row_are_tried_again_later_and_later_and_at_least_once_a_day() {
        let hourly = schedule(SyncEvery::Hour, "00:00:00");
        let begun = at("2026-05-18T04:00:00Z");
        let minutes = |refused| {
            let past = SyncPast { since: begun, refused };
            let next = hourly.next(past, Tz::UTC, begun).expect("a time");
            (next - begun).num_minutes()
        };
        let waits: Vec<i64> = [1, 2, 3, 4, 7, 8, 40, u32::MAX].map(minutes).to_vec();
        assert_eq!(waits, [15, 30, 60, 120, 960, 1440, 1440, 1440]);
    }

    #[test]
    fn a_clock_that_was_ahead_does_not_stop_the_schedule() {
        let hourly = schedule(SyncEvery::Hour, "00:00:00");
        let due = next(hourly, "2099-01-01T00:00:00Z", 0, "2026-05-18T04:00:00Z");
        assert_eq!(due.as_deref(), Some("2026-05-18T05:00:00Z"));
    }
}
