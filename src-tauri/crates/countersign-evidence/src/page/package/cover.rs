//! The cover: the whole answer on one page.

use crate::EvidenceError;
use crate::layout::canvas::{AMBER, BLACK, BLUE, FAINT, GREEN, GREY, Ink, RED};
use crate::layout::press::{MARGIN, Press};
use crate::page::frame::{self, HALF, bar};
use crate::page::{Facts, count, moment, moment_or};
use crate::record::package::PackageHead;
use crate::text::face::{BOLD, REGULAR};

pub(super) fn print(press: &mut Press<'_>, head: &PackageHead, facts: &Facts) -> Result<(), EvidenceError> {
    frame::band(
        press,
        "EVIDENCE OF AN ACCESS PACKAGE",
        &head.package.name,
        &head.document.organization,
    )?;
    left_column(press, head, facts);
    right_column(press, head, facts);
    press.y = 5400;
    Ok(())
}

/// Red where there should be none.
fn alarm(number: u64, ink: Ink) -> Ink {
    if number > 0 { ink } else { BLACK }
}

fn left_column(press: &mut Press<'_>, head: &PackageHead, facts: &Facts) {
    let totals = &facts.package;
    let mut y = 1370;
    press.one_line(MARGIN, y, 110, BOLD, BLUE, "Who held it", HALF);
    y += 90;
    let rest = totals.under_way + totals.failed;
    let rows: [(&str, u64, Ink); 4] = [
        ("Held now", totals.held, GREEN),
        ("Under way, or failed", rest, AMBER),
        ("Ended, seen gone", totals.seen_gone, GREY),
        (
            "Ended, not seen gone",
            totals.ended.saturating_sub(totals.seen_gone),
            RED,
        ),
    ];
    for (label, number, ink) in rows {
        bar(press, y, label, number, totals.assignments, ink);
        y += 160;
    }
    press.fill(MARGIN, y + 5, HALF, 5, FAINT);
    press.one_line(MARGIN, y + 115, 85, BOLD, BLACK, "In the period", 900);
    press.one_line(MARGIN + 950, y + 115, 85, BOLD, BLACK, &count(totals.assignments), 900);
    let sums = &head.reconciliation;
    let (words, ink) = if sums.assignments.adds_up(totals.assignments) && sums.held == totals.held {
        (
            format!(
                "= {} in the ledger, {} left out (section 3)",
                count(sums.assignments.stored),
                count(sums.assignments.left())
            ),
            GREEN,
        )
    } else {
        (
            format!("{} in the ledger: does not add up", count(sums.assignments.stored)),
            RED,
        )
    };
    press.one_line(MARGIN + 1550, y + 115, 75, REGULAR, ink, &words, HALF - 1550);

    y += 345;
    press.one_line(MARGIN, y, 110, BOLD, BLUE, "How they came by it", HALF);
    y += 130;
    let requests = [
        ("By request", count(totals.by_request), BLACK),
        ("Directly, by an administrator", count(totals.by_administrator), BLACK),
        ("By the rule of a policy", count(totals.by_rule), BLACK),
        (
            "Requests by people / by the program",
            format!(
                "{} / {}",
                count(totals.requests.saturating_sub(totals.requests_by_program)),
                count(totals.requests_by_program)
            ),
            BLACK,
        ),
        (
            "Approved / denied / not answered / withdrawn",
            format!(
                "{} / {} / {} / {}",
                count(totals.approved),
                count(totals.denied),
                count(totals.requests_expired),
                count(totals.canceled)
            ),
            BLACK,
        ),
        (
            "Answers on one\u{2019}s own request",
            count(totals.own_answers),
            alarm(totals.own_answers, RED),
        ),
    ];
    frame::numbers(press, y, 112, &requests);
    y += 112 * requests.len() as i32 + 105;
    press.one_line(MARGIN, y, 110, BOLD, BLUE, "Delivered, removed, proven by a read", HALF);
    y += 130;
    let conflicts = head.conflicts.iter().map(|one| one.holders.len() as u64).sum::<u64>();
    let in_force = head.exceptions.iter().filter(|one| one.in_force).count() as u64;
    let proof = [
        (
            "Held now and seen there",
            format!("{} of {}", count(totals.seen_there), count(totals.held)),
            if totals.seen_there == totals.held { GREEN } else { AMBER },
        ),
        (
            "Ended and seen gone",
            format!("{} of {}", count(totals.seen_gone), count(totals.ended)),
            if totals.seen_gone == totals.ended { GREEN } else { RED },
        ),
        (
            "Not proven by a read",
            count(totals.not_proven()),
            alarm(totals.not_proven(), RED),
        ),
        (
            "Held in part only / delivery failed",
            format!("{} / {}", count(totals.held_partly), count(totals.failed)),
            alarm(totals.held_partly + totals.failed, AMBER),
        ),
        (
            "Hold what nobody should hold together",
            count(conflicts),
            alarm(conflicts, RED),
        ),
        ("Policy exceptions in force", count(in_force), alarm(in_force, AMBER)),
        (
            "Events by people / by the program",
            format!(
                "{} / {}",
                count(totals.events_by_people),
                count(totals.events_by_program)
            ),
            BLACK,
        ),
    ];
    frame::numbers(press, y, 112, &proof);
}

fn right_column(press: &mut Press<'_>, head: &PackageHead, facts: &Facts) {
    let package = &head.package;
    let read = head.population.as_ref().map_or_else(
        || "the directory was not read".to_owned(),
        |read| format!("{} from {}", moment(read.ended_at), read.server),
    );
    let about = vec![
        (
            "Package / catalog",
            format!("{} / {}", package.package_id, head.catalog.name),
        ),
        (
            "Period covered",
            format!(
                "{} \u{2013} {}",
                moment_or(package.from, "its making"),
                moment(package.until)
            ),
        ),
        ("Newest read", read),
    ];
    let entries = facts.package.entries;
    frame::document(press, &head.document, about, "package", entries, &head.log, facts);
}
