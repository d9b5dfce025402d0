//! The keys of this installation, as far as packets and answers need them.

use countersign_packet::DeviceSecret;
use countersign_store::KeyKeeping;

use crate::desk::Open;
use crate::device::key::{all, standing};
use crate::secret::Sealed;
use crate::{Desk, Problem};

/// Every key of this installation that may open a file, the newest first.
pub(crate) fn secrets(desk: &Desk, open: &Open) -> Result<Vec<DeviceSecret>, Problem> {
    let secrets = all(desk, open)?;
    if secrets.is_empty() {
        return Err(no_key());
    }
    Ok(secrets)
}

/// The key that signs.
pub(crate) fn current(desk: &Desk, open: &Open) -> Result<DeviceSecret, Problem> {
    Ok(standing(desk, open)?.ok_or_else(no_key)?.secret)
}

fn no_key() -> Problem {
    Problem::new("This installation has no keys of its own yet.")
        .code("noDevice")
        .hint("Make them, and send the enrolment to the organization: “device enrol”.")
}

/// Keeps the key that came with a packet, where this store keeps its secrets. What is answered is written together with
/// the packet.
pub(crate) fn keep_reply(desk: &Desk, open: &Open, packet: &str, reply: &str) -> Result<Sealed, Problem> {
    let of = reply_of(packet);
    match desk.put_secret_of(open, &of, reply) {
        // The file of a practice store opens for everybody, so this key proves nothing; it shows how it works.
        Err(_) if matches!(open.store.header().key, KeyKeeping::Practice(_)) => Sealed::of(open, &of, reply),
        other => other,
    }
}

/// The name under which the key that signs a packet's answers is kept.
pub(crate) fn reply_of(packet: &str) -> String {
    format!("packet/{packet}/reply")
}
