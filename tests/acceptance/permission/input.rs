//! An input for each operation that is right in itself, so that only the permission is asked.

use countersign_tests::governance::Finance;
use countersign_tests::practice::Practice;
use serde_json::{Value, json};

/// What the inputs speak of.
pub struct Known {
    finance: Finance,
    /// A reader's role over the catalog, to be ended.
    delegation: i64,
    /// A resource that the owner of the catalog owns, not in it yet.
    archive: i64,
    /// Somebody who has no role and no request.
    hugo: i64,
    /// A package that nobody holds and nobody asks for.
    empty: i64,
    catalog_key: Value,
}

impl Known {
    pub fn prepare(practice: &Practice, finance: Finance) -> Known {
        let number = |value: &Value, name: &str| value[name].as_i64().expect("a number");
        let igor = practice.person("igor");
        let given = practice.call(
            "delegation.give",
            json!({ "role": "reader", "catalog": finance.catalog, "principal": igor }),
        );
        let made = practice.call(
            "package.create",
            json!({ "catalog": finance.catalog, "displayName": "Empty" }),
        );
        let shown = practice.call("catalog.show", json!({ "catalog": finance.catalog }));
        Known {
            finance,
            delegation: number(&given, "delegation"),
            archive: practice.principal("Archive", "group"),
            hugo: practice.person("hugo"),
            empty: number(&made, "package"),
            catalog_key: shown["key"].clone(),
        }
    }
}

/// The input of an operation. What is said for all of them suits most; the others say more.
pub fn input(operation: &str, known: &Known) -> Value {
    let Finance {
        catalog,
        package,
        posting,
        ledger,
        ..
    } = known.finance;
    let mut input = json!({
        "catalog": catalog,
        "package": package,
        "resource": posting,
        "displayName": "Something new",
        "delegation": known.delegation,
        "principal": known.hugo,
        "reason": "For the matrix.",
    });
    let more = match operation {
        "catalog.create" => json!({ "displayName": "A catalog of one's own" }),
        "catalog.import" => json!({ "definition": { "displayName": "From a file" } }),
        "catalog.resource.add" => json!({ "resource": known.archive }),
        "catalog.resource.remove" => json!({ "resource": ledger }),
        "delegation.give" => json!({ "role": "reader" }),
        "delegation.list" => json!({ "principal": null }),
        "package.delete" => json!({ "package": known.empty }),
        "package.edit" => json!({ "displayName": "Renamed" }),
        "package.hide" => json!({ "hidden": true }),
        "package.list" => json!({ "resource": null }),
        "package.role.add" => json!({ "resource": ledger }),
        "package.role.foresee" => json!({ "add": [{ "resource": ledger, "entitlement": "member" }] }),
        "package.import" => {
            json!({ "definition": { "displayName": "From a file", "catalog": { "id": known.catalog_key } } })
        }
        _ => json!({}),
    };
    for (name, value) in more.as_object().into_iter().flatten() {
        input[name] = value.clone();
    }
    input
}
