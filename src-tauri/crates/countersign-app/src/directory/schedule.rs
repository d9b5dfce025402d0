//! How often a directory is read by itself.

use chrono::{DateTime, NaiveTime, Utc, Weekday};
use countersign_domain::sync::{SyncEvery, SyncSchedule};
use countersign_store::sync;
use serde::{Deserialize, Serialize};
use serde_json::json;
use ts_rs::TS;

use super::one;
use crate::Problem;
use crate::call::{Entry, Read, Write};

const AT: NaiveTime = NaiveTime::MIN;
const DAYS: [(&str, Weekday); 7] = [
    ("monday", Weekday::Mon),
    ("tuesday", Weekday::Tue),
    ("wednesday", Weekday::Wed),
    ("thursday", Weekday::Thu),
    ("friday", Weekday::Fri),
    ("saturday", Weekday::Sat),
    ("sunday", Weekday::Sun),
];

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
pub struct ScheduleInput {
    pub directory: i64,
    pub every: SyncEvery,
    /// Of a day or a week: the time of the day, such as `02:30`, where the organization is.
    pub at: Option<String>,
    /// Of a week: `monday` to `sunday`.
    pub on: Option<String>,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ScheduleView {
    pub every: SyncEvery,
    pub at: Option<String>,
    pub on: Option<String>,
    /// The zone that the time is of.
    pub zone: String,
    /// When it is read next; a moment that has passed means as soon as the program looks.
    pub next_at: Option<DateTime<Utc>>,
    /// The last read was refused, so the next one waits longer than usual, or comes sooner.
    pub after_refusal: bool,
}

/// The schedule of a directory; one without reads nothing by itself.
pub(super) fn of(read: &Read<'_>, directory: i64) -> Result<ScheduleView, Problem> {
    let zone = crate::review::zone(read.connection)?;
    let Some(planned) = sync::schedules(read.connection, Some(directory))?.pop() else {
        return Ok(ScheduleView {
            every: SyncEvery::Never,
            at: None,
            on: None,
            zone: zone.name().to_owned(),
            next_at: None,
            after_refusal: false,
        });
    };
    let schedule = planned.schedule;
    let timed = matches!(schedule.every, SyncEvery::Day | SyncEvery::Week);
    let day = DAYS.iter().find(|(_, day)| *day == schedule.on).map(|(word, _)| *word);
    Ok(ScheduleView {
        every: schedule.every,
        at: timed.then(|| schedule.at.format("%H:%M").to_string()),
        on: day.filter(|_| schedule.every == SyncEvery::Week).map(str::to_owned),
        zone: zone.name().to_owned(),
        next_at: schedule.next(planned.past, zone, read.now),
        after_refusal: planned.past.refused > 0 && schedule.every != SyncEvery::Never,
    })
}

pub(crate) fn set(write: &Write<'_>, input: ScheduleInput) -> Result<(ScheduleView, Entry), Problem> {
    let view = one(write.transaction, input.directory)?;
    let timed = matches!(input.every, SyncEvery::Day | SyncEvery::Week);
    let at = match input.at.as_deref().map(str::trim).filter(|_| timed) {
        None if timed => return Err(Problem::new("Say at what time of the day it is read.").field("at")),
        None => AT,
        Some(text) => NaiveTime::parse_from_str(text, "%H:%M")
            .map_err(|_| Problem::new(format!("“{text}” is no time of the day; write it as 02:30.")).field("at"))?,
    };
    let on = match input.on.as_deref().filter(|_| input.every == SyncEvery::Week) {
        None if input.every == SyncEvery::Week => {
            return Err(Problem::new("Say on which day of the week it is read.").field("on"));
        }
        None => Weekday::Mon,
        Some(text) => DAYS
            .iter()
            .find(|(word, _)| word.eq_ignore_ascii_case(text))
            .map(|(_, day)| *day)
            .ok_or_else(|| Problem::new(format!("“{text}” is no day of the week.")).field("on"))?,
    };
    let schedule = SyncSchedule {
        every: input.every,
        at,
        on,
    };
    sync::set_schedule(write.transaction, input.directory, schedule, write.now)?;
    let read = Read {
        open: write.open,
        connection: write.transaction,
        actor: write.actor.clone(),
        now: write.now,
        generation: 0,
    };
    let set = of(&read, input.directory)?;
    let detail = json!({ "directory": view.name, "every": set.every, "at": set.at, "on": set.on });
    Ok((set, Entry::new(format!("directory:{}", input.directory), detail)))
}
