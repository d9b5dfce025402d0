//! A directory for catalogs and access packages: people with and without a say, and resources of every kind.

use serde_json::{Value, json};

use crate::practice::{Practice, group, key, node, person};

/// Who is who, by the number in the directory's keys.
pub const PEOPLE: &[(usize, &str)] = &[
    (1, "carl"),
    (2, "olga"),
    (3, "rita"),
    (4, "pia"),
    (5, "arno"),
    (6, "rex"),
    (7, "nina"),
    (8, "hugo"),
    (9, "igor"),
];

/// The immutable id of the group that the field's own examples speak of.
pub const POSTING: &str = "3f0c6d0a-2222-4e4e-9e9e-000000000002";

/// People, groups (one of olga's, one of nobody's, one with a rule, one within another), an application and roles.
pub fn nodes() -> Vec<Value> {
    let mut all: Vec<Value> = PEOPLE.iter().map(|(n, name)| person(*n, name, &json!({}))).collect();
    let mut posting = group(20, "ERP-Posting", &[8], &[2]);
    posting["key"] = json!(POSTING);
    posting["description"] = json!("Posting rights");
    all.push(posting);
    all.push(group(21, "Ledger", &[], &[]));
    let mut ruled = group(22, "Everybody in Sales", &[], &[2]);
    ruled["attributes"] = json!({ "dynamic": ["(user.department -eq \"Sales\")"] });
    all.push(ruled);
    all.push(group(23, "Archive", &[], &[2]));
    // igor is a curator through a group within the group.
    all.push(group(30, "Curators", &[31], &[]));
    all.push(group(31, "Inner circle", &[9], &[]));
    let desk = json!({ "owners": [key(2)],
        "holdings": [{ "entitlement": "Reader", "principal": key(8) }, { "entitlement": "Writer", "principal": key(7) }] });
    all.push(node(40, "Ticket Desk", "applications", "servicePrincipal", &desk));
    let role = json!({ "owners": [key(2)], "attributes": { "privileged": ["true"] },
        "holdings": [{ "entitlement": "eligible", "principal": key(8) }] });
    all.push(node(50, "User Administrator", "roles", "directoryRole", &role));
    for (n, id) in [(1, "1"), (3, "3")] {
        let mut one = person(60 + n, &format!("approver{n}"), &json!({}));
        one["key"] = json!(format!("0a5d1f7e-1111-4c1c-8c1c-00000000000{id}"));
        all.push(one);
    }
    for n in ["20", "21"] {
        let mut one = group(70 + n.len(), &format!("Asked {n}"), &[6], &[]);
        one["key"] = json!(format!("3f0c6d0a-2222-4e4e-9e9e-0000000000{n}"));
        one["dn"] = json!(format!("cn=Asked {n},ou=groups,dc=sample,dc=example"));
        all.push(one);
    }
    all
}

/// A catalog “Finance” with two groups, of which one access package “Accountant” gives the first.
#[derive(Debug, Clone, Copy)]
pub struct Finance {
    pub directory: i64,
    pub catalog: i64,
    pub package: i64,
    pub posting: i64,
    pub ledger: i64,
}

/// Reads the directory and makes the catalog, as the administrator.
pub fn finance(practice: &Practice) -> Finance {
    let directory = practice.add_nodes(&nodes());
    let id = |value: &Value, name: &str| value[name].as_i64().expect("a number");
    let catalog = id(
        &practice.call("catalog.create", json!({ "displayName": "Finance" })),
        "catalog",
    );
    let (posting, ledger) = (
        practice.principal("ERP-Posting", "group"),
        practice.principal("Ledger", "group"),
    );
    for resource in [posting, ledger] {
        practice.call(
            "catalog.resource.add",
            json!({ "catalog": catalog, "resource": resource }),
        );
    }
    let made = practice.call(
        "package.create",
        json!({ "catalog": catalog, "displayName": "Accountant" }),
    );
    let package = id(&made, "package");
    practice.call("package.role.add", json!({ "package": package, "resource": posting }));
    Finance {
        directory,
        catalog,
        package,
        posting,
        ledger,
    }
}
