//! What may be given from a catalog, and by whom it may be put there.

use countersign_domain::actor::Actor;
use countersign_domain::catalog::{Task, by_hand};
use countersign_domain::snapshot::{Kind, attribute};
use countersign_store::StoreError;
use countersign_store::catalog::{self, CatalogResource, CatalogRow, ResourceFilter, ResourceUse};
use countersign_store::rusqlite::{Connection, OptionalExtension};
use serde::{Deserialize, Serialize};
use serde_json::json;
use ts_rs::TS;

use super::one;
use crate::Problem;
use crate::authority::{may, require};
use crate::call::{Entry, Read, Write};
use crate::principal::{page, pattern};
use crate::store::Nothing;

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ResourceInput {
    pub catalog: i64,
    pub resource: i64,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
pub struct ResourceListInput {
    pub catalog: i64,
    /// Part of a name.
    pub search: Option<String>,
    /// `group`, `servicePrincipal`, `directoryRole` or `azureRole`.
    pub kind: Option<String>,
    pub offset: Option<i64>,
    pub limit: Option<i64>,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ResourcePage {
    pub rows: Vec<ResourceLine>,
    pub total: i64,
}

/// A resource, and what a person will have to do.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ResourceLine {
    #[serde(flatten)]
    pub row: CatalogResource,
    /// The sentence of `byHand`.
    pub sentence: Option<String>,
}

/// A resource with the roles a package may give on it, and the packages that do.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ResourceView {
    #[serde(flatten)]
    pub line: ResourceLine,
    pub entitlements: Vec<String>,
    pub uses: Vec<ResourceUse>,
}

/// What would come of adding a resource: looked at, nothing changed.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ResourceForeseen {
    pub resource: i64,
    pub display_name: String,
    /// What a person would have to do; none where it is given and taken from here.
    pub sentence: Option<String>,
    /// Why the acting person cannot add it to this catalog.
    pub refused: Option<String>,
}

pub(crate) fn line(row: CatalogResource) -> ResourceLine {
    ResourceLine {
        sentence: row.by_hand.map(|reason| by_hand(reason, &row.display_name)),
        row,
    }
}

pub(crate) fn list_resources(read: &Read<'_>, input: ResourceListInput) -> Result<ResourcePage, Problem> {
    one(read.connection, input.catalog)?;
    require(read.connection, &read.actor, Task::ViewCatalog, Some(input.catalog))?;
    let (offset, limit) = page(input.offset, input.limit);
    let search = pattern(input.search.as_deref());
    let filter = ResourceFilter {
        search: search.as_deref(),
        kind: input.kind.as_deref(),
    };
    let (rows, total) = catalog::resources(read.connection, input.catalog, &filter, offset, limit)?;
    let rows = rows.into_iter().map(line).collect();
    Ok(ResourcePage { rows, total })
}

pub(crate) fn foresee_resource(read: &Read<'_>, input: ResourceInput) -> Result<ResourceForeseen, Problem> {
    let catalog = one(read.connection, input.catalog)?;
    require(read.connection, &read.actor, Task::ViewCatalog, Some(input.catalog))?;
    let there = read
        .connection
        .query_row("SELECT 1 FROM principal WHERE id = ?1", [input.resource], |_| Ok(()))
        .optional()
        .map_err(StoreError::from)?;
    there.ok_or_else(|| Problem::missing("resource", input.resource).field("resource"))?;
    let place = countersign_store::plan::place(read.connection, input.resource)?;
    let is_in = catalog::resource(read.connection, input.catalog, input.resource)?.is_some();
    let refused = match is_in {
        true => Some("This resource is in the catalog already.".to_owned()),
        false => may_be_put(read.connection, &read.actor, &catalog, input.resource, "resource")
            .err()
            .map(|problem| problem.message),
    };
    Ok(ResourceForeseen {
        resource: input.resource,
        sentence: place.barrier.map(|reason| by_hand(reason, &place.name)),
        display_name: place.name,
        refused,
    })
}

pub(crate) fn show_resource(read: &Read<'_>, input: ResourceInput) -> Result<ResourceView, Problem> {
    one(read.connection, input.catalog)?;
    require(read.connection, &read.actor, Task::ViewCatalog, Some(input.catalog))?;
    view(read.connection, input.catalog, input.resource)
}

fn view(connection: &Connection, catalog: i64, resource: i64) -> Result<ResourceView, Problem> {
    let row = catalog::resource(connection, catalog, resource)?
        .ok_or_else(|| Problem::missing("resource of this catalog", resource).field("resource"))?;
    Ok(ResourceView {
        entitlements: catalog::entitlements(connection, &row)?,
        uses: catalog::uses(connection, catalog, resource)?,
        line: line(row),
    })
}

/// Whether a package may give this on a resource. An application's roles are the directory's words: one that
/// nobody holds yet cannot be told from a wrong one, and is taken as it is said.
pub(crate) fn role_is_known(connection: &Connection, row: &CatalogResource, entitlement: &str) -> Result<(), Problem> {
    let known = catalog::entitlements(connection, row)?;
    let is_application = Kind::from_text(&row.kind) == Some(Kind::ServicePrincipal);
    let is_word = !["member", "owner", "assigned"].contains(&entitlement);
    if known.iter().any(|one| one == entitlement) || is_application && is_word {
        return Ok(());
    }
    Err(
        Problem::new(format!("“{}” has no role “{entitlement}”.", row.display_name))
            .code("unknownEntitlement")
            .hint(format!("It has: {}.", known.join(", "))),
    )
}

pub(crate) fn add(write: &Write<'_>, input: ResourceInput) -> Result<(ResourceView, Entry), Problem> {
    let catalog = one(write.transaction, input.catalog)?;
    require(write.transaction, &write.actor, Task::AddResource, Some(input.catalog))?;
    if !put(write, &catalog, input.resource, "resource")? {
        return Err(Problem::new("This resource is in the catalog already.")
            .code("exists")
            .field("resource"));
    }
    let view = view(write.transaction, input.catalog, input.resource)?;
    let detail =
        json!({ "catalogName": catalog.display_name, "resource": view.line.row, "byHand": view.line.sentence });
    Ok((view, Entry::new(format!("catalog:{}", input.catalog), detail)))
}

/// Puts a resource into a catalog in whose ownership the actor acts; `false` where it is in it already.
///
/// # Errors
/// The actor may not govern the resource, it is of another directory, or it is nothing that can be given.
pub(crate) fn put(write: &Write<'_>, catalog: &CatalogRow, resource: i64, field: &str) -> Result<bool, Problem> {
    may_be_put(write.transaction, &write.actor, catalog, resource, field)?;
    let label = write.actor.label();
    Ok(catalog::add_resource(
        write.transaction,
        catalog.catalog,
        resource,
        &label,
        write.now,
    )?)
}

/// # Errors
/// As [`put`].
fn may_be_put(
    connection: &Connection,
    actor: &Actor,
    catalog: &CatalogRow,
    resource: i64,
    field: &str,
) -> Result<(), Problem> {
    let found: Option<(i64, String, String, String)> = connection
        .query_row(
            "SELECT directory_id, kind, display_name, attributes FROM principal
             WHERE id = ?1 AND removed_snapshot_id IS NULL",
            [resource],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)),
        )
        .optional()
        .map_err(StoreError::from)?;
    let (directory, kind, name, attributes) =
        found.ok_or_else(|| Problem::missing("resource", resource).field(field))?;
    let mut needed = Task::AddResource;
    match Kind::from_text(&kind) {
        Some(Kind::Group | Kind::ServicePrincipal) => {}
        Some(Kind::DirectoryRole | Kind::AzureRole) => needed = Task::AddDirectoryRole,
        Some(Kind::AccessPackage) => {
            return Err(Problem::new("An access package is not put into a catalog as a resource.").field(field));
        }
        _ => return Err(Problem::new(format!("“{name}” is nothing that can be given to anybody.")).field(field)),
    }
    require(connection, actor, needed, Some(catalog.catalog))?;
    governs(connection, actor, resource, &name, &attributes)?;
    if directory != catalog.directory {
        return Err(Problem::new(format!(
            "“{name}” is of another directory than the catalog, whose resources are all of “{}”.",
            catalog.directory_name
        ))
        .field(field));
    }
    Ok(())
}

/// Who owns a catalog does not thereby own what others made: a resource is added by its own owner, and one that
/// changes the rights of others by an administrator (access-governance §2.2).
fn governs(connection: &Connection, actor: &Actor, resource: i64, name: &str, attributes: &str) -> Result<(), Problem> {
    if may(connection, actor, Task::AddDirectoryRole, None)? {
        return Ok(());
    }
    let attributes: serde_json::Value = serde_json::from_str(attributes)?;
    let privileged = attributes[attribute::PRIVILEGED][0] == attribute::TRUE;
    let owned = match actor.principal {
        Some(principal) => catalog::is_owner(connection, principal.0, resource)?,
        None => false,
    };
    let actor = &actor.display_name;
    let problem =
        |message: String, hint: &str| Err(Problem::new(message).code("permission").hint(hint).field("resource"));
    match (owned, privileged) {
        (true, false) => Ok(()),
        (_, true) => problem(
            format!("{actor} may not add “{name}”, whose holders can change the rights of others."),
            "Ask an administrator of this store.",
        ),
        (false, _) => problem(
            format!("{actor} does not own “{name}” and may not add it."),
            "Ask an owner of the resource, or an administrator of this store.",
        ),
    }
}

pub(crate) fn remove(write: &Write<'_>, input: ResourceInput) -> Result<(Nothing, Entry), Problem> {
    let catalog = one(write.transaction, input.catalog)?;
    require(
        write.transaction,
        &write.actor,
        Task::RemoveResource,
        Some(input.catalog),
    )?;
    let view = view(write.transaction, input.catalog, input.resource)?;
    if let Some(first) = view.uses.first() {
        return Err(Problem::new(format!(
            "“{}” is used by {}, among them “{}”.",
            view.line.row.display_name,
            super::count(view.line.row.package_count, "access package"),
            first.package_name
        ))
        .code("inUse")
        .field("resource")
        .hint("Take it out of these packages first."));
    }
    catalog::remove_resource(write.transaction, input.catalog, input.resource)?;
    let detail = json!({ "catalogName": catalog.display_name, "resource": view.line.row });
    Ok((Nothing {}, Entry::new(format!("catalog:{}", input.catalog), detail)))
}
