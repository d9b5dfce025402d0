//! Access reviews and access packages that a tenant has itself: listed with what stands against each, and taken in.

use countersign_tests::cli::Cli;
use countersign_tests::graph::Graph;
use countersign_tests::graph::tenant::{Of, Tenant, id};
use serde_json::{Value, json};

use super::review::add;
use super::{conforms, tenant};

const CATALOG: &str = "b1d5c0de-0001-4000-8000-000000000001";
const SITES: &str = "b1d5c0de-0001-4000-8000-000000000002";
const PACKAGE: &str = "b1d5c0de-0002-4000-8000-000000000002";
const POLICY: &str = "b1d5c0de-0003-4000-8000-000000000003";

/// The identity of the nth review.
fn review_id(n: usize) -> String {
    format!("7b1f3c52-0f0d-4a4e-9a57-{n:012}")
}

/// A review as Graph shows it, with what is of no use here among the rest.
fn review(n: usize, name: &str, scope: Value) -> Value {
    json!({
        "id": review_id(n), "displayName": name, "descriptionForAdmins": "SOX control", "status": "InProgress",
        "createdDateTime": "2026-06-20T08:00:00Z", "lastModifiedDateTime": "2026-06-21T09:30:00Z",
        "createdBy": { "id": id(Of::User, 1), "displayName": "Ines", "userPrincipalName": "ines@example.com" },
        "scope": scope, "instanceEnumerationScope": null,
        "reviewers": [{ "query": format!("/v1.0/users/{}", id(Of::User, 21)), "queryType": "MicrosoftGraph", "queryRoot": null }],
        "fallbackReviewers": [], "backupReviewers": [], "stageSettings": [], "additionalNotificationRecipients": [],
        "settings": {
            "mailNotificationsEnabled": true, "reminderNotificationsEnabled": true, "justificationRequiredOnApproval": true,
            "defaultDecisionEnabled": false, "defaultDecision": "None", "instanceDurationInDays": 14,
            "autoApplyDecisionsEnabled": false, "recommendationsEnabled": true, "recurrence": null, "applyActions": [],
            "recommendationInsightSettings": []
        }
    })
}

fn query(text: &str) -> Value {
    json!({ "@odata.type": "#microsoft.graph.accessReviewQueryScope", "query": text, "queryType": "MicrosoftGraph",
            "queryRoot": null })
}

fn resource(key: &str, system: &str, name: &str) -> Value {
    json!({ "id": key, "displayName": name, "description": "", "originId": key, "originSystem": system,
            "createdDateTime": "2026-01-10T09:10:00Z", "attributes": [],
            "roles": [{ "id": format!("r-{key}"), "displayName": "Member", "originSystem": system,
                        "originId": format!("Member_{key}") }],
            "scopes": [{ "id": format!("s-{key}"), "displayName": "Root", "originId": key, "originSystem": system,
                         "isRootScope": true }] })
}

fn governed(tenant: &mut Tenant) {
    let group = id(Of::Group, 5);
    for n in [30, 31] {
        tenant.group(5).members.insert(id(Of::User, n));
    }
    let mut recurring = review(
        2,
        "Ledger, each quarter",
        query(&format!("/v1.0/groups/{group}/members?$count=true")),
    );
    recurring["settings"]["recurrence"] = json!({
        "pattern": { "type": "absoluteMonthly", "interval": 3, "month": 0, "dayOfMonth": 1, "daysOfWeek": [],
                     "firstDayOfWeek": "sunday", "index": "first" },
        "range": { "type": "noEnd", "numberOfOccurrences": 0, "recurrenceTimeZone": null, "startDate": "2030-07-01",
                   "endDate": null }
    });
    let mut broken = review(5, "No settings\u{7}", query(&format!("/groups/{group}/members")));
    broken["settings"] = json!("none");
    let assigned = format!(
        "/identityGovernance/entitlementManagement/accessPackageAssignments?$filter=(accessPackageId eq '{PACKAGE}' and assignmentPolicyId eq '{POLICY}')"
    );
    let governed = &mut tenant.governed;
    governed.reviews = vec![
        review(
            1,
            "Group 5",
            query(&format!("/groups/{group}/transitiveMembers/microsoft.graph.user")),
        ),
        recurring,
        review(3, "Accountants", query(&assigned)),
        review(
            4,
            "A team's channels",
            query("/teams/x/channels?$filter=(membershipType eq 'shared')"),
        ),
        broken,
        review(
            6,
            "Somebody unknown",
            query(&format!("/groups/{}/members", id(Of::Group, 900))),
        ),
    ];
    let catalog = |key: &str, name: &str| {
        json!({ "id": key, "displayName": name, "description": "As in the tenant", "catalogType": "userManaged",
                "state": "published", "isExternallyVisible": false, "createdDateTime": "2026-01-10T09:00:00Z",
                "modifiedDateTime": "2026-05-02T11:20:00Z" })
    };
    governed.catalogs = vec![catalog(CATALOG, "Finance"), catalog(SITES, "Sites")];
    governed.resources = vec![
        (CATALOG.into(), resource(&group, "AadGroup", "Group 5")),
        (
            SITES.into(),
            resource("https://example.com/sites/x", "SharePointOnline", "X"),
        ),
    ];
    let member = format!("Member_{group}");
    governed.packages = vec![json!({
        "id": PACKAGE, "displayName": "ERP accountant", "description": "Posting", "isHidden": false,
        "createdDateTime": "2026-01-11T09:00:00Z", "modifiedDateTime": "2026-01-11T09:00:00Z",
        "catalog": { "id": CATALOG, "displayName": "Finance" },
        "resourceRoleScopes": [{
            "id": "x_y", "createdDateTime": "2026-01-11T09:05:00Z",
            "role": { "id": "x", "displayName": "Member", "originSystem": "AadGroup", "originId": member },
            "scope": { "id": "y", "displayName": "Root", "originId": group, "originSystem": "AadGroup", "isRootScope": true }
        }],
        "assignmentPolicies": [{
            "id": POLICY, "displayName": "Everybody", "description": "All members", "allowedTargetScope": "allMemberUsers",
            "specificAllowedTargets": [], "expiration": { "type": "afterDuration", "duration": "P180D", "endDateTime": null },
            "requestApprovalSettings": { "isApprovalRequiredForAdd": false, "isApprovalRequiredForUpdate": false, "stages": [] },
            "requestorSettings": { "enableTargetsToSelfAddAccess": true }, "automaticRequestSettings": null,
            "reviewSettings": null, "createdDateTime": "2026-01-11T09:00:00Z"
        }]
    })];
}

fn row<'a>(offered: &'a Value, id: &str) -> &'a Value {
    let rows = offered["rows"].as_array().expect("rows");
    let found = rows.iter().find(|one| one["id"] == id);
    found.unwrap_or_else(|| panic!("{id}: {offered}"))
}

#[test]
fn reviews_and_packages_of_a_tenant_are_listed_tried_and_taken_in_and_what_cannot_be_is_named() {
    let mut tenant = tenant(60, 12, 0);
    governed(&mut tenant);
    let graph = Graph::start(tenant);
    let cli = Cli::practice();
    add(&cli, &graph);
    cli.ok(&["directory", "sync", "Contoso"]);

    let offered = cli.ok(&["directory", "offered", "Contoso"]);
    assert_eq!(
        (&offered["total"], &offered["missing"]),
        (&json!(8), &json!([])),
        "{offered}"
    );
    let finance = row(&offered, CATALOG);
    assert_eq!(
        (&finance["packages"], &finance["policies"]),
        (&json!(1), &json!(1)),
        "{finance}"
    );
    for (id, problem) in [
        (CATALOG.to_owned(), None),
        (SITES.to_owned(), Some("SharePointOnline")),
        (review_id(1), None),
        (review_id(2), None),
        (review_id(3), None),
        (review_id(4), Some("is not a group, an application")),
        (review_id(5), Some("not a review definition")),
        (review_id(6), Some("holds no group")),
    ] {
        let found = &row(&offered, &id)["problem"];
        match problem {
            None => assert!(found.is_null(), "{id}: {found}"),
            Some(said) => assert!(
                found["message"].as_str().is_some_and(|one| one.contains(said)),
                "{id}: {found}"
            ),
        }
    }
    assert_eq!(row(&offered, &review_id(2))["recurs"], true);
    let needs = row(&offered, &review_id(3))["remarks"].to_string();
    assert!(needs.contains("take its catalog in along with it"), "{needs}");
    assert_eq!(row(&offered, &review_id(5))["displayName"], "No settings\u{fffd}");
    assert_eq!(cli.ok(&["review", "list"])["total"], 0, "nothing of that is kept");
    assert_eq!(cli.call("catalog.list", &json!({}))["total"], 0);

    // Chosen ones: each stands for itself.
    let one = [
        "directory",
        "import",
        "Contoso",
        "--review",
        &review_id(1),
        "--review",
        &review_id(4),
        "--review",
        "nobody",
    ];
    let taken = cli.finds(&one);
    assert_eq!(taken["made"].as_array().map(Vec::len), Some(1), "{taken}");
    assert_eq!(taken["refused"].as_array().map(Vec::len), Some(2), "{taken}");
    let number = taken["made"][0]["number"].to_string();
    let shown = cli.ok(&["review", "show", &number]);
    assert_eq!(
        shown["instances"][0]["status"], "NotStarted",
        "it is not started: {shown}"
    );
    // All the others that can be.
    let taken = cli.ok(&["directory", "import", "Contoso", "--all"]);
    assert_eq!(taken["refused"], json!([]), "{taken}");
    assert_eq!(taken["made"].as_array().map(Vec::len), Some(3), "{taken}");
    let packages = cli.call("package.list", &json!({}));
    assert_eq!(packages["rows"][0]["displayName"], "ERP accountant", "{packages}");
    let nothing = cli.ok(&["directory", "import", "Contoso", "--all"]);
    assert_eq!(nothing, json!({ "made": [], "refused": [] }));
    let again = cli.finds(&[
        "directory",
        "import",
        "Contoso",
        "--review",
        &review_id(1),
        "--catalog",
        CATALOG,
    ]);
    assert_eq!(again["made"], json!([]), "{again}");
    let offered = cli.ok(&["directory", "offered", "Contoso"]);
    assert_eq!(row(&offered, CATALOG)["isHere"], true);
    assert_eq!(row(&offered, &review_id(3))["isHere"], true);
    assert_eq!(cli.ok(&["review", "list"])["total"], 3);

    // What was taken in is a review like any other.
    cli.ok(&["review", "start", &number]);
    let instance = shown["instances"][0]["instance"].to_string();
    assert_eq!(cli.items(&instance).len(), 2);

    // A missing permission is named, and does not hide the rest.
    graph.faults().denied = vec!["/v1.0/identityGovernance/entitlementManagement"];
    let offered = cli.ok(&["directory", "offered", "Contoso"]);
    assert_eq!(offered["total"], 6, "{offered}");
    assert!(
        offered["missing"]
            .to_string()
            .contains("EntitlementManagement.Read.All"),
        "{offered}"
    );
    let log = cli.ok(&["audit", "list", "--limit", "1000"]).to_string();
    for word in ["\"catalog.import\"", "\"review.create\"", "\"directory.import\""] {
        assert!(log.contains(word), "{word}");
    }
    conforms(&graph);
}

/// A pair may name a package of a catalog that comes in later, a group, or what is not there; a catalog may be hidden.
#[test]
fn what_does_not_go_together_over_two_catalogs_is_a_pair_here_and_a_package_without_a_catalog_is_named() {
    const LATER: &str = "b1d5c0de-0001-4000-8000-000000000003";
    const OTHER: &str = "b1d5c0de-0002-4000-8000-000000000003";
    const HIDDEN: &str = "b1d5c0de-0002-4000-8000-000000000004";
    const UNKNOWN: &str = "b1d5c0de-0002-4000-8000-0000000000ff";
    let mut tenant = tenant(60, 12, 0);
    governed(&mut tenant);
    let governed = &mut tenant.governed;
    governed.resources.retain(|(catalog, _)| catalog == CATALOG);
    governed.reviews.clear();
    let mut later = governed.catalogs[0].clone();
    (later["id"], later["displayName"]) = (json!(LATER), json!("Later"));
    governed.catalogs = vec![governed.catalogs[0].clone(), later];
    let package = |id: &str, name: &str, catalog: &str| {
        json!({ "id": id, "displayName": name, "description": "", "isHidden": false,
                "createdDateTime": "2026-01-11T09:00:00Z", "modifiedDateTime": "2026-01-11T09:00:00Z",
                "catalog": { "id": catalog, "displayName": "?" }, "resourceRoleScopes": [], "assignmentPolicies": [] })
    };
    governed.packages[0]["incompatibleAccessPackages"] =
        json!([{ "id": OTHER, "displayName": "Auditor" }, { "id": UNKNOWN, "displayName": "Gone" }]);
    governed.packages.push(package(OTHER, "Auditor", LATER));
    governed
        .packages
        .push(package(HIDDEN, "Out of sight", "b1d5c0de-0001-4000-8000-0000000000ff"));
    let graph = Graph::start(tenant);
    let cli = Cli::practice();
    add(&cli, &graph);
    cli.ok(&["directory", "sync", "Contoso"]);
    let offered = cli.ok(&["directory", "offered", "Contoso"]);
    assert_eq!(offered["total"], 2, "{offered}");
    let missing = offered["missing"].to_string();
    assert!(missing.contains("“Out of sight” is not shown"), "{missing}");
    let taken = cli.ok(&["directory", "import", "Contoso", "--all"]);
    assert_eq!(taken["made"].as_array().map(Vec::len), Some(2), "{taken}");
    let remarks = taken["made"][0]["remarks"].to_string();
    assert!(remarks.contains(UNKNOWN) && !remarks.contains(OTHER), "{taken}");
    let pairs = cli.call("package.incompatible.list", &json!({}));
    assert_eq!(pairs["total"], 1, "{pairs}");
    assert_eq!(pairs["rows"][0]["otherName"], "Auditor", "{pairs}");
    conforms(&graph);
}
