//! The organization of the matrix: one resource of each kind, each with holders of every kind.

use chrono::{DateTime, TimeZone, Utc};
use countersign_tests::practice::{group, key, node, person};
use serde_json::{Value, json};

pub fn begin() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 3, 2, 9, 0, 0).single().expect("a moment")
}

const PEOPLE: [&str; 14] = [
    "anna", "ben", "cleo", "dora", "emil", "fay", "gus", "olga", "otto", "pia", "paul", "gia", "gil", "xen",
];

pub fn nodes() -> Vec<Value> {
    let mut nodes: Vec<Value> = PEOPLE.iter().enumerate().map(|(n, name)| human(n, name)).collect();
    let with = |mut node: Value, name: &str, value: &str| {
        node["attributes"] = json!({ name: [value] });
        node
    };
    nodes.extend([
        with(group(100, "Safe", &[1, 2, 3, 4, 7, 101], &[7]), "groupType", "security"),
        group(101, "Inner", &[5, 6], &[]),
        group(102, "Orphaned", &[1, 2, 3, 4], &[]),
        with(group(103, "Team North", &[1, 2, 11, 12], &[7]), "groupType", "m365"),
        with(group(104, "Team South", &[3, 12], &[8]), "groupType", "m365"),
        with(
            group(105, "By rule", &[1, 2, 3, 4], &[7]),
            "dynamic",
            "department eq 'Sales'",
        ),
        with(group(106, "From elsewhere", &[1, 2, 3, 4], &[7]), "synced", "true"),
        group(107, "Panel", &[9, 10], &[]),
        group(108, "Starters", &[], &[]),
    ]);
    let hold = |held: &[(&str, usize)]| {
        let list: Vec<Value> = held
            .iter()
            .map(|(entitlement, n)| json!({ "entitlement": entitlement, "principal": key(*n) }))
            .collect();
        json!({ "holdings": list })
    };
    let mut ledger = hold(&[("Reader", 1), ("Reader", 2), ("Poster", 3), ("Poster", 101)]);
    ledger["owners"] = json!([key(7)]);
    nodes.push(node(200, "Ledger", "applications", "servicePrincipal", &ledger));
    nodes.push(node(201, "Robot", "applications", "servicePrincipal", &json!({})));
    let roles = [
        ("eligible", 1),
        ("eligible", 2),
        ("active", 3),
        ("active", 101),
        ("active", 201),
    ];
    nodes.push(node(202, "Helpdesk", "roles", "directoryRole", &hold(&roles)));
    let reader = hold(&[("active", 2), ("active", 4), ("active", 101)]);
    nodes.push(node(203, "Reader of production", "roles", "azureRole", &reader));
    nodes
}

/// Anna leads everybody who is a member and has no one above her; guests have no manager; Xen is disabled.
fn human(n: usize, name: &str) -> Value {
    let guest = name.starts_with("gi");
    let mut more = json!({ "userType": if guest { "guest" } else { "member" }, "enabled": name != "xen" });
    if n > 0 && !guest {
        more["manager"] = json!(key(0));
    }
    match n % 3 {
        0 => more["lastSignInAt"] = json!("2026-02-25T08:00:00Z"),
        1 => more["lastSignInAt"] = json!("2025-10-25T08:00:00Z"),
        _ => more["createdAt"] = json!("2026-02-20T08:00:00Z"),
    }
    person(n, name, &more)
}

/// Who has the access package “Starter kit”, by number: an employee more than once led, a guest, who acts.
pub const STARTERS: [usize; 5] = [1, 2, 3, 4, 11];

/// The catalog “office” with the group Safe and the application, and in it the package “starter”, which gives
/// membership in Starters.
pub fn catalog() -> Value {
    let resource = |n: usize, name: &str, system: &str| json!({ "id": format!("r{n}"), "displayName": name, "originId": key(n), "originSystem": system });
    json!({
        "id": "office", "displayName": "Office", "state": "published", "isExternallyVisible": true,
        "resources": [
            resource(100, "Safe", "AadGroup"), resource(108, "Starters", "AadGroup"),
            resource(200, "Ledger", "AadApplication"),
        ],
    })
}

pub fn package() -> Value {
    let group = json!({ "id": "r108", "originId": key(108), "originSystem": "AadGroup" });
    json!({
        "id": "starter", "displayName": "Starter kit", "isHidden": false, "catalog": { "id": "office" },
        "resourceRoleScopes": [{
            "role": { "originId": format!("Member_{}", key(108)), "originSystem": "AadGroup", "displayName": "Member", "resource": group },
            "scope": { "originId": key(108), "originSystem": "AadGroup", "isRootScope": true },
        }],
        "assignmentPolicies": [{
            "id": "all", "displayName": "By an administrator", "allowedTargetScope": "notSpecified",
            "expiration": { "type": "noExpiration" },
        }],
    })
}

/// What is reviewed: its name in the table, and the definition's scope.
pub fn scopes() -> Vec<(&'static str, Value)> {
    let one = |query: &str| json!({ "query": query });
    let several = |people: &str, resources: &[&str]| {
        let resources: Vec<Value> = resources.iter().map(|query| one(query)).collect();
        json!({ "principalScopes": [one(people)], "resourceScopes": resources })
    };
    let role = |kind: &str, of: &str| {
        one(&format!(
            "/roleManagement/directory/role{kind}ScheduleInstances?$expand=principal&$filter=(isof(principal,'microsoft.graph.{of}') and roleDefinitionId eq 'Helpdesk')"
        ))
    };
    const GUESTS: &str = "$filter=(userType eq 'Guest')";
    let inactive = json!({ "query": "/groups/Safe/transitiveMembers/microsoft.graph.user", "inactiveDuration": "P60D",
                           "@odata.type": "#microsoft.graph.accessReviewInactiveUsersQueryScope" });
    vec![
        (
            "group, nested people too",
            one("/groups/Safe/transitiveMembers/microsoft.graph.user"),
        ),
        ("group, direct members", one("/groups/Safe/members")),
        (
            "group without owner",
            one("/groups/Orphaned/transitiveMembers/microsoft.graph.user"),
        ),
        (
            "group by a rule",
            one("/groups/By rule/transitiveMembers/microsoft.graph.user"),
        ),
        (
            "group from elsewhere",
            one("/groups/From elsewhere/transitiveMembers/microsoft.graph.user"),
        ),
        ("inactive members of a group", inactive),
        (
            "Microsoft 365 group",
            one("/groups/Team North/transitiveMembers/microsoft.graph.user"),
        ),
        (
            "guests of a group",
            one(&format!(
                "/groups/Team North/transitiveMembers/microsoft.graph.user/?{GUESTS}"
            )),
        ),
        (
            "guests of all Microsoft 365 groups",
            json!({ "query": format!("./members/microsoft.graph.user/?{GUESTS}") }),
        ),
        ("application", several("/users", &["/servicePrincipals/Ledger"])),
        (
            "directory role",
            one("/roleManagement/directory/roleDefinitions/Helpdesk"),
        ),
        ("directory role, eligible", role("Eligibility", "user")),
        ("directory role, active", role("Assignment", "user")),
        (
            "directory role, service principals",
            role("Assignment", "servicePrincipal"),
        ),
        (
            "Azure role",
            one("/providers/Microsoft.Authorization/roleDefinitions/Reader of production"),
        ),
        (
            "several resources",
            several(
                "/users",
                &[
                    "/groups/Safe/transitiveMembers/microsoft.graph.user",
                    "/servicePrincipals/Ledger",
                ],
            ),
        ),
        (
            "one person's access",
            several("/users/cleo", &["/groups", "/servicePrincipals"]),
        ),
        (
            "access package",
            one(
                "/identityGovernance/entitlementManagement/accessPackageAssignments?$filter=(accessPackageId eq 'starter' and assignmentPolicyId eq 'all')",
            ),
        ),
        (
            "catalog",
            one("/identityGovernance/entitlementManagement/catalogs/office"),
        ),
        (
            "team with shared channels",
            several(
                "/users",
                &[
                    "/groups/Team North/transitiveMembers/microsoft.graph.user",
                    "/teams/Team North/channels?$filter=(membershipType eq 'shared')",
                ],
            ),
        ),
    ]
}

/// Who is asked: its name, reviewers and fallback reviewers.
pub fn reviewers() -> Vec<(&'static str, Value, Value)> {
    let manager = json!([{ "query": "./manager", "queryRoot": "decisions" }]);
    let owners = json!([{ "query": "./owners" }]);
    let fallback = json!([{ "query": "/users/paul" }]);
    vec![
        ("named person", json!([{ "query": "/users/pia" }]), json!([])),
        (
            "group",
            json!([{ "query": "/groups/Panel/transitiveMembers" }]),
            json!([]),
        ),
        ("owners", owners.clone(), json!([])),
        ("owners, else fallback", owners, fallback.clone()),
        ("managers", manager.clone(), json!([])),
        ("managers, else fallback", manager, fallback),
        ("self", json!([]), json!([])),
    ]
}

/// How many stages, and who moves on from each but the last.
pub const STAGES: [(&str, usize, &[&str]); 6] = [
    ("one", 1, &[]),
    ("two, all move on", 2, &["Approve", "Deny", "DontKnow", "NotReviewed"]),
    ("two, the open ones move on", 2, &["NotReviewed", "DontKnow"]),
    ("two, the approved move on", 2, &["Approve"]),
    ("two, the denied move on", 2, &["Deny"]),
    ("three, all move on", 3, &["Approve", "Deny", "DontKnow", "NotReviewed"]),
];

pub const DEFAULTS: [&str; 4] = ["None", "Approve", "Deny", "Recommendation"];
