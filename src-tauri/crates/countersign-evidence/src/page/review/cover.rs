//! The cover: the whole answer on one page.

use crate::EvidenceError;
use crate::layout::canvas::{AMBER, BLACK, BLUE, FAINT, GREEN, GREY, Ink, RED};
use crate::layout::press::{MARGIN, Press};
use crate::page::frame::{self, HALF, bar};
use crate::page::{Facts, count, moment, moment_or};
use crate::record::RecordHead;
use crate::text::face::{BOLD, REGULAR};

pub(super) fn print(press: &mut Press<'_>, head: &RecordHead, facts: &Facts) -> Result<(), EvidenceError> {
    frame::band(
        press,
        "EVIDENCE OF AN ACCESS REVIEW",
        &head.review.name,
        &head.document.organization,
    )?;
    left_column(press, head, facts);
    right_column(press, head, facts);
    press.y = 5400;
    Ok(())
}

fn left_column(press: &mut Press<'_>, head: &RecordHead, facts: &Facts) {
    let totals = &facts.totals;
    let mut y = 1370;
    press.one_line(MARGIN, y, 110, BOLD, BLUE, "Decisions", HALF);
    y += 130;
    let rows: [(&str, u64, Ink); 4] = [
        ("Approve", totals.approve, GREEN),
        ("Deny", totals.deny, RED),
        ("Don\u{2019}t know", totals.dont_know, AMBER),
        ("Not reviewed", totals.not_reviewed, GREY),
    ];
    for (label, number, ink) in rows {
        bar(press, y, label, number, totals.items, ink);
        y += 190;
    }
    press.fill(MARGIN, y + 5, HALF, 5, FAINT);
    press.one_line(MARGIN, y + 115, 85, BOLD, BLACK, "All items", 900);
    press.one_line(MARGIN + 950, y + 115, 85, BOLD, BLACK, &count(totals.items), 900);
    let scope = head.reconciliation.in_scope;
    let (words, ink) = if scope == totals.items {
        (format!("= {} in scope (section 2)", count(scope)), GREEN)
    } else {
        (format!("\u{2260} {} in scope: does not reconcile", count(scope)), RED)
    };
    press.one_line(MARGIN + 1550, y + 115, 75, REGULAR, ink, &words, HALF - 1550);

    y += 400;
    press.one_line(MARGIN, y, 110, BOLD, BLUE, "Carried out and verified", HALF);
    y += 145;
    let open = totals.changes.saturating_sub(totals.seen_gone);
    let facts_rows = [
        ("Changes in the plan", count(totals.changes), BLACK),
        ("Applied, or already so", count(totals.applied), BLACK),
        ("Seen gone by a later read", count(totals.seen_gone), GREEN),
        (
            "Still effective at that read",
            count(totals.still_effective),
            if totals.still_effective > 0 { RED } else { BLACK },
        ),
        ("Not seen gone", count(open), if open > 0 { RED } else { BLACK }),
        (
            "Remediation tasks (of these open)",
            format!("{} ({})", count(totals.tasks), count(totals.tasks_open)),
            BLACK,
        ),
        ("Decisions by the program, not a person", count(totals.system), BLACK),
        (
            "Decisions on one\u{2019}s own access",
            count(totals.own_access),
            if totals.own_access > 0 { AMBER } else { BLACK },
        ),
    ];
    frame::numbers(press, y, 122, &facts_rows);
}

fn right_column(press: &mut Press<'_>, head: &RecordHead, facts: &Facts) {
    let period = match (head.review.period_start, head.review.period_end) {
        (None, None) => "\u{2013}".to_owned(),
        (from, to) => format!("{} \u{2013} {}", moment_or(from, "open"), moment_or(to, "open")),
    };
    let about = vec![
        (
            "Review / instance",
            format!("{} / {}", head.review.review_id, head.review.instance_id),
        ),
        ("Period covered", period),
        (
            "Population read",
            format!("{} from {}", moment(head.population.ended_at), head.population.server),
        ),
    ];
    frame::document(
        press,
        &head.document,
        about,
        "review",
        facts.totals.entries,
        &head.log,
        facts,
    );
}
