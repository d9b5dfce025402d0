//! What lies in a catalog, and who may do what there (access-governance §2.2, §2.3).

mod by_hand;
mod task;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::id::PrincipalId;

pub use by_hand::by_hand;
pub use task::{Task, may, table};

/// A role on a resource: what a package gives, and what a person holds.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ResourceRole {
    /// A group, an application or a role of the directory.
    pub resource: PrincipalId,
    /// As the ledger names it: member, owner, an application's role, eligible, active.
    pub entitlement: String,
}

/// What somebody is in a catalog, or over all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum CatalogRole {
    /// The administrator of this store.
    Administrator,
    /// Makes catalogs, and owns those they made.
    Creator,
    Owner,
    Reader,
    AccessPackageManager,
    AccessPackageAssignmentManager,
}

impl CatalogRole {
    pub const ALL: [Self; 6] = [
        Self::Administrator,
        Self::Creator,
        Self::Owner,
        Self::Reader,
        Self::AccessPackageManager,
        Self::AccessPackageAssignmentManager,
    ];

    /// The word stored, sent and printed.
    pub fn word(self) -> &'static str {
        match self {
            Self::Administrator => "administrator",
            Self::Creator => "creator",
            Self::Owner => "owner",
            Self::Reader => "reader",
            Self::AccessPackageManager => "accessPackageManager",
            Self::AccessPackageAssignmentManager => "accessPackageAssignmentManager",
        }
    }

    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word() == word)
    }

    /// Graph's fixed id of the role; none for the administrator, who has no role in a catalog.
    pub fn graph_id(self) -> Option<&'static str> {
        match self {
            Self::Administrator => None,
            Self::Creator => Some("ba92d953-d8e0-4e39-a797-0cbedb0a89e8"),
            Self::Owner => Some("ae79f266-94d4-4dab-b730-feca7e132178"),
            Self::Reader => Some("44272f93-9762-48e8-af59-1b5351b1d6b3"),
            Self::AccessPackageManager => Some("7f480852-ebdc-47d4-87de-0d8498384a83"),
            Self::AccessPackageAssignmentManager => Some("e2182095-804a-4656-ae11-64734e9b7ae5"),
        }
    }

    pub fn from_graph_id(id: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|one| one.graph_id().is_some_and(|own| own.eq_ignore_ascii_case(id)))
    }

    /// Whether it is held in one catalog rather than over all.
    pub fn is_of_one_catalog(self) -> bool {
        !matches!(self, Self::Administrator | Self::Creator)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_are_known_by_word_and_by_graphs_id() {
        for role in CatalogRole::ALL {
            assert_eq!(CatalogRole::from_word(role.word()), Some(role));
            assert_eq!(serde_json::json!(role), role.word());
            if let Some(id) = role.graph_id() {
                assert_eq!(CatalogRole::from_graph_id(&id.to_uppercase()), Some(role));
            }
        }
        assert_eq!(CatalogRole::from_graph_id(""), None);
    }

    #[test]
    fn the_administrator_may_everything_and_a_reader_changes_nothing() {
        for task in Task::ALL {
            assert!(may(CatalogRole::Administrator, *task), "{task:?}");
            let views = matches!(task, Task::ViewCatalog | Task::ViewAssignment | Task::ViewRequest);
            assert_eq!(may(CatalogRole::Reader, *task), views, "{task:?}");
        }
        assert!(!may(CatalogRole::AccessPackageManager, Task::AddResource));
        assert!(!may(CatalogRole::Owner, Task::EditAutomaticPolicy));
        assert!(!may(CatalogRole::Creator, Task::ViewCatalog));
    }
}
