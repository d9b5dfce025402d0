//! Denied guests: blocked, and deleted after thirty days unless somebody keeps them.

use crate::EvidenceError;
use crate::layout::canvas::{AMBER, GREEN, GREY, RED};
use crate::layout::press::Press;
use crate::layout::table::{Table, part};
use crate::page::{moment, person};
use crate::record::RecordHead;

pub(super) fn print(press: &mut Press<'_>, head: &RecordHead) -> Result<(), EvidenceError> {
    if head.guests.is_empty() {
        return Ok(());
    }
    let w = press.words;
    press.y += 60;
    press.under("guest.title")?;
    press.say("guest.about")?;
    let mut table = Table::new(&[
        ("column.item", 450),
        ("guest.guest", 2200),
        ("column.state", 1700),
        ("guest.blocked", 1100),
        ("guest.deleteFrom", 1100),
        ("column.reason", 1069),
    ]);
    for guest in &head.guests {
        let (words, ink) = match guest.state.as_str() {
            "deleted" => ("guest.deleted", GREEN),
            "kept" => ("guest.kept", AMBER),
            "byHand" => ("guest.byHand", AMBER),
            "blocked" | "due" => ("guest.waits", AMBER),
            _ => ("guest.notBlocked", RED),
        };
        let mut state = vec![part(w.text(words)).bold().ink(ink)];
        state.extend(guest.ended_at.map(|at| part(moment(at)).ink(GREY)));
        state.extend(guest.kept_by.as_ref().map(|by| part(by.as_str()).ink(GREY)));
        let at = |at: Option<chrono::DateTime<chrono::Utc>>| at.map_or_else(Vec::new, |at| vec![part(moment(at))]);
        table.row(
            press,
            &[
                vec![part(guest.item_id.to_string())],
                vec![
                    part(person::name(&guest.person, "")),
                    part(guest.user_name.as_str()).ink(GREY),
                ],
                state,
                at(guest.blocked_at),
                at(guest.delete_at),
                guest.reason.iter().map(|reason| part(reason.as_str())).collect(),
            ],
        )?;
    }
    Ok(())
}
