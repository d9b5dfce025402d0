//! What an envelope may hold, each by its name and version.

use serde::Serialize;
use serde::de::DeserializeOwned;

/// What a file is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Kind {
    /// A reviewer's part of a stage.
    Packet,
    /// What a reviewer decided, on its way back.
    Answer,
    /// The keys of a reviewer's installation, signed by themselves; not sealed.
    Enrolment,
    /// The keys of an organization's store, signed by themselves; not sealed.
    Introduction,
    /// What somebody decided so far, on its way to another device of the same person.
    Carried,
    /// What a person may ask for.
    Offers,
    /// A person asks for access packages, or takes back what they asked for.
    Request,
    /// What waits for an approver.
    Approvals,
    /// An approver's answers to requests.
    Approval,
    /// A whole store, for a workstation that follows it.
    Copy,
}

impl Kind {
    pub const ALL: [Self; 10] = [
        Self::Packet,
        Self::Answer,
        Self::Enrolment,
        Self::Introduction,
        Self::Carried,
        Self::Offers,
        Self::Request,
        Self::Approvals,
        Self::Approval,
        Self::Copy,
    ];

    /// The word in the file.
    pub fn word(self) -> &'static str {
        match self {
            Self::Packet => "packet",
            Self::Answer => "answer",
            Self::Enrolment => "enrolment",
            Self::Introduction => "introduction",
            Self::Carried => "carried",
            Self::Offers => "offers",
            Self::Request => "request",
            Self::Approvals => "approvals",
            Self::Approval => "approval",
            Self::Copy => "copy",
        }
    }

    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word() == word)
    }

    /// The one version of this kind that this program writes and reads.
    pub fn version(self) -> u32 {
        1
    }

    /// Whether it travels in clear: it says who one is before anybody has a key to seal to.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Enrolment | Self::Introduction)
    }
}

/// Something that an envelope holds.
pub trait Body: Serialize + DeserializeOwned {
    const KIND: Kind;

    /// # Errors
    /// What does not fit together, in a few words.
    fn check(&self) -> Result<(), String>;
}

/// # Errors
/// The text is longer than this many characters.
pub(crate) fn short(name: &str, text: &str, most: usize) -> Result<(), String> {
    if text.len() > most * 4 || text.chars().count() > most {
        return Err(format!("{name} is longer than {most} characters"));
    }
    Ok(())
}

/// # Errors
/// It is not 32 hexadecimal digits.
pub(crate) fn identity(name: &str, text: &str) -> Result<(), String> {
    match crate::hex::from_hex::<16>(text) {
        Some(_) => Ok(()),
        None => Err(format!("{name} is not 32 hexadecimal digits")),
    }
}
