//! The description itself: it lets pass what Graph has, and nothing that only looks like it.

use countersign_tests::graph::description::Description;
use countersign_tests::graph::tenant::{Of, id};

#[test]
fn the_description_refuses_what_graph_does_not_have() {
    let description = Description::default();
    let (group, user) = (id(Of::Group, 1), id(Of::User, 1));
    let row = "a8dGW9V-LkmXWyN_h1rTPO6vC0Jk2QxMq1";
    let good = [
        ("DELETE", format!("/v1.0/groups/{group}/members/{user}/$ref"), ""),
        (
            "GET",
            format!("/v1.0/users?$filter=id%20in%20('{user}')&$select=id,displayName"),
            "",
        ),
        (
            "GET",
            "/v1.0/groups/delta?$deltatoken=latest&$select=id,members,owners".into(),
            "",
        ),
        ("PATCH", format!("/v1.0/users/{user}"), "{\"accountEnabled\":false}"),
        (
            "DELETE",
            format!("/v1.0/servicePrincipals/{group}/appRoleAssignedTo/{row}"),
            "",
        ),
        (
            "DELETE",
            format!("/v1.0/roleManagement/directory/roleAssignments/{row}"),
            "",
        ),
        (
            "GET",
            format!(
                "/v1.0/identityGovernance/entitlementManagement/accessPackages/{group}?$expand=resourceRoleScopes($expand=role,scope),assignmentPolicies"
            ),
            "",
        ),
    ];
    for (verb, target, body) in good {
        assert_eq!(description.check(verb, &target, body), Ok(()), "{verb} {target}");
    }
    let bad = [
        // The one that would delete the person.
        ("DELETE", format!("/v1.0/groups/{group}/members/{user}"), ""),
        ("DELETE", format!("/v1.0/groups/{group}/members/$ref"), ""),
        ("DELETE", format!("/v1.0/groups/{group}"), ""),
        ("GET", "/v1.0/users?$selcet=id".into(), ""),
        ("GET", "/v1.0/users?$select=displayNmae".into(), ""),
        ("GET", "/v1.0/users?$top=1000".into(), ""),
        ("GET", "/v1.0/users?$expand=boss($select=id)".into(), ""),
        ("GET", "/v1.0/users/delta?$expand=manager".into(), ""),
        ("GET", "/v1.0/users/delta?$select=id,signInActivity".into(), ""),
        ("GET", "/v1.0/groups/changes".into(), ""),
        ("GET", "/beta/users".into(), ""),
        ("GET", "/v1.0/servicePrincipals/x/appRoleAssignedTo".into(), ""),
        ("GET", "/v1.0/roleManagement/directory/roles".into(), ""),
        ("POST", format!("/v1.0/groups/{group}/members/$ref"), "{\"id\":\"x\"}"),
        ("PATCH", format!("/v1.0/users/{user}"), "{\"enabled\":false}"),
        ("PUT", format!("/v1.0/users/{user}"), "{}"),
        (
            "GET",
            format!(
                "/v1.0/identityGovernance/entitlementManagement/accessPackages/{group}?$expand=resourceRoleScopes($expand=rule,scope)"
            ),
            "",
        ),
        (
            "DELETE",
            format!("/v1.0/identityGovernance/entitlementManagement/accessPackages/{group}"),
            "",
        ),
        ("GET", "/v1.0/identityGovernance/accessReviews/decisions".into(), ""),
        // The application itself, all of its assignments, a role of the directory.
        ("DELETE", format!("/v1.0/servicePrincipals/{group}"), ""),
        (
            "DELETE",
            format!("/v1.0/servicePrincipals/{group}/appRoleAssignedTo"),
            "",
        ),
        (
            "DELETE",
            format!("/v1.0/roleManagement/directory/roleDefinitions/{group}"),
            "",
        ),
        (
            "POST",
            "/v1.0/roleManagement/directory/roleEligibilityScheduleRequests".into(),
            "{\"action\":\"removeByAdmin\"}",
        ),
        (
            "POST",
            format!("/v1.0/servicePrincipals/{group}/appRoleAssignedTo"),
            "{\"principalId\":\"everybody\"}",
        ),
    ];
    for (verb, target, body) in bad {
        assert!(description.check(verb, &target, body).is_err(), "{verb} {target}");
    }
}
