//! From Graph's `patternedRecurrence` to a [`Recurrence`], and back.

use chrono::{Datelike, NaiveDate};
use chrono_tz::Tz;
use serde_json::{Map, Value, json};

use super::{End, Frequency, Recurrence, to_zone};
use crate::definition::Problem;

const AT: &str = "settings.recurrence";

fn problem<T>(below: &str, message: impl Into<String>) -> Result<T, Problem> {
    Err(Problem::new(format!("{AT}.{below}"), message))
}

/// Reads `settings.recurrence` of a definition. `zone` is the organization's, used where the range names
/// none. Reviews recur weekly or every 1, 3, 6 or 12 months (access-governance §1.4); everything else
/// Graph can write in a pattern is refused at its place.
pub fn parse(json: &Value, zone: Tz) -> Result<Recurrence, Problem> {
    let Some(json) = json.as_object() else {
        return Err(Problem::new(AT, "A pattern and a range are expected here."));
    };
    let Some(range) = json.get("range").and_then(Value::as_object) else {
        return problem("range", "The range is missing: say when the review starts.");
    };
    let start_on = match range.get("startDate") {
        None | Some(Value::Null) => return problem("range.startDate", "The start date is missing."),
        Some(value) => date(value, "range.startDate")?,
    };
    let (zone, zone_written) = match range.get("recurrenceTimeZone") {
        None | Some(Value::Null) => (zone, None),
        Some(Value::String(name)) if name.trim().is_empty() => (zone, None),
        Some(Value::String(name)) => match to_zone(name) {
            Some(zone) => (zone, Some(name.clone())),
            None => return problem("range.recurrenceTimeZone", "No time zone of this name is known."),
        },
        Some(_) => return problem("range.recurrenceTimeZone", "The name of a time zone is expected here."),
    };
    let (frequency, day_of_month) = match json.get("pattern") {
        None | Some(Value::Null) => (Frequency::Once, start_on.day()),
        Some(Value::Object(pattern)) => pattern_of(pattern, start_on)?,
        Some(_) => return problem("pattern", "A pattern, or null for a one-time review, is expected here."),
    };
    let end = end(range, start_on)?;
    let recurrence = Recurrence {
        frequency,
        start_on,
        day_of_month,
        end,
        zone,
        zone_written,
    };
    if recurrence.date(1).is_none() {
        return problem("range.endDate", "No run falls between the start date and the end date.");
    }
    Ok(recurrence)
}

fn pattern_of(pattern: &Map<String, Value>, start_on: NaiveDate) -> Result<(Frequency, u32), Problem> {
    let interval = match pattern.get("interval") {
        None | Some(Value::Null) => return problem("pattern.interval", "The interval is missing."),
        Some(value) => value.as_i64(),
    };
    match pattern.get("type").and_then(Value::as_str) {
        Some("weekly") if interval == Some(1) => {
            check_weekday(pattern, start_on)?;
            Ok((Frequency::Weekly, start_on.day()))
        }
        Some("weekly") => problem(
            "pattern.interval",
            "A weekly review recurs every week: the interval is 1.",
        ),
        Some("absoluteMonthly") => {
            let frequency = match interval {
                Some(1) => Frequency::Monthly,
                Some(3) => Frequency::Quarterly,
                Some(6) => Frequency::SemiAnnual,
                Some(12) => Frequency::Annual,
                _ => return problem("pattern.interval", "A review recurs every 1, 3, 6 or 12 months."),
            };
            // Graph writes 0 where no day was chosen.
            let day = match pattern.get("dayOfMonth") {
                None | Some(Value::Null) => 0,
                Some(value) => match value.as_u64() {
                    Some(day @ 0..=31) => day as u32,
                    _ => return problem("pattern.dayOfMonth", "A day of the month is a number from 1 to 31."),
                },
            };
            Ok((frequency, if day == 0 { start_on.day() } else { day }))
        }
        Some(other @ ("daily" | "relativeMonthly" | "absoluteYearly" | "relativeYearly")) => problem(
            "pattern.type",
            format!("Reviews recur weekly or by absoluteMonthly; {other} is not possible for them."),
        ),
        Some(_) => problem("pattern.type", "Reviews recur weekly or by absoluteMonthly."),
        None => problem("pattern.type", "The type of the pattern is missing."),
    }
}

/// A weekly review recurs on the weekday it starts on; a list that says otherwise contradicts the start.
fn check_weekday(pattern: &Map<String, Value>, start_on: NaiveDate) -> Result<(), Problem> {
    let days = match pattern.get("daysOfWeek") {
        None | Some(Value::Null) => return Ok(()),
        Some(Value::Array(days)) => days,
        Some(_) => return problem("pattern.daysOfWeek", "A list of weekdays is expected here."),
    };
    let weekday = start_on.format("%A").to_string();
    let same = |day: &Value| day.as_str().is_some_and(|day| day.eq_ignore_ascii_case(&weekday));
    if days.iter().all(same) {
        return Ok(());
    }
    problem(
        "pattern.daysOfWeek",
        format!("A weekly review recurs on the weekday of its start date, a {weekday}."),
    )
}

fn end(range: &Map<String, Value>, start_on: NaiveDate) -> Result<End, Problem> {
    match range.get("type").and_then(Value::as_str) {
        Some("noEnd") => Ok(End::Never),
        Some("endDate") => {
            let last = match range.get("endDate") {
                None | Some(Value::Null) => return problem("range.endDate", "The end date is missing."),
                Some(value) => date(value, "range.endDate")?,
            };
            if last < start_on {
                return Err(Problem::new(
                    format!("{AT}.range.endDate"),
                    format!("The review would end on {last}, before it starts on {start_on}."),
                ));
            }
            Ok(End::On(last))
        }
        Some("numbered") => match range.get("numberOfOccurrences").and_then(Value::as_u64) {
            Some(runs @ 1..=0x7fff_ffff) => Ok(End::After(runs as u32)),
            _ => problem(
                "range.numberOfOccurrences",
                "A number of runs from 1 on is expected here.",
            ),
        },
        Some(_) => problem("range.type", "A range ends by noEnd, endDate or numbered."),
        None => problem("range.type", "The type of the range is missing."),
    }
}

/// A date; Graph's own samples also write a moment there, of which the date counts.
fn date(value: &Value, below: &str) -> Result<NaiveDate, Problem> {
    let text = value.as_str().unwrap_or_default().trim();
    let day = text.split_once(['T', 't']).map_or(text, |(day, _)| day);
    match day.parse::<NaiveDate>() {
        Ok(date) if (1..=9_999).contains(&date.year()) => Ok(date),
        _ => problem(below, "A date such as 2026-07-01 is expected here."),
    }
}

impl Recurrence {
    /// Graph's `patternedRecurrence`; [`parse`] reads it back to the same value.
    pub fn to_graph(&self) -> Value {
        let pattern = match (self.frequency, self.frequency.months()) {
            (Frequency::Once, _) => Value::Null,
            (_, None) => json!({ "type": "weekly", "interval": 1 }),
            (_, Some(months)) => {
                json!({ "type": "absoluteMonthly", "interval": months, "dayOfMonth": self.day_of_month })
            }
        };
        let mut range = match self.end {
            End::Never => json!({ "type": "noEnd", "startDate": self.start_on }),
            End::On(last) => json!({ "type": "endDate", "startDate": self.start_on, "endDate": last }),
            End::After(runs) => {
                json!({ "type": "numbered", "startDate": self.start_on, "numberOfOccurrences": runs })
            }
        };
        if let Some(name) = &self.zone_written {
            range["recurrenceTimeZone"] = json!(name);
        }
        json!({ "pattern": pattern, "range": range })
    }
}
