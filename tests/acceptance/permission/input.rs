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
    /// Of the package; the requestor's request is under it.
    policy: i64,
    /// Under it nothing was asked for.
    unused_policy: i64,
    request: i64,
    /// Hugo's.
    assignment: i64,
    /// Over the resources of the catalog.
    suggestion: i64,
    /// The package and a group.
    incompatible: i64,
    organization: i64,
    nina: i64,
    /// A role of the directory, and a group of nobody's.
    role: i64,
    inner: i64,
}

/// Everybody may ask, and nobody has to approve.
fn everybody(name: &str) -> Value {
    json!({ "displayName": name, "allowedTargetScope": "allMemberUsers", "expiration": { "type": "noExpiration" },
            "requestorSettings": { "enableTargetsToSelfAddAccess": true } })
}

fn organization() -> Value {
    json!({ "displayName": "Northwind Audit", "state": "configured",
            "identitySources": [{ "@odata.type": "#microsoft.graph.domainIdentitySource", "domainName": "northwind.example",
                                  "displayName": "Northwind" }] })
}

fn automatic() -> Value {
    let text = include_str!("../../fixture/package/policies.json");
    serde_json::from_str::<[Value; 2]>(text).expect("two policies")[1].clone()
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
        let policy = |package: i64, name: &str| {
            let made = practice.call(
                "policy.create",
                json!({ "package": package, "definition": everybody(name) }),
            );
            number(&made, "policy")
        };
        let (first, unused) = (
            policy(finance.package, "Everybody"),
            policy(number(&made, "package"), "Nobody yet"),
        );
        let hugo = practice.person("hugo");
        let assigned = practice.call(
            "assignment.give",
            json!({ "package": finance.package, "policy": first, "principal": hugo, "justification": "Given." }),
        );
        let archive = practice.principal("Archive", "group");
        let pair = practice.call(
            "package.incompatible.add",
            json!({ "package": finance.package, "group": archive, "reason": "Four eyes." }),
        );
        let outside = practice.call("organization.create", json!({ "definition": organization() }));
        practice.call(
            "organization.sponsor.add",
            json!({ "organization": outside["organization"], "principal": hugo, "kind": "internal" }),
        );
        let found = practice.done(
            "package.suggest",
            json!({ "catalog": finance.catalog, "minimumPeople": 1, "minimumEntitlements": 1 }),
        );
        practice.sit(Some(practice.person("rex")));
        let request = practice.call("request.submit", json!({ "package": finance.package }));
        practice.sit(None);
        let shown = practice.call("catalog.show", json!({ "catalog": finance.catalog }));
        Known {
            finance,
            delegation: number(&given, "delegation"),
            archive: practice.principal("Archive", "group"),
            hugo,
            empty: number(&made, "package"),
            policy: first,
            unused_policy: unused,
            request: number(&request, "request"),
            assignment: number(&assigned, "assignment"),
            suggestion: number(&found["rows"][0], "suggestion"),
            incompatible: number(&pair, "incompatible"),
            organization: number(&outside, "organization"),
            nina: practice.person("nina"),
            role: practice.principal("User Administrator", "directoryRole"),
            inner: practice.principal("Inner circle", "group"),
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
        "justification": "For the matrix.",
        "policy": known.policy,
        "request": known.request,
        "assignment": known.assignment,
        "suggestion": known.suggestion,
        "incompatible": known.incompatible,
        "organization": known.organization,
        "governed": true,
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
        // Whom the matrix is about is no policy of a suggestion.
        "package.accept" => json!({ "policy": "direct" }),
        "policy.create" => json!({ "definition": everybody("Another") }),
        "policy.edit" => json!({ "definition": everybody("Changed") }),
        "policy.delete" => json!({ "policy": known.unused_policy }),
        "policy.foresee" => json!({ "policy": null, "definition": automatic() }),
        "package.incompatible.add" => json!({ "otherPackage": known.empty }),
        "conflict.export" => json!({ "path": std::env::temp_dir().join("no-such-folder").join("conflicts.csv") }),
        "organization.create" | "organization.edit" => json!({ "definition": organization() }),
        "organization.sponsor.add" => json!({ "kind": "internal", "principal": known.nina }),
        "organization.sponsor.remove" => json!({ "kind": "internal" }),
        "organization.setting.change" => json!({
            "externalUserLifecycleAction": "blockSignInAndDelete", "durationUntilExternalUserDeletedAfterBlocked": "P30D",
            "keepWhileOtherAccess": true }),
        // Refused for want of a name, after the permission.
        "evidence.exportPackage" => json!({ "path": "" }),
        "assignment.endMany" => json!({ "assignments": [known.assignment] }),
        _ => json!({}),
    };
    for (name, value) in more.as_object().into_iter().flatten() {
        input[name] = value.clone();
    }
    input
}

/// Operations that ask for more where more is at stake: what is said in the table, and what is said besides.
pub fn variants(known: &Known) -> Vec<(&'static str, &'static str, Value)> {
    let of = |operation: &str, more: Value| {
        let mut input = input(operation, known);
        for (name, value) in more.as_object().into_iter().flatten() {
            input[name] = value.clone();
        }
        input
    };
    vec![
        (
            "catalog.resource.add, a role of the directory",
            "catalog.resource.add",
            of("catalog.resource.add", json!({ "resource": known.role })),
        ),
        (
            "catalog.resource.add, somebody else's",
            "catalog.resource.add",
            of("catalog.resource.add", json!({ "resource": known.inner })),
        ),
        (
            "delegation.give, an owner",
            "delegation.give",
            of("delegation.give", json!({ "role": "owner" })),
        ),
        (
            "delegation.give, a creator",
            "delegation.give",
            of("delegation.give", json!({ "role": "creator", "catalog": null })),
        ),
        (
            "policy.create, automatic",
            "policy.create",
            of("policy.create", json!({ "definition": automatic() })),
        ),
    ]
}
