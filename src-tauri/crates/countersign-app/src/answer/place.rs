//! What becomes of one answer that came back: it is taken, it stands already, a later one stands, or a person settles it.

use chrono::Duration;
use countersign_packet::answer::Event;
use countersign_store::answer::{self, Last};
use countersign_store::rusqlite::Connection;

use crate::Problem;

/// A clock that is further off than this is noted, and settles nothing.
pub(super) const DAY: Duration = Duration::days(1);
/// The most answers of one person on one item that are followed back.
const LONGEST_CHAIN: usize = 1_000;

/// How an answer stands to what its person answered last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    /// It comes after: it may be taken.
    Later,
    /// It was given before.
    Earlier,
    /// Neither has seen the other.
    Apart,
}

/// Where an answer stands in what its device returned to one packet.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spot<'a> {
    pub device: &'a str,
    pub packet: &'a str,
    pub sequence: i64,
    pub place: i64,
    /// Whether the device signs with keys of its own. Under a passphrase several machines share one, and each counts its
    /// returns for itself.
    pub counts: bool,
    /// The entry that recorded the making of its packet, as far as the log went then.
    pub handed_out: i64,
}

/// Compares an answer with what stands of the same person. One device answers one packet in order; over several, an
/// answer says which one it takes the place of; and whatever the packet showed was seen.
pub(super) fn order(
    connection: &Connection,
    reviewer: i64,
    (uid, replaces): (&str, Option<&str>),
    spot: Spot<'_>,
    last: &Last,
) -> Result<Order, Problem> {
    let Some(stands) = &last.uid else {
        // Given at the organization's own desk.
        return Ok(if last.audit_seq <= spot.handed_out {
            Order::Later
        } else {
            Order::Apart
        });
    };
    if leads_to(connection, reviewer, replaces, stands)? {
        return Ok(Order::Later);
    }
    if leads_to(connection, reviewer, last.replaces.as_deref(), uid)? {
        return Ok(Order::Earlier);
    }
    // Returns are counted for each packet anew.
    if spot.counts && last.device.as_deref() == Some(spot.device) && last.packet.as_deref() == Some(spot.packet) {
        let later = (spot.sequence, spot.place) > (last.sequence, last.place);
        return Ok(if later { Order::Later } else { Order::Earlier });
    }
    Ok(if last.audit_seq <= spot.handed_out {
        Order::Later
    } else {
        Order::Apart
    })
}

/// Whether an answer goes back to another one, over those that have arrived.
fn leads_to(connection: &Connection, reviewer: i64, from: Option<&str>, to: &str) -> Result<bool, Problem> {
    let mut at = from.map(str::to_owned);
    for _ in 0..LONGEST_CHAIN {
        match at {
            Some(one) if one == to => return Ok(true),
            Some(one) => at = answer::replaces_of(connection, &one, reviewer)?,
            None => break,
        }
    }
    Ok(false)
}

/// Whether two answers say the same.
pub(super) fn says_the_same(event: &Event, last: &Last) -> bool {
    event.decision == last.decision
}
