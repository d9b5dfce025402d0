//! Signed acts over a result: a reviewer signs off their part, the owner of the control signs the whole, management
//! acknowledges it (E32, E33; PCI DSS 4.0.1 7.2.4 asks for the last one by name).
//!
//! What is signed is a statement in words together with a digest over what stood at that moment. A result that
//! changes afterwards has another digest: the act stays, and shows as signed before the last change.

mod text;

#[cfg(test)]
mod test;

pub use text::proposal;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use ts_rs::TS;

/// The longest statement, in characters.
pub const LONGEST_STATEMENT: usize = 2_000;
/// The longest role or title, in characters.
pub const LONGEST_ROLE: usize = 120;

/// Which act it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(rename = "AcknowledgementKind")]
pub enum Kind {
    /// A reviewer signs off what they decided.
    ReviewerSignOff,
    /// The owner of the control signs the result.
    ControlOwnerSignOff,
    /// Management acknowledges the result.
    ManagementAcknowledgement,
}

impl Kind {
    pub const ALL: [Self; 3] = [
        Self::ReviewerSignOff,
        Self::ControlOwnerSignOff,
        Self::ManagementAcknowledgement,
    ];

    /// The word stored, sent and printed.
    pub fn word(self) -> &'static str {
        match self {
            Self::ReviewerSignOff => "reviewerSignOff",
            Self::ControlOwnerSignOff => "controlOwnerSignOff",
            Self::ManagementAcknowledgement => "managementAcknowledgement",
        }
    }

    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word() == word)
    }

    /// Whether an administrator names who may do it.
    pub fn is_named(self) -> bool {
        self != Self::ReviewerSignOff
    }

    /// In what role, where the person says no other.
    pub fn role(self) -> &'static str {
        match self {
            Self::ReviewerSignOff => "reviewer",
            Self::ControlOwnerSignOff => "control owner",
            Self::ManagementAcknowledgement => "management",
        }
    }
}

/// Why an act is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("Only a reviewer of this run signs off a part of it.")]
    NotReviewer,
    #[error("{0} of your items are not decided yet.")]
    Undecided(u64),
    #[error("Nobody signs for a result that is not there yet: the review goes on.")]
    GoingOn,
    #[error("You are not named as the owner of this control.")]
    NotOwner,
    #[error("You are not named to acknowledge it for management.")]
    NotManagement,
    #[error("You signed this already, and it has not changed since.")]
    Already,
    #[error("It changed after it was shown to you.")]
    Changed,
    #[error("A statement has at most {LONGEST_STATEMENT} characters, and is not empty.")]
    Statement,
    #[error("A role or title has at most {LONGEST_ROLE} characters.")]
    Role,
    #[error("This was withdrawn already.")]
    Withdrawn,
    #[error("Only who signed, or an administrator, withdraws it.")]
    NotYours,
}

/// What is known of who wants to sign.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Standing {
    /// The result is there: the run has ended, or it is a package's.
    pub has_result: bool,
    /// Items the person was asked about, and how many of these are not decided.
    pub asked: u64,
    pub undecided: u64,
    /// The person is named for this act, or nobody is and an administrator signs as the owner.
    pub named: bool,
    /// The person signed it, it was not withdrawn, and nothing changed since.
    pub signed: bool,
}

/// Whether somebody may sign.
///
/// # Errors
/// The reason why not. A reviewer whose run ended with items that nobody decided signs for the others: the
/// statement says how many were left.
pub fn may_sign(kind: Kind, standing: &Standing) -> Result<(), Refusal> {
    match kind {
        Kind::ReviewerSignOff if standing.asked == 0 => Err(Refusal::NotReviewer),
        Kind::ReviewerSignOff if !standing.has_result && standing.undecided > 0 => {
            Err(Refusal::Undecided(standing.undecided))
        }
        Kind::ControlOwnerSignOff if !standing.named => Err(Refusal::NotOwner),
        Kind::ManagementAcknowledgement if !standing.named => Err(Refusal::NotManagement),
        Kind::ControlOwnerSignOff | Kind::ManagementAcknowledgement if !standing.has_result => Err(Refusal::GoingOn),
        _ if standing.signed => Err(Refusal::Already),
        _ => Ok(()),
    }
}

/// A statement as a person wrote it, if it can be signed.
///
/// # Errors
/// It is empty or too long.
pub fn statement(text: &str) -> Result<String, Refusal> {
    let text = text.trim();
    match text.is_empty() || text.chars().count() > LONGEST_STATEMENT {
        true => Err(Refusal::Statement),
        false => Ok(text.to_owned()),
    }
}

/// The role somebody signs in; where they say none, the act's own.
///
/// # Errors
/// It is too long, or more than a line.
pub fn role(kind: Kind, text: Option<&str>) -> Result<String, Refusal> {
    let text = text.map(str::trim).filter(|text| !text.is_empty());
    match text {
        None => Ok(kind.role().to_owned()),
        Some(text) if text.chars().count() > LONGEST_ROLE || text.chars().any(char::is_control) => Err(Refusal::Role),
        Some(text) => Ok(text.to_owned()),
    }
}

/// What stood at the moment of signing. Its JSON in this order is what the digest is over.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(rename = "AcknowledgedState")]
pub struct Signed {
    /// The store.
    pub store: String,
    /// The run of a review …
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instance: Option<i64>,
    /// … or the access package.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub package: Option<i64>,
    /// The part of one reviewer alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reviewer: Option<i64>,
    /// How many items came to what; for a package how many assignments are in which state.
    pub counts: Vec<(String, u64)>,
    /// Decision events, and the digest over them (see [`Digester`]).
    pub events: u64,
    pub events_digest: String,
    /// Hashes of the plans drawn, oldest first.
    pub plans: Vec<String>,
    /// What later reads showed of the denied accesses, by state.
    pub verification: Vec<(String, u64)>,
    /// The newest entry of the log about it, for a package.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entry: Option<i64>,
}

impl Signed {
    /// SHA-256 over its JSON, hex.
    pub fn digest(&self) -> String {
        hex(&Sha256::digest(serde_json::to_vec(self).unwrap_or_default()))
    }
}

/// The digest over decision events: a line `item entry decision` for each, by item and then by age. Everything else
/// about an event is sealed by the entry of the log that the line names, so the digest can be made anew from the
/// evidence alone.
#[derive(Default)]
pub struct Digester {
    sha: Sha256,
    count: u64,
}

impl Digester {
    /// Takes the next event.
    pub fn add(&mut self, item: i64, entry: i64, decision: &str) {
        self.count += 1;
        self.sha.update(format!("{item} {entry} {decision}\n"));
    }

    /// How many there were, and the digest in hex.
    pub fn finish(self) -> (u64, String) {
        (self.count, hex(&self.sha.finalize()))
    }
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(64), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
