//! What a person gains with a package, and what they had before.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Given, Other};
use crate::catalog::ResourceRole;

/// What the delivery of a package changes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(rename = "AssignmentGains")]
pub struct Gains {
    /// To be added.
    pub add: Vec<ResourceRole>,
    /// Held already through another package.
    pub shared: Vec<ResourceRole>,
    /// Held already without any package: shown, and lost with the package only where the policy adopts it.
    pub prior: Vec<ResourceRole>,
}

/// What a package adds for a person who directly holds these roles, and has these other assignments.
pub fn gains(package: &[ResourceRole], held: &BTreeSet<ResourceRole>, others: &[Other]) -> Gains {
    let mut gains = Gains::default();
    for role in package.iter().collect::<BTreeSet<_>>() {
        let mut through = others.iter().filter(|other| other.given.role == *role).peekable();
        let list = match (held.contains(role), through.peek().is_some()) {
            (false, _) => &mut gains.add,
            (true, false) => &mut gains.prior,
            // What was there before the other package was there before this one too.
            (true, true) if through.all(|other| other.given.prior) => &mut gains.prior,
            (true, true) => &mut gains.shared,
        };
        list.push(role.clone());
    }
    gains
}

impl Gains {
    /// What the assignment notes of itself, by which its end will be judged.
    pub fn to_given(&self, adopt: bool) -> Vec<Given> {
        let given = |role: &ResourceRole, prior| Given {
            role: role.clone(),
            prior,
            adopted: prior && adopt,
            in_package: true,
        };
        let mut all: Vec<Given> = self
            .add
            .iter()
            .chain(&self.shared)
            .map(|role| given(role, false))
            .collect();
        all.extend(self.prior.iter().map(|role| given(role, true)));
        all.sort_by(|one, other| one.role.cmp(&other.role));
        all
    }
}
