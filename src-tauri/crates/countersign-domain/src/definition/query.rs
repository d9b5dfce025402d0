//! The query strings inside scopes and reviewers. Stored strings may come back altered by the
//! service (graph.md §1.8), so they are understood by their segments, not compared.

use super::Problem;
use crate::reviewer::ReviewerRule;

/// One group-membership query, understood.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct MembershipQuery {
    /// `None` for `/groups`: every group.
    pub group: Option<String>,
    pub transitive: bool,
    pub guests_only: bool,
}

/// `/groups/{id}/transitiveMembers[/microsoft.graph.user]`, `/groups/{id}/members`, `/groups/{id}`,
/// `/groups`, each with or without the guest filter.
pub(super) fn membership(query: &str, field: &str) -> Result<MembershipQuery, Problem> {
    let (path, filter) = query.split_once('?').unwrap_or((query, ""));
    let segments = segments(path);
    let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
    let guests_only = is_guest_filter(filter, field)?;
    let (group, kind) = match segments.as_slice() {
        ["groups"] => (None, "transitiveMembers"),
        ["groups", id] => (Some((*id).to_owned()), "transitiveMembers"),
        ["groups", id, kind @ ("members" | "transitiveMembers")]
        | [
            "groups",
            id,
            kind @ ("members" | "transitiveMembers"),
            "microsoft.graph.user",
        ] => (Some((*id).to_owned()), *kind),
        _ => {
            return Err(Problem::new(
                field,
                format!("The scope “{query}” is not a group's membership, which is what this version reviews."),
            ));
        }
    };
    Ok(MembershipQuery {
        group,
        transitive: kind == "transitiveMembers",
        guests_only,
    })
}

/// `/users`, with or without the guest filter: answers whether it is guests only.
pub(super) fn users(query: &str, field: &str) -> Result<bool, Problem> {
    let (path, filter) = query.split_once('?').unwrap_or((query, ""));
    if segments(path) != ["users"] {
        return Err(Problem::new(field, format!("The scope “{query}” does not name users.")));
    }
    is_guest_filter(filter, field)
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
        ["groups", _, "owners"] | [".", "owners"] => Ok(ReviewerRule::Owners),
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

    #[test]
    fn the_query_strings_of_the_field_are_understood() {
        let all = membership("/groups/a%2Cb/transitiveMembers/microsoft.graph.user", "scope").expect("understood");
        assert_eq!(
            all,
            MembershipQuery {
                group: Some("a,b".into()),
                transitive: true,
                guests_only: false
            }
        );
        let guests = membership(
            "/v1.0/groups/x/transitiveMembers/microsoft.graph.user/?$count=true&$filter=(userType eq 'Guest')",
            "scope",
        )
        .expect("understood");
        assert!(guests.guests_only);
        assert!(!membership("/groups/x/members", "scope").expect("understood").transitive);
        assert_eq!(reviewer("./manager", "reviewers"), Ok(ReviewerRule::Managers));
        assert_eq!(reviewer("/groups/x/owners", "reviewers"), Ok(ReviewerRule::Owners));
    }

    #[test]
    fn a_query_about_something_else_is_named_and_refused() {
        let problem = membership("/roleManagement/directory/roleDefinitions/1", "scope.query").expect_err("refused");
        assert_eq!(problem.field, "scope.query");
        assert!(membership("/groups/x/members?$filter=startswith(mail,'a')", "scope").is_err());
        assert!(reviewer("/servicePrincipals/1/owners", "reviewers").is_err());
    }
}
