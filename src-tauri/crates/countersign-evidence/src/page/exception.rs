//! Policy exceptions that touch this review (E35).

use crate::EvidenceError;
use crate::layout::canvas::{AMBER, GREEN, GREY, RED};
use crate::layout::press::Press;
use crate::layout::table::{Table, part};
use crate::record::RecordHead;

pub(super) fn print(press: &mut Press<'_>, head: &RecordHead) -> Result<(), EvidenceError> {
    press.y += 60;
    press.heading(2, "Policy exceptions")?;
    if head.exceptions.is_empty() {
        return press.paragraph("No exception in the register touches an item of this review.");
    }
    press.paragraph(
        "Every exception in the register that names the access of an item, in force or not. One that has ended covers \
         nothing from the day after.",
    )?;
    let mut table = Table::new(&[
        ("No.", 350),
        ("Item", 450),
        ("Person, resource", 1700),
        ("Policy, reason", 2100),
        ("Proposed by", 1000),
        ("Approved by", 1000),
        ("Until", 500),
        ("State", 519),
    ]);
    for one in &head.exceptions {
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
