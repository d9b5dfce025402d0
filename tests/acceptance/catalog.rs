//! Catalogs, access packages and who governs them, at the desk.

use chrono::{DateTime, TimeZone, Utc};
use countersign_tests::governance::{Finance, finance};
use countersign_tests::practice::Practice;
use serde_json::{Value, json};

fn begin() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 9, 1, 8, 0, 0).single().expect("a moment")
}

fn start() -> (Practice, Finance) {
    let practice = Practice::at(begin());
    let finance = finance(&practice);
    (practice, finance)
}

fn give(practice: &Practice, role: &str, catalog: Option<i64>, principal: i64) -> Value {
    practice.call(
        "delegation.give",
        json!({ "role": role, "catalog": catalog, "principal": principal }),
    )
}

/// The newest entry of the log.
fn last_entry(practice: &Practice) -> Value {
    practice.call("audit.list", json!({ "limit": 1 }))["rows"][0].clone()
}

#[test]
fn a_creator_owns_what_they_make_and_sees_nothing_else() {
    let (practice, finance) = start();
    let carl = practice.person("carl");
    practice.sit(Some(carl));
    let refused = practice.refused("catalog.create", json!({ "displayName": "Sales" }));
    assert_eq!(refused.code.as_deref(), Some("permission"));
    assert_eq!(refused.message, "carl may not create a catalog.");
    practice.sit(None);
    give(&practice, "creator", None, carl);
    practice.sit(Some(carl));
    let made = practice.call("catalog.create", json!({ "displayName": "Sales" }));
    assert_eq!(made["roles"], json!(["creator", "owner"]));
    let list = practice.call("catalog.list", json!({}));
    assert_eq!(list["total"], 1, "only their own");
    assert_eq!(list["rows"][0]["displayName"], "Sales");
    let other = practice.refused("catalog.show", json!({ "catalog": finance.catalog }));
    assert_eq!(other.code.as_deref(), Some("permission"));
    let none = practice.call("package.list", json!({}));
    assert_eq!(none["total"], 0);
    practice.sit(None);
    assert_eq!(practice.call("catalog.list", json!({}))["total"], 2);
    practice.is_sound();
}

#[test]
fn a_role_given_to_a_group_is_held_by_who_is_in_it_however_deep_and_until_it_is_ended() {
    let (practice, finance) = start();
    let curators = practice.principal("Curators", "group");
    let given = give(&practice, "accessPackageManager", Some(finance.catalog), curators);
    let again = practice.refused(
        "delegation.give",
        json!({ "role": "accessPackageManager", "catalog": finance.catalog, "principal": curators }),
    );
    assert_eq!(again.message, "Curators has this role already.");
    let igor = practice.person("igor");
    practice.sit(Some(igor));
    let shown = practice.call("catalog.show", json!({ "catalog": finance.catalog }));
    assert_eq!(shown["roles"], json!(["accessPackageManager"]));
    practice.call(
        "package.create",
        json!({ "catalog": finance.catalog, "displayName": "Auditor" }),
    );
    let no = practice.refused(
        "catalog.resource.add",
        json!({ "catalog": finance.catalog, "resource": finance.posting }),
    );
    assert_eq!(no.message, "igor may not add a resource.");
    practice.sit(None);
    practice.call("delegation.end", json!({ "delegation": given["delegation"] }));
    practice.sit(Some(igor));
    let gone = practice.refused(
        "package.create",
        json!({ "catalog": finance.catalog, "displayName": "Other" }),
    );
    assert_eq!(gone.code.as_deref(), Some("permission"));
}

#[test]
fn a_resource_is_added_by_its_owner_who_owns_the_catalog_too_and_a_role_of_the_directory_by_an_administrator() {
    let (practice, finance) = start();
    let olga = practice.person("olga");
    let archive = practice.principal("Archive", "group");
    let add = |resource: i64| json!({ "catalog": finance.catalog, "resource": resource });
    practice.sit(Some(olga));
    let stranger = practice.refused("catalog.resource.add", add(archive));
    assert_eq!(
        stranger.message, "olga may not add a resource.",
        "she owns the group and not the catalog"
    );
    practice.sit(None);
    give(&practice, "owner", Some(finance.catalog), olga);
    practice.sit(Some(olga));
    practice.call("catalog.resource.add", add(archive));
    let inner = practice.principal("Inner circle", "group");
    let foreign = practice.refused("catalog.resource.add", add(inner));
    assert_eq!(foreign.message, "olga does not own “Inner circle” and may not add it.");
    assert_eq!(foreign.code.as_deref(), Some("permission"));
    let role = practice.principal("User Administrator", "directoryRole");
    let privileged = practice.refused("catalog.resource.add", add(role));
    assert_eq!(
        privileged.message,
        "olga may not add a role of the directory as a resource."
    );
    let ruled = practice.principal("Everybody in Sales", "group");
    let added = practice.call("catalog.resource.add", add(ruled));
    assert_eq!(added["byHand"], "dynamic");
    assert_eq!(
        added["sentence"],
        "A rule chooses the members of “Everybody in Sales”; whoever is to have it gets a task: change the rule or the person’s attributes."
    );
    let person = practice.refused("catalog.resource.add", add(olga));
    assert_eq!(person.message, "“olga” is nothing that can be given to anybody.");
    practice.sit(None);
    let added = practice.call("catalog.resource.add", add(role));
    assert_eq!(
        added["entitlements"],
        json!(["eligible"]),
        "a privileged role is given as eligible only"
    );
    let twice = practice.refused("catalog.resource.add", add(role));
    assert_eq!(twice.code.as_deref(), Some("exists"));
}

#[test]
fn what_is_used_is_not_taken_away() {
    let (practice, finance) = start();
    let used = practice.refused(
        "catalog.resource.remove",
        json!({ "catalog": finance.catalog, "resource": finance.posting }),
    );
    assert_eq!(used.code.as_deref(), Some("inUse"));
    assert_eq!(
        used.message,
        "“ERP-Posting” is used by one access package, among them “Accountant”."
    );
    practice.call(
        "catalog.resource.remove",
        json!({ "catalog": finance.catalog, "resource": finance.ledger }),
    );
    let held = practice.refused("catalog.delete", json!({ "catalog": finance.catalog }));
    assert_eq!(held.message, "“Finance” still holds one access package.");
    practice.call("package.delete", json!({ "package": finance.package }));
    assert_eq!(practice.call("package.list", json!({}))["total"], 0);
    let gone = practice.refused("package.show", json!({ "package": finance.package }));
    assert_eq!(gone.code.as_deref(), Some("missing"));
    let named = practice.call("principal.list", json!({ "kind": "accessPackage" }));
    assert_eq!(named["total"], 0, "its row among the resources is gone with it");
    practice.call("catalog.delete", json!({ "catalog": finance.catalog }));
    assert_eq!(practice.call("catalog.list", json!({}))["total"], 0);
    assert_eq!(practice.call("delegation.list", json!({}))["total"], 0);
    practice.is_sound();
}

#[test]
fn a_package_keeps_its_name_apart_and_is_renamed_among_the_resources_too() {
    let (practice, finance) = start();
    let same = practice.refused(
        "package.create",
        json!({ "catalog": finance.catalog, "displayName": " accountant " }),
    );
    assert_eq!(same.code.as_deref(), Some("exists"));
    let edited = practice.call(
        "package.edit",
        json!({ "package": finance.package, "displayName": "Book keeper" }),
    );
    assert_eq!(
        (&edited["displayName"], &edited["hidden"]),
        (&json!("Book keeper"), &json!(false))
    );
    let row = practice.call("principal.show", json!({ "principal": edited["resource"] }));
    assert_eq!(row["displayName"], "Book keeper");
    let hidden = practice.call("package.hide", json!({ "package": finance.package, "hidden": true }));
    assert_eq!(hidden["hidden"], true);
    let entry = last_entry(&practice);
    assert_eq!(entry["operation"], "package.hide");
    assert_eq!(
        (
            &entry["detail"]["before"]["hidden"],
            &entry["detail"]["after"]["hidden"]
        ),
        (&json!(false), &json!(true))
    );
    let listed = practice.call("package.list", json!({ "hidden": true, "search": "KEEP" }));
    assert_eq!(listed["total"], 1);
    let by_resource = practice.call("package.list", json!({ "resource": finance.ledger }));
    assert_eq!(by_resource["total"], 0);
    for bad in ["", "  ", "two\nlines"] {
        let refused = practice.refused(
            "package.edit",
            json!({ "package": finance.package, "displayName": bad }),
        );
        assert_eq!(refused.field.as_deref(), Some("displayName"));
    }
}

#[test]
fn a_role_is_one_the_resource_has_and_the_catalog_holds() {
    let (practice, finance) = start();
    let add =
        |resource: i64, role: &str| json!({ "package": finance.package, "resource": resource, "entitlement": role });
    let unknown = practice.refused("package.role.add", add(finance.ledger, "emperor"));
    assert_eq!(unknown.message, "“Ledger” has no role “emperor”.");
    assert_eq!(unknown.hint.as_deref(), Some("It has: member, owner."));
    let archive = practice.principal("Archive", "group");
    let outside = practice.refused("package.role.add", add(archive, "member"));
    assert_eq!(outside.code.as_deref(), Some("notInCatalog"));
    let view = practice.call("package.role.add", add(finance.ledger, "owner"));
    assert_eq!(view["roleCount"], 2);
    let owner = view["roles"]
        .as_array()
        .expect("roles")
        .iter()
        .find(|one| one["entitlement"] == "owner");
    assert_eq!(
        owner.expect("the new one")["byHand"],
        "notAGroup",
        "only members are put in from here"
    );
    let twice = practice.refused("package.role.add", add(finance.ledger, "owner"));
    assert_eq!(twice.code.as_deref(), Some("exists"));
    practice.call("package.role.remove", add(finance.ledger, "owner"));
    let gone = practice.refused("package.role.remove", add(finance.ledger, "owner"));
    assert_eq!(gone.message, "The package does not give this.");
    let desk = practice.principal("Ticket Desk", "servicePrincipal");
    practice.call(
        "catalog.resource.add",
        json!({ "catalog": finance.catalog, "resource": desk }),
    );
    let shown = practice.call(
        "catalog.resource.show",
        json!({ "catalog": finance.catalog, "resource": desk }),
    );
    assert_eq!(shown["entitlements"], json!(["Reader", "Writer"]));
}

#[test]
fn the_last_owner_stays_unless_an_administrator_ends_it() {
    let (practice, finance) = start();
    let olga = practice.person("olga");
    let given = give(&practice, "owner", Some(finance.catalog), olga);
    let end = json!({ "delegation": given["delegation"] });
    practice.sit(Some(olga));
    assert_eq!(
        practice.refused("delegation.end", end.clone()).message,
        "This is the last owner of the catalog."
    );
    practice.sit(None);
    let ended = practice.call("delegation.end", end.clone());
    assert!(
        ended["endedBy"].as_str().is_some_and(|by| by.contains("carol")),
        "{ended}"
    );
    assert_eq!(
        practice.refused("delegation.end", end).message,
        "This role was ended before."
    );
    let all = practice.call("delegation.list", json!({ "catalog": finance.catalog, "ended": true }));
    assert_eq!(all["total"], 1, "who had a role is kept");
    let strange = practice.refused(
        "delegation.give",
        json!({ "role": "creator", "catalog": finance.catalog, "principal": olga }),
    );
    assert_eq!(strange.field.as_deref(), Some("catalog"));
}

/// Everybody may be given the package, without an end.
fn policy(practice: &Practice, package: i64) -> Value {
    let definition = json!({ "displayName": "Everybody", "allowedTargetScope": "allMemberUsers",
                             "expiration": { "type": "noExpiration" } });
    practice.call("policy.create", json!({ "package": package, "definition": definition }))["policy"].clone()
}

fn assign(practice: &Practice, package: i64, policy: &Value, account: &str) {
    let principal = practice.person(account);
    practice.call(
        "assignment.give",
        json!({ "package": package, "policy": policy, "principal": principal, "justification": "Works there." }),
    );
}

#[test]
fn a_change_of_roles_is_foreseen_person_by_person_and_reaches_who_holds_the_package() {
    let (practice, finance) = start();
    let under = policy(&practice, finance.package);
    for account in ["hugo", "rex", "nina"] {
        assign(&practice, finance.package, &under, account);
    }
    let other = practice.call(
        "package.create",
        json!({ "catalog": finance.catalog, "displayName": "Auditor" }),
    );
    let other = other["package"].as_i64().expect("a number");
    practice.call(
        "package.role.add",
        json!({ "package": other, "resource": finance.posting }),
    );
    let under_other = policy(&practice, other);
    assign(&practice, other, &under_other, "nina");
    let ruled = practice.principal("Everybody in Sales", "group");
    practice.call(
        "catalog.resource.add",
        json!({ "catalog": finance.catalog, "resource": ruled }),
    );

    let foreseen = practice.call(
        "package.role.foresee",
        json!({ "package": finance.package,
                "add": [{ "resource": finance.ledger, "entitlement": "member" }, { "resource": ruled, "entitlement": "member" }],
                "remove": [{ "resource": finance.posting, "entitlement": "member" }] }),
    );
    assert_eq!(foreseen["holders"], 3);
    let (ledger, rule) = (&foreseen["gains"][0], &foreseen["gains"][1]);
    assert_eq!((&ledger["gain"]["count"], &ledger["byHand"]), (&json!(3), &Value::Null));
    assert_eq!(ledger["gain"]["sample"][0]["displayName"], "hugo");
    assert_eq!(rule["byHand"], "dynamic");
    assert!(
        rule["sentence"]
            .as_str()
            .is_some_and(|text| text.contains("gets a task")),
        "{rule}"
    );
    let loss = &foreseen["losses"][0];
    let kept = |name: &str| {
        (
            loss[name]["count"].clone(),
            loss[name]["sample"][0]["displayName"].clone(),
        )
    };
    assert_eq!(kept("otherPackage"), (json!(1), json!("nina")));
    let all: i64 = ["lose", "otherPackage", "prior"]
        .iter()
        .filter_map(|name| loss[name]["count"].as_i64())
        .sum();
    assert_eq!(all, 3, "everybody who holds it is counted once");

    let stays = practice.refused("package.delete", json!({ "package": finance.package }));
    assert_eq!(stays.message, "“Accountant” still has 3 assignments.");
    practice.call(
        "package.role.add",
        json!({ "package": finance.package, "resource": finance.ledger }),
    );
    let page = practice.call("assignment.list", json!({ "package": finance.package }));
    for row in page["rows"].as_array().expect("rows") {
        assert_eq!(row["state"], "delivering", "{row}");
    }
    let entry = last_entry(&practice);
    assert_eq!(
        (&entry["operation"], &entry["detail"]["resourceName"]),
        (&json!("package.role.add"), &json!("Ledger"))
    );
    practice.is_sound();
}
