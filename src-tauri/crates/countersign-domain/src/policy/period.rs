//! A length of time, as ISO 8601 writes it: `P3D`, `PT8H`, `P1DT2H`.

use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;
/// Entra's longest expiry, in days (access-governance §2.5).
const LONGEST_DAYS: u64 = 3_660;

/// Days, hours and minutes, from none to 3660 days. A day is 24 hours. Stored and sent as its text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(try_from = "String", into = "String")]
#[ts(type = "string")]
pub struct Period {
    minutes: u32,
}

/// Why a text is not a [`Period`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PeriodProblem {
    #[error("A length of time such as P3D, PT8H or P1DT2H is expected here.")]
    Unreadable,
    #[error("Months and years differ in length; say it in days, such as P30D.")]
    Calendar,
    #[error("A length of time is counted in whole minutes here.")]
    Seconds,
    #[error("The longest time is {LONGEST_DAYS} days.")]
    TooLong,
}

impl Period {
    pub const ZERO: Self = Self { minutes: 0 };

    /// So many days; the longest where it would be more.
    pub const fn days(days: u32) -> Self {
        let days = if days > LONGEST_DAYS as u32 {
            LONGEST_DAYS as u32
        } else {
            days
        };
        Self {
            minutes: days * 24 * 60,
        }
    }

    pub fn is_zero(self) -> bool {
        self.minutes == 0
    }

    /// In minutes.
    pub fn minutes(self) -> u32 {
        self.minutes
    }

    /// Whole days where it is nothing else.
    pub fn whole_days(self) -> Option<u32> {
        (u64::from(self.minutes) % (DAY / MINUTE) == 0).then_some(self.minutes / (24 * 60))
    }

    /// The moment so long after another one; the last second of the year 9999 where it would be later.
    pub fn after(self, start: DateTime<Utc>) -> DateTime<Utc> {
        let last = DateTime::from_timestamp(253_402_300_799, 0).unwrap_or(start);
        start
            .checked_add_signed(Duration::minutes(self.minutes.into()))
            .map_or(last, |end| end.min(last.max(start)))
    }

    /// Reads ISO 8601 with days, hours, minutes and seconds, or weeks alone.
    pub fn parse(text: &str) -> Result<Self, PeriodProblem> {
        use PeriodProblem::{Calendar, Seconds, TooLong, Unreadable};
        let rest = text.strip_prefix('P').ok_or(Unreadable)?;
        let (date, time) = match rest.split_once('T') {
            Some((_, "")) => return Err(Unreadable),
            Some((date, time)) => (date, time),
            None => (rest, ""),
        };
        if date.is_empty() && time.is_empty() {
            return Err(Unreadable);
        }
        let mut seconds: u64 = 0;
        for (part, units) in [(date, "YMWD"), (time, "HMS")] {
            let mut rest = part;
            let mut allowed = units;
            while !rest.is_empty() {
                let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
                if digits == 0 {
                    return Err(Unreadable);
                }
                let unit = rest[digits..].chars().next().ok_or(Unreadable)?;
                let place = allowed.find(unit).ok_or(Unreadable)?;
                allowed = &allowed[place + 1..];
                let number: u64 = rest[..digits].parse().map_err(|_| TooLong)?;
                let each = match (units, unit) {
                    ("YMWD", 'Y' | 'M') if number > 0 => return Err(Calendar),
                    ("YMWD", 'Y' | 'M') => 0,
                    (_, 'W') => 7 * DAY,
                    (_, 'D') => DAY,
                    (_, 'H') => HOUR,
                    (_, 'M') => MINUTE,
                    _ => 1,
                };
                let more = number.checked_mul(each).ok_or(TooLong)?;
                seconds = seconds.checked_add(more).ok_or(TooLong)?;
                rest = &rest[digits + unit.len_utf8()..];
            }
        }
        if seconds > LONGEST_DAYS * DAY {
            return Err(TooLong);
        }
        if !seconds.is_multiple_of(MINUTE) {
            return Err(Seconds);
        }
        u32::try_from(seconds / MINUTE)
            .map(|minutes| Self { minutes })
            .map_err(|_| TooLong)
    }
}

impl std::fmt::Display for Period {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (days, hours, minutes) = (self.minutes / 1_440, self.minutes / 60 % 24, self.minutes % 60);
        if self.minutes == 0 {
            return f.write_str("P0D");
        }
        f.write_str("P")?;
        if days > 0 {
            write!(f, "{days}D")?;
        }
        if hours > 0 || minutes > 0 {
            f.write_str("T")?;
        }
        if hours > 0 {
            write!(f, "{hours}H")?;
        }
        if minutes > 0 {
            write!(f, "{minutes}M")?;
        }
        Ok(())
    }
}

impl TryFrom<String> for Period {
    type Error = PeriodProblem;

    fn try_from(text: String) -> Result<Self, PeriodProblem> {
        Self::parse(&text)
    }
}

impl From<Period> for String {
    fn from(period: Period) -> String {
        period.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_read_and_written_back() {
        for (text, minutes, written) in [
            ("P3D", 4_320, "P3D"),
            ("PT8H", 480, "PT8H"),
            ("P1DT2H", 1_560, "P1DT2H"),
            ("PT0S", 0, "P0D"),
            ("P4W", 40_320, "P28D"),
            ("PT120S", 2, "PT2M"),
            ("P0Y0M1DT0H30M0S", 1_470, "P1DT30M"),
            ("P3660D", 5_270_400, "P3660D"),
        ] {
            let period = Period::parse(text).expect(text);
            assert_eq!((period.minutes(), period.to_string().as_str()), (minutes, written));
            assert_eq!(Period::parse(written), Ok(period));
        }
    }

    #[test]
    fn what_is_no_length_here_is_named() {
        use PeriodProblem::{Calendar, Seconds, TooLong, Unreadable};
        for (text, problem) in [
            ("", Unreadable),
            ("P", Unreadable),
            ("PT", Unreadable),
            ("P1DT", Unreadable),
            ("3D", Unreadable),
            ("-P3D", Unreadable),
            ("P1.5D", Unreadable),
            ("P1D2D", Unreadable),
            ("PT2M3H", Unreadable),
            ("P1H", Unreadable),
            ("P1é", Unreadable),
            ("P1M", Calendar),
            ("P1Y", Calendar),
            ("PT30S", Seconds),
            ("P3661D", TooLong),
            ("P99999999999999999999D", TooLong),
            ("PT18446744073709551615H", TooLong),
        ] {
            assert_eq!(Period::parse(text), Err(problem), "{text}");
        }
    }

    #[test]
    fn the_end_of_the_calendar_is_an_end() {
        let late = "9999-12-01T00:00:00Z".parse().expect("a moment");
        assert_eq!(Period::days(365).after(late).to_rfc3339(), "9999-12-31T23:59:59+00:00");
    }
}
