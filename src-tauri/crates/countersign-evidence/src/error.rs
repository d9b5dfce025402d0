//! What can go wrong while evidence is written or read.

use std::io;
use std::path::{Path, PathBuf};

/// Why evidence could not be written or checked. Messages are sentences for the person at the screen.
#[derive(Debug, thiserror::Error)]
pub enum EvidenceError {
    /// The disk refused: full, read-only, gone.
    #[error("{}", refused(what, path, source))]
    Io {
        /// Which step met the error.
        what: &'static str,
        /// The file concerned.
        path: PathBuf,
        /// The system's own words.
        #[source]
        source: std::io::Error,
    },
    /// A folder, a device or a pipe where evidence was expected.
    #[error("{} is no file", path.display())]
    NotAFile {
        /// What was named.
        path: PathBuf,
    },
    /// The stream written to refused.
    #[error("the evidence could not be written")]
    Write(#[from] std::io::Error),
    /// The place the record is read from refused.
    #[error("the record behind the evidence could not be read")]
    Source(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// A part of the record is not JSON of the expected shape.
    #[error("line {line} of the record is not what this version writes")]
    Shape {
        /// One-based line of the record.
        line: u64,
        /// Where JSON parsing stopped.
        #[source]
        source: serde_json::Error,
    },
    /// The record does not follow its layout.
    #[error("the record is damaged at line {line}: {what}")]
    Layout {
        /// One-based line of the record.
        line: u64,
        /// What was expected there.
        what: &'static str,
    },
    /// A record of a later version of the program.
    #[error("the record has version {version} and was written by a newer version: get a newer verifier")]
    Newer {
        /// The version it states.
        version: u32,
    },
    /// A file without a document key cannot be redacted: whoever guesses a name could prove it.
    #[error("the document has no key of its own, so its personal data cannot be withheld safely")]
    NoKey,
    /// The source gave other rows in the second pass than in the first.
    #[error("the record changed while it was being printed: {0}")]
    Moved(&'static str),
    /// A bundled typeface could not be used; the build is damaged.
    #[error("the typeface {face} could not be embedded: {why}")]
    Typeface {
        /// Name of the face.
        face: &'static str,
        /// What its parser said.
        why: String,
    },
    /// The certificate or its key is of no use for signing.
    #[error("the evidence could not be signed: {0}")]
    Signature(String),
    /// The person stopped the export; no file was left behind.
    #[error("the export was stopped")]
    Cancelled,
    /// A compressed part does not decompress.
    #[error("a compressed part of the file is damaged")]
    Deflate,
    /// A compressed part unpacks to more than any honest one.
    #[error("a compressed part of the file unpacks to more than {ratio} times its size: it is made to exhaust")]
    Swollen {
        /// What is allowed.
        ratio: u64,
    },
    /// Printing again stopped at the first byte that differs.
    #[error("the file differs from its record at byte {0}")]
    Differs(u64),
}

impl EvidenceError {
    /// What reading a compressed part ended with.
    pub(crate) fn of_unpacking(error: &std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::FileTooLarge => Self::Swollen {
                ratio: crate::verify::layout::RATIO_MAX,
            },
            _ => Self::Deflate,
        }
    }
}

/// What the system refused, as a person says it.
fn refused(what: &str, path: &Path, source: &io::Error) -> String {
    let path = path.display();
    match source.kind() {
        io::ErrorKind::NotFound => format!("There is no {path}."),
        io::ErrorKind::PermissionDenied => format!("The system does not let this program use {path}."),
        io::ErrorKind::IsADirectory => format!("{path} is a folder."),
        io::ErrorKind::StorageFull => format!("The disk is full: {path} was not written."),
        _ => format!("{path} could not be used while {what}: {source}."),
    }
}
