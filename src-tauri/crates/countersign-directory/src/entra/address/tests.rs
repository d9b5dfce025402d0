//! What can be composed here, looked at one by one.

use chrono::DateTime;

use super::azure::*;
use super::governance::*;
use super::role::*;
use super::*;
use crate::entra::id::{Row, Scope};

fn setting() -> Setting {
    let value = serde_json::json!({ "tenant": "example.com", "clientId": ONE });
    Setting::parse(&value, std::path::Path::new(".")).expect("settings")
}

const AZURE: &str = "https://management.azure.com";
const V1: &str = "https://graph.microsoft.com/v1.0/";
const GRAPH: &str = "https://graph.microsoft.com";
const ONE: &str = "0a5d1f7e-1111-4c1c-8c1c-00000000000a";
const TWO: &str = "3f0c6d0a-2222-4e4e-9e9e-000000000002";

const ROW: &str = "a8dGW9V-LkmXWyN_h1rTPO6vC0Jk2QxMq1";

fn row() -> Row {
    Row::parse(ROW).expect("an identity")
}

fn holding() -> Holding {
    Holding {
        role: Id::parse(TWO).expect("a GUID"),
        scope: "/administrativeUnits/3f0c6d0a-2222-4e4e-9e9e-000000000002".into(),
        principal: Id::parse(ONE).expect("a GUID"),
    }
}

fn resource_group() -> Scope {
    Scope::parse(&format!("/subscriptions/{ONE}/resourceGroups/web")).expect("a scope")
}

/// Where something is added, or asked for.
const POSTED: [&str; 5] = [
    "/members/$ref",
    "/appRoleAssignedTo",
    "/roleManagement/directory/roleAssignments",
    "/roleAssignmentScheduleRequests",
    "/roleEligibilityScheduleRequests",
];

fn every() -> Vec<Request> {
    let (one, two) = (Id::parse(ONE).expect("a GUID"), Id::parse(TWO).expect("a GUID"));
    let guest = Guest::told(&one, Some("Guest")).expect("a guest");
    let ids = [one.clone(), two.clone()];
    vec![
        users(true),
        users(false),
        users_by_id(&ids, true),
        users_by_id(&ids, false),
        users_now(),
        groups(),
        groups_by_id(&ids),
        groups_now(),
        members(&two),
        owners(&two),
        group(&two),
        applications(),
        application(&two),
        applications_now(),
        assigned_to(&two),
        role_definitions(),
        role_assignments(),
        eligible_roles(),
        of_user(&one, Relation::MemberOf),
        of_user(&one, Relation::OwnedObjects),
        of_user(&one, Relation::DirectReports),
        account(&one),
        one_user(),
        remove_member(&two, &one),
        add_member(GRAPH, &two, &one),
        block(&guest),
        delete(&guest),
        application_roles(&two),
        assignments_of(Holder::User, &one, &two),
        assignments_of(Holder::Application, &one, &two),
        assignments_of(Holder::Group, &one, &two),
        unassign(&two, &row()),
        assign(&two, &one, &one),
        roles_of(&one, Hold::Active),
        roles_of(&one, Hold::Eligible),
        end_role(&holding(), Hold::Active),
        end_role(&holding(), Hold::Eligible),
        begin_role(&holding(), Hold::Active, DateTime::UNIX_EPOCH),
        begin_role(&holding(), Hold::Eligible, DateTime::UNIX_EPOCH),
        delete_role(&row()),
        create_role(&holding()),
        reviews(),
        catalogs(),
        catalog_resources(&one),
        packages(),
        package(&one),
        incompatible_packages(&one),
        incompatible_groups(&one),
        subscription(&one),
        azure_roles(&one),
        azure_assignments(&one),
        azure_eligible(&one),
        azure_held(&resource_group(), &two),
        azure_unassign(&resource_group(), &two),
        remove_member(&two, &one).next(format!("{GRAPH}/v1.0/groups?$skiptoken=x")),
    ]
}

#[test]
fn what_is_deleted_is_a_membership_an_assignment_or_a_guest_and_nothing_else() {
    let this = include_str!("../address.rs");
    let composed = [
        this.split("#[cfg(test)]").next().unwrap_or_default(),
        include_str!("role.rs"),
        include_str!("azure.rs"),
        include_str!("governance.rs"),
    ]
    .concat();
    let makers = composed
        .lines()
        .filter(|line| line.starts_with("pub(") && line.contains(" fn ") && line.contains("-> Request"))
        .count();
    let names: std::collections::BTreeSet<_> = every()
        .iter()
        .map(|one| (one.what, one.verb().as_str(), one.url(&setting())))
        .collect();
    // Two of the makers are listed in two forms, two in three, those of roles in two, and a following page is one more.
    assert_eq!(names.len(), makers + 10, "every maker of a request is looked at here");
    let mut deletions = Vec::new();
    for request in every() {
        let url = request.url(&setting());
        let base = match request.audience() {
            Audience::Graph => format!("{GRAPH}/v1.0/"),
            Audience::Azure => format!("{AZURE}/subscriptions/"),
        };
        assert!(url.starts_with(&base), "{url}");
        assert!(url.bytes().all(|byte| byte.is_ascii_graphic()), "{url}");
        match request.verb() {
            Verb::Get => assert!(request.body().is_none(), "{url}"),
            Verb::Post => assert!(POSTED.iter().any(|end| url.ends_with(end)), "{url}"),
            Verb::Patch => assert_eq!(url, format!("{GRAPH}/v1.0/users/{ONE}")),
            Verb::Delete => deletions.push(url),
        }
    }
    let expected = [
        format!("{GRAPH}/v1.0/groups/{TWO}/members/{ONE}/$ref"),
        format!("{GRAPH}/v1.0/users/{ONE}"),
        format!("{GRAPH}/v1.0/servicePrincipals/{TWO}/appRoleAssignedTo/{ROW}"),
        format!("{GRAPH}/v1.0/roleManagement/directory/roleAssignments/{ROW}"),
        format!(
            "{AZURE}/subscriptions/{ONE}/resourcegroups/web/providers/Microsoft.Authorization/roleAssignments/{TWO}\
             ?api-version=2022-04-01"
        ),
    ];
    assert_eq!(
        deletions, expected,
        "the first ends in /$ref, the second is made of a guest alone, the others name an assignment"
    );
    assert_eq!(
        composed.matches("verb: Verb::Delete,").count(),
        5,
        "the verb is written five times"
    );
}

#[test]
fn a_link_to_another_place_leads_nowhere() {
    let from = "https://graph.microsoft.com/v1.0/users";
    assert!(leads_on(
        V1,
        "https://graph.microsoft.com/v1.0/users?$skiptoken=abc",
        from
    ));
    for link in [
        from,
        "https://graph.microsoft.com/beta/users",
        "https://graph.microsoft.com.evil.example/v1.0/users",
        "https://graph.microsoft.com@evil.example/v1.0/users",
        "http://graph.microsoft.com/v1.0/users",
        "//evil.example/v1.0/",
        "https://graph.microsoft.com/v1.0/users?a b",
        "",
    ] {
        assert!(!leads_on(V1, link, from), "{link}");
    }
}
