//! When a review recurs: Microsoft Graph's `patternedRecurrence`, as dates of the organization's calendar.
//!
//! Access reviews know one-time, weekly, monthly, quarterly, semi-annual and annual runs, and series
//! that end never, on a date, or after a number of runs (access-governance §1.4). Dates are computed
//! from their number, never counted up, so a series that began centuries ago costs what a new one does.

mod due;
mod graph;
#[cfg(test)]
mod test;
mod zone;

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::definition::Problem;

pub use due::CatchUp;
pub use graph::parse;
pub(crate) use zone::first_moment;
pub use zone::to_zone;

/// How often a review runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(rename = "RecurrenceFrequency")]
pub enum Frequency {
    Once,
    Weekly,
    Monthly,
    Quarterly,
    SemiAnnual,
    Annual,
}

impl Frequency {
    pub const ALL: [Self; 6] = [
        Self::Once,
        Self::Weekly,
        Self::Monthly,
        Self::Quarterly,
        Self::SemiAnnual,
        Self::Annual,
    ];

    /// Months from one run to the next; `None` where runs are not counted in months.
    pub fn months(self) -> Option<u32> {
        match self {
            Self::Once | Self::Weekly => None,
            Self::Monthly => Some(1),
            Self::Quarterly => Some(3),
            Self::SemiAnnual => Some(6),
            Self::Annual => Some(12),
        }
    }

    /// The longest run in days that cannot reach into the next one. Weekly and monthly are Entra's own
    /// limits; the others are the shortest possible period less a day (access-governance §1.4). A
    /// one-time review has no next run: ten years.
    pub fn longest_days(self) -> u32 {
        match self {
            Self::Once => 3_650,
            Self::Weekly => 7,
            Self::Monthly => 27,
            Self::Quarterly => 89,
            Self::SemiAnnual => 180,
            Self::Annual => 364,
        }
    }

    /// The word in a sentence.
    fn word(self) -> &'static str {
        match self {
            Self::Once => "one-time",
            Self::Weekly => "weekly",
            Self::Monthly => "monthly",
            Self::Quarterly => "quarterly",
            Self::SemiAnnual => "semi-annual",
            Self::Annual => "annual",
        }
    }
}

/// When a series ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", tag = "kind", content = "value")]
#[ts(rename = "RecurrenceEnd")]
pub enum End {
    Never,
    /// No run starts after this date.
    On(NaiveDate),
    /// So many runs; those that were missed count.
    After(u32),
}

/// The calendar of a review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Recurrence {
    pub frequency: Frequency,
    /// The first day a run may start on.
    pub start_on: NaiveDate,
    /// Day of the month, 1 to 31, for frequencies counted in months; a month that is shorter gives its last day.
    pub day_of_month: u32,
    pub end: End,
    /// Where midnight is meant.
    #[ts(type = "string")]
    pub zone: Tz,
    /// The zone's name as the definition wrote it; none means that the organization's zone was taken.
    pub zone_written: Option<String>,
}

impl Recurrence {
    /// A run on one date only.
    pub fn once(on: NaiveDate, zone: Tz) -> Self {
        Self {
            frequency: Frequency::Once,
            start_on: on,
            day_of_month: on.day(),
            end: End::Never,
            zone,
            zone_written: None,
        }
    }

    /// The date of a run, counted from 1; `None` past the end of the series or of the calendar (year 9999).
    pub fn date(&self, number: u32) -> Option<NaiveDate> {
        if let End::After(last) = self.end
            && number > last
        {
            return None;
        }
        self.date_unnumbered(number)
    }

    /// The dates of the series, in order.
    pub fn dates(&self) -> impl Iterator<Item = NaiveDate> + '_ {
        (1..=u32::MAX).map_while(|number| self.date(number))
    }

    /// The moment a run starts: local midnight. Where the clocks jump over midnight it is the first
    /// moment of that day that exists; where midnight comes twice it is the earlier one.
    pub fn start_at(&self, on: NaiveDate) -> DateTime<Utc> {
        zone::first_moment(self.zone, on)
    }

    /// The moment a run of so many days ends: local midnight that many days after its start, so that a
    /// change of the clocks in between moves neither.
    pub fn due_at(&self, on: NaiveDate, days: u32) -> DateTime<Utc> {
        self.start_at(on.checked_add_days(Days::new(days.into())).unwrap_or(on))
    }

    /// Whether runs of so many days stay apart from one another. With stages it is the sum of their days.
    pub fn check(&self, duration_days: u32) -> Result<(), Problem> {
        let longest = self.frequency.longest_days();
        if (1..=longest).contains(&duration_days) {
            return Ok(());
        }
        let word = self.frequency.word();
        Err(Problem::new(
            "settings.instanceDurationInDays",
            format!(
                "A run of a {word} review lasts 1 to {longest} days, so that no two overlap; this says {duration_days}."
            ),
        ))
    }

    /// As [`Self::date`], without the limit on the number of runs: after an edit of the series, runs
    /// made before it count too, and then the number of a run is not its place in this calendar.
    fn date_unnumbered(&self, number: u32) -> Option<NaiveDate> {
        let steps = number.checked_sub(1)?;
        let date = match (self.frequency, self.frequency.months()) {
            (Frequency::Once, _) => (steps == 0).then_some(self.start_on)?,
            (_, None) => self
                .start_on
                .checked_add_days(Days::new(u64::from(steps).checked_mul(7)?))?,
            (_, Some(months)) => {
                let month = self.first_month()?;
                self.day_in(month.checked_add_months(Months::new(steps.checked_mul(months)?))?)?
            }
        };
        let over = matches!(self.end, End::On(last) if date > last) && self.frequency != Frequency::Once;
        (!over && date.year() <= 9_999).then_some(date)
    }

    /// How many runs, missed or made, have a date up to and including this one.
    fn count_until(&self, on: NaiveDate) -> u32 {
        let on = match self.end {
            End::On(last) if self.frequency != Frequency::Once => on.min(last),
            _ => on,
        };
        if on < self.start_on {
            return 0;
        }
        match (self.frequency, self.frequency.months()) {
            (Frequency::Once, _) => 1,
            (_, None) => u32::try_from((on - self.start_on).num_days() / 7 + 1).unwrap_or(u32::MAX),
            (_, Some(months)) => {
                let Some(first) = self.first_month() else { return 0 };
                let apart = (on.year() - first.year()) * 12 + on.month() as i32 - first.month() as i32;
                let Ok(apart) = u32::try_from(apart) else { return 0 };
                let reached = apart.is_multiple_of(months) && self.day_in(on).is_some_and(|day| day > on);
                apart / months + u32::from(!reached)
            }
        }
    }

    /// The first day of the month of the first run: the first month whose day is not before the start.
    fn first_month(&self) -> Option<NaiveDate> {
        let month = self.start_on.with_day(1)?;
        if self.day_in(month)? >= self.start_on {
            Some(month)
        } else {
            month.checked_add_months(Months::new(1))
        }
    }

    /// The run's day in the month of `month`; the month's last day where it is shorter.
    fn day_in(&self, month: NaiveDate) -> Option<NaiveDate> {
        let days = u32::from(month.num_days_in_month());
        month.with_day(self.day_of_month.clamp(1, days))
    }
}
