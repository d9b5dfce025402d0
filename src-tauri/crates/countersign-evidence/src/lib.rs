//! Evidence: the record of a review or of an access package in, one PDF/A-3u out that carries the record,
//! and its verification.
//!
//! - [`RecordSource`] and [`PackageSource`] are what the application implements over one read transaction
//!   of the store.
//! - [`export`] and [`export_package`] print it; [`verify`] checks a file with no store at hand.
//! - [`export_signed`] and [`export_package_signed`] sign it as well, with a [`Signer`].
//! - The record travels as `evidence.json`; its [root](root) is the one hash over all of it.

mod error;
mod export;
mod layout;
mod look;
mod page;
mod pdf;
mod record;
pub mod root;
mod row;
mod signature;
mod text;
pub mod time_stamp;
mod verify;
mod word;

pub use error::EvidenceError;
pub use export::{
    ExportReport, Progress, Redaction, csv_field, export, export_package, export_package_signed, export_package_to,
    export_report, export_report_signed, export_signed, export_to, is_formula, redact,
};
pub use look::{Look, look, rows};
pub use record::*;
pub use row::{EntryProof, LineProof, Prover, RowProof};
pub use signature::{
    Certificate, Credential, KeyKind, KeySigner, PKCS12_MAX, SIGNED_BY, SIGNED_WITH, SignatureReport, Signer,
    WRONG_PASSWORD, read_pkcs12,
};
pub use verify::{Depth, Finding, Severity, Step, VerifyOptions, VerifyReport, verify};
