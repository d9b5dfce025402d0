//! Access packages: made, changed, hidden, deleted, looked at; what they give.

mod file;
mod role;

pub use file::{PackageExportInput, PackageImportInput, PackageImported};
pub(crate) use file::{export, import, put as put_file, put_incompatibles, to_graph};
pub use role::{RoleForeseeInput, RoleForeseen, RoleInput};
pub(crate) use role::{add_role, foresee, put_role, reach_holders, remove_role, take_role};

use countersign_domain::actor::Actor;
use countersign_domain::catalog::{Task, by_hand};
use countersign_store::new_identifier;
use countersign_store::package::{self, NewPackage, PackageFilter, PackageRole, PackageRow};
use countersign_store::policy::{self, PolicyRow};
use countersign_store::rusqlite::Connection;
use serde::{Deserialize, Serialize};
use serde_json::json;
use ts_rs::TS;

use crate::Problem;
use crate::authority::{require, sees_only};
use crate::call::{Entry, Read, Write};
use crate::catalog::{count, description, name, tasks};
use crate::principal::{page, pattern};
use crate::store::Nothing;

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
pub struct PackageCreateInput {
    pub catalog: i64,
    pub display_name: String,
    pub description: Option<String>,
    /// Asked for by its link only.
    pub hidden: Option<bool>,
    /// What a holder had before is lost with it, as in Entra; not so where nothing is said.
    pub adopts: Option<bool>,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
pub struct PackageEditInput {
    pub package: i64,
    pub display_name: Option<String>,
    pub description: Option<String>,
    pub hidden: Option<bool>,
    pub adopts: Option<bool>,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PackageHideInput {
    pub package: i64,
    pub hidden: bool,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PackageInput {
    pub package: i64,
}

#[derive(Debug, Default, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(optional_fields)]
pub struct PackageListInput {
    pub catalog: Option<i64>,
    /// Part of a name.
    pub search: Option<String>,
    pub hidden: Option<bool>,
    /// Those that give something on this resource.
    pub resource: Option<i64>,
    pub offset: Option<i64>,
    pub limit: Option<i64>,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PackagePage {
    pub rows: Vec<PackageRow>,
    pub total: i64,
}

/// An access package, what it gives, who may hold it, and what the acting person may do with it.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PackageView {
    #[serde(flatten)]
    pub row: PackageRow,
    pub roles: Vec<RoleLine>,
    pub policies: Vec<PolicyRow>,
    /// Requests for it that have not come to an end.
    pub open_request_count: i64,
    pub may: Vec<Task>,
}

/// An entitlement of a package, and what a person will have to do.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(rename = "PackageRoleLine")]
pub struct RoleLine {
    #[serde(flatten)]
    pub role: PackageRole,
    /// The sentence of `byHand`.
    pub sentence: Option<String>,
}

/// The package, if it is there.
pub(crate) fn one(connection: &Connection, package: i64) -> Result<PackageRow, Problem> {
    package::show(connection, package)?.ok_or_else(|| Problem::missing("access package", package))
}

/// The package, if the actor may do the task in its catalog.
pub(crate) fn governed(
    connection: &Connection,
    actor: &Actor,
    task: Task,
    package: i64,
) -> Result<PackageRow, Problem> {
    let row = one(connection, package)?;
    require(connection, actor, task, Some(row.catalog))?;
    Ok(row)
}

pub(crate) fn view(connection: &Connection, actor: &Actor, package: i64) -> Result<PackageView, Problem> {
    let row = one(connection, package)?;
    let roles = package::roles(connection, package)?;
    Ok(PackageView {
        roles: roles.into_iter().map(line).collect(),
        policies: policy::list(connection, package)?,
        open_request_count: package::open_request_count(connection, package)?,
        may: tasks(connection, actor, row.catalog)?,
        row,
    })
}

fn line(role: PackageRole) -> RoleLine {
    RoleLine {
        sentence: role.by_hand.map(|reason| by_hand(reason, &role.resource_name)),
        role,
    }
}

/// # Errors
/// Another package of the catalog is called so.
pub(crate) fn is_free(connection: &Connection, catalog: i64, name: &str, own: Option<i64>) -> Result<(), Problem> {
    match package::of_name(connection, catalog, name)? {
        Some(found) if Some(found) != own => Err(Problem::new(format!(
            "The catalog holds an access package “{name}” already."
        ))
        .code("exists")
        .field("displayName")),
        _ => Ok(()),
    }
}

pub(crate) fn create(write: &Write<'_>, input: PackageCreateInput) -> Result<(PackageView, Entry), Problem> {
    crate::catalog::one(write.transaction, input.catalog)?;
    require(
        write.transaction,
        &write.actor,
        Task::CreatePackage,
        Some(input.catalog),
    )?;
    let display_name = name(&input.display_name, "displayName")?;
    is_free(write.transaction, input.catalog, &display_name, None)?;
    let new = NewPackage {
        key: &new_identifier()?,
        catalog: input.catalog,
        display_name: &display_name,
        description: &description(input.description.as_deref(), "description")?,
        hidden: input.hidden.unwrap_or(false),
        adopts: input.adopts.unwrap_or(false),
    };
    let id = package::create(write.transaction, &new, &write.actor.label(), write.now)?;
    let view = view(write.transaction, &write.actor, id)?;
    let detail = json!({ "after": view.row });
    Ok((view, Entry::new(format!("package:{id}"), detail)))
}

pub(crate) fn edit(write: &Write<'_>, input: PackageEditInput) -> Result<(PackageView, Entry), Problem> {
    let before = governed(write.transaction, &write.actor, Task::EditPackage, input.package)?;
    let display_name = name(
        input.display_name.as_ref().unwrap_or(&before.display_name),
        "displayName",
    )?;
    is_free(write.transaction, before.catalog, &display_name, Some(input.package))?;
    let new = NewPackage {
        key: &before.key,
        catalog: before.catalog,
        display_name: &display_name,
        description: &description(
            input.description.as_deref().or(Some(&before.description)),
            "description",
        )?,
        hidden: input.hidden.unwrap_or(before.hidden),
        adopts: input.adopts.unwrap_or(before.adopts),
    };
    package::edit(write.transaction, input.package, &new, write.now)?;
    let view = view(write.transaction, &write.actor, input.package)?;
    let detail = json!({ "before": before, "after": view.row });
    Ok((view, Entry::new(format!("package:{}", input.package), detail)))
}

pub(crate) fn hide(write: &Write<'_>, input: PackageHideInput) -> Result<(PackageView, Entry), Problem> {
    let PackageHideInput { package, hidden } = input;
    edit(
        write,
        PackageEditInput {
            package,
            display_name: None,
            description: None,
            hidden: Some(hidden),
            adopts: None,
        },
    )
}

pub(crate) fn delete(write: &Write<'_>, input: PackageInput) -> Result<(Nothing, Entry), Problem> {
    let before = governed(write.transaction, &write.actor, Task::DeletePackage, input.package)?;
    let holds = countersign_store::retention::holds_of_package(write.transaction, input.package)?;
    crate::retention::refuse_held(&holds)?;
    let refused = |what: String, hint: &str| Err(Problem::new(what).code("state").hint(hint));
    if before.assignment_count > 0 {
        return refused(
            format!(
                "“{}” still has {}.",
                before.display_name,
                count(before.assignment_count, "assignment")
            ),
            "End its assignments first, and wait until what they gave is gone.",
        );
    }
    let open = package::open_request_count(write.transaction, input.package)?;
    if open > 0 {
        return refused(
            format!("“{}” still has {}.", before.display_name, count(open, "open request")),
            "Cancel its requests first.",
        );
    }
    let policies = policy::list(write.transaction, input.package)?;
    for one in &policies {
        crate::policy::end(write, one)?;
    }
    let roles = package::roles(write.transaction, input.package)?;
    package::delete(write.transaction, input.package, &write.actor.label(), write.now)?;
    let detail = json!({ "before": before, "roles": roles,
                         "policies": policies.iter().map(|one| &one.display_name).collect::<Vec<_>>() });
    Ok((Nothing {}, Entry::new(format!("package:{}", input.package), detail)))
}

pub(crate) fn list(read: &Read<'_>, input: PackageListInput) -> Result<PackagePage, Problem> {
    if let Some(catalog) = input.catalog {
        crate::catalog::one(read.connection, catalog)?;
        require(read.connection, &read.actor, Task::ViewCatalog, Some(catalog))?;
    }
    let (offset, limit) = page(input.offset, input.limit);
    let search = pattern(input.search.as_deref());
    let only = match input.catalog {
        Some(_) => None,
        None => sees_only(read.connection, &read.actor)?,
    };
    let filter = PackageFilter {
        catalog: input.catalog,
        search: search.as_deref(),
        hidden: input.hidden,
        resource: input.resource,
        only: only.as_deref(),
    };
    let (rows, total) = package::list(read.connection, &filter, offset, limit)?;
    Ok(PackagePage { rows, total })
}

pub(crate) fn show(read: &Read<'_>, input: PackageInput) -> Result<PackageView, Problem> {
    governed(read.connection, &read.actor, Task::ViewCatalog, input.package)?;
    view(read.connection, &read.actor, input.package)
}
