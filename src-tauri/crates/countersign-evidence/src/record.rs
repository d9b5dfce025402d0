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
mod reader;
pub mod report;
mod row;
mod source;

pub use closing::{
    AcknowledgementRecord, CheckpointRecord, ControlRecord, DataAge, KeyRecord, OfflineSpan, ReleaseRecord,
    RetentionRecord,
};
pub use embedded::EmbeddedRecord;
pub(crate) use embedded::{Embedded, complete, parse};
pub(crate) use evidence::{Evidence, OfPackage, OfReport, OfReview};
pub use further::{FindingRecord, NoticeRecord, ReassignmentRecord, ResourceRecord, SignalRecord};
pub use head::{
    Configuration, DefinitionChange, Document, ExceptionRecord, Excluded, ExclusionCount, GuestRecord, LogHead, Plan,
    Population, Reconciliation, RecordHead, Review, Setting, Timeliness, Verification,
};
pub(crate) use item_line::{ItemLine, complete_item};
pub use kind::Kind;
pub use line::{Counted, Totals};
pub(crate) use line::{LineWriter, Section};
pub use package::{EmbeddedPackage, PackageRecord, PackageSource, PackageTotals};
pub(crate) use reader::{LineVisit, Piece, read_lines};
pub use report::{EmbeddedReport, ReportRecord, ReportSource, ReportTotals};
pub(crate) use row::is_false;
pub use row::{
    Bulk, ChangeRecord, DecisionEvent, ItemRecord, LogEntry, Party, Person, Recommendation, ReviewerRecord, TaskRecord,
};
pub use source::{Record, RecordSource, Visit};

/// Version of the record's layout; written first in `evidence.json`.
pub const RECORD_VERSION: u32 = 2;
