//! Policy exceptions that touch what the document is about (E35).

use crate::EvidenceError;
use crate::layout::canvas::{AMBER, GREEN, GREY, RED};
use crate::layout::press::Press;
use crate::layout::table::{Column, Table, part};
use crate::record::ExceptionRecord;

/// In a review's document an exception names an item.
pub(super) const ITEMS: &[Column] = &columns("Item");
/// In a package's document it names an assignment.
pub(super) const ASSIGNMENTS: &[Column] = &columns("Assign.");

const fn columns(row: &'static str) -> [Column; 8] {
    [
        ("No.", 350),
        (row, 450),
        ("Person, resource", 1700),
        ("Policy, reason", 2100),
        ("Proposed by", 1000),
        ("Approved by", 1000),
        ("Until", 500),
        ("State", 519),
    ]
}

/// The texts stand where there are none, and above them.
pub(super) fn print(
    press: &mut Press<'_>,
    columns: &'static [Column],
    (none, about): (&str, &str),
    exceptions: &[ExceptionRecord],
) -> Result<(), EvidenceError> {
    press.y += 60;
    press.heading(2, "Policy exceptions")?;
    if exceptions.is_empty() {
        return press.paragraph(none);
    }
    press.paragraph(about)?;
    let mut table = Table::new(columns);
    for one in exceptions {
        let (words, ink) = match (one.state.as_str(), one.in_force) {
            ("approved", true) => ("In force", GREEN),
            ("approved" | "expired", _) => ("ENDED", RED),
            ("proposed", _) => ("Proposed", AMBER),
            _ => ("Revoked", GREY),
        };
        let mut approved: Vec<_> = one.approved_by.iter().map(|by| part(by.as_str())).collect();
        approved.extend(one.approved_on.map(|on| part(on.to_string()).ink(GREY)));
        table.row(
            press,
            &[
                vec![part(one.exception_id.to_string())],
                vec![part(one.item_id.to_string())],
                vec![
                    part(one.person.as_str()),
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
                vec![part(words).bold().ink(ink)],
            ],
        )?;
    }
    Ok(())
}
