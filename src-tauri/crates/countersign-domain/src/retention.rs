//! How long evidence is kept, and what must not be destroyed although its time has passed (E36).
//!
//! The classes and their years are those that frameworks ask for (access-governance, section 6.1): SOX work is kept
//! seven years, HIPAA six, ISO 27001 one cycle of certification, PCI DSS and SOC 2 the year with the next audit.

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The fewest and the most years of a class.
pub const YEARS: std::ops::RangeInclusive<u32> = 1..=100;
/// The longest name of a class, in characters.
pub const LONGEST_NAME: usize = 80;
/// The longest reason for a hold, in characters.
pub const LONGEST_REASON: usize = 2_000;

/// A class that a new store has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shipped {
    pub name: &'static str,
    pub years: u32,
    /// Who asks for it.
    pub because: &'static str,
}

/// The classes of a new store; the first one counts where nobody chose another.
pub const SHIPPED: [Shipped; 6] = [
    Shipped {
        name: "Default",
        years: 7,
        because: "Covers every framework below.",
    },
    Shipped {
        name: "SOX",
        years: 7,
        because: "Audit work on financial reporting is kept seven years.",
    },
    Shipped {
        name: "HIPAA",
        years: 6,
        because: "45 CFR 164.316(b)(2)(i) asks for six years.",
    },
    Shipped {
        name: "ISO 27001",
        years: 3,
        because: "One cycle of certification.",
    },
    Shipped {
        name: "SOC 2",
        years: 2,
        because: "The period under audit and the next one.",
    },
    Shipped {
        name: "PCI DSS",
        years: 1,
        because: "At least the year that was assessed.",
    },
];

/// Why a class or a hold is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("A retention class has a name of at most {LONGEST_NAME} characters.")]
    Name,
    #[error("A retention class lasts from {} to {} years.", YEARS.start(), YEARS.end())]
    Years,
    #[error("Say in at most {LONGEST_REASON} characters why.")]
    Reason,
}

/// What a hold is about; nothing under it is destroyed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Held {
    /// All that the store keeps.
    Everything,
    /// A review with all its runs.
    Review,
    /// An access package.
    Package,
    /// Whatever names one person.
    Person,
}

impl Held {
    pub const ALL: [Self; 4] = [Self::Everything, Self::Review, Self::Package, Self::Person];

    /// The word stored, sent and printed.
    pub fn word(self) -> &'static str {
        match self {
            Self::Everything => "everything",
            Self::Review => "review",
            Self::Package => "package",
            Self::Person => "person",
        }
    }
}

/// A class as a person wrote it, if it can be one.
///
/// # Errors
/// The name or the years are out of their limits.
pub fn class(name: &str, years: u32) -> Result<String, Refusal> {
    let name = name.trim();
    if name.is_empty() || name.chars().count() > LONGEST_NAME || name.chars().any(char::is_control) {
        return Err(Refusal::Name);
    }
    match YEARS.contains(&years) {
        true => Ok(name.to_owned()),
        false => Err(Refusal::Years),
    }
}

/// A reason as a person wrote it, if it says something.
///
/// # Errors
/// It is empty or too long.
pub fn reason(text: &str) -> Result<String, Refusal> {
    let text = text.trim();
    match text.is_empty() || text.chars().count() > LONGEST_REASON {
        true => Err(Refusal::Reason),
        false => Ok(text.to_owned()),
    }
}

/// The last day on which something must still be there: the same day so many years later. What began on a leap day
/// is kept until the first of March, so that nothing is ever kept shorter than whole years.
pub fn destroy_after(from: NaiveDate, years: u32) -> NaiveDate {
    let year = i32::try_from(years).map_or(i32::MAX, |years| from.year().saturating_add(years));
    NaiveDate::from_ymd_opt(year, from.month(), from.day())
        .or_else(|| NaiveDate::from_ymd_opt(year, 3, 1))
        .unwrap_or(NaiveDate::MAX)
}

/// Whether it may be destroyed on a day, holds aside.
pub fn is_past(destroy_after: NaiveDate, today: NaiveDate) -> bool {
    today > destroy_after
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).expect("a day")
    }

    #[test]
    fn years_are_whole_whatever_day_they_begin_on() {
        assert_eq!(destroy_after(day(2026, 3, 31), 7), day(2033, 3, 31));
        assert_eq!(destroy_after(day(2024, 2, 29), 7), day(2031, 3, 1));
        assert_eq!(destroy_after(day(2024, 2, 29), 4), day(2028, 2, 29));
        assert_eq!(
            destroy_after(day(2096, 2, 29), 4),
            day(2100, 3, 1),
            "2100 is no leap year"
        );
        assert_eq!(destroy_after(day(2026, 1, 1), u32::MAX), NaiveDate::MAX);
    }

    #[test]
    fn the_last_day_itself_is_still_kept() {
        let last = destroy_after(day(2026, 6, 30), 1);
        assert!(!is_past(last, last));
        assert!(is_past(last, day(2027, 7, 1)));
    }

    #[test]
    fn every_class_of_a_new_store_can_be_made_by_hand_too() {
        for one in SHIPPED {
            assert_eq!(class(one.name, one.years).as_deref(), Ok(one.name));
        }
        assert_eq!(SHIPPED[0].years, 7);
        assert_eq!(class("Nothing", 0), Err(Refusal::Years));
        assert_eq!(class("  ", 7), Err(Refusal::Name));
        assert_eq!(class("Two\nlines", 7), Err(Refusal::Name));
    }
}
