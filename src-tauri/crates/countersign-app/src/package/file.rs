//! Access packages as files: Graph's `accessPackage`, with what it gives and its policies.

mod incompatible;
mod role;

use countersign_domain::catalog::Task;
use countersign_store::catalog::{self, CatalogRow};
use countersign_store::package::{self, NewPackage, PackageRole, PackageRow};
use countersign_store::rusqlite::Connection;
use countersign_store::{new_identifier, policy};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use ts_rs::TS;

use super::{PackageView, governed, is_free, one, reach_holders, view};
use crate::Problem;
use crate::authority::require;
use crate::call::{Entry, Read, Write};
use crate::catalog::{description, name, origin_id, origin_system, role_to_graph, scope_to_graph};
use crate::graph_file::{DefinitionFile, Draft, Object, Remark, at, moment, within};

pub(crate) use incompatible::put_incompatibles;
use role::put_roles;

/// What Graph has no word for.
const OWN_SETTINGS: &str = "@countersign.package";
/// Kept in places of their own.
const PARTS: &[&str] = &["resourceRoleScopes", "assignmentPolicies"];
const KNOWN: &[&str] = &[
    "id",
    "displayName",
    "description",
    "isHidden",
    "createdDateTime",
    "modifiedDateTime",
    "catalog",
    "resourceRoleScopes",
    "assignmentPolicies",
    incompatible::PACKAGES,
    incompatible::GROUPS,
    OWN_SETTINGS,
];

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PackageExportInput {
    pub package: i64,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
pub struct PackageImportInput {
    /// Microsoft Graph's `accessPackage`, with `resourceRoleScopes` and `assignmentPolicies` where they are to come
    /// along.
    #[ts(type = "unknown")]
    pub definition: Value,
    /// The catalog it goes into; none where the file names one that is here.
    pub catalog: Option<i64>,
    /// Writes over an access package with the same id.
    pub replace: Option<bool>,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PackageImported {
    #[serde(flatten)]
    pub view: PackageView,
    /// It was not there before.
    pub created: bool,
    /// Assignments that the change reaches.
    pub holders_reached: usize,
    pub remarks: Vec<Remark>,
}

pub(crate) fn export(read: &Read<'_>, input: PackageExportInput) -> Result<DefinitionFile, Problem> {
    let row = governed(read.connection, &read.actor, Task::ViewCatalog, input.package)?;
    Ok(DefinitionFile {
        definition: to_graph(read.connection, &row)?,
    })
}

pub(crate) fn to_graph(connection: &Connection, row: &PackageRow) -> Result<Value, Problem> {
    let mut file = Draft::over(package::source(connection, row.package)?);
    file.set("id", json!(row.key), &Value::Null);
    file.set("displayName", json!(row.display_name), &Value::Null);
    file.set("description", json!(row.description), &json!(""));
    file.set("isHidden", json!(row.hidden), &Value::Null);
    file.fill("createdDateTime", moment(row.created_at));
    if row.changed_at > row.created_at {
        file.set("modifiedDateTime", moment(row.changed_at), &Value::Null);
    }
    file.fill("modifiedDateTime", moment(row.changed_at));
    let own = if row.adopts {
        json!({ "adopts": true })
    } else {
        json!({})
    };
    file.set(OWN_SETTINGS, own, &json!({}));
    let catalog = crate::catalog::one(connection, row.catalog)?;
    let named = json!({ "id": catalog.key, "displayName": catalog.display_name });
    file.set("catalog", named, &Value::Null);
    let roles = package::roles(connection, row.package)?;
    let scopes = roles
        .iter()
        .map(|role| role_scope(connection, row, role))
        .collect::<Result<Vec<_>, _>>()?;
    file.set("resourceRoleScopes", json!(scopes), &json!([]));
    let mut policies = Vec::new();
    for policy in policy::list(connection, row.package)? {
        let mut one = Draft::over(Some(policy.definition));
        one.fill("id", json!(policy.key));
        policies.push(one.finish());
    }
    file.set("assignmentPolicies", json!(policies), &json!([]));
    incompatible::write(connection, row, &mut file)?;
    Ok(file.finish())
}

/// Graph's `accessPackageResourceRoleScope`. What a role is does not change, so a file's own words stand.
fn role_scope(connection: &Connection, package: &PackageRow, role: &PackageRole) -> Result<Value, Problem> {
    let source = package::role_source(connection, package.package, role.resource, &role.entitlement)?;
    let mut file = Draft::over(source);
    let key = origin_id(&role.resource_kind, &role.resource_key);
    let system = origin_system(&role.resource_kind);
    let mut given = role_to_graph(key, &role.resource_kind, &role.entitlement);
    let id = given["id"].as_str().unwrap_or_default().to_owned();
    given["resource"] =
        json!({ "id": key, "displayName": role.resource_name, "originId": key, "originSystem": system });
    file.fill("id", json!(format!("{id}_{key}")));
    file.fill("createdDateTime", moment(role.added_at));
    file.fill("role", given);
    file.fill("scope", scope_to_graph(key, system));
    Ok(file.finish())
}

pub(crate) fn import(write: &Write<'_>, input: PackageImportInput) -> Result<(PackageImported, Entry), Problem> {
    let file = Object::of(&input.definition, "")?;
    let catalog = catalog_of(write.transaction, &file, input.catalog)?;
    let mut remarks = Vec::new();
    let put = put(write, &catalog, &file, input.replace.unwrap_or(false), &mut remarks)?;
    let row = one(write.transaction, put.package)?;
    put_incompatibles(write, &row, &file, &mut remarks)?;
    let view = view(write.transaction, &write.actor, put.package)?;
    let detail = json!({ "before": put.before, "after": view.row, "holdersReached": put.holders, "remarks": remarks,
                         "definition": input.definition });
    let imported = PackageImported {
        view,
        created: put.before.is_none(),
        holders_reached: put.holders,
        remarks,
    };
    Ok((imported, Entry::new(format!("package:{}", put.package), detail)))
}

fn catalog_of(connection: &Connection, file: &Object<'_>, named: Option<i64>) -> Result<CatalogRow, Problem> {
    if let Some(named) = named {
        return crate::catalog::one(connection, named).map_err(|problem| problem.field("catalog"));
    }
    let unknown = |message: String| {
        at("catalog.id", message)
            .code("unknownCatalog")
            .hint("Say into which catalog the access package goes.")
    };
    let catalog = file.object("catalog")?;
    let key = match &catalog {
        Some(catalog) => catalog.text("id")?,
        None => None,
    };
    let key = key.ok_or_else(|| unknown("The file names no catalog.".into()))?;
    match catalog::of_key(connection, key)? {
        Some((found, false)) => crate::catalog::one(connection, found),
        _ => Err(unknown(format!("This store holds no catalog “{key}”."))),
    }
}

/// What was taken in.
pub(crate) struct Put {
    pub package: i64,
    before: Option<PackageRow>,
    holders: usize,
}

/// Takes an access package into a catalog: made, or written over where that is wanted.
///
/// # Errors
/// Each at its path in the whole file; nothing was changed then.
pub(crate) fn put(
    write: &Write<'_>,
    catalog: &CatalogRow,
    file: &Object<'_>,
    replace: bool,
    remarks: &mut Vec<Remark>,
) -> Result<Put, Problem> {
    let id = file.text("id")?;
    let before = match id
        .map(|id| package::of_key(write.transaction, id))
        .transpose()?
        .flatten()
    {
        Some((_, true)) => {
            return Err(at(
                file.path("id"),
                "An access package with this id was deleted; give the file another id.",
            )
            .code("exists"));
        }
        Some((found, false)) => Some(one(write.transaction, found)?),
        None => None,
    };
    let needed: &[Task] = match before {
        Some(_) => &[Task::EditPackage, Task::ChangePackageRole],
        None => &[Task::CreatePackage],
    };
    for task in needed {
        let place = before.as_ref().map_or(catalog.catalog, |row| row.catalog);
        require(write.transaction, &write.actor, *task, Some(place))?;
    }
    match &before {
        Some(_) if !replace => {
            return Err(at(file.path("id"), "An access package with this id is here already.")
                .code("exists")
                .hint("Say that it is to be written over, or give the file another id."));
        }
        Some(row) if row.catalog != catalog.catalog => {
            return Err(at(
                file.path("catalog"),
                format!(
                    "This access package is in the catalog “{}” and stays there.",
                    row.catalog_name
                ),
            ));
        }
        _ => {}
    }
    let package = keep(write, catalog, file, before.as_ref())?;
    file.remark_on_others(KNOWN, remarks);
    package::set_source(write.transaction, package.package, &file.without(PARTS))?;
    let changed = put_roles(write, &package, file)?;
    put_policies(write, &package, file, remarks)?;
    let holders = match (before.is_some(), changed) {
        (true, true) => reach_holders(write, package.package)?,
        _ => 0,
    };
    Ok(Put {
        package: package.package,
        before,
        holders,
    })
}

fn keep(
    write: &Write<'_>,
    catalog: &CatalogRow,
    file: &Object<'_>,
    before: Option<&PackageRow>,
) -> Result<PackageRow, Problem> {
    let field = file.path("displayName");
    let named = file
        .text("displayName")?
        .ok_or_else(|| at(field.clone(), "The access package needs a name."))?;
    let display_name = name(named, &field)?;
    is_free(
        write.transaction,
        catalog.catalog,
        &display_name,
        before.map(|row| row.package),
    )
    .map_err(|problem| problem.field(field))?;
    let own = file.object(OWN_SETTINGS)?;
    let adopts = match &own {
        Some(own) => own.flag("adopts")?,
        None => None,
    };
    let key = match (before, file.text("id")?) {
        (Some(row), _) => row.key.clone(),
        (None, Some(id)) => id.to_owned(),
        (None, None) => new_identifier()?,
    };
    let new = NewPackage {
        key: &key,
        catalog: catalog.catalog,
        display_name: &display_name,
        description: &description(file.text("description")?, &file.path("description"))?,
        hidden: file.flag("isHidden")?.unwrap_or(false),
        adopts: adopts.unwrap_or(false),
    };
    let id = match before {
        Some(row) => {
            package::edit(write.transaction, row.package, &new, write.now)?;
            row.package
        }
        None => package::create(write.transaction, &new, &write.actor.label(), write.now)?,
    };
    one(write.transaction, id)
}

/// The policies of the file are added; one with an id that the package has already is left as it is.
fn put_policies(
    write: &Write<'_>,
    package: &PackageRow,
    file: &Object<'_>,
    remarks: &mut Vec<Remark>,
) -> Result<(), Problem> {
    let here = policy::list(write.transaction, package.package)?;
    for (n, one) in file.list("assignmentPolicies")?.unwrap_or_default().iter().enumerate() {
        let path = file.path(&format!("assignmentPolicies[{n}]"));
        let same = one.text("id")?.and_then(|id| here.iter().find(|row| row.key == id));
        match same {
            Some(row) if row.definition == *one.value => {}
            Some(_) => remarks.push(Remark {
                path,
                message: "The package has a policy with this id, and it stays as it is; change it by itself.".into(),
            }),
            None => {
                crate::policy::keep(write, package, one.value).map_err(|problem| within(problem, &path))?;
            }
        }
    }
    Ok(())
}
