//! Items: lists that stay fast at a million rows, one item whole, and the writing of decisions.

mod decide;
mod index;
mod read;

pub(crate) use decide::line;
pub use decide::{Event, Mark, events_digest, record, state};
pub use index::{Count, Filter, Group, ItemIndex, List, Sort};
pub use read::{DecisionEventView, ItemDetail, ItemRow, PathStep, rows, show};
