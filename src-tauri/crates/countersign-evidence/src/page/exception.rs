//! Policy exceptions that touch what the document is about (E35).

use super::person;
use crate::EvidenceError;
use crate::layout::canvas::{AMBER, GREEN, GREY, RED};
use crate::layout::press::Press;
use crate::layout::table::{Column, Table, part};
use crate::record::ExceptionRecord;

/// How a kind of document speaks of exceptions.
pub(super) struct Manner {
    columns: &'static [Column],
    none: &'static str,
    about: &'static str,
}

/// In a review's document an exception names an item.
pub(super) const REVIEW: Manner = Manner {
    columns: &columns("column.item"),
    none: "exception.none.review",
    about: "exception.about.review",
};
/// In a package's document it names an assignment.
pub(super) const PACKAGE: Manner = Manner {
    columns: &columns("exception.assignment"),
    none: "exception.none.package",
    about: "exception.about.package",
};

const fn columns(row: &'static str) -> [Column; 8] {
    [
        ("column.number", 350),
        (row, 450),
        ("exception.what", 1700),
        ("exception.why", 2100),
        ("exception.proposed", 1000),
        ("exception.approved", 1000),
        ("exception.until", 500),
        ("column.state", 519),
    ]
}

pub(super) fn print(
    press: &mut Press<'_>,
    manner: &Manner,
    exceptions: &[ExceptionRecord],
) -> Result<(), EvidenceError> {
    let w = press.words;
    press.y += 60;
    press.under("exception.title")?;
    if exceptions.is_empty() {
        return press.say(manner.none);
    }
    press.say(manner.about)?;
    let mut table = Table::new(manner.columns);
    for one in exceptions {
        let (words, ink) = match (one.state.as_str(), one.in_force) {
            ("approved", true) => ("exception.inForce", GREEN),
            ("approved" | "expired", _) => ("exception.ended", RED),
            ("proposed", _) => ("exception.isProposed", AMBER),
            _ => ("exception.revoked", GREY),
        };
        let mut approved: Vec<_> = one.approved_by.iter().map(|by| part(by.as_str())).collect();
        approved.extend(one.approved_on.map(|on| part(on.to_string()).ink(GREY)));
        table.row(
            press,
            &[
                vec![part(one.exception_id.to_string())],
                vec![part(one.item_id.to_string())],
                vec![
                    part(person::name(&one.person, "")),
                    part(one.resource.as_str()).ink(GREY),
                    part(one.entitlement.as_str()).ink(GREY),
                ],
                vec![part(one.policy.as_str()).bold(), part(one.reason.as_str())],
                vec![
                    part(one.proposed_by.as_str()),
                    part(one.proposed_on.to_string()).ink(GREY),
                ],
                approved,
                vec![part(one.until_on.to_string())],
                vec![part(w.text(words)).bold().ink(ink)],
            ],
        )?;
    }
    Ok(())
}
