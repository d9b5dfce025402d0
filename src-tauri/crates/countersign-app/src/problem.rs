//! A problem as a person meets it. Every error of the crates below becomes one here, and nowhere else.

use countersign_directory::DirectoryProblem;
use countersign_domain::actor::NotTwo;
use countersign_domain::pen::Refusal;
use countersign_domain::{definition, instance, item, notice};
use countersign_evidence::EvidenceError;
use countersign_packet::{OpenError, SealError};
use countersign_store::StoreError;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What is wrong, what to do next, and at which input it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, thiserror::Error)]
#[error("{message}")]
#[serde(rename_all = "camelCase")]
pub struct Problem {
    /// Given only where a caller branches on it.
    pub code: Option<String>,
    pub message: String,
    pub hint: Option<String>,
    pub field: Option<String>,
}

impl Problem {
    pub fn new(message: impl Into<String>) -> Self {
        Self {
            code: None,
            message: message.into(),
            hint: None,
            field: None,
        }
    }

    pub fn code(mut self, code: &str) -> Self {
        self.code = Some(code.to_owned());
        self
    }

    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    pub fn field(mut self, field: impl Into<String>) -> Self {
        self.field = Some(field.into());
        self
    }

    /// A problem for something that is not there.
    pub fn missing(what: &str, id: impl std::fmt::Display) -> Self {
        Self::new(format!("There is no {what} {id}.")).code("missing")
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        let problem = Self::new(error.to_string());
        match error {
            StoreError::NotAStore(_) => problem
                .code("notAStore")
                .hint("Make one with “store init”, or choose another folder."),
            StoreError::Exists(_) => problem.code("exists").hint("Open it, or choose another folder."),
            StoreError::WrongKey => problem
                .code("wrongKey")
                .hint("Check the passphrase; if the key is right, the file is damaged or no store."),
            StoreError::Newer { .. } => problem
                .code("newer")
                .hint("Update Countersign on this machine; the store was not touched."),
            StoreError::Damaged(_) => problem
                .code("damaged")
                .hint("Restore the latest backup; run “store check” to see what is affected."),
            StoreError::Full => problem.code("full").hint("Free some space and repeat."),
            StoreError::Busy => problem
                .code("busy")
                .hint("Wait until the other program is done and repeat."),
            StoreError::Header(_) => problem.code("damaged").hint("Take store.json from a backup."),
            StoreError::File { .. } => problem.hint("Check that the folder exists and that you may write to it."),
            StoreError::Pen {
                ref refusal,
                ref holder,
            } => read_only(refusal, holder.as_deref()),
            StoreError::Key(_) | StoreError::Sqlite(_) | StoreError::Value(_) => problem,
        }
    }
}

/// Who writes the store, where this workstation does not.
fn read_only(refusal: &Refusal, holder: Option<&str>) -> Problem {
    let name = holder.unwrap_or("another workstation");
    let (said, hint) = match refusal {
        Refusal::Elsewhere { .. } => (
            format!("This store is written on the workstation “{name}”; here it is read only."),
            "Work there, or have it handed over to this workstation.",
        ),
        Refusal::NotTaken => (
            refusal.to_string(),
            "Take it over: “workstation take-over”. Until then nobody writes it.",
        ),
        Refusal::Ended { number, .. } => (
            format!(
                "The workstation “{name}” took this store over in term {number}; what is here is not written any more."
            ),
            "Work there; what this workstation has and the other has not is shown by “workstation tail”.",
        ),
        Refusal::Copied { .. } => (
            refusal.to_string(),
            "Work there; if that folder is to be given up, take it away, and this one is the workstation.",
        ),
        _ => (refusal.to_string(), ""),
    };
    let problem = Problem::new(said).code("readOnly");
    if hint.is_empty() { problem } else { problem.hint(hint) }
}

impl From<DirectoryProblem> for Problem {
    fn from(error: DirectoryProblem) -> Self {
        let problem = Self::new(error.to_string());
        match error.code() {
            Some(code) => {
                let problem = problem.code(code);
                match code {
                    "directory.unreachable" => {
                        problem.hint("Check the address and the network; the last snapshot stays in use.")
                    }
                    "directory.untrusted" => {
                        problem.hint("Give the certificate of the authority that signed it in the settings.")
                    }
                    "directory.file" => {
                        problem.hint("Put the file or the settings right; the last snapshot stays in use.")
                    }
                    "directory.signIn" => problem.hint("Check the tenant, the application and its secret in Entra ID."),
                    "directory.signInNeeded" => {
                        problem.hint("Sign in on the page of the directory, or with “directory sign-in”.")
                    }
                    "directory.notSignedIn" => problem.hint("Begin once more; a code is good for some minutes."),
                    "directory.permission" => {
                        problem.hint("An administrator of Entra ID grants it under “API permissions”.")
                    }
                    "directory.azureRight" => {
                        problem.hint("An owner of the subscription gives it under “Access control (IAM)”.")
                    }
                    "directory.busy" => problem.hint("Try again later; the last snapshot stays in use."),
                    "directory.wrongPassword" => problem.hint("Check the account and its password."),
                    _ => problem,
                }
            }
            None => problem,
        }
    }
}

impl From<EvidenceError> for Problem {
    fn from(error: EvidenceError) -> Self {
        Self::new(error.to_string())
    }
}

impl From<definition::Problem> for Problem {
    fn from(problem: definition::Problem) -> Self {
        Self::new(problem.message).code("definition").field(problem.field)
    }
}

impl From<item::Refusal> for Problem {
    fn from(refusal: item::Refusal) -> Self {
        let problem = Self::new(refusal.to_string());
        match refusal {
            item::Refusal::Closed => problem.code("closed"),
            item::Refusal::NotAsked => problem.code("notAsked"),
            item::Refusal::OwnProvision => problem
                .code("ownProvision")
                .hint("Somebody who did not give this access decides on it."),
            item::Refusal::OwnAccess => problem
                .code("ownAccess")
                .hint("Another reviewer or the fallback reviewer decides on it."),
            item::Refusal::Stale => problem.code("stale").hint("Look at it again and decide."),
            item::Refusal::JustificationRequired => problem.code("justificationRequired").field("justification"),
            item::Refusal::NotADecision => problem.field("decision"),
        }
    }
}

impl From<instance::Refusal> for Problem {
    fn from(refusal: instance::Refusal) -> Self {
        Self::new(refusal.to_string()).code("state")
    }
}

impl From<NotTwo> for Problem {
    fn from(not: NotTwo) -> Self {
        let problem = Self::new(not.to_string());
        match not {
            NotTwo::SamePerson => problem
                .code("samePerson")
                .hint("Let another administrator look at it and sign it."),
            NotTwo::Unproven(_) => problem
                .code("proof")
                .hint("Show who you are with the password of the directory, or by an account bound to you."),
            NotTwo::Unknown(..) => problem
                .code("samePerson")
                .hint("Bind the account of the computer to its person, under Settings, People and roles."),
        }
    }
}

impl From<notice::Refusal> for Problem {
    fn from(refusal: notice::Refusal) -> Self {
        let problem = Self::new(refusal.to_string());
        match refusal {
            notice::Refusal::TextTooLong => problem,
            notice::Refusal::NobodyToRemind => problem.code("state"),
        }
    }
}

impl From<OpenError> for Problem {
    fn from(error: OpenError) -> Self {
        let problem = Self::new(error.to_string());
        match error {
            OpenError::WrongRecipient | OpenError::Readdressed => problem
                .code("wrongRecipient")
                .hint("Open it on the device it was made for, or ask for one for this device."),
            OpenError::WrongPassphrase => problem.code("wrongPassphrase").field("passphrase"),
            OpenError::NeedsPassphrase => problem.code("needsPassphrase").field("passphrase"),
            OpenError::NeedsDevice => problem.code("needsDevice"),
            OpenError::UnknownVersion(_) | OpenError::UnknownKind(_) | OpenError::UnknownKindVersion { .. } => {
                problem.code("newer").hint("Update Countersign on this machine.")
            }
            OpenError::UnknownSigner(_) => problem
                .code("unknownSigner")
                .hint("Compare the words of the key with whoever sent it, by another way than this file."),
            OpenError::WrongStore { .. } => problem.code("wrongStore"),
            OpenError::Truncated | OpenError::Damaged => {
                problem.code("damaged").hint("Get the file again; nothing was changed.")
            }
            _ => problem.code("packet"),
        }
    }
}

impl From<SealError> for Problem {
    fn from(error: SealError) -> Self {
        Self::new(error.to_string()).code("packet")
    }
}

impl From<serde_json::Error> for Problem {
    fn from(error: serde_json::Error) -> Self {
        Self::new(format!("The input is not understood: {error}."))
    }
}
