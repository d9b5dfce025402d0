//! What can be composed here, looked at one by one.

use super::*;

const GRAPH: &str = "https://graph.microsoft.com";
const ONE: &str = "0a5d1f7e-1111-4c1c-8c1c-00000000000a";
const TWO: &str = "3f0c6d0a-2222-4e4e-9e9e-000000000002";

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
        remove_member(&two, &one).next(format!("{GRAPH}/v1.0/groups?$skiptoken=x")),
    ]
}

#[test]
fn what_is_deleted_is_a_membership_or_a_guest_and_nothing_else() {
    let this = include_str!("../address.rs");
    let composed = this.split("#[cfg(test)]").next().unwrap_or_default();
    let makers = composed
        .lines()
        .filter(|line| line.starts_with("pub(super) fn ") && line.contains("-> Request"))
        .count();
    let names: std::collections::BTreeSet<_> = every()
        .iter()
        .map(|one| (one.what, one.verb().as_str(), one.url(GRAPH)))
        .collect();
    // Two of the makers are listed in two forms, one in three, and a following page is one more.
    assert_eq!(names.len(), makers + 5, "every maker of a request is looked at here");
    let mut deletions = Vec::new();
    for request in every() {
        let url = request.url(GRAPH);
        assert!(url.starts_with("https://graph.microsoft.com/v1.0/"), "{url}");
        assert!(url.bytes().all(|byte| byte.is_ascii_graphic()), "{url}");
        match request.verb() {
            Verb::Get => assert!(request.body().is_none(), "{url}"),
            Verb::Post => assert!(url.ends_with("/members/$ref"), "{url}"),
            Verb::Patch => assert_eq!(url, format!("{GRAPH}/v1.0/users/{ONE}")),
            Verb::Delete => deletions.push(url),
        }
    }
    let expected = [
        format!("{GRAPH}/v1.0/groups/{TWO}/members/{ONE}/$ref"),
        format!("{GRAPH}/v1.0/users/{ONE}"),
    ];
    assert_eq!(
        deletions, expected,
        "the first ends in /$ref, the second is made of a guest alone"
    );
    assert_eq!(
        composed.matches("verb: Verb::Delete,").count(),
        2,
        "the verb is written twice"
    );
}

#[test]
fn a_link_to_another_place_leads_nowhere() {
    let from = "https://graph.microsoft.com/v1.0/users";
    assert!(leads_on(
        GRAPH,
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
        assert!(!leads_on(GRAPH, link, from), "{link}");
    }
}
