//! The periods of a control: computed from their number, never counted up.

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, Utc};
use chrono_tz::Tz;
use serde::Serialize;
use ts_rs::TS;

use crate::schedule::first_moment;

/// One period. Days are those of the control's time zone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(rename = "ControlPeriod")]
pub struct Period {
    /// Counted from 1.
    pub number: u32,
    pub start_on: NaiveDate,
    /// Its last day.
    pub end_on: NaiveDate,
    /// The last day on which a run ends in time: the period's last day and the grace.
    pub last_on: NaiveDate,
    /// The first moment of the period, the first after it, and the first after the grace.
    pub start_at: DateTime<Utc>,
    pub end_at: DateTime<Utc>,
    pub deadline_at: DateTime<Utc>,
}

/// All periods of a control.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Periods {
    first_on: NaiveDate,
    until_on: Option<NaiveDate>,
    months: u32,
    grace_days: u32,
    pub zone: Tz,
}

impl Periods {
    /// None where the first day is far out of the calendar.
    pub(super) fn new(
        first_on: NaiveDate,
        until_on: Option<NaiveDate>,
        months: u32,
        grace_days: u32,
        zone: Tz,
    ) -> Option<Self> {
        (1900..=9_000).contains(&first_on.year()).then_some(Self {
            first_on,
            until_on,
            months: months.max(1),
            grace_days,
            zone,
        })
    }

    /// The period of a number; none past the end.
    pub fn period(&self, number: u32) -> Option<Period> {
        let start_on = self.start(number)?;
        if self.until_on.is_some_and(|until| start_on > until) {
            return None;
        }
        let next = self.start(number.checked_add(1)?)?;
        let grace = Days::new(u64::from(self.grace_days));
        let end_on = next.pred_opt()?;
        Some(Period {
            number,
            start_on,
            end_on,
            last_on: end_on.checked_add_days(grace)?,
            start_at: first_moment(self.zone, start_on),
            end_at: first_moment(self.zone, next),
            deadline_at: first_moment(self.zone, next.checked_add_days(grace)?),
        })
    }

    /// The number of the period that holds a day; none before the first.
    pub fn number_of(&self, on: NaiveDate) -> Option<u32> {
        let apart = (on.year() - self.first_on.year()) * 12 + on.month0() as i32 - self.first_on.month0() as i32;
        let guess = u32::try_from(apart).ok()? / self.months + 1;
        // A month that is shorter than the first day asks for begins its period earlier, never later.
        let number = if self.start(guess)? > on {
            guess.checked_sub(1)?
        } else {
            guess
        };
        let holds = number >= 1
            && self
                .until_on
                .is_none_or(|until| self.start(number).is_some_and(|day| day <= until));
        holds.then_some(number)
    }

    /// The day in the control's zone.
    pub fn day(&self, at: DateTime<Utc>) -> NaiveDate {
        at.with_timezone(&self.zone).date_naive()
    }

    /// The periods that touch the days from `from` to `to`, in order, at most `most` of them; and how many there are.
    pub fn between(&self, from: NaiveDate, to: NaiveDate, most: u32) -> (Vec<Period>, u32) {
        let last = match self.until_on {
            Some(until) => to.min(until),
            None => to,
        };
        let Some(last) = self.number_of(last).filter(|_| to >= from) else {
            return (Vec::new(), 0);
        };
        let first = self.number_of(from.max(self.first_on)).unwrap_or(last + 1);
        let total = (last + 1).saturating_sub(first);
        let periods = (first..=last)
            .take(most as usize)
            .map_while(|number| self.period(number));
        (periods.collect(), total)
    }

    /// The first day of a period, counted from 1: the same day of a later month, or that month's last.
    fn start(&self, number: u32) -> Option<NaiveDate> {
        let months = number.checked_sub(1)?.checked_mul(self.months)?;
        let day = self.first_on.checked_add_months(Months::new(months))?;
        (day.year() <= 9_999).then_some(day)
    }
}
