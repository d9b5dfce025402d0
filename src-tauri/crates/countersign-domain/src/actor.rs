//! Who acts, and what they may do.

mod identity;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::id::PrincipalId;
pub use identity::{Binding, FourEyes, Identity, NotTwo, identities};

/// The person at the desk: a principal of the directory, an administrator of this store, or both.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Actor {
    pub principal: Option<PrincipalId>,
    pub display_name: String,
    pub administrator: bool,
    /// Reads everything and changes nothing; draws evidence and samples.
    #[serde(default)]
    pub compliance_officer: bool,
    /// How it was shown that this is who it says.
    #[serde(default)]
    pub assurance: Assurance,
    /// By what this human was known when they sat down: principals, and accounts of the operating system.
    #[serde(default)]
    pub identities: Vec<Identity>,
}

/// How it was shown that an actor is who they say, the weakest first. It stands in every entry of the log.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Assurance {
    /// Said by whoever sits at the desk, and shown by nothing.
    #[default]
    Stated,
    /// A sheet came back that was handed to this person.
    Workbook,
    /// Came with the key of a packet that a passphrase opens.
    Passphrase,
    /// Bound to the account of the operating system.
    OsAccount,
    /// Signed by a device that was accepted as this person's.
    Device,
    /// Shown with a password to the directory itself.
    DirectoryBind,
    /// Signed in at the directory's own page.
    SignIn,
    /// No person: the program, by a rule that a person made.
    Program,
}

impl Assurance {
    /// The word in the log and in the evidence.
    pub fn word(self) -> &'static str {
        match self {
            Self::Stated => "stated",
            Self::Workbook => "workbook",
            Self::Passphrase => "passphrase",
            Self::OsAccount => "osAccount",
            Self::Device => "device",
            Self::DirectoryBind => "directoryBind",
            Self::SignIn => "signIn",
            Self::Program => "program",
        }
    }

    /// Whether something else than the person's own word shows it.
    pub fn is_proven(self) -> bool {
        matches!(
            self,
            Self::OsAccount | Self::Device | Self::DirectoryBind | Self::SignIn
        )
    }
}

impl Actor {
    /// How the audit log names the actor: stable, and readable without the store.
    pub fn label(&self) -> String {
        match self.principal {
            Some(principal) => format!("{} (principal {principal})", self.display_name),
            None => format!("{} (administrator)", self.display_name),
        }
    }

    /// Whether the actor is this principal, by their own word or by an account bound to it.
    pub fn is(&self, principal: PrincipalId) -> bool {
        self.principal == Some(principal) || self.identities.contains(&Identity::of(principal))
    }

    /// Whether they read everything: as administrator or as compliance officer.
    pub fn reads_all(&self) -> bool {
        self.administrator || self.compliance_officer
    }
}

/// What an operation asks of its caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Permission {
    /// Needs no open store.
    Anybody,
    /// Needs an open store and a known actor.
    Read,
    /// Needs to be a principal, as reviewers are.
    Decide,
    /// Needs a known actor; what they may do depends on the catalog, so the operation itself asks.
    Govern,
    /// Needs a known actor, and is an act of auditing: the compliance officer does it, too. What others may depends on
    /// what it is about, so the operation itself asks.
    Attest,
    /// Needs the compliance officer's role, or the administrator's.
    Audit,
    /// Needs the administrator's role.
    Administer,
}

impl Permission {
    /// Whether the actor has it.
    pub fn is_held_by(self, actor: Option<&Actor>) -> bool {
        match self {
            Self::Anybody => true,
            Self::Read | Self::Govern | Self::Attest => actor.is_some(),
            Self::Decide => actor.is_some_and(|actor| actor.principal.is_some()),
            Self::Audit => actor.is_some_and(|actor| actor.administrator || actor.compliance_officer),
            Self::Administer => actor.is_some_and(|actor| actor.administrator),
        }
    }
}
