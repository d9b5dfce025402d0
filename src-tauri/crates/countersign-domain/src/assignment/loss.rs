//! What a person loses with a package, and why each other right stays.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::catalog::ResourceRole;
use crate::id::{AssignmentId, PackageId};

/// A role that an assignment stands for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(rename = "AssignmentGiven")]
pub struct Given {
    pub role: ResourceRole,
    /// The person held it before, without any package.
    pub prior: bool,
    /// The policy made it the package's own all the same.
    pub adopted: bool,
    /// Whether the package still gives it.
    pub in_package: bool,
}

/// A role that another live assignment of the same person stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Other {
    pub assignment: AssignmentId,
    pub package: PackageId,
    pub given: Given,
}

/// Why something may be lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Occasion {
    /// The assignment ends.
    AssignmentEnds,
    /// The package was changed; the assignment goes on.
    PackageChanged,
}

/// What is removed, and what stays.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(rename = "AssignmentLosses")]
pub struct Losses {
    pub remove: Vec<ResourceRole>,
    pub keep: Vec<Kept>,
}

/// A role that stays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(rename = "AssignmentKept")]
pub struct Kept {
    pub role: ResourceRole,
    pub because: Keep,
}

/// Why a role stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", tag = "kind")]
#[ts(rename = "AssignmentKeep")]
pub enum Keep {
    #[error("The package still gives it.")]
    StillInPackage,
    #[error("Another package gives it too.")]
    AnotherPackage {
        package: PackageId,
        assignment: AssignmentId,
    },
    #[error("The person held it before the package.")]
    PriorRight,
}

/// What is lost. That a right is older than all packages is a fact; whether a package takes it with it is its
/// policy's choice, so where several packages give it the last one to end decides. `others` are the person's other assignments that are live; where one of them gives a role as
/// well, the one with the smallest id is named.
pub fn losses(occasion: Occasion, given: &[Given], others: &[Other]) -> Losses {
    let mut losses = Losses::default();
    for one in given {
        let other = others
            .iter()
            .filter(|other| other.given.in_package && other.given.role == one.role)
            .min_by_key(|other| other.assignment);
        let because = if occasion == Occasion::PackageChanged && one.in_package {
            Some(Keep::StillInPackage)
        } else if let Some(other) = other {
            Some(Keep::AnotherPackage {
                package: other.package,
                assignment: other.assignment,
            })
        } else {
            (one.prior && !one.adopted).then_some(Keep::PriorRight)
        };
        match because {
            Some(because) => losses.keep.push(Kept {
                role: one.role.clone(),
                because,
            }),
            None => losses.remove.push(one.role.clone()),
        }
    }
    losses.remove.sort();
    losses.remove.dedup();
    losses.keep.sort_by(|one, other| one.role.cmp(&other.role));
    losses
}
