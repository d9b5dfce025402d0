//! Items: lists that stay fast at a million rows, one item whole, and the writing of decisions.

mod decide;
mod index;
mod outcome;
mod read;

pub(crate) use decide::line;
pub use decide::{Digester, Event, Found, Mark, Part, Recorder, events_digest, note_part, record, state};
pub use index::{Count, Filter, Group, Hidden, ItemIndex, List, Sort};
pub use outcome::{Said, come_to, outcome_of, own_answer};
pub(crate) use outcome::{first_changed, settle};
pub use read::{DecisionEventView, ItemDetail, ItemRow, PathStep, answered, insights, rows, show};
