//! The record of a report: what is known of an exception, of a period, of a sample. Facts and tables in words, so that
//! one form serves every kind.

mod embedded;
mod head;
mod source;

pub use embedded::EmbeddedReport;
pub(crate) use head::PARTS;
pub use head::{ColumnHead, Report, ReportGroup, ReportHead, ReportTotals, RowRecord, TableHead};
pub use source::{ReportRecord, ReportSource};
