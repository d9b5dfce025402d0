//! Who acts, and what they may do.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::id::PrincipalId;

/// The person at the desk: a principal of the directory, an administrator of this store, or both.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Actor {
    pub principal: Option<PrincipalId>,
    pub display_name: String,
    pub administrator: bool,
}

impl Actor {
    /// How the audit log names the actor: stable, and readable without the store.
    pub fn label(&self) -> String {
        match self.principal {
            Some(principal) => format!("{} (principal {principal})", self.display_name),
            None => format!("{} (administrator)", self.display_name),
        }
    }

    /// Whether two acts come from one person. An administrator without a principal is one person
    /// under the name of the operating system's account.
    pub fn is_same_person(&self, other: &Self) -> bool {
        match (self.principal, other.principal) {
            (Some(one), Some(two)) => one == two,
            (None, None) => self.display_name == other.display_name,
            _ => false,
        }
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
    /// Needs the administrator's role.
    Administer,
}

impl Permission {
    /// Whether the actor has it.
    pub fn is_held_by(self, actor: Option<&Actor>) -> bool {
        match self {
            Self::Anybody => true,
            Self::Read | Self::Govern => actor.is_some(),
            Self::Decide => actor.is_some_and(|actor| actor.principal.is_some()),
            Self::Administer => actor.is_some_and(|actor| actor.administrator),
        }
    }
}
