//! The cover: the whole answer on one page.

use super::{Facts, count, moment, moment_or};
use crate::EvidenceError;
use crate::layout::canvas::{AMBER, BLACK, BLUE, FAINT, GREEN, GREY, Ink, RED, WHITE};
use crate::layout::press::{INNER, MARGIN, Press};
use crate::record::RecordHead;
use crate::root::{grouped, to_hex};
use crate::text::face::{BOLD, REGULAR};

const HALF: i32 = INNER / 2 - 150;

pub(super) fn print(press: &mut Press<'_>, head: &RecordHead, facts: &Facts) -> Result<(), EvidenceError> {
    press.new_page()?;
    press.headings.push(crate::layout::press::Heading {
        title: "Result at a glance".into(),
        level: 1,
        page: press.page,
        y: 500,
    });
    press.fill(MARGIN, 480, INNER, 640, BLUE);
    press.one_line(
        MARGIN + 160,
        620,
        80,
        REGULAR,
        WHITE,
        "EVIDENCE OF AN ACCESS REVIEW",
        INNER - 320,
    );
    press.one_line(MARGIN + 160, 830, 200, BOLD, WHITE, &head.review.name, INNER - 320);
    press.one_line(
        MARGIN + 160,
        1010,
        110,
        REGULAR,
        WHITE,
        &head.document.organization,
        INNER - 320,
    );

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
    for (label, value, ink) in facts_rows {
        press.one_line(MARGIN, y, 78, REGULAR, GREY, label, 2300);
        press.one_line(MARGIN + 2400, y, 78, BOLD, ink, &value, 1000);
        y += 122;
    }
}

fn bar(press: &mut Press<'_>, y: i32, label: &str, number: u64, of: u64, ink: Ink) {
    let full = HALF - 1950;
    let share = number as f64 / of.max(1) as f64;
    press.one_line(MARGIN, y + 100, 82, REGULAR, BLACK, label, 900);
    press.one_line(MARGIN + 950, y + 100, 82, BOLD, ink, &count(number), 600);
    press.fill(MARGIN + 1550, y + 25, full, 100, FAINT);
    let width = (f64::from(full) * share).round() as i32;
    press.fill(MARGIN + 1550, y + 25, width.max(i32::from(number > 0) * 8), 100, ink);
    press.one_line(
        MARGIN + 1600 + full,
        y + 100,
        75,
        REGULAR,
        GREY,
        &format!("{:.1} %", share * 100.0),
        400,
    );
}

fn right_column(press: &mut Press<'_>, head: &RecordHead, facts: &Facts) {
    let x = MARGIN + INNER / 2 + 150;
    let mut y = 1370;
    press.one_line(x, y, 110, BOLD, BLUE, "This document", HALF);
    y += 145;
    let period = match (head.review.period_start, head.review.period_end) {
        (None, None) => "\u{2013}".to_owned(),
        (from, to) => format!("{} \u{2013} {}", moment_or(from, "open"), moment_or(to, "open")),
    };
    let rows = [
        ("Document", head.document.document_id.clone()),
        (
            "Review / instance",
            format!("{} / {}", head.review.review_id, head.review.instance_id),
        ),
        ("Period covered", period),
        (
            "Population read",
            format!("{} from {}", moment(head.population.ended_at), head.population.server),
        ),
        (
            "Generated",
            format!(
                "{} by {}",
                moment(head.document.generated_at),
                head.document.generated_by
            ),
        ),
        ("Product", format!("Countersign {}", head.document.product_version)),
        ("Profile", "Complete; nothing is redacted".to_owned()),
    ];
    for (label, value) in rows {
        press.one_line(x, y, 78, REGULAR, GREY, label, 850);
        press.one_line(x + 900, y, 78, REGULAR, BLACK, &value, HALF - 950);
        y += 125;
    }
    y += 150;
    integrity(press, head, facts, x, y);
}

fn integrity(press: &mut Press<'_>, head: &RecordHead, facts: &Facts, x: i32, y: i32) {
    press.fill(x - 60, y - 130, HALF + 60, 2230, FAINT);
    press.fill(x - 50, y - 120, HALF + 40, 2210, WHITE);
    let (root, log) = (grouped(&to_hex(&facts.root)), grouped(&head.log.hash));
    let mut y = y + 30;
    press.one_line(x, y, 110, BOLD, BLUE, "Integrity", HALF - 100);
    y += 150;
    for (label, hash) in [("Root (SHA-256 over the record)", root), ("Head of the audit log", log)] {
        press.one_line(x, y, 75, BOLD, GREY, label, HALF - 100);
        let middle = hash
            .char_indices()
            .filter(|(_, c)| *c == ' ')
            .nth(3)
            .map_or(hash.len(), |(at, _)| at);
        press.one_line(x, y + 120, 88, REGULAR, BLACK, &hash[..middle], HALF - 100);
        press.one_line(x, y + 230, 88, REGULAR, BLACK, hash[middle..].trim_start(), HALF - 100);
        y += 390;
    }
    let log_line = format!(
        "The log held {} entries at that moment; {} of them belong to this review.",
        count(head.log.count),
        count(facts.totals.entries)
    );
    press.one_line(x, y, 75, REGULAR, GREY, &log_line, HALF - 100);
    y += 190;
    press.one_line(x, y, 75, BOLD, GREY, "To check this document", HALF - 100);
    let steps = [
        "1.  countersign evidence verify FILE.pdf",
        "     checks every byte, the record inside, and prints it again to compare.",
        "2.  Compare the root above with the one the organization gave you by another way.",
        "3.  Compare the log head with:  countersign audit verify  at the organization.",
        "The record is attached as evidence.json, the table as evidence.csv.",
    ];
    for step in steps {
        y += 112;
        press.one_line(x, y, 73, REGULAR, BLACK, step, HALF - 100);
    }
}
