//! Planned against actual dates, inside the period or not (E34).

use chrono::{DateTime, Utc};

use crate::EvidenceError;
use crate::layout::canvas::{GREEN, GREY, RED};
use crate::layout::press::Press;
use crate::layout::table::{Cell, Table, part};
use crate::page::{day, moment, moment_or};
use crate::record::RecordHead;

pub(super) fn print(press: &mut Press<'_>, head: &RecordHead) -> Result<(), EvidenceError> {
    let (w, time) = (press.words, &head.timeliness);
    press.under("time.title")?;
    let mut table = Table::new(&[
        ("time.what", 2119),
        ("time.planned", 2000),
        ("time.actual", 2000),
        ("time.verdict", 1500),
    ]);
    let verdict = |late: Option<bool>| -> Cell<'static> {
        vec![match late {
            Some(true) => part(w.text("time.late")).bold().ink(RED),
            Some(false) => part(w.text("time.inTime")).bold().ink(GREEN),
            None => part(w.text("time.notKnown")).ink(GREY),
        }]
    };
    let late = |planned: Option<DateTime<Utc>>, at: Option<DateTime<Utc>>| Some(at? > planned?);
    for (key, planned, at) in [
        ("time.start", time.planned_start, time.started_at),
        ("time.end", time.planned_end, time.ended_at),
    ] {
        // A run may begin later than planned by the minute at which the machine looks.
        let told = if key == "time.start" { None } else { late(planned, at) };
        table.row(
            press,
            &[
                vec![part(w.text(key)).bold()],
                vec![part(moment_or(planned, w.text("time.notPlanned")))],
                vec![part(moment_or(at, w.text("time.notYet")))],
                if key == "time.start" { Vec::new() } else { verdict(told) },
            ],
        )?;
    }
    let due = time
        .apply_due_on
        .map_or_else(|| w.text("time.notDue").to_owned(), |on| on.to_string());
    let applied = time
        .applied_at
        .zip(time.apply_due_on)
        .map(|(at, due)| at.date_naive() > due);
    table.row(
        press,
        &[
            vec![part(w.text("time.applied")).bold()],
            vec![part(due)],
            vec![part(moment_or(time.applied_at, w.text("time.notYet")))],
            verdict(applied),
        ],
    )?;
    for control in &head.controls {
        let period = |at: Option<DateTime<Utc>>| at.map_or_else(|| "\u{2013}".to_owned(), day);
        let inside = match control.in_period {
            Some(true) => part(w.text("time.inside")).bold().ink(GREEN),
            Some(false) => part(w.text("time.outside")).bold().ink(RED),
            None => part(w.text("time.notKnown")).ink(GREY),
        };
        table.row(
            press,
            &[
                vec![part(w.fill("time.period", &[("id", &control.control_id)])).bold()],
                vec![part(format!(
                    "{} \u{2013} {}",
                    period(control.period_start),
                    period(control.period_end)
                ))],
                vec![part(moment_or(time.ended_at, w.text("time.notYet")))],
                vec![inside],
            ],
        )?;
    }
    press.y += 80;
    match &time.late_because {
        Some(reason) => press.named("time.because", reason),
        None => Ok(()),
    }
}

/// How old the data was when it was decided on (E11).
pub(super) fn age(press: &mut Press<'_>, head: &RecordHead) -> Result<(), EvidenceError> {
    let (w, age) = (press.words, &head.age);
    press.under("age.title")?;
    let none = w.text("time.notKnown");
    press.named("age.read", &moment_or(age.read_at, none))?;
    press.named("age.first", &since(press, age.read_at, age.first_decision_at))?;
    press.named("age.last", &since(press, age.read_at, age.last_decision_at))?;
    if age.offline.is_empty() {
        return press.named("age.offline", w.text("age.never"));
    }
    for span in &age.offline {
        let text = w.fill(
            "age.span",
            &[
                ("from", &moment(span.from)),
                ("until", &moment(span.until)),
                ("because", &span.because),
            ],
        );
        press.named("age.offline", &text)?;
    }
    Ok(())
}

fn since(press: &Press<'_>, read: Option<DateTime<Utc>>, at: Option<DateTime<Utc>>) -> String {
    let w = press.words;
    let Some(at) = at else {
        return w.text("age.none").to_owned();
    };
    let Some(read) = read else {
        return moment(at);
    };
    let minutes = u64::try_from((at - read).num_minutes()).unwrap_or(0);
    let span = match minutes {
        0..120 => w.many("count.minute", minutes),
        120..2880 => w.many("count.hour", minutes / 60),
        _ => w.many("count.day", minutes / 1440),
    };
    w.fill("age.after", &[("at", &moment(at)), ("span", &span)])
}
