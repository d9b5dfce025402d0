//! What a rule would come to: who gains a package, who loses it.

use countersign_store::assignment::{AutomaticPolicy, Holder};
use countersign_store::rusqlite::Connection;
use countersign_store::{StoreError, package, policy};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;

use super::{compare, understood};
use crate::call::Read;
use crate::{Problem, authority};

/// Names that a preview shows of each kind, where nothing else is asked.
const SHOWN: usize = 50;
const MOST_SHOWN: usize = 1_000;

#[derive(Debug, Default, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(optional_fields)]
pub struct PolicyForeseeInput {
    /// This policy as it is …
    pub policy: Option<i64>,
    /// … or as it would be …
    #[ts(type = "unknown")]
    pub definition: Option<Value>,
    /// … of this package, where there is no policy yet.
    pub package: Option<i64>,
    /// So many names of each kind.
    pub limit: Option<usize>,
}

/// A person whom a rule gives a package, or no longer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ForeseenPerson {
    pub principal: i64,
    pub principal_name: String,
    pub user_name: Option<String>,
}

/// So many, and some of them by name.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ForeseenPeople {
    pub total: usize,
    pub rows: Vec<ForeseenPerson>,
}

/// What a rule would come to now.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PolicyForeseen {
    pub gains: ForeseenPeople,
    pub loses: ForeseenPeople,
    pub stays: ForeseenPeople,
    /// Their grace has begun already.
    pub leaving: ForeseenPeople,
    /// The run would wait for a second person.
    pub held: bool,
}

/// Who would gain and who would lose a package by a rule; nothing changes.
pub(crate) fn foresee(read: &Read<'_>, input: PolicyForeseeInput) -> Result<PolicyForeseen, Problem> {
    let found = match input.policy {
        Some(id) => Some(policy::show(read.connection, id)?.ok_or_else(|| Problem::missing("policy", id))?),
        None => None,
    };
    let package = found
        .as_ref()
        .map(|one| one.package)
        .or(input.package)
        .ok_or_else(|| Problem::new("Say which policy, or of which package.").field("policy"))?;
    let package =
        package::show(read.connection, package)?.ok_or_else(|| Problem::missing("access package", package))?;
    let task = countersign_domain::catalog::Task::ViewAssignment;
    authority::require(read.connection, &read.actor, task, Some(package.catalog))?;
    let definition = input
        .definition
        .or_else(|| found.as_ref().map(|one| one.definition.clone()))
        .ok_or_else(|| Problem::new("Say which policy, or give one.").field("definition"))?;
    let policy = understood(read.connection, &definition)?;
    let Some(automatic) = &policy.automatic else {
        return Err(Problem::new("This policy assigns by no rule.")
            .code("state")
            .field("definition"));
    };
    let directory = read
        .connection
        .query_row(
            "SELECT directory_id FROM catalog WHERE id = ?1",
            [package.catalog],
            |row| row.get(0),
        )
        .map_err(StoreError::from)?;
    let of = AutomaticPolicy {
        policy: found.as_ref().map_or(0, |one| one.policy),
        package: package.package,
        directory,
        version: 0,
        display_name: policy.display_name.clone(),
        definition: Value::Null,
        evaluated: None,
    };
    let outcome = compare(read.connection, &of, automatic)?;
    let limit = input.limit.unwrap_or(SHOWN).min(MOST_SHOWN);
    let people = |some: &[Holder]| some.iter().map(|one| one.principal).collect::<Vec<_>>();
    let holders = outcome.loses.len() + outcome.leaving.len() + outcome.stays.len();
    Ok(PolicyForeseen {
        held: policy.own.holds(outcome.loses.len(), holders),
        gains: named(read.connection, &outcome.gains, limit)?,
        loses: named(read.connection, &people(&outcome.loses), limit)?,
        stays: named(read.connection, &people(&outcome.stays), limit)?,
        leaving: named(read.connection, &people(&outcome.leaving), limit)?,
    })
}

fn named(connection: &Connection, ids: &[i64], limit: usize) -> Result<ForeseenPeople, Problem> {
    let mut statement = connection
        .prepare_cached("SELECT display_name, user_name FROM principal WHERE id = ?1")
        .map_err(StoreError::from)?;
    let rows = ids
        .iter()
        .take(limit)
        .map(|id| {
            statement.query_row([id], |row| {
                Ok(ForeseenPerson {
                    principal: *id,
                    principal_name: row.get(0)?,
                    user_name: row.get(1)?,
                })
            })
        })
        .collect::<Result<_, _>>()
        .map_err(StoreError::from)?;
    Ok(ForeseenPeople { total: ids.len(), rows })
}
