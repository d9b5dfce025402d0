//! The package in charts: how access was given, where it stands, what was asked, what the directory was told.

use crate::EvidenceError;
use crate::layout::canvas::{AMBER, FAINT, GREEN, GREY, Ink, RED};
use crate::layout::chart::Pattern;
use crate::layout::press::{BOTTOM, MARGIN, Press};
use crate::page::bar::{LOWER, RIGHT, UPPER, WIDTH, bar, title};
use crate::page::{Facts, chapter};
use crate::text::face::BOLD;

type Bar = (&'static str, u64, Pattern, Ink);

pub(super) fn print(press: &mut Press<'_>, facts: &Facts) -> Result<(), EvidenceError> {
    chapter::open(press, chapter::PACKAGE, "chapter.charts")?;
    let totals = &facts.package;
    let all = totals.assignments;
    let other = all.saturating_sub(totals.by_request + totals.by_administrator + totals.by_rule);
    let given = [
        ("chart.byRequest", totals.by_request, Pattern::Solid, GREEN),
        (
            "chart.byAdministrator",
            totals.by_administrator,
            Pattern::Upright,
            AMBER,
        ),
        ("chart.byRule", totals.by_rule, Pattern::Dots, GREY),
        ("chart.otherwise", other, Pattern::Hollow, GREY),
    ];
    chart(
        press,
        (MARGIN, UPPER),
        "chart.given",
        ("chart.assignments", all),
        &given,
    );
    let stand = [
        ("chart.seenThere", totals.seen_there, Pattern::Solid, GREEN),
        (
            "chart.notSeenThere",
            totals.held.saturating_sub(totals.seen_there),
            Pattern::Dots,
            AMBER,
        ),
        ("chart.underWay", totals.under_way, Pattern::Hollow, GREY),
        ("chart.failed", totals.failed, Pattern::Level, RED),
        ("chart.seenGone", totals.seen_gone, Pattern::Solid, GREY),
        (
            "chart.notSeenGone",
            totals.ended.saturating_sub(totals.seen_gone),
            Pattern::Upright,
            RED,
        ),
    ];
    chart(press, (RIGHT, UPPER), "chart.stand", ("chart.assignments", all), &stand);
    let answered = totals.approved + totals.denied + totals.requests_expired + totals.canceled;
    let asked = [
        ("chart.approved", totals.approved, Pattern::Solid, GREEN),
        ("chart.denied", totals.denied, Pattern::Upright, RED),
        ("chart.expired", totals.requests_expired, Pattern::Dots, AMBER),
        ("chart.canceled", totals.canceled, Pattern::Level, GREY),
        (
            "chart.unanswered",
            totals.requests.saturating_sub(answered),
            Pattern::Hollow,
            GREY,
        ),
    ];
    let requests = ("chart.requests", totals.requests);
    chart(press, (MARGIN, LOWER), "chart.asked", requests, &asked);
    let told = [
        ("chart.applied", totals.applied, Pattern::Solid, GREEN),
        (
            "chart.notApplied",
            totals.changes.saturating_sub(totals.applied),
            Pattern::Upright,
            RED,
        ),
    ];
    let changes = ("chart.directoryChanges", totals.changes);
    chart(press, (RIGHT, LOWER), "chart.told", changes, &told);
    let kinds = [
        ("chart.prior", totals.prior, Pattern::Dots, GREY),
        ("chart.byHand", totals.by_hand, Pattern::Hollow, AMBER),
    ];
    let entitlements = ("chart.entitlements", totals.entitlements);
    chart(press, (RIGHT, LOWER + 700), "chart.kinds", entitlements, &kinds);
    press.fill(RIGHT - 150, UPPER - 100, 3, BOTTOM - UPPER - 60, FAINT);
    press.y = BOTTOM;
    Ok(())
}

/// A title, how many there are in all, and a bar for each kind of them.
fn chart(press: &mut Press<'_>, (x, y): (i32, i32), name: &'static str, (all, of): (&'static str, u64), bars: &[Bar]) {
    title(press, x, y, name);
    let sum = press.words.many(all, of);
    press.one_line(x, y + 170, 72, BOLD, GREY, &sum, WIDTH);
    for (place, (key, number, pattern, ink)) in bars.iter().enumerate() {
        let line = y + 205 + place as i32 * 118;
        bar(press, (x, line), press.words.text(key), (*number, of), (*pattern, *ink));
    }
}
