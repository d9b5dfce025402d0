//! What a delivery would change, and what an end would take: looked at, nothing changed.

use std::collections::BTreeSet;

use countersign_domain::assignment::{Occasion, gains, losses};
use countersign_domain::catalog::{ResourceRole, Task};
use countersign_store::assignment::{self, GivenRow};
use countersign_store::rusqlite::Connection;
use countersign_store::{package, plan};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::draw::{by_hand, elsewhere, role, vanished};
use super::one;
use crate::call::Read;
use crate::{Problem, authority};

#[derive(Debug, Default, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(optional_fields)]
#[ts(rename = "AssignmentForeseeInput")]
pub struct ForeseeInput {
    /// What would be taken if this assignment ended …
    pub assignment: Option<i64>,
    /// … or what would be given if this package …
    pub package: Option<i64>,
    /// … were given to this person.
    pub principal: Option<i64>,
}

/// What would become of one entitlement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AssignmentForeseen {
    pub resource: i64,
    pub resource_name: String,
    pub entitlement: String,
    /// `add`, `shared` (another package gives it already), `prior` (held before), `remove`, `keep`, or `gone` (the
    /// resource is no longer in the directory).
    pub act: String,
    /// A person must do it.
    pub by_hand: bool,
    /// Why, where there is more to say.
    pub reason: Option<String>,
}

pub(crate) fn foresee(read: &Read<'_>, input: ForeseeInput) -> Result<Vec<AssignmentForeseen>, Problem> {
    match (input.assignment, input.package, input.principal) {
        (Some(id), _, _) => {
            let row = one(read.connection, id)?;
            authority::require(read.connection, &read.actor, Task::ViewAssignment, Some(row.catalog))?;
            taken(read.connection, &row)
        }
        (None, Some(package), Some(principal)) => {
            let found =
                package::show(read.connection, package)?.ok_or_else(|| Problem::missing("access package", package))?;
            authority::require(read.connection, &read.actor, Task::ViewAssignment, Some(found.catalog))?;
            given(read.connection, package, principal)
        }
        _ => Err(Problem::new("Say which assignment, or which package for which person.").field("assignment")),
    }
}

fn foreseen(
    connection: &Connection,
    one: &ResourceRole,
    principal: i64,
    act: &str,
    reason: Option<String>,
) -> Result<AssignmentForeseen, Problem> {
    let changes = matches!(act, "add" | "remove");
    let hand = match changes {
        true => by_hand(connection, one, principal)?,
        false => None,
    };
    let place = plan::place(connection, one.resource.0)?;
    let there = match changes && hand.is_none() {
        true => elsewhere(connection, &place, principal)?,
        false => None,
    };
    let name = place.name;
    Ok(AssignmentForeseen {
        resource: one.resource.0,
        entitlement: one.entitlement.clone(),
        act: act.to_owned(),
        by_hand: hand.is_some(),
        // Of what is given, how it is given and taken; of what is taken, how it is taken.
        reason: reason.or_else(|| {
            hand.map(|hand| match act {
                "add" => countersign_domain::catalog::by_hand(hand, &name),
                _ => hand.sentence(&name),
            })
            .or_else(|| there.map(|there| format!("In {}, from where it is synced.", there.directory_name)))
        }),
        resource_name: name,
    })
}

fn given(connection: &Connection, package: i64, principal: i64) -> Result<Vec<AssignmentForeseen>, Problem> {
    let mut all = Vec::new();
    let mut roles = Vec::new();
    let mut held = BTreeSet::new();
    for found in package::roles(connection, package)? {
        let one = role(found.resource, &found.entitlement);
        if found.gone {
            all.push(foreseen(
                connection,
                &one,
                principal,
                "gone",
                Some(vanished(&found.resource_name)),
            )?);
            continue;
        }
        if assignment::held(connection, principal, found.resource, &found.entitlement)? {
            held.insert(one.clone());
        }
        roles.push(one);
    }
    let gains = gains(&roles, &held, &assignment::given_by_others(connection, principal, 0)?);
    for (act, some) in [("add", &gains.add), ("shared", &gains.shared), ("prior", &gains.prior)] {
        for one in some {
            all.push(foreseen(connection, one, principal, act, None)?);
        }
    }
    Ok(all)
}

fn taken(connection: &Connection, row: &assignment::AssignmentRow) -> Result<Vec<AssignmentForeseen>, Problem> {
    let noted = assignment::givens(connection, row.assignment)?;
    let given: Vec<&GivenRow> = noted.iter().filter(|one| one.state.is_given()).collect();
    let others = assignment::meant_by_others(connection, row.principal, row.assignment)?;
    let rules: Vec<_> = given.iter().map(|one| one.to_rule()).collect();
    let losses = losses(Occasion::AssignmentEnds, &rules, &others);
    let mut all = Vec::new();
    for one in &losses.remove {
        let gone = given
            .iter()
            .find(|given| given.resource == one.resource.0 && given.resource_gone);
        match gone {
            Some(gone) => all.push(foreseen(
                connection,
                one,
                row.principal,
                "gone",
                Some(vanished(&gone.resource_name)),
            )?),
            None => all.push(foreseen(connection, one, row.principal, "remove", None)?),
        }
    }
    for kept in &losses.keep {
        all.push(foreseen(
            connection,
            &kept.role,
            row.principal,
            "keep",
            Some(kept.because.to_string()),
        )?);
    }
    Ok(all)
}
