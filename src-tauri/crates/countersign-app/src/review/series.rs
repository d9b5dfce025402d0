//! The series: which occurrence is due, and when its stages end.

use chrono::{DateTime, Days, Duration, NaiveDate, Utc};
use chrono_tz::Tz;
use countersign_domain::definition::{self, Definition};
use countersign_domain::schedule::{Recurrence, to_zone};
use countersign_store::StoreError;
use countersign_store::review::{self, ReviewView};
use countersign_store::rusqlite::{Connection, OptionalExtension};

use crate::Problem;
use crate::call::Write;

/// The organization's time zone: where days begin. UTC until somebody says otherwise.
pub(crate) fn zone(connection: &Connection) -> Result<Tz, Problem> {
    let name: Option<String> = connection
        .query_row("SELECT value FROM setting WHERE name = 'timeZone'", [], |row| {
            row.get(0)
        })
        .optional()
        .map_err(StoreError::from)?;
    Ok(name.as_deref().and_then(to_zone).unwrap_or(Tz::UTC))
}

/// One run of a series, about to start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Occurrence {
    pub number: u32,
    /// The day it stands for; none for a review without a calendar.
    pub on: Option<NaiveDate>,
    pub missed: Vec<NaiveDate>,
}

/// The occurrence to start now: what is due, or by hand the next one whenever it would be due.
pub(crate) fn occurrence(
    view: &ReviewView,
    definition: &Definition,
    now: DateTime<Utc>,
    by_hand: bool,
) -> Option<Occurrence> {
    let Some(recurrence) = &definition.settings.recurrence else {
        return by_hand.then_some(Occurrence {
            number: view.made + 1,
            on: None,
            missed: Vec::new(),
        });
    };
    if let Some(due) = recurrence.catch_up(view.last_on, view.made, now) {
        return Some(Occurrence {
            number: due.number,
            on: Some(due.on),
            missed: due.missed,
        });
    }
    let next = recurrence.next_after(view.last_on, view.made).filter(|_| by_hand)?;
    Some(Occurrence {
        number: view.made + 1,
        on: Some(next),
        missed: Vec::new(),
    })
}

/// Begins a calendar now: of its days that passed since the last run the newest is due, the others are none
/// of its. Answers the day that counts as the last one, and when the next run starts.
pub(crate) fn begin(
    recurrence: &Recurrence,
    last_on: Option<NaiveDate>,
    made: u32,
    now: DateTime<Utc>,
) -> (Option<NaiveDate>, Option<DateTime<Utc>>) {
    let passed = recurrence
        .catch_up(last_on, made, now)
        .and_then(|due| due.missed.last().copied())
        .or(last_on);
    let next = recurrence.next_after(passed, made);
    (passed, next.map(|on| recurrence.start_at(on)))
}

/// When the series starts its next run after this one; none where it has none.
pub(crate) fn next_start(definition: &Definition, occurrence: &Occurrence) -> Option<DateTime<Utc>> {
    let recurrence = definition.settings.recurrence.as_ref()?;
    let next = recurrence.next_after(occurrence.on, occurrence.number)?;
    Some(recurrence.start_at(next))
}

/// When each stage ends that starts now: full days in the series' time zone, so that a change of the
/// clocks moves nothing; never beyond the start of the next run, where a late start would reach into it.
pub(crate) fn due(
    definition: &Definition,
    now: DateTime<Utc>,
    next: Option<DateTime<Utc>>,
    stages: &[u32],
) -> Vec<DateTime<Utc>> {
    let mut days = 0;
    stages
        .iter()
        .map(|duration| {
            days += duration;
            let due = match &definition.settings.recurrence {
                Some(recurrence) => by_calendar(recurrence, now, days),
                None => now + Duration::days(i64::from(days)),
            };
            next.map_or(due, |next| due.min(next)).max(now)
        })
        .collect()
}

/// So many days later at the same local time, or at midnight where the start is the day's first moment.
fn by_calendar(recurrence: &Recurrence, now: DateTime<Utc>, days: u32) -> DateTime<Utc> {
    let today = now.with_timezone(&recurrence.zone).date_naive();
    let since = now - recurrence.start_at(today);
    let later = today.checked_add_days(Days::new(days.into())).unwrap_or(NaiveDate::MAX);
    // A start within the first hours after midnight is one that midnight brought about.
    if since < Duration::hours(3) {
        recurrence.start_at(later)
    } else {
        recurrence.start_at(later) + since
    }
}

/// Brings the next start of every series in line with the organization's time zone. Answers how many moved.
pub(crate) fn reschedule(write: &Write<'_>) -> Result<usize, Problem> {
    let zone = zone(write.transaction)?;
    let mut moved = 0;
    for review in review::scheduled(write.transaction)? {
        let view = review::show(write.transaction, review)?.ok_or_else(|| Problem::missing("review", review))?;
        let definition = definition::parse(&view.definition, zone)?;
        let next = definition
            .settings
            .recurrence
            .as_ref()
            .and_then(|recurrence| Some(recurrence.start_at(recurrence.next_after(view.last_on, view.made)?)));
        if next != view.next_at {
            review::set_schedule(write.transaction, review, view.made, view.last_on, next)?;
            moved += 1;
        }
    }
    Ok(moved)
}
