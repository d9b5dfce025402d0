//! An exception that lets somebody hold what does not go together, until its last day.

use chrono::NaiveDate;
use countersign_domain::exception::{self as rule, Access, Draft};
use countersign_domain::id::PrincipalId;
use countersign_store::conflict::{self, IncompatibleRow};
use countersign_store::rusqlite::{Connection, OptionalExtension, params};
use countersign_store::{StoreError, exception, package, snapshot};
use serde::Deserialize;
use ts_rs::TS;

use crate::Problem;
use crate::call::{Entry, Write};
use crate::exception::{ExceptionView, finish, today};

/// Of each name, so that both fit.
const NAMED: usize = 80;

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
#[ts(rename = "ConflictExceptInput")]
pub struct ExceptInput {
    pub principal: i64,
    /// The pair that does not go together.
    pub incompatible: i64,
    /// The package of the two that is asked for, where one is.
    pub package: Option<i64>,
    pub reason: String,
    /// The last day it is in force.
    pub until_on: Option<NaiveDate>,
    /// The day to look at it again.
    pub review_on: Option<NaiveDate>,
}

/// Proposes an exception for both rights of a pair; another administrator approves it in the register.
pub(crate) fn except(write: &Write<'_>, input: ExceptInput) -> Result<(ExceptionView, Entry), Problem> {
    let connection = write.transaction;
    let pair = conflict::one(connection, input.incompatible)?
        .ok_or_else(|| Problem::missing("pair", input.incompatible).field("incompatible"))?;
    let known: Option<i64> = connection
        .query_row(
            "SELECT id FROM principal WHERE id = ?1 AND kind IN ('user','servicePrincipal')
             AND removed_snapshot_id IS NULL",
            [input.principal],
            |row| row.get(0),
        )
        .optional()
        .map_err(StoreError::from)?;
    if known.is_none() {
        return Err(Problem::missing("person", input.principal).field("principal"));
    }
    if input
        .package
        .is_some_and(|asked| asked != pair.package && Some(asked) != pair.other_package)
    {
        return Err(Problem::new("This pair is not about that access package.").field("package"));
    }
    let (resource, entitlement) = access(connection, &pair, input.principal, input.package)?;
    let key: String = connection
        .query_row("SELECT key FROM principal WHERE id = ?1", [resource], |row| row.get(0))
        .map_err(StoreError::from)?;
    let short = |name: &str| name.chars().take(NAMED).collect::<String>();
    let draft = Draft {
        access: Access {
            principal: PrincipalId(input.principal),
            resource: key,
            entitlement,
        },
        policy: format!(
            "Separation of duties: “{}” and “{}”",
            short(&pair.package_name),
            short(&pair.other_name)
        ),
        reason: input.reason,
        until_on: input.until_on,
        review_on: input.review_on,
    };
    let new = rule::propose(draft, &write.actor, today(connection, write.now)?)?;
    let id = exception::add(connection, resource, &new)?;
    exception::set_incompatible(connection, id, pair.incompatible)?;
    finish(write, id, &new, "proposed", &new.reason)
}

/// The right that the exception is entered under: the package that is asked for or assigned, else one by which the
/// pair is held.
fn access(
    connection: &Connection,
    pair: &IncompatibleRow,
    principal: i64,
    asked: Option<i64>,
) -> Result<(i64, String), Problem> {
    let row = |id: i64| -> Result<i64, Problem> {
        let found = package::show(connection, id)?.ok_or_else(|| Problem::missing("access package", id))?;
        Ok(found.resource)
    };
    if let Some(asked) = asked {
        return Ok((row(asked)?, "assigned".into()));
    }
    for id in [Some(pair.package), pair.other_package].into_iter().flatten() {
        let assigned = connection
            .prepare_cached(
                "SELECT 1 FROM assignment WHERE principal_id = ?1 AND package_id = ?2 AND state <> 'expired'",
            )
            .and_then(|mut statement| statement.exists(params![principal, id]))
            .map_err(StoreError::from)?;
        if assigned {
            return Ok((row(id)?, "assigned".into()));
        }
    }
    if let Some(group) = pair.group {
        return Ok((group, "member".into()));
    }
    if conflict::is_held(connection, pair.package, principal)?
        && let Some(first) = package::roles(connection, pair.package)?.into_iter().next()
    {
        return Ok((first.resource, first.entitlement));
    }
    Ok((row(pair.package)?, "assigned".into()))
}

/// Whether somebody still holds both sides of a pair; one that was taken back is no conflict any more.
pub(crate) fn stands(connection: &Connection, incompatible: i64, principal: i64) -> Result<bool, Problem> {
    let Some(pair) = conflict::one(connection, incompatible)? else {
        return Ok(false);
    };
    if !conflict::is_held(connection, pair.package, principal)? {
        return Ok(false);
    }
    match (pair.other_package, pair.group) {
        (Some(other), _) => Ok(conflict::is_held(connection, other, principal)?),
        (None, Some(group)) => {
            let paths = snapshot::all_paths(connection, group, "member", principal, 1)?;
            Ok(!paths.ways.is_empty())
        }
        (None, None) => Ok(false),
    }
}
