//! Approvals that travel: handed out, answered on the approver's own machine, and taken in again.

mod dispute;
mod handed;
mod received;
mod taken;

pub use dispute::{ApprovalDisputeFilter, ApprovalDisputeRow, dispute, disputes, raise, settle};
pub use handed::{
    ApprovalPacketRow, Handed, NewApprovalPacket, approvers_waiting, asked, handed, list, one, put, standing,
};
pub use received::{
    NewReceived, OpenedApprovals, OwnApproval, Received, ReceivedRow, Returned, decide, keep_returned, newer, open,
    opened, person_of, received, received_list, returned, sealed, take_back, to_return, waiting_packets,
};
pub use taken::{NewReturn, Said, TakenApproval, TakenReturn, add_return, find_return, note_seen, put_taken, taken_as};
