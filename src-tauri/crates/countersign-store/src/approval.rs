//! Approvals that travel: handed out, answered on the approver's own machine, and taken in again.

mod dispute;
mod handed;
mod received;
mod taken;

pub use dispute::{ApprovalDisputeFilter, ApprovalDisputeRow, dispute, disputes};
pub use handed::{ApprovalPacketRow, approvers_waiting, asked, list, one};
pub use received::{
    OwnApproval, Received, ReceivedRow, answered, decide, open, received, received_list, take_back, take_over,
    to_return,
};
pub use taken::{Said, TakenApproval, put_taken, taken_as};
