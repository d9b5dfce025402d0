//! Catalogs from the command line.

use std::path::Path;
use std::sync::Arc;

use countersign_app::{Desk, Problem};
use serde_json::{Value, json};

use super::review::json_file;
use super::{Result, anything, directory_of};
use crate::arguments::CatalogVerb;
use crate::desk::call;

pub(super) fn catalog(desk: &Arc<Desk>, verb: &CatalogVerb) -> Result<Value> {
    let id = |reference: &str| catalog_of(desk, reference);
    match verb {
        CatalogVerb::Create {
            name,
            description,
            directory,
            unpublished,
            internal,
        } => call(
            desk,
            "catalog.create",
            json!({ "displayName": name, "description": description, "published": !unpublished,
                    "external": !internal, "directory": directory.as_deref().map(|one| directory_of(desk, one)).transpose()? }),
        ),
        CatalogVerb::Edit {
            catalog,
            name,
            description,
            published,
            external,
        } => call(
            desk,
            "catalog.edit",
            json!({ "catalog": id(catalog)?, "displayName": name, "description": description,
                    "published": published, "external": external }),
        ),
        CatalogVerb::Delete { catalog } => call(desk, "catalog.delete", json!({ "catalog": id(catalog)? })),
        CatalogVerb::List { search, page } => call(
            desk,
            "catalog.list",
            json!({ "search": search, "offset": page.offset, "limit": page.limit }),
        ),
        CatalogVerb::Show { catalog } => call(desk, "catalog.show", json!({ "catalog": id(catalog)? })),
        CatalogVerb::Resources { catalog, search, page } => call(
            desk,
            "catalog.resource.list",
            json!({ "catalog": id(catalog)?, "search": search, "offset": page.offset, "limit": page.limit }),
        ),
        CatalogVerb::Resource { catalog, resource } => resource_call(desk, "catalog.resource.show", catalog, resource),
        CatalogVerb::AddResource { catalog, resource } => {
            resource_call(desk, "catalog.resource.add", catalog, resource)
        }
        CatalogVerb::RemoveResource { catalog, resource } => {
            resource_call(desk, "catalog.resource.remove", catalog, resource)
        }
        CatalogVerb::Give {
            role,
            principal,
            catalog,
        } => call(
            desk,
            "delegation.give",
            json!({ "role": role.word(), "principal": holder(desk, principal)?,
                    "catalog": catalog.as_deref().map(id).transpose()? }),
        ),
        CatalogVerb::End { delegation } => call(desk, "delegation.end", json!({ "delegation": delegation })),
        CatalogVerb::Delegations { catalog, ended, page } => call(
            desk,
            "delegation.list",
            json!({ "catalog": catalog.as_deref().map(id).transpose()?, "ended": ended, "offset": page.offset,
                    "limit": page.limit }),
        ),
        CatalogVerb::Export {
            catalog,
            out,
            without_packages,
        } => {
            let input = json!({ "catalog": id(catalog)?, "packages": !without_packages });
            write(call(desk, "catalog.export", input)?, out.as_deref())
        }
        CatalogVerb::Import {
            file,
            directory,
            replace,
        } => call(
            desk,
            "catalog.import",
            json!({ "definition": json_file(file)?, "replace": replace,
                    "directory": directory.as_deref().map(|one| directory_of(desk, one)).transpose()? }),
        ),
    }
}

fn resource_call(desk: &Arc<Desk>, operation: &str, catalog: &str, resource: &str) -> Result<Value> {
    let input = json!({ "catalog": catalog_of(desk, catalog)?, "resource": anything(desk, resource)? });
    call(desk, operation, input)
}

/// Who may be given a role: people before groups, where both are called so.
fn holder(desk: &Arc<Desk>, reference: &str) -> Result<i64> {
    match crate::desk::principal(desk, reference, "user") {
        Err(problem) if problem.code.as_deref() == Some("unknownPrincipal") => anything(desk, reference),
        found => found,
    }
}

/// A definition into a file, or as the answer.
pub(super) fn write(answer: Value, out: Option<&Path>) -> Result<Value> {
    let definition = answer["definition"].clone();
    let Some(out) = out else { return Ok(definition) };
    let text = serde_json::to_string_pretty(&definition)?;
    std::fs::write(out, text + "\n")
        .map_err(|error| Problem::new(format!("{} cannot be written: {error}.", out.display())))?;
    Ok(json!({ "file": super::absolute(out) }))
}

pub(super) fn catalog_of(desk: &Arc<Desk>, reference: &str) -> Result<i64> {
    named(desk, reference, "catalog", "catalog", &json!({}))
}

/// The number of a row of a list by that number, by its id in files, or by its name.
pub(super) fn named(desk: &Arc<Desk>, reference: &str, noun: &str, what: &str, filter: &Value) -> Result<i64> {
    if let Ok(number) = reference.parse() {
        return Ok(number);
    }
    const PAGE: usize = 1_000;
    let is_same = |value: &Value| value.as_str().is_some_and(|text| text.eq_ignore_ascii_case(reference));
    // By name the desk narrows the list; an id in files is nobody's name and is looked for in all of it.
    for search in [Some(reference), None] {
        let mut found = Vec::new();
        let mut offset = 0;
        loop {
            let mut input = filter.clone();
            input["search"] = json!(search);
            input["offset"] = json!(offset);
            input["limit"] = json!(PAGE);
            let page = call(desk, &format!("{noun}.list"), input)?;
            let rows = page["rows"].as_array().map_or(&[][..], Vec::as_slice);
            let same = rows
                .iter()
                .filter(|row| is_same(&row["key"]) || is_same(&row["displayName"]));
            found.extend(same.filter_map(|row| row[noun].as_i64()));
            offset += PAGE;
            if rows.len() < PAGE {
                break;
            }
        }
        match found.as_slice() {
            [] => {}
            [one] => return Ok(*one),
            _ => {
                return Err(Problem::new(format!("More than one {what} is called “{reference}”."))
                    .code("ambiguous")
                    .hint("Use its number."));
            }
        }
    }
    Err(Problem::new(format!("No {what} is called “{reference}”."))
        .code("missing")
        .hint(format!("See “{noun} list”.")))
}
