//! The query strings inside scopes and reviewers. Stored strings may come back altered by the
//! service (graph.md §1.8), so they are understood by their segments, not compared.

use super::{Assignment, PrincipalScope, Problem, Resource};
use crate::reviewer::ReviewerRule;

/// One resource query, understood. `transitive` is `None` where the resource has no such choice.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct ResourceQuery {
    pub resource: Resource,
    pub transitive: Option<bool>,
}

/// What stands in `scope.query` or in one of `scope.resourceScopes` (graph.md §1.8). Filters on the
/// principals go into `principals`.
pub(super) fn resource(query: &str, field: &str, principals: &mut PrincipalScope) -> Result<ResourceQuery, Problem> {
    let (path, filter) = query.split_once('?').unwrap_or((query, ""));
    let segments = segments(path);
    let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
    let of = |resource, transitive| Ok(ResourceQuery { resource, transitive });
    match segments.as_slice() {
        ["groups"] => {
            let unified = is_unified_filter(filter, field)?;
            of(
                if unified {
                    Resource::AllUnifiedGroups
                } else {
                    Resource::AllGroups
                },
                Some(true),
            )
        }
        ["groups", id] => of(Resource::Group((*id).to_owned()), Some(true)),
        ["groups", id, kind @ ("members" | "transitiveMembers")]
        | [
            "groups",
            id,
            kind @ ("members" | "transitiveMembers"),
            "microsoft.graph.user",
        ] => {
            principals.guests_only |= is_guest_filter(filter, field)?;
            principals.people_only |= segments.last() == Some(&"microsoft.graph.user");
            of(Resource::Group((*id).to_owned()), Some(*kind == "transitiveMembers"))
        }
        ["servicePrincipals"] => of(Resource::AllApplications, None),
        ["servicePrincipals", id] | ["servicePrincipals", id, "appRoleAssignedTo"] => {
            of(Resource::Application((*id).to_owned()), None)
        }
        ["roleManagement", "directory", "roleDefinitions"] => of(Resource::AllDirectoryRoles, None),
        ["roleManagement", "directory", "roleDefinitions", id] => {
            of(Resource::DirectoryRole((*id).to_owned(), Assignment::Both), None)
        }
        [
            "roleManagement",
            "directory",
            kind @ ("roleAssignmentScheduleInstances" | "roleEligibilityScheduleInstances"),
        ] => {
            let filter = decode(filter);
            let role = quoted_after(&filter, "roleDefinitionId")
                .ok_or_else(|| Problem::new(field, "The query does not say which role (roleDefinitionId eq '…')."))?;
            principals.service_principals |= filter.contains("'microsoft.graph.servicePrincipal'");
            principals.people_only |= filter.contains("'microsoft.graph.user'");
            let assignment = if *kind == "roleEligibilityScheduleInstances" {
                Assignment::Eligible
            } else {
                Assignment::Active
            };
            of(Resource::DirectoryRole(role, assignment), None)
        }
        ["providers", "Microsoft.Authorization", "roleDefinitions"] => of(Resource::AllAzureRoles, None),
        ["providers", "Microsoft.Authorization", "roleDefinitions", id] => {
            of(Resource::AzureRole((*id).to_owned()), None)
        }
        [
            "identityGovernance",
            "entitlementManagement",
            "accessPackageAssignments" | "assignments",
        ] => {
            let filter = decode(filter);
            let package = quoted_after(&filter, "accessPackageId")
                .ok_or_else(|| Problem::new(field, "The query does not say which package (accessPackageId eq '…')."))?;
            of(
                Resource::AccessPackage(package, quoted_after(&filter, "assignmentPolicyId")),
                None,
            )
        }
        [
            "identityGovernance",
            "entitlementManagement",
            "catalogs" | "accessPackageCatalogs",
            id,
        ] => of(Resource::Catalog((*id).to_owned()), None),
        _ => Err(Problem::new(
            field,
            format!("The scope “{query}” is not a group, an application, a role, a package or a catalog."),
        )),
    }
}

/// `./members/microsoft.graph.user`, with or without the guest filter: the people of each enumerated group.
pub(super) fn members_of_each(query: &str, field: &str, principals: &mut PrincipalScope) -> Result<(), Problem> {
    let (path, filter) = query.split_once('?').unwrap_or((query, ""));
    match segments(path).iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [".", "members" | "transitiveMembers"] | [".", "members" | "transitiveMembers", "microsoft.graph.user"] => {
            principals.guests_only |= is_guest_filter(filter, field)?;
            Ok(())
        }
        _ => Err(Problem::new(
            field,
            format!("The scope “{query}” does not name the members of each group."),
        )),
    }
}

/// `/users` and `/users/{id}`, with or without the guest filter, and `/servicePrincipals`.
pub(super) fn principals(query: &str, field: &str, principals: &mut PrincipalScope) -> Result<(), Problem> {
    let (path, filter) = query.split_once('?').unwrap_or((query, ""));
    match segments(path).iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["users"] => principals.guests_only |= is_guest_filter(filter, field)?,
        ["users", id] => principals.people.push((*id).to_owned()),
        ["servicePrincipals"] => principals.service_principals = true,
        // An inactive scope may leave the query to its duration.
        [] if principals.inactive_days.is_some() => {}
        _ => {
            return Err(Problem::new(
                field,
                format!("The scope “{query}” does not name users or service principals."),
            ));
        }
    }
    Ok(())
}

/// The quoted value compared with `name` in an OData filter.
fn quoted_after(filter: &str, name: &str) -> Option<String> {
    let rest = &filter[filter.find(name)? + name.len()..];
    let rest = rest.trim_start().strip_prefix("eq")?.trim_start().strip_prefix('\'')?;
    Some(rest[..rest.find('\'')?].to_owned()).filter(|value| !value.is_empty())
}

/// Whether a filter on `/groups` asks for Microsoft 365 groups (or teams, which are such groups).
fn is_unified_filter(filter: &str, field: &str) -> Result<bool, Problem> {
    let text = decode(filter);
    let text = text.trim();
    if text.is_empty() {
        return Ok(false);
    }
    if text.contains("groupTypes/any(") && text.contains("'Unified'") {
        return Ok(true);
    }
    Err(Problem::new(field, format!("The filter “{text}” is not understood.")))
}

/// A reviewer query (graph.md §1.7).
pub(super) fn reviewer(query: &str, field: &str) -> Result<ReviewerRule, Problem> {
    let segments = segments(query.split('?').next().unwrap_or_default());
    let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
    match segments.as_slice() {
        ["users", id] => Ok(ReviewerRule::User((*id).to_owned())),
        ["groups", id, "transitiveMembers" | "members"]
        | ["groups", id, "transitiveMembers" | "members", "microsoft.graph.user"] => {
            Ok(ReviewerRule::GroupMembers((*id).to_owned()))
        }
        ["groups" | "servicePrincipals", _, "owners"] | [".", "owners"] => Ok(ReviewerRule::Owners),
        [".", "manager"] => Ok(ReviewerRule::Managers),
        _ => Err(Problem::new(
            field,
            format!("The reviewer query “{query}” is not understood."),
        )),
    }
}

fn is_guest_filter(filter: &str, field: &str) -> Result<bool, Problem> {
    let mut guests = false;
    for part in filter.split('&').filter(|part| !part.is_empty()) {
        let text = decode(part);
        if text.starts_with("$filter=") && text.replace(['(', ')', ' '], "") == "$filter=userTypeeq'Guest'" {
            guests = true;
        } else if !text.starts_with("$count=") {
            return Err(Problem::new(field, format!("The filter “{text}” is not understood.")));
        }
    }
    Ok(guests)
}

/// Path segments, percent-decoded, without a leading version such as `/v1.0`.
fn segments(path: &str) -> Vec<String> {
    let mut parts: Vec<String> = path.split('/').filter(|part| !part.is_empty()).map(decode).collect();
    if parts
        .first()
        .is_some_and(|first| matches!(first.as_str(), "v1.0" | "beta"))
    {
        parts.remove(0);
    }
    parts
}

/// Percent-decoding (RFC 3986 §2.1); what is not valid stays as it is.
fn decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let byte = (bytes[at] == b'%')
            .then(|| text.get(at + 1..at + 3))
            .flatten()
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        out.push(byte.unwrap_or(bytes[at]));
        at += if byte.is_some() { 3 } else { 1 };
    }
    String::from_utf8(out).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn understood(query: &str) -> (ResourceQuery, PrincipalScope) {
        let mut principals = PrincipalScope::default();
        let one = resource(query, "scope", &mut principals).unwrap_or_else(|problem| panic!("{query}: {problem}"));
        (one, principals)
    }

    #[test]
    fn the_query_strings_of_the_field_are_understood() {
        let (all, principals) = understood("/groups/a%2Cb/transitiveMembers/microsoft.graph.user");
        assert_eq!(all.resource, Resource::Group("a,b".into()));
        assert_eq!((all.transitive, principals.guests_only), (Some(true), false));
        let (_, guests) = understood(
            "/v1.0/groups/x/transitiveMembers/microsoft.graph.user/?$count=true&$filter=(userType eq 'Guest')",
        );
        assert!(guests.guests_only);
        assert_eq!(understood("/groups/x/members").0.transitive, Some(false));
        assert_eq!(
            understood("/servicePrincipals/s").0.resource,
            Resource::Application("s".into())
        );
        assert_eq!(
            understood("/roleManagement/directory/roleDefinitions/r").0.resource,
            Resource::DirectoryRole("r".into(), Assignment::Both)
        );
        let (eligible, people) = understood(
            "/roleManagement/directory/roleEligibilityScheduleInstances?$expand=principal&$filter=(isof(principal,'microsoft.graph.user') and roleDefinitionId eq 'r')",
        );
        assert_eq!(
            eligible.resource,
            Resource::DirectoryRole("r".into(), Assignment::Eligible)
        );
        assert!(!people.service_principals);
        let (active, services) = understood(
            "/roleManagement/directory/roleAssignmentScheduleInstances?$expand=principal&$filter=(isof(principal,'microsoft.graph.servicePrincipal') and roleDefinitionId eq 'r')",
        );
        assert_eq!(active.resource, Resource::DirectoryRole("r".into(), Assignment::Active));
        assert!(services.service_principals);
        assert_eq!(
            understood("/identityGovernance/entitlementManagement/accessPackageAssignments?$filter=(accessPackageId eq 'p' and assignmentPolicyId eq 'q')").0.resource,
            Resource::AccessPackage("p".into(), Some("q".into()))
        );
        assert_eq!(
            understood("/groups?$filter=(groupTypes/any(c:c eq 'Unified'))")
                .0
                .resource,
            Resource::AllUnifiedGroups
        );
        assert_eq!(reviewer("./manager", "reviewers"), Ok(ReviewerRule::Managers));
        assert_eq!(reviewer("/groups/x/owners", "reviewers"), Ok(ReviewerRule::Owners));
        assert_eq!(
            reviewer("/servicePrincipals/1/owners", "reviewers"),
            Ok(ReviewerRule::Owners)
        );
    }

    #[test]
    fn a_query_about_something_else_is_named_and_refused() {
        let mut principals = PrincipalScope::default();
        let problem = resource("/sites/1", "scope.query", &mut principals).expect_err("refused");
        assert_eq!(problem.field, "scope.query");
        assert!(
            resource(
                "/groups/x/members?$filter=startswith(mail,'a')",
                "scope",
                &mut principals
            )
            .is_err()
        );
        assert!(reviewer("/planets/1", "reviewers").is_err());
    }
}
