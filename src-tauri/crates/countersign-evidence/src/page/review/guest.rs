//! Denied guests: blocked, and deleted after thirty days unless somebody keeps them.

use crate::EvidenceError;
use crate::layout::canvas::{AMBER, GREEN, GREY, RED};
use crate::layout::press::Press;
use crate::layout::table::{Table, part};
use crate::page::moment;
use crate::record::RecordHead;

pub(super) fn print(press: &mut Press<'_>, head: &RecordHead) -> Result<(), EvidenceError> {
    if head.guests.is_empty() {
        return Ok(());
    }
    press.y += 60;
    press.heading(2, "Guests")?;
    press.paragraph(
        "Sign-in is blocked at once and the account is deleted thirty days later. In between an administrator may \
         keep the guest, with a reason. Access to the resources ends with the account.",
    )?;
    let mut table = Table::new(&[
        ("Item", 450),
        ("Guest", 2200),
        ("State", 1700),
        ("Blocked", 1100),
        ("Delete from", 1100),
        ("Reason", 1069),
    ]);
    for guest in &head.guests {
        let (words, ink) = match guest.state.as_str() {
            "deleted" => ("Deleted", GREEN),
            "kept" => ("Kept", AMBER),
            "byHand" => ("By hand, see tasks", AMBER),
            "blocked" | "due" => ("Blocked, not deleted yet", AMBER),
            _ => ("NOT BLOCKED YET", RED),
        };
        let mut state = vec![part(words).bold().ink(ink)];
        state.extend(guest.ended_at.map(|at| part(moment(at)).ink(GREY)));
        state.extend(guest.kept_by.as_ref().map(|by| part(by.as_str()).ink(GREY)));
        let at = |at: Option<chrono::DateTime<chrono::Utc>>| at.map_or_else(Vec::new, |at| vec![part(moment(at))]);
        table.row(
            press,
            &[
                vec![part(guest.item_id.to_string())],
                vec![part(guest.person.as_str()), part(guest.user_name.as_str()).ink(GREY)],
                state,
                at(guest.blocked_at),
                at(guest.delete_at),
                guest
                    .reason
                    .as_ref()
                    .map_or_else(Vec::new, |reason| vec![part(reason.as_str())]),
            ],
        )?;
    }
    Ok(())
}
