//! The record: everything the evidence says, as data. The pages are printed from it and from nothing
//! else, and it travels inside the PDF as `evidence.json`.

mod closing;
mod embedded;
mod evidence;
mod further;
mod head;
mod item_line;
mod kind;
mod line;
pub mod package;
pub(crate) mod proof;
mod reader;
mod register;
pub mod report;
mod row;
#[cfg(test)]
mod schema;
mod source;
mod veil;
pub(crate) mod wire;
mod writer;

pub use closing::{
    AcknowledgementRecord, CheckpointRecord, ControlRecord, DataAge, KeyRecord, OfflineSpan, ReleaseRecord,
    RetentionRecord,
};
pub(crate) use embedded::{Embedded, ReadHead, parse};
pub use embedded::{EmbeddedOf, EmbeddedRecord};
pub(crate) use evidence::{Evidence, OfPackage, OfReport, OfReview};
pub use further::{FindingRecord, NoticeRecord, ReassignmentRecord, ResourceRecord, SignalRecord};
pub use head::{
    Configuration, DefinitionChange, Document, Excluded, ExclusionCount, LogHead, Plan, Population, Reconciliation,
    RecordHead, Review, Setting, Timeliness, Verification,
};
pub(crate) use item_line::{ItemLine, complete_item};
pub use kind::Kind;
pub(crate) use line::Section;
pub use line::{Counted, Totals};
pub use package::{EmbeddedPackage, PackageRecord, PackageSource, PackageTotals};
pub(crate) use reader::{Line, LineReader, Piece, read_lines};
pub use register::{ExceptionRecord, GuestRecord};
pub use report::{EmbeddedReport, ReportRecord, ReportSource, ReportTotals};
pub(crate) use row::is_false;
pub use row::{
    Bulk, ChangeRecord, DecisionEvent, ItemRecord, LogEntry, Party, Person, Recommendation, ReviewerRecord, TaskRecord,
};
pub use source::{LogSource, Record, RecordSource, Visit};
pub use veil::Veil;
pub use wire::key::document_key;
pub(crate) use writer::LineWriter;

/// The JSON Schema (draft 2020-12) of `evidence.json`, full and redacted, of every kind.
pub const SCHEMA: &str = include_str!("../schema/evidence-2.schema.json");

/// Version of the record's layout; written first in `evidence.json`.
pub const RECORD_VERSION: u32 = 2;
