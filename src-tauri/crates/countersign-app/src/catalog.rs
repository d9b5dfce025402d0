//! Catalogs: made, changed, deleted, looked at; what is in them and who governs them.

mod delegation;
mod file;
mod resource;

pub use delegation::{DelegationEndInput, DelegationListInput, DelegationPage, GiveInput};
pub(crate) use delegation::{delegations, end_delegation, give};
pub use file::{CatalogExportInput, CatalogImportInput, CatalogImported};
pub(crate) use file::{export, import, of_reference, origin_id, origin_system, pair, role_to_graph, scope_to_graph};
pub(crate) use resource::put;
pub use resource::{ResourceForeseen, ResourceInput, ResourceListInput, ResourcePage, ResourceView};
pub(crate) use resource::{add, foresee_resource, list_resources, remove, role_is_known, show_resource};

use countersign_domain::catalog::{CatalogRole, Task};
use countersign_store::catalog::{self, CatalogFilter, CatalogRow, NewCatalog};
use countersign_store::rusqlite::Connection;
use countersign_store::{delegation as given, new_identifier, snapshot};
use serde::{Deserialize, Serialize};
use serde_json::json;
use ts_rs::TS;

use crate::Problem;
use crate::authority::{may, require, roles, sees_only};
use crate::call::{Entry, Read, Write};
use crate::principal::{page, pattern};
use crate::store::Nothing;

/// The longest name, in characters.
pub(crate) const LONGEST_NAME: usize = 256;
const LONGEST_TEXT: usize = 8_192;

#[derive(Debug, Default, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
pub struct CatalogCreateInput {
    pub display_name: String,
    pub description: Option<String>,
    /// The directory all its resources are of; none where the store has only one.
    pub directory: Option<i64>,
    /// What is in it can be asked for; yes where nothing is said.
    pub published: Option<bool>,
    /// People of connected organizations may ask, too; yes where nothing is said.
    pub external: Option<bool>,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
pub struct CatalogEditInput {
    pub catalog: i64,
    pub display_name: Option<String>,
    pub description: Option<String>,
    pub published: Option<bool>,
    pub external: Option<bool>,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CatalogInput {
    pub catalog: i64,
}

#[derive(Debug, Default, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(optional_fields)]
pub struct CatalogListInput {
    /// Part of a name.
    pub search: Option<String>,
    pub published: Option<bool>,
    pub offset: Option<i64>,
    pub limit: Option<i64>,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CatalogPage {
    pub rows: Vec<CatalogRow>,
    pub total: i64,
    /// Whether the acting person may make one.
    pub may_create: bool,
}

/// A catalog, and what the acting person is and may do in it.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CatalogView {
    #[serde(flatten)]
    pub row: CatalogRow,
    pub roles: Vec<CatalogRole>,
    pub may: Vec<Task>,
}

/// The catalog, if it is there.
pub(crate) fn one(connection: &Connection, catalog: i64) -> Result<CatalogRow, Problem> {
    catalog::show(connection, catalog)?.ok_or_else(|| Problem::missing("catalog", catalog))
}

/// A name that a person reads: there, of a bearable length, on one line.
pub(crate) fn name(text: &str, field: &str) -> Result<String, Problem> {
    let text = text.trim();
    let problem = |message: &str| Err(Problem::new(message).field(field));
    if text.is_empty() {
        return problem("The name is empty.");
    }
    if text.chars().count() > LONGEST_NAME {
        return problem("The name is longer than 256 characters.");
    }
    if text.chars().any(char::is_control) {
        return problem("The name holds control characters.");
    }
    Ok(text.to_owned())
}

/// A description: of a bearable length.
pub(crate) fn description(text: Option<&str>, field: &str) -> Result<String, Problem> {
    let text = text.unwrap_or_default().trim();
    if text.chars().count() > LONGEST_TEXT {
        return Err(Problem::new("The description is longer than 8192 characters.").field(field));
    }
    Ok(text.to_owned())
}

/// The directory that was named, or the only one there is.
fn directory_of(connection: &Connection, named: Option<i64>) -> Result<i64, Problem> {
    let all = snapshot::directories(connection)?;
    match (named, all.as_slice()) {
        (Some(id), _) if all.iter().any(|one| one.id == id) => Ok(id),
        (Some(id), _) => Err(Problem::missing("directory", id).field("directory")),
        (None, [only]) => Ok(only.id),
        (None, []) => Err(Problem::new("This store has no directory yet.")
            .field("directory")
            .hint("Add a directory and read it first.")),
        (None, _) => Err(Problem::new("Say which directory the resources of the catalog are of.").field("directory")),
    }
}

pub(crate) fn create(write: &Write<'_>, input: CatalogCreateInput) -> Result<(CatalogView, Entry), Problem> {
    require(write.transaction, &write.actor, Task::CreateCatalog, None)?;
    let new = NewCatalog {
        key: &new_identifier()?,
        directory: directory_of(write.transaction, input.directory)?,
        display_name: &name(&input.display_name, "displayName")?,
        description: &description(input.description.as_deref(), "description")?,
        kind: "userManaged",
        published: input.published.unwrap_or(true),
        external: input.external.unwrap_or(true),
    };
    let id = make(write, &new)?;
    let view = view(write.transaction, &write.actor, id)?;
    let detail = json!({ "after": view.row });
    Ok((view, Entry::new(format!("catalog:{id}"), detail)))
}

/// Makes a catalog; whoever makes it becomes its first owner.
fn make(write: &Write<'_>, new: &NewCatalog<'_>) -> Result<i64, Problem> {
    let label = write.actor.label();
    let id = catalog::create(write.transaction, new, &label, write.now)?;
    if let Some(principal) = write.actor.principal {
        given::give(
            write.transaction,
            CatalogRole::Owner,
            Some(id),
            principal.0,
            &label,
            write.now,
        )?;
    }
    Ok(id)
}

pub(crate) fn edit(write: &Write<'_>, input: CatalogEditInput) -> Result<(CatalogView, Entry), Problem> {
    let before = one(write.transaction, input.catalog)?;
    require(write.transaction, &write.actor, Task::EditCatalog, Some(input.catalog))?;
    let new = NewCatalog {
        key: &before.key,
        directory: before.directory,
        display_name: &name(
            input.display_name.as_ref().unwrap_or(&before.display_name),
            "displayName",
        )?,
        description: &description(
            input.description.as_deref().or(Some(&before.description)),
            "description",
        )?,
        kind: &before.kind,
        published: input.published.unwrap_or(before.published),
        external: input.external.unwrap_or(before.external),
    };
    catalog::edit(write.transaction, input.catalog, &new, write.now)?;
    let view = view(write.transaction, &write.actor, input.catalog)?;
    let detail = json!({ "before": before, "after": view.row });
    Ok((view, Entry::new(format!("catalog:{}", input.catalog), detail)))
}

pub(crate) fn delete(write: &Write<'_>, input: CatalogInput) -> Result<(Nothing, Entry), Problem> {
    let before = one(write.transaction, input.catalog)?;
    require(
        write.transaction,
        &write.actor,
        Task::DeleteCatalog,
        Some(input.catalog),
    )?;
    if before.package_count > 0 {
        return Err(Problem::new(format!(
            "“{}” still holds {}.",
            before.display_name,
            count(before.package_count, "access package")
        ))
        .code("state")
        .hint("Delete its access packages first."));
    }
    let label = write.actor.label();
    let ended = given::end_all(write.transaction, input.catalog, &label, write.now)?;
    catalog::delete(write.transaction, input.catalog, write.now)?;
    let detail = json!({ "before": before, "delegationsEnded": ended });
    Ok((Nothing {}, Entry::new(format!("catalog:{}", input.catalog), detail)))
}

/// So many of something, as a sentence says it.
pub(crate) fn count(number: i64, what: &str) -> String {
    match number {
        1 => format!("one {what}"),
        _ => format!("{number} {what}s"),
    }
}

pub(crate) fn list(read: &Read<'_>, input: CatalogListInput) -> Result<CatalogPage, Problem> {
    let (offset, limit) = page(input.offset, input.limit);
    let search = pattern(input.search.as_deref());
    let only = sees_only(read.connection, &read.actor)?;
    let filter = CatalogFilter {
        search: search.as_deref(),
        published: input.published,
        only: only.as_deref(),
    };
    let (rows, total) = catalog::list(read.connection, &filter, offset, limit)?;
    let may_create = may(read.connection, &read.actor, Task::CreateCatalog, None)?;
    Ok(CatalogPage {
        rows,
        total,
        may_create,
    })
}

pub(crate) fn show(read: &Read<'_>, input: CatalogInput) -> Result<CatalogView, Problem> {
    one(read.connection, input.catalog)?;
    require(read.connection, &read.actor, Task::ViewCatalog, Some(input.catalog))?;
    view(read.connection, &read.actor, input.catalog)
}

fn view(
    connection: &Connection,
    actor: &countersign_domain::actor::Actor,
    catalog: i64,
) -> Result<CatalogView, Problem> {
    Ok(CatalogView {
        row: one(connection, catalog)?,
        roles: roles(connection, actor, Some(catalog))?,
        may: tasks(connection, actor, catalog)?,
    })
}

/// What the actor may do in a catalog.
pub(crate) fn tasks(
    connection: &Connection,
    actor: &countersign_domain::actor::Actor,
    catalog: i64,
) -> Result<Vec<Task>, Problem> {
    let mut tasks = Vec::new();
    for task in Task::ALL {
        if may(connection, actor, *task, Some(catalog))? {
            tasks.push(*task);
        }
    }
    Ok(tasks)
}
