//! What travels in packets that belong to no review: handed out to one person, opened on their machine, returned, and taken
//! in again. Approvals and requests have tables of their own, of one shape.

mod arrived;
mod handed;
mod opened;
mod settled;

pub use arrived::{NewReturn, TakenReturn, add_return, find_return, note_seen};
pub use handed::{Handed, NewPacket, handed, put, standing};
pub use opened::{
    NewReceived, OpenedPacket, Returned, keep_returned, newer, open, opened, person_of, returned, sealed,
    waiting_packets,
};
pub use settled::{raise, settle};

/// Which of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Travel {
    Approval,
    Request,
}

/// The names of its tables, and of the columns in which they differ.
struct Tables {
    packet: &'static str,
    person: &'static str,
    /// What was handed out, JSON.
    content: &'static str,
    arrived: &'static str,
    dispute: &'static str,
    opened: &'static str,
    own: &'static str,
    returned: &'static str,
}

impl Travel {
    fn tables(self) -> Tables {
        match self {
            Self::Approval => Tables {
                packet: "approval_packet",
                person: "approver_id",
                content: "approvals",
                arrived: "approval_return",
                dispute: "approval_dispute",
                opened: "opened_approval_packet",
                own: "own_approval",
                returned: "returned_approval",
            },
            Self::Request => Tables {
                packet: "request_packet",
                person: "person_id",
                content: "offers",
                arrived: "request_return",
                dispute: "request_dispute",
                opened: "opened_offer_packet",
                own: "own_request",
                returned: "returned_request",
            },
        }
    }
}
