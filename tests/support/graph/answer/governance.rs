//! What the tenant governs itself: access reviews, and catalogs with access packages, as they were put there.

use serde_json::{Value, json};

use super::super::tenant::Tenant;
use super::{Answered, Asked, missing};

/// Kept as Graph shows it, each part where Graph has it.
#[derive(Debug, Default)]
pub struct Governed {
    pub reviews: Vec<Value>,
    pub catalogs: Vec<Value>,
    /// By the catalog's id.
    pub resources: Vec<(String, Value)>,
    /// Whole; a list shows less.
    pub packages: Vec<Value>,
}

fn listed(all: &[Value]) -> impl Iterator<Item = (String, Value)> {
    let own = |one: &Value| (one["id"].as_str().unwrap_or_default().to_owned(), one.clone());
    let mut all: Vec<_> = all.iter().map(own).collect();
    all.sort_by(|one, two| one.0.cmp(&two.0));
    all.into_iter()
}

pub(super) fn answer(tenant: &Tenant, asked: &Asked<'_>, verb: &str, parts: &[&str]) -> Answered {
    let governed = &tenant.governed;
    let package = |id: &str| governed.packages.iter().find(|one| one["id"] == id);
    match (verb, parts) {
        ("GET", ["accessReviews", "definitions"]) => asked.page(listed(&governed.reviews), 100),
        ("GET", ["entitlementManagement", "catalogs"]) => asked.page(listed(&governed.catalogs), 100),
        ("GET", ["entitlementManagement", "catalogs", id, "resources"]) => {
            let of = governed.resources.iter().filter(|(catalog, _)| catalog == id);
            let of: Vec<Value> = of.map(|(_, resource)| resource.clone()).collect();
            asked.page(listed(&of), 100)
        }
        ("GET", ["entitlementManagement", "accessPackages"]) => {
            let all = listed(&governed.packages).map(|(id, whole)| {
                let some = json!({ "id": id, "displayName": whole["displayName"], "catalog": whole["catalog"] });
                (id, some)
            });
            asked.page(all, 100)
        }
        ("GET", ["entitlementManagement", "accessPackages", id]) => match package(id) {
            Some(whole) => {
                let mut whole = whole.clone();
                // What it does not go together with is asked for at its own place.
                if let Some(members) = whole.as_object_mut() {
                    members.retain(|name, _| !name.starts_with("incompatible"));
                }
                whole["@odata.context"] = json!("a place of no meaning");
                whole["assignmentPolicies@odata.context"] = json!("another");
                (200, whole)
            }
            None => missing(),
        },
        (
            "GET",
            [
                "entitlementManagement",
                "accessPackages",
                id,
                list @ ("incompatibleAccessPackages" | "incompatibleGroups"),
            ],
        ) => match package(id) {
            Some(whole) => {
                let all = whole[list].as_array().cloned().unwrap_or_default();
                asked.page(listed(&all), 100)
            }
            None => missing(),
        },
        _ => missing(),
    }
}
