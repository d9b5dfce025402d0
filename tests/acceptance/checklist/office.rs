//! The treasury whose access is reviewed: who holds what, under which settings, against which rules.

use countersign_tests::practice::{Practice, group, key, person};
use serde_json::{Value, json};

fn employee(n: usize, account: &str) -> Value {
    let known = json!({ "manager": key(1), "department": "Treasury", "mail": format!("{account}@example.org"),
                        "attributes": { "employeeType": ["employee"], "employeeStatus": ["active"] } });
    person(n, account, &known)
}

/// Olga owns what is reviewed and has some of it herself; Ben has left and his account is disabled; Gina is a guest; nobody
/// stands behind one membership; one group lives in another directory, one follows a rule.
pub fn nodes() -> Vec<Value> {
    let mut ben = employee(3, "ben");
    ben["enabled"] = json!(false);
    ben["attributes"] = json!({ "employeeType": ["employee"], "employeeStatus": ["terminated"] });
    let mut gina = person(4, "gina", &json!({ "mail": "gina@partner.example" }));
    gina["userType"] = json!("guest");
    let mut dora = employee(6, "dora");
    dora["lastSignInAt"] = json!("2026-05-20T09:00:00Z");
    let mut payments = group(20, "Payments", &[0, 2, 3, 4, 5, 99], &[0]);
    payments["attributes"] = json!({ "privileged": ["true"] });
    let mut vault = group(22, "Vault of the parent", &[7], &[0]);
    vault["attributes"] = json!({ "synced": ["true"] });
    let mut ruled = group(23, "Everybody in Treasury", &[2, 6], &[0]);
    ruled["attributes"] = json!({ "dynamic": ["(user.department -eq \"Treasury\")"] });
    vec![
        employee(0, "olga"),
        employee(1, "rita"),
        employee(2, "anna"),
        ben,
        gina,
        employee(5, "carl"),
        dora,
        employee(7, "emil"),
        employee(8, "fay"),
        employee(9, "hank"),
        employee(10, "bianca"),
        employee(11, "adam"),
        employee(12, "lena"),
        payments,
        group(21, "Ledger", &[5, 6, 7, 8, 12, 30], &[0]),
        group(30, "Inner circle", &[9], &[0]),
        vault,
        ruled,
    ]
}

pub fn definition() -> Value {
    let scopes: Vec<Value> = ["Payments", "Ledger", "Vault of the parent", "Everybody in Treasury"]
        .iter()
        .map(|name| json!({ "query": format!("/groups/{name}/transitiveMembers/microsoft.graph.user") }))
        .collect();
    json!({
        "displayName": "Quarterly access to treasury",
        "descriptionForAdmins": "Control ITGC-AC-07: owners confirm access to treasury.",
        "descriptionForReviewers": "Keep what is needed this quarter.",
        "scope": {
            "@odata.type": "#microsoft.graph.principalResourceMembershipsScope",
            "principalScopes": [{ "query": "/users" }], "resourceScopes": scopes,
        },
        "reviewers": [{ "query": "./owners" }],
        "fallbackReviewers": [{ "query": "/users/rita" }],
        "settings": {
            "instanceDurationInDays": 14, "recommendationsEnabled": true, "mailNotificationsEnabled": true,
            "reminderNotificationsEnabled": true, "justificationRequiredOnApproval": false,
            "defaultDecisionEnabled": true, "defaultDecision": "Recommendation",
            "recurrence": { "pattern": { "type": "absoluteMonthly", "interval": 3, "dayOfMonth": 1 },
                            "range": { "type": "noEnd", "startDate": "2026-03-01" } },
        },
    })
}

/// Carl is in both groups that do not go together: of one, a package is made.
pub fn conflict(practice: &Practice, directory: i64) {
    practice.sit(None);
    let catalog = practice.call(
        "catalog.create",
        json!({ "displayName": "Treasury", "directory": directory }),
    );
    let payments = practice.principal("Payments", "group");
    practice.call(
        "catalog.resource.add",
        json!({ "catalog": catalog["catalog"], "resource": payments }),
    );
    let package = practice.call(
        "package.create",
        json!({ "catalog": catalog["catalog"], "displayName": "Release payments" }),
    );
    practice.call(
        "package.role.add",
        json!({ "package": package["package"], "resource": payments, "entitlement": "member" }),
    );
    let ledger = practice.principal("Ledger", "group");
    practice.call(
        "package.incompatible.add",
        json!({ "package": package["package"], "group": ledger, "reason": "Who books does not pay" }),
    );
    practice.done("conflict.look", json!({}));
}

/// Carl may keep both until the end of the year: proposed by one administrator, approved by another.
pub fn exception(practice: &Practice) {
    practice.sit(None);
    let proposed = practice.call(
        "exception.propose",
        json!({ "principal": practice.person("carl"), "resource": practice.principal("Ledger", "group"),
                "policy": "Four eyes over payments", "reason": "No second accountant until the autumn",
                "untilOn": "2026-12-31" }),
    );
    let adam = practice.person("adam");
    practice.call("actor.choose", json!({ "principal": adam, "administrator": true }));
    practice.call("exception.approve", json!({ "exception": proposed["exception"] }));
    practice.sit(None);
}
