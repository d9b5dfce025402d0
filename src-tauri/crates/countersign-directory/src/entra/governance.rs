//! What a tenant governs itself: its access reviews, and its catalogs with their access packages, in Graph's own shapes.

use std::path::Path;

use serde_json::{Map, Value};
use zeroize::Zeroizing;

use super::address::governance as ask;
use super::apply::parse;
use super::id::Id;
use super::page::{Walk, whole};
use super::session::{Keep, Session};
use super::setting::Setting;
use super::token::Proof;
use crate::ldap::text::clean;
use crate::{Control, DirectoryProblem};

/// So many reviews, catalogs and access packages are taken in, each; a tenant with more says so.
const MOST: usize = 5_000;

/// What a tenant governs itself.
#[derive(Debug, Default)]
pub struct Governed {
    /// Graph's `accessReviewScheduleDefinition`.
    pub reviews: Vec<Value>,
    /// Graph's `accessPackageCatalog`, with `resources` and `accessPackages` inside.
    pub catalogs: Vec<Value>,
    /// What could not be read, a sentence each.
    pub missing: Vec<String>,
}

/// Reads what a tenant governs itself. What the account may not see, or the tenant has no licence for, is named.
///
/// # Errors
/// Settings that cannot be right, and whatever hinders the reading.
pub async fn governed(
    settings: &Value,
    secret: Option<Zeroizing<String>>,
    folder: &Path,
    keep: Option<Keep>,
    control: &Control,
) -> Result<Governed, DirectoryProblem> {
    let setting = Setting::parse(settings, folder)?;
    let proof = Proof::new(&setting, secret.filter(|secret| !secret.is_empty()))?;
    let session = Session::new(setting, proof, keep)?;
    let mut found = Governed::default();
    control.report("read the access reviews", 0, None);
    match all(&session, ask::reviews(), control).await {
        Ok(reviews) => found.reviews = reviews,
        Err(problem) => found.missing.push(told(problem)?),
    }
    control.report("read the access packages", 0, None);
    match catalogs(&session, control).await {
        Ok((catalogs, missing)) => {
            found.catalogs = catalogs;
            found.missing.extend(missing);
        }
        Err(problem) => found.missing.push(told(problem)?),
    }
    Ok(found)
}

/// A refusal in words; what is no refusal ends the reading.
fn told(problem: DirectoryProblem) -> Result<String, DirectoryProblem> {
    match problem {
        DirectoryProblem::Permission { .. } | DirectoryProblem::Answered { status: 400..=499, .. } => {
            Ok(problem.to_string())
        }
        problem => Err(problem),
    }
}

/// The catalogs with what stands in them, and what of that is not shown, a sentence each.
async fn catalogs(session: &Session, control: &Control) -> Result<(Vec<Value>, Vec<String>), DirectoryProblem> {
    let mut missing = Vec::new();
    let mut catalogs = all(session, ask::catalogs(), control).await?;
    let packages = all(session, ask::packages(), control).await?;
    let (mut done, total) = (0, packages.len() as u64);
    let mut inside: Map<String, Value> = Map::new();
    for package in packages {
        let Some(id) = identity(&package) else { continue };
        let of = package["catalog"]["id"].as_str().unwrap_or_default().to_owned();
        let Some(whole) = one_package(session, &id, control, &mut missing).await? else {
            // Deleted since it was listed.
            continue;
        };
        let list = inside.entry(of).or_insert_with(|| Value::Array(Vec::new()));
        if let Some(list) = list.as_array_mut() {
            list.push(whole);
        }
        done += 1;
        control.report("read the access packages", done, Some(total));
    }
    for catalog in &mut catalogs {
        let Some(id) = identity(catalog) else { continue };
        let resources: Option<Vec<Value>> = whole(session, ask::catalog_resources(&id), &control.cancel).await?;
        let packages = catalog["id"].as_str().and_then(|id| inside.remove(id));
        if resources.is_none() {
            missing.push(format!(
                "The resources of the catalog {} are not shown.",
                named(catalog)
            ));
        }
        catalog["resources"] = Value::Array(resources.unwrap_or_default().into_iter().map(plain).collect());
        catalog["accessPackages"] = packages.unwrap_or_else(|| Value::Array(Vec::new()));
    }
    // What stands in a catalog that is not listed cannot be taken in with it.
    for package in inside.values().filter_map(Value::as_array).flatten() {
        missing.push(format!(
            "The catalog of the access package {} is not shown, so it is not offered.",
            named(package)
        ));
    }
    Ok((catalogs, missing))
}

/// How something of the tenant is told of: by its name, and by its id where it has none.
fn named(one: &Value) -> String {
    let name = [&one["displayName"], &one["id"]].into_iter().filter_map(Value::as_str);
    let name = name.map(str::trim).find(|name| !name.is_empty()).unwrap_or_default();
    format!("“{}”", clean(name).0)
}

async fn one_package(
    session: &Session,
    id: &Id,
    control: &Control,
    missing: &mut Vec<String>,
) -> Result<Option<Value>, DirectoryProblem> {
    let request = ask::package(id);
    let answer = session.answer(&request, &control.cancel).await?;
    match answer.status {
        404 => return Ok(None),
        200..=299 => {}
        _ => return Err(session.refusal(&request, &answer)),
    }
    let mut package: Value = parse(session, &request, &answer)?;
    if !package.is_object() {
        return Err(DirectoryProblem::Unclear {
            url: request.subject(session.setting()),
            reason: "it is no access package".into(),
        });
    }
    for (name, request) in [
        ("incompatibleAccessPackages", ask::incompatible_packages(id)),
        ("incompatibleGroups", ask::incompatible_groups(id)),
    ] {
        let list: Option<Vec<Value>> = whole(session, request, &control.cancel).await?;
        if list.is_none() {
            missing.push(format!(
                "What the access package {} does not go together with is not shown in full.",
                named(&package)
            ));
        }
        package[name] = Value::Array(list.unwrap_or_default());
    }
    Ok(Some(plain(package)))
}

fn identity(one: &Value) -> Option<Id> {
    Id::parse(one["id"].as_str()?)
}

/// A whole list of objects, as far as there is a bound to it.
async fn all(
    session: &Session,
    request: super::address::Request,
    control: &Control,
) -> Result<Vec<Value>, DirectoryProblem> {
    let url = request.subject(session.setting());
    let mut walk = Walk::new(request);
    let mut found: Vec<Value> = Vec::new();
    while let Some(page) = walk.some::<Value>(session, &control.cancel).await? {
        found.extend(page.into_iter().filter(Value::is_object).map(plain));
        if found.len() > MOST {
            return Err(DirectoryProblem::Unclear {
                url,
                reason: format!("it lists more than {MOST}"),
            });
        }
    }
    Ok(found)
}

/// Without what only a list needs: where its parts came from and go on.
fn plain(value: Value) -> Value {
    match value {
        Value::Object(members) => {
            let kept = members
                .into_iter()
                .filter(|(name, _)| !name.contains("@odata.") || name.ends_with("@odata.type"));
            Value::Object(kept.map(|(name, value)| (name, plain(value))).collect())
        }
        Value::Array(all) => Value::Array(all.into_iter().map(plain).collect()),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_only_a_list_needs_is_left_out_and_kinds_stay() {
        let read = json!({ "id": "a", "@odata.context": "x", "policies@odata.context": "y",
                           "scope": { "@odata.type": "#microsoft.graph.accessReviewQueryScope", "@odata.etag": "z" } });
        let kept = json!({ "id": "a", "scope": { "@odata.type": "#microsoft.graph.accessReviewQueryScope" } });
        assert_eq!(plain(read), kept);
    }
}
