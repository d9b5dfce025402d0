//! Catalogs as files: Graph's `accessPackageCatalog`, with its resources and packages.

use countersign_domain::catalog::Task;
use countersign_domain::snapshot::{ACTIVE, DEFAULT_ACCESS, ELIGIBLE, Kind};
use countersign_store::catalog::{self, CatalogResource, CatalogRow, NewCatalog, ResourceFilter};
use countersign_store::new_identifier;
use countersign_store::package::{self, PackageFilter};
use countersign_store::rusqlite::Connection;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use ts_rs::TS;

use super::{CatalogView, description, directory_of, make, name, one, put, view};
use crate::Problem;
use crate::authority::require;
use crate::call::{Entry, Read, Write};
use crate::graph_file::{DefinitionFile, Draft, Object, Remark, at, moment, within};
use crate::resolve;

const OWN: &[&str] = &["resources", "accessPackages"];
const KNOWN: &[&str] = &[
    "id",
    "displayName",
    "description",
    "catalogType",
    "state",
    "isExternallyVisible",
    "createdDateTime",
    "modifiedDateTime",
    "resources",
    "accessPackages",
];

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
pub struct CatalogExportInput {
    pub catalog: i64,
    /// Its access packages with their policies, too; yes where nothing is said.
    pub packages: Option<bool>,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
pub struct CatalogImportInput {
    /// Microsoft Graph's `accessPackageCatalog`, with `resources` and `accessPackages` where they are to come along.
    #[ts(type = "unknown")]
    pub definition: Value,
    /// The directory its resources are of; none where the store has only one.
    pub directory: Option<i64>,
    /// Writes over a catalog and over access packages with the same ids.
    pub replace: Option<bool>,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CatalogImported {
    #[serde(flatten)]
    pub view: CatalogView,
    /// It was not there before.
    pub created: bool,
    pub resources_added: usize,
    pub packages_written: usize,
    pub remarks: Vec<Remark>,
}

pub(crate) fn export(read: &Read<'_>, input: CatalogExportInput) -> Result<DefinitionFile, Problem> {
    let row = one(read.connection, input.catalog)?;
    require(read.connection, &read.actor, Task::ViewCatalog, Some(input.catalog))?;
    let mut file = Draft::over(catalog::source(read.connection, input.catalog)?);
    file.set("id", json!(row.key), &Value::Null);
    file.set("displayName", json!(row.display_name), &Value::Null);
    file.set("description", json!(row.description), &json!(""));
    file.set("catalogType", json!(row.kind), &Value::Null);
    let state = if row.published { "published" } else { "unpublished" };
    file.set("state", json!(state), &Value::Null);
    file.set("isExternallyVisible", json!(row.external), &Value::Null);
    file.fill("createdDateTime", moment(row.created_at));
    if row.changed_at > row.created_at {
        file.set("modifiedDateTime", moment(row.changed_at), &Value::Null);
    }
    file.fill("modifiedDateTime", moment(row.changed_at));
    let all = catalog::resources(read.connection, input.catalog, &ResourceFilter::default(), 0, i64::MAX)?.0;
    let resources = all
        .iter()
        .map(|one| resource_to_graph(read.connection, input.catalog, one))
        .collect::<Result<Vec<_>, _>>()?;
    file.set("resources", json!(resources), &json!([]));
    if input.packages.unwrap_or(true) {
        let filter = PackageFilter {
            catalog: Some(input.catalog),
            ..PackageFilter::default()
        };
        let packages = package::list(read.connection, &filter, 0, i64::MAX)?.0;
        let packages = packages
            .iter()
            .map(|one| crate::package::to_graph(read.connection, one))
            .collect::<Result<Vec<_>, _>>()?;
        file.set("accessPackages", json!(packages), &json!([]));
    }
    Ok(DefinitionFile {
        definition: file.finish(),
    })
}

/// Graph's word for where a resource comes from.
pub(crate) fn origin_system(kind: &str) -> &'static str {
    match Kind::from_text(kind) {
        Some(Kind::Group) => "AadGroup",
        Some(Kind::DirectoryRole) => "DirectoryRole",
        Some(Kind::AzureRole) => "AzureRole",
        _ => "AadApplication",
    }
}

/// Graph's `accessPackageResource`.
pub(crate) fn resource_to_graph(
    connection: &Connection,
    catalog: i64,
    row: &CatalogResource,
) -> Result<Value, Problem> {
    let mut file = Draft::over(catalog::resource_source(connection, catalog, row.resource)?);
    file.fill("id", json!(row.key));
    file.set("displayName", json!(row.display_name), &Value::Null);
    file.fill("description", json!(row.description));
    let origin = origin_id(&row.kind, &row.key);
    file.fill("originId", json!(origin));
    let system = origin_system(&row.kind);
    file.fill("originSystem", json!(system));
    file.fill("createdDateTime", moment(row.added_at));
    let roles = catalog::entitlements(connection, row)?;
    let roles: Vec<Value> = roles.iter().map(|one| role_to_graph(origin, &row.kind, one)).collect();
    file.fill("roles", json!(roles));
    file.fill("scopes", json!([scope_to_graph(origin, system)]));
    Ok(file.finish())
}

/// Graph's `accessPackageResourceRole`.
pub(crate) fn role_to_graph(key: &str, kind: &str, entitlement: &str) -> Value {
    let (id, name) = match (Kind::from_text(kind), entitlement) {
        (Some(Kind::Group), "member") => (format!("Member_{key}"), "Member"),
        (Some(Kind::Group), "owner") => (format!("Owner_{key}"), "Owner"),
        (Some(Kind::DirectoryRole | Kind::AzureRole), ELIGIBLE) => (format!("Eligible_{key}"), "Eligible Member"),
        (Some(Kind::DirectoryRole | Kind::AzureRole), ACTIVE) => (format!("Active_{key}"), "Active Member"),
        (_, DEFAULT_ACCESS) => (entitlement.to_owned(), "Default Access"),
        _ => (entitlement.to_owned(), entitlement),
    };
    let system = origin_system(kind);
    let standing = if entitlement == ELIGIBLE { "eligible" } else { "active" };
    json!({ "id": id, "displayName": name, "originSystem": system, "originId": id, "type": standing })
}

pub(crate) fn scope_to_graph(key: &str, system: &str) -> Value {
    json!({ "id": key, "displayName": "Root", "originId": key, "originSystem": system, "isRootScope": true })
}

/// The resource that a file means by its origin: never by a name, which another directory may use too.
pub(crate) fn of_reference(connection: &Connection, resource: &Object<'_>) -> Result<i64, Problem> {
    let path = resource.path("originId");
    let origin = resource
        .text("originId")?
        .ok_or_else(|| at(path.clone(), "Say which resource: its id in the directory."))?;
    let system = resource.text("originSystem")?.unwrap_or("AadGroup");
    let kind = match system {
        "AadGroup" => "group",
        "AadApplication" => "servicePrincipal",
        "DirectoryRole" => "directoryRole",
        "AzureRole" => "azureRole",
        _ => {
            return Err(at(
                resource.path("originSystem"),
                format!("Resources of “{system}” are not known here."),
            ));
        }
    };
    // Graph names a role of the directory by its definition alone; here it stands beside everything else.
    if kind == "directoryRole" {
        match resolve::principal(connection, &format!("{ROLE}{origin}"), kind, &path) {
            Err(problem) if problem.code.as_deref() == Some("unknownPrincipal") => {}
            found => return found,
        }
    }
    resolve::principal(connection, origin, kind, &path)
}

/// What Graph calls this resource: its key, without what it only needs to stand beside others here.
pub(crate) fn origin_id<'a>(kind: &str, key: &'a str) -> &'a str {
    match Kind::from_text(kind) {
        Some(Kind::DirectoryRole) => key.strip_prefix(ROLE).unwrap_or(key),
        _ => key,
    }
}

/// What the key of a directory role begins with.
const ROLE: &str = "role:";

pub(crate) fn import(write: &Write<'_>, input: CatalogImportInput) -> Result<(CatalogImported, Entry), Problem> {
    let file = Object::of(&input.definition, "")?;
    let replace = input.replace.unwrap_or(false);
    let id = file.text("id")?;
    let before = match id
        .map(|id| catalog::of_key(write.transaction, id))
        .transpose()?
        .flatten()
    {
        Some((_, true)) => {
            return Err(at("id", "A catalog with this id was deleted; give the file another id.").code("exists"));
        }
        Some((found, false)) => Some(one(write.transaction, found)?),
        None => None,
    };
    match &before {
        Some(row) => require(write.transaction, &write.actor, Task::EditCatalog, Some(row.catalog))?,
        None => require(write.transaction, &write.actor, Task::CreateCatalog, None)?,
    }
    if before.is_some() && !replace {
        return Err(at("id", "A catalog with this id is here already.")
            .code("exists")
            .hint("Say that it is to be written over, or give the file another id."));
    }
    let key = match id {
        Some(id) => id.to_owned(),
        None => new_identifier()?,
    };
    let row = keep(write, &file, &key, input.directory, before.as_ref())?;
    let mut remarks = Vec::new();
    file.remark_on_others(KNOWN, &mut remarks);
    catalog::set_source(write.transaction, row.catalog, &file.without(OWN))?;
    let mut resources_added = 0;
    for resource in file.list("resources")?.unwrap_or_default() {
        let found = of_reference(write.transaction, &resource)?;
        let path = resource.path("originId");
        if put(write, &row, found, &path)? {
            resources_added += 1;
        }
        catalog::set_resource_source(write.transaction, row.catalog, found, resource.value)?;
    }
    let packages = file.list("accessPackages")?.unwrap_or_default();
    let mut written = Vec::new();
    for package in &packages {
        let put = crate::package::put_file(write, &row, package, replace, &mut remarks)
            .map_err(|problem| within(problem, &package.path("")))?;
        written.push(put.package);
    }
    // A package may name one that stands behind it.
    for (id, package) in written.iter().zip(&packages) {
        let of = crate::package::one(write.transaction, *id)?;
        crate::package::put_incompatibles(write, &of, package, &mut remarks)?;
    }
    let packages_written = written.len();
    let view = view(write.transaction, &write.actor, row.catalog)?;
    let entry = Entry::new(
        format!("catalog:{}", row.catalog),
        json!({ "before": before, "after": view.row, "resourcesAdded": resources_added,
                "packagesWritten": packages_written, "remarks": remarks, "definition": input.definition }),
    );
    let created = before.is_none();
    Ok((
        CatalogImported {
            view,
            created,
            resources_added,
            packages_written,
            remarks,
        },
        entry,
    ))
}

/// Looks once more at what the packages of a catalog do not go together with, once other catalogs of the same tenant
/// are here too, and says which of them still are not. Without an entry where nothing new was found.
pub(crate) fn pair(write: &Write<'_>, definition: &Value, remarks: &mut Vec<Remark>) -> Result<Option<Entry>, Problem> {
    let file = Object::of(definition, "")?;
    let mut added = 0;
    for package in file.list("accessPackages")?.unwrap_or_default() {
        let key = package.text("id")?.unwrap_or_default();
        if let Some((found, false)) = countersign_store::package::of_key(write.transaction, key)? {
            let of = crate::package::one(write.transaction, found)?;
            added += crate::package::put_incompatibles(write, &of, &package, remarks)?;
        }
    }
    let here = catalog::of_key(write.transaction, file.text("id")?.unwrap_or_default())?;
    Ok(match (here, added) {
        (_, 0) | (None, _) => None,
        (Some((id, _)), added) => Some(Entry::new(
            format!("catalog:{id}"),
            json!({ "pairsAdded": added, "definition": definition }),
        )),
    })
}

/// Makes the catalog, or writes over the one that is there.
fn keep(
    write: &Write<'_>,
    file: &Object<'_>,
    key: &str,
    directory: Option<i64>,
    before: Option<&CatalogRow>,
) -> Result<CatalogRow, Problem> {
    let word = |field: &str, allowed: &[&'static str]| -> Result<Option<&'static str>, Problem> {
        let Some(text) = file.text(field)? else { return Ok(None) };
        let found = allowed.iter().find(|&&one| one == text);
        found.copied().map(Some).ok_or_else(|| {
            at(
                file.path(field),
                format!("“{text}” is none of: {}.", allowed.join(", ")),
            )
        })
    };
    let named = file
        .text("displayName")?
        .ok_or_else(|| at("displayName", "The catalog needs a name."))?;
    let new = NewCatalog {
        key,
        directory: match before {
            Some(row) => row.directory,
            None => directory_of(write.transaction, directory)?,
        },
        display_name: &name(named, "displayName")?,
        description: &description(file.text("description")?, "description")?,
        kind: word("catalogType", &["userManaged", "serviceDefault", "serviceManaged"])?.unwrap_or("userManaged"),
        published: word("state", &["published", "unpublished"])?.unwrap_or("published") == "published",
        external: file.flag("isExternallyVisible")?.unwrap_or(true),
    };
    let id = match before {
        Some(row) => {
            catalog::edit(write.transaction, row.catalog, &new, write.now)?;
            row.catalog
        }
        None => make(write, &new)?,
    };
    one(write.transaction, id)
}
