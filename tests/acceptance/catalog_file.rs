//! Catalogs and access packages as files: the field's own examples come back as they went in.

use chrono::{DateTime, TimeZone, Utc};
use countersign_tests::governance::{POSTING, finance, nodes};
use countersign_tests::practice::Practice;
use serde_json::{Value, json};

fn begin() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 9, 1, 8, 0, 0).single().expect("a moment")
}

fn empty() -> Practice {
    let practice = Practice::at(begin());
    practice.add_nodes(&nodes());
    practice
}

const PACKAGE: &str = "b1d5c0de-0002-4000-8000-000000000002";

/// The example of a catalog, with that of a resource in it.
fn catalog() -> Value {
    json!({
        "id": "b1d5c0de-0001-4000-8000-000000000001",
        "displayName": "Finance",
        "description": "Resources owned by Finance",
        "catalogType": "userManaged",
        "state": "published",
        "isExternallyVisible": false,
        "createdDateTime": "2026-01-10T09:00:00Z",
        "modifiedDateTime": "2026-05-02T11:20:00Z",
    })
}

fn resource() -> Value {
    json!({
        "id": "b1d5c0de-0006-4000-8000-000000000006",
        "displayName": "ERP-Posting",
        "description": "Posting rights",
        "originId": POSTING,
        "originSystem": "AadGroup",
        "createdDateTime": "2026-01-10T09:10:00Z",
        "roles": [{ "id": "b1d5c0de-0007-4000-8000-000000000007", "displayName": "Member", "originSystem": "AadGroup",
                    "originId": format!("Member_{POSTING}"), "type": "active" }],
        "scopes": [{ "id": "b1d5c0de-0008-4000-8000-000000000008", "displayName": "Root", "originId": POSTING,
                     "originSystem": "AadGroup", "isRootScope": true }],
    })
}

fn role_scope() -> Value {
    json!({
        "id": "b1d5c0de-0007-4000-8000-000000000007_b1d5c0de-0008-4000-8000-000000000008",
        "createdDateTime": "2026-01-11T09:05:00Z",
        "role": { "id": "b1d5c0de-0007-4000-8000-000000000007", "displayName": "Member", "originSystem": "AadGroup",
                  "originId": format!("Member_{POSTING}"),
                  "resource": { "id": "b1d5c0de-0006-4000-8000-000000000006", "originId": POSTING, "originSystem": "AadGroup" } },
        "scope": { "id": "b1d5c0de-0008-4000-8000-000000000008", "originId": POSTING, "originSystem": "AadGroup", "isRootScope": true },
    })
}

fn package() -> Value {
    json!({
        "id": PACKAGE,
        "displayName": "ERP accountant",
        "description": "Posting and reporting in the ERP",
        "isHidden": false,
        "createdDateTime": "2026-01-11T09:00:00Z",
        "modifiedDateTime": "2026-01-11T09:00:00Z",
        "catalog": { "id": "b1d5c0de-0001-4000-8000-000000000001", "displayName": "Finance" },
    })
}

/// The two examples of a policy: one that people ask under, one that follows a rule.
fn policies() -> [Value; 2] {
    let text = include_str!("../fixture/package/policies.json");
    serde_json::from_str(text).expect("two policies")
}

/// Takes a catalog in and gives its number and what it is as a file again.
fn through(practice: &Practice, definition: &Value) -> (Value, Value) {
    let imported = practice.call("catalog.import", json!({ "definition": definition }));
    let exported = practice.call("catalog.export", json!({ "catalog": imported["catalog"] }));
    (imported, exported["definition"].clone())
}

#[test]
fn the_field_s_own_examples_come_back_as_they_went_in() {
    let practice = empty();
    assert_eq!(through(&practice, &catalog()).1, catalog(), "a catalog alone");

    let practice = empty();
    let mut whole = catalog();
    whole["resources"] = json!([resource()]);
    let mut one = package();
    one["resourceRoleScopes"] = json!([role_scope()]);
    one["assignmentPolicies"] = json!([policies()[0]]);
    whole["accessPackages"] = json!([one]);
    let (imported, back) = through(&practice, &whole);
    assert_eq!(back, whole, "a catalog with a resource and a package");
    assert_eq!(imported["resourcesAdded"], 1);
    assert_eq!(imported["remarks"], json!([]));

    let shown = practice.call("package.list", json!({}));
    let id = &shown["rows"][0]["package"];
    let alone = practice.call("package.export", json!({ "package": id }));
    assert_eq!(alone["definition"], one, "the package by itself");
    let roles = practice.call("package.show", json!({ "package": id }))["roles"].clone();
    assert_eq!(
        (&roles[0]["resourceName"], &roles[0]["entitlement"]),
        (&json!("ERP-Posting"), &json!("member"))
    );
    practice.is_sound();
}

#[test]
fn a_package_without_roles_and_one_with_an_automatic_policy_come_back_too() {
    let practice = empty();
    through(&practice, &catalog());
    let imported = practice.call("package.import", json!({ "definition": package() }));
    assert_eq!(imported["created"], true);
    let back = practice.call("package.export", json!({ "package": imported["package"] }));
    assert_eq!(back["definition"], package());

    let mut other = package();
    other["id"] = json!("b1d5c0de-0002-4000-8000-00000000000f");
    other["displayName"] = json!("Sales");
    other["assignmentPolicies"] = json!([policies()[1]]);
    let imported = practice.call("package.import", json!({ "definition": other }));
    let back = practice.call("package.export", json!({ "package": imported["package"] }));
    let mut policy = back["definition"]["assignmentPolicies"][0].clone();
    let id = policy.as_object_mut().and_then(|members| members.remove("id"));
    assert!(id.is_some(), "it was given an id");
    assert_eq!(policy, policies()[1]);
}

#[test]
fn what_is_not_acted_on_is_said_and_kept() {
    let practice = empty();
    let mut strange = catalog();
    strange["customWorkflowExtensions"] = json!([{ "id": "x-1" }]);
    strange["resources"] = json!([resource()]);
    strange["resources"][0]["attributes"] = json!([{ "attributeName": "costCentre" }]);
    let (imported, back) = through(&practice, &strange);
    assert_eq!(back, strange);
    assert_eq!(
        imported["remarks"],
        json!([{ "path": "customWorkflowExtensions",
                 "message": "“customWorkflowExtensions” is kept and handed on, and nothing is done with it here." }])
    );
}

#[test]
fn a_problem_stands_at_its_path_and_nothing_is_changed() {
    let practice = empty();
    through(&practice, &catalog());
    let entries = practice.call("audit.list", json!({ "limit": 1 }))["total"].clone();
    let import = |definition: &Value| practice.refused("package.import", json!({ "definition": definition }));

    let mut unknown = package();
    unknown["resourceRoleScopes"] = json!([role_scope()]);
    unknown["resourceRoleScopes"][0]["role"]["resource"]["originId"] = json!("00000000-0000-4000-8000-00000000dead");
    let problem = import(&unknown);
    assert_eq!(
        problem.field.as_deref(),
        Some("resourceRoleScopes[0].role.resource.originId")
    );
    assert_eq!(problem.code.as_deref(), Some("unknownPrincipal"));

    let mut outside = package();
    outside["resourceRoleScopes"] = json!([role_scope()]);
    let problem = import(&outside);
    assert_eq!(problem.code.as_deref(), Some("notInCatalog"));
    assert_eq!(
        problem.field.as_deref(),
        Some("resourceRoleScopes[0].role.resource.originId")
    );

    let mut nowhere = package();
    nowhere["catalog"]["id"] = json!("nowhere");
    assert_eq!(import(&nowhere).field.as_deref(), Some("catalog.id"));

    let mut policy = package();
    policy["assignmentPolicies"] =
        json!([policies()[0], { "displayName": "Wrong", "allowedTargetScope": "everybody" }]);
    let field = import(&policy).field.expect("a path");
    assert!(field.starts_with("assignmentPolicies[1].allowedTargetScope"), "{field}");

    for (name, value) in [
        ("displayName", json!(7)),
        ("isHidden", json!("no")),
        ("displayName", json!(null)),
    ] {
        let mut bad = package();
        bad[name] = value;
        assert_eq!(import(&bad).field.as_deref(), Some(name));
    }
    assert_eq!(
        practice.refused("package.import", json!({ "definition": [1] })).message,
        "An object { … } is expected here."
    );

    let mut deep = catalog();
    deep["id"] = json!("another");
    let mut inner = package();
    inner["resourceRoleScopes"] =
        json!([{ "role": { "resource": { "originId": POSTING, "originSystem": "Mainframe" } } }]);
    deep["accessPackages"] = json!([inner]);
    let problem = practice.refused("catalog.import", json!({ "definition": deep }));
    assert_eq!(
        problem.field.as_deref(),
        Some("accessPackages[0].resourceRoleScopes[0].role.resource.originSystem")
    );

    assert_eq!(practice.call("package.list", json!({}))["total"], 0);
    assert_eq!(practice.call("catalog.list", json!({}))["total"], 1);
    assert_eq!(practice.call("audit.list", json!({ "limit": 1 }))["total"], entries);
}

#[test]
fn a_file_is_written_over_what_is_there_only_when_that_is_said() {
    let practice = empty();
    let mut whole = catalog();
    whole["resources"] = json!([resource()]);
    let mut one = package();
    one["resourceRoleScopes"] = json!([role_scope()]);
    whole["accessPackages"] = json!([one.clone()]);
    through(&practice, &whole);
    let again = practice.refused("package.import", json!({ "definition": one }));
    assert_eq!(
        (again.code.as_deref(), again.field.as_deref()),
        (Some("exists"), Some("id"))
    );
    practice.set_clock(begin() + chrono::Duration::days(1));
    one["displayName"] = json!("ERP book keeper");
    one["resourceRoleScopes"] = json!([]);
    let replaced = practice.call("package.import", json!({ "definition": one, "replace": true }));
    assert_eq!(
        (&replaced["created"], &replaced["roleCount"]),
        (&json!(false), &json!(0))
    );
    let back = practice.call("package.export", json!({ "package": replaced["package"] }))["definition"].clone();
    assert_eq!(back["displayName"], "ERP book keeper");
    assert_eq!(back["createdDateTime"], "2026-01-11T09:00:00Z");
    assert_eq!(back["modifiedDateTime"], "2026-09-02T08:00:00Z", "it was changed here");
    let all = practice.call("catalog.import", json!({ "definition": whole, "replace": true }));
    assert_eq!(all["packagesWritten"], 1);
    practice.call("package.delete", json!({ "package": replaced["package"] }));
    let deleted = practice.refused("package.import", json!({ "definition": one, "replace": true }));
    assert_eq!(
        deleted.message,
        "An access package with this id was deleted; give the file another id."
    );
}

#[test]
fn what_was_made_here_goes_to_another_store_and_is_the_same_there() {
    let practice = Practice::at(begin());
    let finance = finance(&practice);
    for (name, kind, role) in [
        ("Ticket Desk", "servicePrincipal", "Writer"),
        ("User Administrator", "directoryRole", "eligible"),
        ("Ledger", "group", "owner"),
    ] {
        let resource = practice.principal(name, kind);
        let _ = practice.ask(
            "catalog.resource.add",
            json!({ "catalog": finance.catalog, "resource": resource }),
        );
        practice.call(
            "package.role.add",
            json!({ "package": finance.package, "resource": resource, "entitlement": role }),
        );
    }
    practice.call("package.edit", json!({ "package": finance.package, "adopts": true }));
    let file = practice.call("catalog.export", json!({ "catalog": finance.catalog }))["definition"].clone();

    let other = empty();
    other.call("catalog.import", json!({ "definition": file }));
    let back = other.call("package.list", json!({}))["rows"][0].clone();
    let view = other.call("package.show", json!({ "package": back["package"] }));
    let mut roles: Vec<String> = view["roles"]
        .as_array()
        .expect("roles")
        .iter()
        .map(|one| format!("{} {}", one["resourceName"], one["entitlement"]))
        .collect();
    roles.sort();
    assert_eq!(
        roles,
        [
            "\"ERP-Posting\" \"member\"",
            "\"Ledger\" \"owner\"",
            "\"Ticket Desk\" \"Writer\"",
            "\"User Administrator\" \"eligible\""
        ]
    );
    assert_eq!(view["adopts"], true);
    let again = other.call("catalog.export", json!({ "catalog": back["catalog"] }))["definition"].clone();
    assert_eq!(again, file);
}

#[test]
fn what_does_not_go_together_comes_along_whichever_stands_first() {
    let practice = empty();
    let ledger = practice.call(
        "principal.show",
        json!({ "principal": practice.principal("Ledger", "group") }),
    );
    let mut whole = catalog();
    let mut first = package();
    let stranger = json!({ "id": "b1d5c0de-0002-4000-8000-0000000000ff" });
    first["incompatibleAccessPackages"] = json!([{ "id": "second" }, stranger]);
    first["incompatibleGroups"] = json!([{ "id": ledger["key"] }]);
    let mut second = package();
    (second["id"], second["displayName"]) = (json!("second"), json!("Second"));
    whole["accessPackages"] = json!([first, second]);
    let (imported, back) = through(&practice, &whole);
    assert_eq!(back, whole);
    assert_eq!(
        imported["remarks"],
        json!([{ "path": "accessPackages[0].incompatibleAccessPackages[1].id",
                 "message": "This store does not know “b1d5c0de-0002-4000-8000-0000000000ff”; the pair is kept and handed on." }])
    );
    let pairs = practice.call("package.incompatible.list", json!({}));
    assert_eq!(pairs["total"], 2);
    for pair in pairs["rows"].as_array().expect("pairs") {
        let input = json!({ "incompatible": pair["incompatible"], "reason": "No longer so." });
        practice.call("package.incompatible.remove", input);
    }
    let rows = practice.call("package.list", json!({ "search": "ERP" }));
    let file = practice.call("package.export", json!({ "package": rows["rows"][0]["package"] }))["definition"].clone();
    assert_eq!(
        file["incompatibleAccessPackages"],
        json!([stranger]),
        "what was taken back is gone"
    );
    assert_eq!(file["incompatibleGroups"], json!([]));
}

/// A role of the directory is one thing under two names: Graph's bare definition, and the key it stands under here.
#[test]
fn a_role_of_the_directory_is_found_by_what_graph_calls_it() {
    const READER: &str = "4a5d8f65-41da-4de4-8968-e035b65339cf";
    let practice = Practice::at(begin());
    let mut all = nodes();
    let mut reader = all
        .iter()
        .find(|one| one["kind"] == "directoryRole")
        .expect("a role")
        .clone();
    reader["key"] = json!(format!("role:{READER}"));
    reader["displayName"] = json!("Reports Reader");
    reader["dn"] = json!("cn=Reports Reader,ou=roles,dc=sample,dc=example");
    all.push(reader);
    practice.add_nodes(&all);
    let origin = json!({ "displayName": "Reports Reader", "originId": READER, "originSystem": "DirectoryRole" });
    let mut whole = catalog();
    whole["resources"] = json!([origin]);
    let mut one = package();
    one["resourceRoleScopes"] = json!([{
        "role": { "displayName": "Eligible Member", "originId": format!("Eligible_{READER}"),
                  "originSystem": "DirectoryRole", "resource": origin },
        "scope": { "originId": READER, "originSystem": "DirectoryRole", "isRootScope": true } }]);
    whole["accessPackages"] = json!([one]);
    let (imported, back) = through(&practice, &whole);
    assert_eq!(imported["remarks"], json!([]));
    let role = practice.principal("Reports Reader", "directoryRole");
    let package = practice.call("package.list", json!({}))["rows"][0]["package"].clone();
    let roles = practice.call("package.show", json!({ "package": package }))["roles"].clone();
    assert_eq!(
        (&roles[0]["resource"], &roles[0]["entitlement"]),
        (&json!(role), &json!("eligible"))
    );
    let given = &back["accessPackages"][0]["resourceRoleScopes"][0]["role"];
    for one in [&back["resources"][0]["originId"], &given["resource"]["originId"]] {
        assert_eq!(one, READER, "as Graph calls it");
    }

    // Made here, it goes out as Graph calls it too.
    let made = practice.call("catalog.create", json!({ "displayName": "Roles" }));
    practice.call(
        "catalog.resource.add",
        json!({ "catalog": made["catalog"], "resource": role }),
    );
    let file = practice.call("catalog.export", json!({ "catalog": made["catalog"] }));
    let resource = &file["definition"]["resources"][0];
    assert_eq!(resource["originId"], READER);
    assert_eq!(resource["roles"][0]["originId"], format!("Eligible_{READER}"));
    assert_eq!(resource["scopes"][0]["originId"], READER);
}
