//! Roles over catalogs: given, ended, listed.

use countersign_domain::catalog::{CatalogRole, Task};
use countersign_store::StoreError;
use countersign_store::delegation::{self, DelegationFilter, DelegationRow};
use countersign_store::rusqlite::OptionalExtension;
use serde::{Deserialize, Serialize};
use serde_json::json;
use ts_rs::TS;

use super::one;
use crate::Problem;
use crate::authority::{require, sees_only};
use crate::call::{Entry, Read, Write};
use crate::principal::page;

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields, rename = "DelegationGiveInput")]
pub struct GiveInput {
    pub role: CatalogRole,
    /// None for a creator, whose role is over no catalog.
    pub catalog: Option<i64>,
    /// A person, a group or an application.
    pub principal: i64,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DelegationEndInput {
    pub delegation: i64,
}

#[derive(Debug, Default, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(optional_fields)]
pub struct DelegationListInput {
    pub catalog: Option<i64>,
    pub principal: Option<i64>,
    pub role: Option<CatalogRole>,
    /// Those that were ended, too.
    pub ended: Option<bool>,
    pub offset: Option<i64>,
    pub limit: Option<i64>,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DelegationPage {
    pub rows: Vec<DelegationRow>,
    pub total: i64,
}

fn task(role: CatalogRole) -> Task {
    match role {
        CatalogRole::Creator => Task::AppointCreator,
        CatalogRole::Owner => Task::AddOwner,
        _ => Task::AppointRole,
    }
}

pub(crate) fn give(write: &Write<'_>, input: GiveInput) -> Result<(DelegationRow, Entry), Problem> {
    if let Some(catalog) = input.catalog {
        one(write.transaction, catalog)?;
    }
    require(write.transaction, &write.actor, task(input.role), input.catalog)?;
    if input.role == CatalogRole::Administrator {
        return Err(Problem::new("Who administers this store is not said in a catalog.").field("role"));
    }
    match (input.role.is_of_one_catalog(), input.catalog) {
        (true, None) => return Err(Problem::new("Say in which catalog.").field("catalog")),
        (false, Some(_)) => {
            return Err(Problem::new("A creator is so over no catalog in particular.").field("catalog"));
        }
        _ => {}
    }
    let found: Option<(String, String, Option<bool>)> = write
        .transaction
        .query_row(
            "SELECT display_name, kind, enabled FROM principal WHERE id = ?1 AND removed_snapshot_id IS NULL",
            [input.principal],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )
        .optional()
        .map_err(StoreError::from)?;
    let (name, kind, enabled) =
        found.ok_or_else(|| Problem::missing("principal", input.principal).field("principal"))?;
    if !["user", "group", "servicePrincipal"].contains(&kind.as_str()) {
        return Err(Problem::new(format!("“{name}” is no person, group or application.")).field("principal"));
    }
    if enabled == Some(false) {
        return Err(Problem::new(format!("The account of {name} is disabled.")).field("principal"));
    }
    let label = write.actor.label();
    let given = delegation::give(
        write.transaction,
        input.role,
        input.catalog,
        input.principal,
        &label,
        write.now,
    )?;
    let id = given.ok_or_else(|| {
        Problem::new(format!("{name} has this role already."))
            .code("exists")
            .field("principal")
    })?;
    let row = delegation::one(write.transaction, id)?.ok_or_else(|| Problem::missing("delegation", id))?;
    let detail = json!({ "after": row });
    Ok((row, Entry::new(format!("delegation:{id}"), detail)))
}

pub(crate) fn end_delegation(write: &Write<'_>, input: DelegationEndInput) -> Result<(DelegationRow, Entry), Problem> {
    let missing = || Problem::missing("delegation", input.delegation);
    let before = delegation::one(write.transaction, input.delegation)?.ok_or_else(missing)?;
    require(write.transaction, &write.actor, task(before.role), before.catalog)?;
    let only_owners = DelegationFilter {
        catalog: before.catalog,
        role: Some(CatalogRole::Owner),
        ..DelegationFilter::default()
    };
    if before.role == CatalogRole::Owner
        && before.ended_at.is_none()
        && !write.actor.administrator
        && delegation::list(write.transaction, &only_owners, 0, 1)?.1 == 1
    {
        return Err(Problem::new("This is the last owner of the catalog.")
            .code("state")
            .hint("Give another person the role first."));
    }
    if !delegation::end(write.transaction, input.delegation, &write.actor.label(), write.now)? {
        return Err(Problem::new("This role was ended before.").code("state"));
    }
    let row = delegation::one(write.transaction, input.delegation)?.ok_or_else(missing)?;
    let detail = json!({ "before": before, "after": row });
    Ok((row, Entry::new(format!("delegation:{}", input.delegation), detail)))
}

/// Of one catalog, or of all the actor sees.
pub(crate) fn delegations(read: &Read<'_>, input: DelegationListInput) -> Result<DelegationPage, Problem> {
    if let Some(catalog) = input.catalog {
        one(read.connection, catalog)?;
        require(read.connection, &read.actor, Task::ViewCatalog, Some(catalog))?;
    }
    let (offset, limit) = page(input.offset, input.limit);
    let filter = DelegationFilter {
        catalog: input.catalog,
        principal: input.principal,
        role: input.role,
        ended: input.ended.unwrap_or(false),
        only: sees_only(read.connection, &read.actor)?,
    };
    let (rows, total) = delegation::list(read.connection, &filter, offset, limit)?;
    Ok(DelegationPage { rows, total })
}
