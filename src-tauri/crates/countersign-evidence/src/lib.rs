//! Evidence: a review's record in, one PDF/A-3u out that carries the record, and its verification.
//!
//! - [`RecordSource`] is what the application implements over one read transaction of the store.
//! - [`export`] prints it; [`verify`] checks a file with no store at hand.
//! - The record travels as `evidence.json`; its [root](root) is the one hash over all of it.

mod error;
mod export;
mod layout;
mod page;
mod pdf;
mod record;
pub mod root;
mod text;
mod verify;

pub use error::EvidenceError;
pub use export::{ExportReport, Progress, csv_field, export, export_to};
pub use record::*;
pub use verify::{Depth, Finding, Severity, VerifyOptions, VerifyReport, verify};
