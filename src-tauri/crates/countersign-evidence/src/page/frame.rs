//! What every cover has: the band with the name, bars, lines of numbers, the document and its integrity.

use super::{Facts, count, moment};
use crate::EvidenceError;
use crate::layout::canvas::{BLACK, BLUE, FAINT, GREY, Ink, WHITE};
use crate::layout::press::{Heading, INNER, MARGIN, Press};
use crate::record::{Document, LogHead};
use crate::root::{grouped, to_hex};
use crate::text::face::{BOLD, REGULAR};

/// Width of one of the two columns.
pub(super) const HALF: i32 = INNER / 2 - 150;

/// Begins the cover.
pub(super) fn band(press: &mut Press<'_>, what: &str, name: &str, organization: &str) -> Result<(), EvidenceError> {
    press.new_page()?;
    press.headings.push(Heading {
        title: "Result at a glance".into(),
        level: 1,
        page: press.page,
        y: 500,
    });
    press.fill(MARGIN, 480, INNER, 640, BLUE);
    press.one_line(MARGIN + 160, 620, 80, REGULAR, WHITE, what, INNER - 320);
    press.one_line(MARGIN + 160, 830, 200, BOLD, WHITE, name, INNER - 320);
    press.one_line(MARGIN + 160, 1010, 110, REGULAR, WHITE, organization, INNER - 320);
    Ok(())
}

/// A number as a share of all.
pub(super) fn bar(press: &mut Press<'_>, y: i32, label: &str, number: u64, of: u64, ink: Ink) {
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

/// Labels with their numbers, `leading` apart.
pub(super) fn numbers(press: &mut Press<'_>, mut y: i32, leading: i32, rows: &[(&str, String, Ink)]) {
    for (label, value, ink) in rows {
        press.one_line(MARGIN, y, 78, REGULAR, GREY, label, 2300);
        press.one_line(MARGIN + 2400, y, 78, BOLD, *ink, value, 1000);
        y += leading;
    }
}

/// The right column: the document, with the rows that say what it is about, and its integrity.
pub(super) fn document(
    press: &mut Press<'_>,
    document: &Document,
    about: Vec<(&str, String)>,
    of: &str,
    entries: u64,
    log: &LogHead,
    facts: &Facts,
) {
    let x = MARGIN + INNER / 2 + 150;
    let mut y = 1370;
    press.one_line(x, y, 110, BOLD, BLUE, "This document", HALF);
    y += 145;
    let first = ("Document", document.document_id.clone());
    let last = [
        (
            "Generated",
            format!("{} by {}", moment(document.generated_at), document.generated_by),
        ),
        ("Product", format!("Countersign {}", document.product_version)),
        (
            "Profile",
            if document.profile == "redacted" {
                "Redacted: personal data withheld, same root as the full document"
            } else {
                "Complete; nothing is redacted"
            }
            .to_owned(),
        ),
    ];
    for (label, value) in std::iter::once(first).chain(about).chain(last) {
        press.one_line(x, y, 78, REGULAR, GREY, label, 850);
        press.one_line(x + 900, y, 78, REGULAR, BLACK, &value, HALF - 950);
        y += 125;
    }
    y += 150;
    integrity(press, of, entries, log, facts, x, y);
}

fn integrity(press: &mut Press<'_>, of: &str, entries: u64, log: &LogHead, facts: &Facts, x: i32, y: i32) {
    press.fill(x - 60, y - 130, HALF + 60, 2230, FAINT);
    press.fill(x - 50, y - 120, HALF + 40, 2210, WHITE);
    let (root, head) = (grouped(&to_hex(&facts.root)), grouped(&log.hash));
    let mut y = y + 30;
    press.one_line(x, y, 110, BOLD, BLUE, "Integrity", HALF - 100);
    y += 150;
    for (label, hash) in [
        ("Root (SHA-256 over the record)", root),
        ("Head of the audit log", head),
    ] {
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
        "The log held {} entries at that moment; {} of them belong to this {of}.",
        count(log.count),
        count(entries)
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
