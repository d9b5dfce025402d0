//! What can go wrong between this machine and the place.

use std::path::PathBuf;

use thiserror::Error;

use crate::name::FileId;

/// A problem with the exchange. Each is one sentence that says what is wrong and where.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ExchangeProblem {
    #[error("The settings of the exchange are not usable: {0}.")]
    Setting(String),
    #[error("{place} is not there: {reason}.")]
    Away { place: String, reason: String },
    #[error("{place} cannot be reached: {reason}.")]
    Unreachable { place: String, reason: String },
    #[error("{place} does not let this account {what}: {reason}.")]
    Refused {
        place: String,
        what: &'static str,
        reason: String,
    },
    #[error("{place} answered something that cannot be used: {reason}.")]
    Unclear { place: String, reason: String },
    #[error("{place} did not keep what was put there: {reason}.")]
    NotKept { place: String, reason: String },
    #[error("{path} cannot be used: {source}.")]
    File {
        path: PathBuf,
        #[source]
        source: std::io::Error,
    },
    #[error("{path} has {bytes} bytes, and the exchange carries at most {most}.")]
    TooLarge { path: PathBuf, bytes: u64, most: u64 },
    #[error("The file {id} has not arrived whole: {have} of {of} parts are there.")]
    Incomplete { id: FileId, have: usize, of: u32 },
    #[error("Part {part} of the file {id} {reason}.")]
    Damaged { id: FileId, part: u32, reason: String },
    #[error("The exchange was cancelled.")]
    Cancelled,
}

impl ExchangeProblem {
    /// A word for callers that branch on the problem; `None` where nobody does.
    pub fn code(&self) -> Option<&'static str> {
        Some(match self {
            Self::Away { .. } | Self::Unreachable { .. } => "exchange.unreachable",
            Self::Refused { .. } => "exchange.refused",
            Self::NotKept { .. } => "exchange.notKept",
            Self::Damaged { .. } | Self::Incomplete { .. } => "exchange.damaged",
            Self::Cancelled => "cancelled",
            _ => return None,
        })
    }

    /// Whether the same question may be answered a moment later.
    pub(crate) fn may_pass(&self) -> bool {
        matches!(
            self,
            Self::Unreachable { .. } | Self::Unclear { .. } | Self::NotKept { .. }
        )
    }

    /// Whether it is about one file, and the others are still worth a try.
    pub fn is_about_one_file(&self) -> bool {
        matches!(
            self,
            Self::File { .. } | Self::TooLarge { .. } | Self::Incomplete { .. } | Self::Damaged { .. }
        )
    }
}
