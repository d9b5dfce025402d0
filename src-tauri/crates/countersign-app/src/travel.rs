//! What travels in packets for one person that belong to no review: sealed and handed out, opened on their own machine,
//! returned, and taken in again. Approvals and requests go this way; what they hold is theirs.

mod back;
pub(crate) mod carry;
mod hand_out;
mod open;
mod settle;
mod take;

pub(crate) use back::{Chain, Outgoing, ReturnInput, Saying, name_of, start as give_back};
pub(crate) use carry::{CarryInput, Portable};
pub(crate) use hand_out::{Head, Packed, folder, run as hand_out};
pub(crate) use open::open;
pub(crate) use settle::{may_settle, reason_of};
pub(crate) use take::{At, Events, Fate, Found, Put, find, take};

use countersign_store::travel::Travel;
use serde_json::json;

use crate::Problem;
use crate::call::{Entry, Write};
use crate::device::key;
use crate::packet::Passphrase;

/// The words of what travels.
pub(crate) struct Sort {
    pub of: Travel,
    /// The operations by which it is handed out and returned.
    pub hand_out: &'static str,
    pub give_back: &'static str,
    /// The operation by which what was said is carried to another device.
    pub carry: &'static str,
    /// What a packet holds, in names of files, in the exchange, and as the subject of entries; and what a return is there.
    pub packet: &'static str,
    pub back: &'static str,
    /// The subject of the entry of a packet that was handed out, before its number.
    pub subject: &'static str,
    /// Whom it is for, in what is told of it.
    pub person: &'static str,
    pub title: &'static str,
    pub touches: &'static [&'static str],
}

/// A packet whose passphrase is asked for.
pub(crate) struct Locked {
    pub id: i64,
    pub packet: String,
    pub reply: Option<[u8; 32]>,
    pub person: i64,
    pub person_name: String,
}

/// What opens a packet of somebody without a device: shown to an administrator, and the log says that it was.
pub(crate) fn passphrase(write: &Write<'_>, sort: &Sort, row: Locked) -> Result<(Passphrase, Entry), Problem> {
    let Some(made_with) = row.reply else {
        return Err(Problem::new("This packet is sealed to a device; no passphrase opens it.").code("state"));
    };
    let secret = key::all(write.desk, write.open)?
        .into_iter()
        .find(|secret| secret.reply_of(&row.packet).public().0 == made_with)
        .ok_or_else(|| Problem::new("The key that made this packet is not on this machine.").code("ownKey"))?;
    let detail = json!({ "packet": row.packet, sort.person: row.person });
    let said = Passphrase {
        id: row.id,
        passphrase: secret.passphrase_of(&row.packet).to_string(),
        reviewer_name: row.person_name,
    };
    Ok((said, Entry::new(format!("{}:{}", sort.subject, row.id), detail)))
}
