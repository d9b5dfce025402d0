//! Packets on a reviewer's own machine, the answers that are returned, and what becomes of them where they come back.

mod dispute;
mod open;
mod own;
mod take;

pub use dispute::{DisputeFilter, DisputeRow, dispute, disputes, raise, settle};
pub use open::{NewEvent, NewItem, NewPacket, NewPerson, Opened, open};
pub(crate) use open::{directory, people};
pub use own::{
    OpenedPacket, OwnEvent, Returned, add_other, answers, is_opened, keep_returned, name, opened, opened_by_packet,
    opened_list, returned, sealed,
};
pub use take::{
    Keeper, Last, NewAnswer, Taken, TakenAnswer, add_answer, conflicts, find_answer, has_disputed, has_taken, is_taken,
    last_of, last_of_others, note_seen, put_applied, replaces_of, reset_of,
};
