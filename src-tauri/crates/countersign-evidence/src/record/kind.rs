//! What a document is evidence of.

use serde::{Deserialize, Serialize};

use super::{RECORD_VERSION, Section};

/// The kind of a record, and of the document printed from it. A record that names none is a review's.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Kind {
    /// One run of an access review.
    #[default]
    AccessReview,
    /// Who held an access package, and how they came by it.
    AccessPackage,
    /// A policy exception, from its proposal to its end.
    Exception,
    /// What had to be reviewed in a period, and was.
    Period,
    /// A sample an auditor drew, with the dossier of each row.
    Sample,
}

impl Kind {
    pub(crate) const ALL: [Self; 5] = [
        Self::AccessReview,
        Self::AccessPackage,
        Self::Exception,
        Self::Period,
        Self::Sample,
    ];

    /// The word in the record and for programs.
    pub fn word(self) -> &'static str {
        match self {
            Self::AccessReview => "accessReview",
            Self::AccessPackage => "accessPackage",
            Self::Exception => "exception",
            Self::Period => "period",
            Self::Sample => "sample",
        }
    }

    /// As a person calls it.
    pub fn words(self) -> &'static str {
        match self {
            Self::AccessReview => "access review",
            Self::AccessPackage => "access package",
            Self::Exception => "policy exception",
            Self::Period => "period",
            Self::Sample => "sample",
        }
    }

    /// The first line of the record.
    pub(crate) fn opening(self) -> String {
        match self {
            Self::AccessReview => format!("{{\"countersignEvidence\":{RECORD_VERSION},"),
            _ => {
                format!(
                    "{{\"countersignEvidence\":{RECORD_VERSION},\"evidence\":\"{}\",",
                    self.word()
                )
            }
        }
    }

    /// The parts of which there is one each, in their order.
    pub(crate) fn parts(self) -> &'static [&'static str] {
        match self {
            Self::AccessReview => &super::head::PARTS,
            Self::AccessPackage => &super::package::PARTS,
            Self::Exception | Self::Period | Self::Sample => &super::report::PARTS,
        }
    }

    /// The lists, in their order.
    pub(crate) fn sections(self) -> &'static [Section] {
        match self {
            Self::AccessReview => &[
                Section::Items,
                Section::Changes,
                Section::Tasks,
                Section::Findings,
                Section::Resources,
                Section::Reviewers,
                Section::Reassignments,
                Section::Notices,
                Section::Entries,
            ],
            Self::AccessPackage => &[Section::Assignments, Section::Requests, Section::Entries],
            Self::Exception | Self::Period | Self::Sample => &[Section::Rows, Section::Entries],
        }
    }
}
