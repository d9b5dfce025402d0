//! Separation of duties: what nobody may hold together.
//!
//! Entra reads an incompatibility in one direction and looks at packages and groups only (access-governance §2.6).
//! Here it holds in both directions, and a package counts as held by whoever holds all it gives, by whatever path.

mod separation;
#[cfg(test)]
mod test;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::catalog::ResourceRole;
use crate::id::{PackageId, PrincipalId};

pub use separation::Separation;

/// Two things that do not go together; which of them is written first does not matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Incompatible {
    pub one: PackageId,
    pub other: Other,
}

/// What a package does not go together with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", tag = "kind", content = "id")]
#[ts(rename = "IncompatibleOther")]
pub enum Other {
    Package(PackageId),
    /// Every effective member of the group.
    Group(PrincipalId),
}

/// A right that a person holds effectively, and the path by which they do: names from the person's own grant to
/// the resource.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct HeldRole {
    pub role: ResourceRole,
    pub path: Vec<String>,
}

/// What a person would hold that does not go with what they ask for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Conflict {
    /// The package that does not go with it: the wanted one, or one that the wanted one completes.
    pub package: PackageId,
    pub with: Other,
    /// How the person holds it, a line per right; empty where they hold the package itself.
    pub path: Vec<String>,
    pub because: Because,
}

/// How the person comes to hold what conflicts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, thiserror::Error, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(rename = "ConflictReason")]
pub enum Because {
    #[error("The person holds a package that is incompatible with it.")]
    Assigned,
    #[error("The person holds everything that an incompatible package gives.")]
    HoldsAllRoles,
    #[error("The person is a member of an incompatible group.")]
    GroupMember,
    #[error("The package gives membership in a group that is incompatible with what the person holds.")]
    GivesMembership,
}

/// What stands against a person's getting a package. `held` are the packages assigned to them, `effective` all they
/// hold by whatever path, `roles` what each package gives. The answer is in the order of packages and groups. Where
/// many people are checked, [`Separation`] is made once.
pub fn conflicts(
    wanted: PackageId,
    held: &BTreeSet<PackageId>,
    effective: &[HeldRole],
    incompatible: &[Incompatible],
    roles: &BTreeMap<PackageId, Vec<ResourceRole>>,
) -> Vec<Conflict> {
    let given = |package: &PackageId| roles.get(package).into_iter().flatten();
    let own: BTreeSet<&ResourceRole> = given(&wanted).collect();
    // Only what the wanted package touches can stand against it: its own rules, and those of packages and groups
    // whose roles it gives.
    let touches = |package: &PackageId| *package == wanted || given(package).any(|role| own.contains(role));
    let near = |rule: &&Incompatible| match &rule.other {
        other if touches(&rule.one) => other != &Other::Package(rule.one),
        Other::Package(other) => touches(other),
        Other::Group(group) => own.iter().any(|role| role.resource == *group),
    };
    let rules: Vec<Incompatible> = incompatible.iter().filter(near).copied().collect();
    Separation::new(&rules, roles).conflicts(wanted, held, effective)
}
