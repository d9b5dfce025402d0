//! What is due, and what was missed while nobody looked.

use chrono::{DateTime, Days, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{End, Frequency, Recurrence};

/// The one run to make now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CatchUp {
    /// The date of the run to make: the newest that is due.
    pub on: NaiveDate,
    /// Its number in the series, counted from 1; pass it as `made` from now on.
    pub number: u32,
    /// Earlier runs whose time passed while the machine was off, oldest first. They count as runs and
    /// are not made afterwards: a review of last spring's access cannot be held in autumn.
    pub missed: Vec<NaiveDate>,
}

impl Recurrence {
    /// What is due at this moment. `last_made` is the date of the last run made and `made` its number
    /// (0 before the first one). `None` when nothing is due, when the series is over, and when the
    /// clock was set back, so that a run is never made twice.
    pub fn catch_up(&self, last_made: Option<NaiveDate>, made: u32, now: DateTime<Utc>) -> Option<CatchUp> {
        let first = self.count_made(last_made).checked_add(1)?;
        let due = self.count_due(now).min(self.last_place(first, made));
        let pending = due.checked_sub(first)?.checked_add(1)?;
        Some(CatchUp {
            on: self.date_unnumbered(due)?,
            number: made.checked_add(pending)?,
            missed: (first..due).filter_map(|place| self.date_unnumbered(place)).collect(),
        })
    }

    /// The date of the run after the last one made; `None` when the series is over.
    pub fn next_after(&self, last_made: Option<NaiveDate>, made: u32) -> Option<NaiveDate> {
        let next = self.count_made(last_made).checked_add(1)?;
        (next <= self.last_place(next, made)).then(|| self.date_unnumbered(next))?
    }

    /// Whether no further run will be made.
    pub fn is_over(&self, last_made: Option<NaiveDate>, made: u32) -> bool {
        self.next_after(last_made, made).is_none()
    }

    fn count_made(&self, last_made: Option<NaiveDate>) -> u32 {
        match (last_made, self.frequency) {
            (None, _) => 0,
            // One run is one run, also after its date was moved.
            (Some(_), Frequency::Once) => 1,
            (Some(on), _) => self.count_until(on),
        }
    }

    /// The place in this calendar of the last run that the number of runs allows.
    fn last_place(&self, next: u32, made: u32) -> u32 {
        match self.end {
            End::After(runs) if self.frequency != Frequency::Once => {
                (next - 1).saturating_add(runs.saturating_sub(made))
            }
            _ => u32::MAX,
        }
    }

    /// How many runs start at or before this moment.
    fn count_due(&self, now: DateTime<Utc>) -> u32 {
        let today = now.with_timezone(&self.zone).date_naive();
        // A day's first moment can lie before the clocks return to the day before, so look one day ahead.
        let ahead = today.checked_add_days(Days::new(1)).unwrap_or(today);
        let mut count = self.count_until(ahead);
        while count > 0 && self.date_unnumbered(count).is_some_and(|on| self.start_at(on) > now) {
            count -= 1;
        }
        count
    }
}
