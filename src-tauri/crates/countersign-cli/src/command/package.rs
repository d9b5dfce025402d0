//! Access packages from the command line.

use std::sync::Arc;

use countersign_app::Desk;
use serde_json::{Value, json};

use super::catalog::{catalog_of, named, write};
use super::review::json_file;
use super::{Result, anything, directory_of, ended};
use crate::arguments::PackageVerb;
use crate::desk::{call, principal, wait};

pub(super) fn package(desk: &Arc<Desk>, verb: &PackageVerb) -> Result<Value> {
    let id = |reference: &str| package_of(desk, reference);
    match verb {
        PackageVerb::Create {
            name,
            catalog,
            description,
            hidden,
            adopts,
        } => call(
            desk,
            "package.create",
            json!({ "displayName": name, "catalog": catalog_of(desk, catalog)?, "description": description,
                    "hidden": hidden, "adopts": adopts }),
        ),
        PackageVerb::Edit {
            package,
            name,
            description,
            adopts,
        } => call(
            desk,
            "package.edit",
            json!({ "package": id(package)?, "displayName": name, "description": description, "adopts": adopts }),
        ),
        PackageVerb::Hide { package } => call(desk, "package.hide", json!({ "package": id(package)?, "hidden": true })),
        PackageVerb::Unhide { package } => call(
            desk,
            "package.hide",
            json!({ "package": id(package)?, "hidden": false }),
        ),
        PackageVerb::Delete { package } => call(desk, "package.delete", json!({ "package": id(package)? })),
        PackageVerb::List {
            catalog,
            search,
            resource,
            page,
        } => call(
            desk,
            "package.list",
            json!({ "catalog": catalog.as_deref().map(|one| catalog_of(desk, one)).transpose()?,
                    "resource": resource.as_deref().map(|one| anything(desk, one)).transpose()?,
                    "search": search, "offset": page.offset, "limit": page.limit }),
        ),
        PackageVerb::Show { package } => call(desk, "package.show", json!({ "package": id(package)? })),
        PackageVerb::AddRole {
            package,
            resource,
            entitlement,
        } => call(
            desk,
            "package.role.add",
            json!({ "package": id(package)?, "resource": anything(desk, resource)?, "entitlement": entitlement }),
        ),
        PackageVerb::RemoveRole {
            package,
            resource,
            entitlement,
        } => call(
            desk,
            "package.role.remove",
            json!({ "package": id(package)?, "resource": anything(desk, resource)?, "entitlement": entitlement }),
        ),
        PackageVerb::Foresee { package, add, remove } => call(
            desk,
            "package.role.foresee",
            json!({ "package": id(package)?, "add": roles(desk, add)?, "remove": roles(desk, remove)? }),
        ),
        PackageVerb::Export { package, out } => {
            let answer = call(desk, "package.export", json!({ "package": id(package)? }))?;
            write(answer, out.as_deref())
        }
        PackageVerb::Import { file, catalog, replace } => call(
            desk,
            "package.import",
            json!({ "definition": json_file(file)?, "replace": replace,
                    "catalog": catalog.as_deref().map(|one| catalog_of(desk, one)).transpose()? }),
        ),
        PackageVerb::Suggest {
            directory,
            catalog,
            rule,
            group,
            kind,
            with_given,
            minimum_people,
            minimum_entitlements,
            tolerance,
            limit,
        } => wait(
            desk,
            "package.suggest",
            json!({ "directory": directory.as_deref().map(|one| directory_of(desk, one)).transpose()?,
                    "catalog": catalog.as_deref().map(|one| catalog_of(desk, one)).transpose()?,
                    "group": group.as_deref().map(|one| principal(desk, one, "group")).transpose()?,
                    "rule": rule, "kinds": (!kind.is_empty()).then_some(kind), "withGiven": with_given,
                    "minimumPeople": minimum_people, "minimumEntitlements": minimum_entitlements,
                    "tolerance": tolerance, "limit": limit }),
        ),
        PackageVerb::Suggestions { run, page } => call(
            desk,
            "package.suggestion.list",
            json!({ "run": run, "offset": page.offset, "limit": page.limit }),
        ),
        PackageVerb::Suggestion { suggestion, page } => call(
            desk,
            "package.suggestion.show",
            json!({ "suggestion": suggestion, "offset": page.offset, "limit": page.limit }),
        ),
        PackageVerb::Accept {
            suggestion,
            catalog,
            name,
            description,
            hidden,
            automatic,
            assign,
            adopts,
        } => {
            let policy = if *automatic { "automatic" } else { "direct" };
            let accepted = call(
                desk,
                "package.accept",
                json!({ "suggestion": suggestion, "catalog": catalog_of(desk, catalog)?, "displayName": name,
                        "description": description, "hidden": hidden, "policy": policy, "assign": assign,
                        "adopts": adopts }),
            )?;
            if !accepted["job"].is_null() {
                ended(desk, &accepted)?;
            }
            Ok(accepted)
        }
    }
}

/// `RESOURCE` or `RESOURCE:ROLE`. A resource whose own name has a colon is said by its id.
fn roles(desk: &Arc<Desk>, words: &[String]) -> Result<Vec<Value>> {
    let role = |word: &String| {
        let (resource, entitlement) = word.rsplit_once(':').unwrap_or((word, "member"));
        Ok(json!({ "resource": anything(desk, resource)?, "entitlement": entitlement }))
    };
    words.iter().map(role).collect()
}

pub(super) fn package_of(desk: &Arc<Desk>, reference: &str) -> Result<i64> {
    named(desk, reference, "package", "access package", &json!({}))
}
