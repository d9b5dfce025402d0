//! The result in charts: outcomes, progress, reviewers, removal. Patterns, names and figures carry the
//! meaning, ink only repeats it. Places are fixed, because only the second pass knows the figures.

use chrono::{Days, NaiveDate};

use super::seen::Seen;
use crate::EvidenceError;
use crate::layout::canvas::{AMBER, BLACK, BLUE, FAINT, GREEN, GREY, RED};
use crate::layout::chart::{Pattern, Place};
use crate::layout::press::{BOTTOM, MARGIN, Press};
use crate::page::bar::{LOWER, RIGHT, UPPER, WIDTH, bar, title};
use crate::page::{Facts, chapter, count, percent};
use crate::record::RecordHead;
use crate::text::face::{BOLD, REGULAR};

/// Reviewers in the chart: those with the most left to decide.
pub(super) const REVIEWERS: usize = 10;
/// Columns of the progress.
const SPANS: u64 = 14;

pub(super) fn print(press: &mut Press<'_>, head: &RecordHead, facts: &Facts) -> Result<(), EvidenceError> {
    chapter::open(press, chapter::REVIEW, "chapter.charts")?;
    outcomes(press, MARGIN, UPPER, facts);
    progress(press, RIGHT, UPPER, head, facts);
    reviewers(press, MARGIN, LOWER, facts);
    removal(press, RIGHT, LOWER, facts);
    press.fill(RIGHT - 150, UPPER - 100, 3, BOTTOM - UPPER - 60, FAINT);
    press.y = BOTTOM;
    Ok(())
}

fn outcomes(press: &mut Press<'_>, x: i32, y: i32, facts: &Facts) {
    let (w, totals, seen) = (press.words, &facts.totals, &facts.seen);
    title(press, x, y, "chart.outcomes");
    let looks = [
        ("decision.approve", Pattern::Solid, GREEN),
        ("decision.deny", Pattern::Upright, RED),
        ("decision.dontKnow", Pattern::Dots, AMBER),
        ("decision.notReviewed", Pattern::Hollow, GREY),
    ];
    let mut line = y + 90;
    for (key, by) in [("chart.byPeople", seen.by_people), ("chart.byProgram", seen.by_program)] {
        press.one_line(x, line + 80, 72, BOLD, GREY, w.text(key), WIDTH);
        line += 115;
        for ((label, pattern, ink), number) in looks.iter().zip(by) {
            bar(
                press,
                (x, line),
                w.text(label),
                (number, totals.items),
                (*pattern, *ink),
            );
            line += 118;
        }
        line += 60;
    }
    let privileged = w.many("chart.privileged", totals.privileged);
    press.one_line(x, line + 60, 70, REGULAR, GREY, &privileged, WIDTH);
}

/// Decisions of people per span of days, one column each, and how much was decided by then.
fn progress(press: &mut Press<'_>, x: i32, y: i32, head: &RecordHead, facts: &Facts) {
    let w = press.words;
    title(press, x, y, "chart.progress");
    let seen = &facts.seen;
    let Some((first, days, spans)) = spans(head, seen) else {
        press.one_line(x, y + 180, 72, REGULAR, GREY, w.text("chart.nothing"), WIDTH);
        return;
    };
    let most = spans.iter().copied().max().unwrap_or(0).max(1);
    let (bottom, tall) = (y + 1420, 900);
    let wide = ((WIDTH - 500) / spans.len().max(1) as i32).min(480);
    press.one_line(x, y + 170, 62, REGULAR, GREY, w.text("chart.decisions"), 450);
    let mut so_far = 0;
    for (index, number) in spans.iter().enumerate() {
        so_far += number;
        let left = x + 480 + index as i32 * wide;
        let height = (f64::from(tall) * (*number as f64 / most as f64)).round() as i32;
        let height = height.max(if *number > 0 { 12 } else { 0 });
        let place = Place {
            x: left,
            y: bottom - height,
            width: wide - 40,
            height,
        };
        press.pattern(place, Pattern::Level, BLUE);
        let day = first.checked_add_days(Days::new(days * index as u64)).unwrap_or(first);
        for (down, text) in [
            (110, day.format("%m-%d").to_string()),
            (220, compact(*number)),
            (
                330,
                format!("{:.0} %", so_far as f64 * 100.0 / facts.totals.items.max(1) as f64),
            ),
        ] {
            press.one_line(left, bottom + down, 52, REGULAR, BLACK, &text, wide + 60);
        }
    }
    press.fill(x + 460, bottom, WIDTH - 460, 5, GREY);
    for (down, key) in [(110, "chart.from"), (220, "chart.decided"), (330, "chart.soFar")] {
        press.one_line(x, bottom + down, 58, BOLD, GREY, w.text(key), 460);
    }
    let last = seen
        .days
        .last_key_value()
        .map_or_else(String::new, |(day, _)| day.to_string());
    let text = w.fill(
        "chart.span",
        &[
            ("days", &w.many("count.day", days)),
            ("first", &first.to_string()),
            ("last", &last),
            ("late", &w.many("count.late", seen.late.total)),
        ],
    );
    press.one_line(x, bottom + 480, 62, REGULAR, GREY, &text, WIDTH);
}

/// The first day, days in a span, decisions per span.
fn spans(head: &RecordHead, seen: &Seen) -> Option<(NaiveDate, u64, Vec<u64>)> {
    let (first, last) = (*seen.days.first_key_value()?.0, *seen.days.last_key_value()?.0);
    let first = head
        .timeliness
        .started_at
        .map_or(first, |at| at.date_naive().min(first));
    let whole = u64::try_from((last - first).num_days()).ok()? + 1;
    let days = whole.div_ceil(SPANS);
    let mut spans = vec![0; SPANS as usize];
    for (day, number) in &seen.days {
        let at = u64::try_from((*day - first).num_days()).ok()? / days;
        *spans.get_mut(usize::try_from(at).ok()?)? += number;
    }
    spans.truncate(usize::try_from(whole.div_ceil(days)).ok()?);
    Some((first, days, spans))
}

/// A figure that fits under a column.
fn compact(number: u64) -> String {
    if number < 100_000 {
        number.to_string()
    } else {
        format!("{}k", number / 1000)
    }
}

fn reviewers(press: &mut Press<'_>, x: i32, y: i32, facts: &Facts) {
    let (w, seen) = (press.words, &facts.seen);
    title(press, x, y, "chart.reviewers");
    let mut line = y + 80;
    let looks = [
        ("chart.allDecided", Pattern::Solid, GREEN),
        ("chart.partDecided", Pattern::Upright, AMBER),
        ("chart.noneDecided", Pattern::Hollow, RED),
    ];
    for ((key, pattern, ink), number) in looks.iter().zip(seen.answered) {
        bar(
            press,
            (x, line),
            w.text(key),
            (number, facts.totals.reviewers),
            (*pattern, *ink),
        );
        line += 118;
    }
    line += 60;
    let behind: Vec<_> = seen.behind.iter().filter(|one| one.decided < one.items).collect();
    let key = if behind.is_empty() {
        "chart.nobodyBehind"
    } else {
        "chart.behind"
    };
    press.one_line(x, line + 80, 72, BOLD, GREY, w.text(key), WIDTH);
    line += 115;
    for one in behind {
        press.one_line(x, line + 74, 64, REGULAR, BLACK, &one.name, 1450);
        let of = format!("{} / {}", count(one.decided), count(one.items));
        press.one_line(x + 1500, line + 74, 64, BOLD, BLACK, &of, 700);
        let place = Place {
            x: x + 2200,
            y: line + 10,
            width: WIDTH - 2200 - 420,
            height: 72,
        };
        press.share(place, one.decided, one.items, Pattern::Upright, AMBER);
        press.one_line_right(x + WIDTH, line + 74, 62, GREY, &percent(one.decided, one.items));
        line += 104;
    }
}

fn removal(press: &mut Press<'_>, x: i32, y: i32, facts: &Facts) {
    let (w, seen, totals) = (press.words, &facts.seen, &facts.totals);
    title(press, x, y, "chart.removal");
    let mut line = y + 80;
    let changes = |state: &str| seen.changes.get(state).copied().unwrap_or(0);
    let looks = [
        ("change.seenGone", changes("seenGone"), Pattern::Solid, GREEN),
        ("change.stillThere", changes("stillThere"), Pattern::Upright, RED),
        ("change.notRead", changes("notRead"), Pattern::Dots, AMBER),
        ("change.refused", changes("refused"), Pattern::Level, RED),
        ("change.byHand", changes("byHand"), Pattern::Hollow, AMBER),
        ("change.waiting", changes("waiting"), Pattern::Hollow, GREY),
        ("change.kept", changes("kept"), Pattern::Dots, GREY),
    ];
    let all = w.many("chart.changes", totals.changes);
    press.one_line(x, line + 80, 72, BOLD, GREY, &all, WIDTH);
    line += 115;
    for (key, number, pattern, ink) in looks {
        bar(press, (x, line), w.text(key), (number, totals.changes), (pattern, ink));
        line += 112;
    }
    line += 60;
    let all = w.many("chart.tasks", totals.tasks);
    press.one_line(x, line + 80, 72, BOLD, GREY, &all, WIDTH);
    line += 115;
    let tasks = |states: &[&str]| -> u64 {
        let known = seen.tasks.iter().filter(|(state, _)| states.contains(&state.as_str()));
        known.map(|(_, number)| number).sum()
    };
    let (closed, waiting, again) = (tasks(&["closed"]), tasks(&["waiting"]), tasks(&["reopened"]));
    let open = totals.tasks.saturating_sub(closed + waiting + again);
    for (key, number, pattern, ink) in [
        ("task.closed", closed, Pattern::Solid, GREEN),
        ("task.waiting", waiting, Pattern::Dots, AMBER),
        ("task.reopened", again, Pattern::Upright, RED),
        ("task.open", open, Pattern::Hollow, RED),
    ] {
        bar(press, (x, line), w.text(key), (number, totals.tasks), (pattern, ink));
        line += 112;
    }
}
