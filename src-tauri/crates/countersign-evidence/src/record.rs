//! The record: everything the evidence says, as data. The pages are printed from it and from nothing
//! else, and it travels inside the PDF as `evidence.json`.

mod embedded;
mod head;
mod item_line;
mod line;
mod reader;
mod row;
mod source;

pub use embedded::EmbeddedRecord;
pub(crate) use embedded::{complete, parse, put_part};
pub use head::{
    Configuration, DefinitionChange, Document, ExceptionRecord, Excluded, ExclusionCount, GuestRecord, LogHead, Plan,
    Population, Reconciliation, RecordHead, Review, Setting, Timeliness, Verification,
};
pub(crate) use item_line::{ItemLine, complete_item};
pub use line::Totals;
pub(crate) use line::{LineWriter, Section};
pub(crate) use reader::{Piece, read_lines};
pub use row::{
    Bulk, ChangeRecord, DecisionEvent, ItemRecord, LogEntry, Party, Person, Recommendation, ReviewerRecord, TaskRecord,
};
pub use source::{Record, RecordSource, Visit};

/// Version of the record's layout; written first in `evidence.json`.
pub const RECORD_VERSION: u32 = 1;
