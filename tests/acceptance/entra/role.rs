//! Roles of applications and of the directory: taken away, given, each exactly once.

use countersign_directory::{Connector, Control};
use countersign_domain::snapshot::{ACTIVE, ApplyOutcome, Change, DEFAULT_ACCESS, ELIGIBLE, Target};
use countersign_tests::cli::{Cli, definition};
use countersign_tests::graph::Graph;
use countersign_tests::graph::tenant::{ADMINISTRATOR, APP_ROLE, NO_ROLE, Of, READER, id};
use countersign_tests::handover::Handover;
use countersign_tests::lab::Lab;
use serde_json::json;

use super::review::{add, item};
use super::{conforms, entra, tenant};

const REVIEWER: &str = "u000021@example.com";

fn target(key: &str) -> Target {
    Target {
        key: key.to_owned(),
        dn: key.to_owned(),
    }
}

fn change(give: bool, resource: &str, role: &str, user: usize) -> Change {
    let (resource, role, holder) = (target(resource), role.to_owned(), target(&id(Of::User, user)));
    match give {
        true => Change::GiveRole { resource, role, holder },
        false => Change::TakeRole { resource, role, holder },
    }
}

async fn apply(connector: &dyn Connector, changes: &[Change]) -> Vec<ApplyOutcome> {
    connector.apply(changes, &Control::default()).await.expect("answers")
}

#[tokio::test(flavor = "multi_thread")]
async fn roles_are_taken_and_given_once_and_only_in_the_holders_own_name() {
    use ApplyOutcome::{AlreadySo, Applied, ByHand};
    for premium in [true, false] {
        let graph = Graph::start(tenant(60, 12, 0));
        graph.manner().premium = premium;
        // User 7 has the role in their own name, and the whole application by a group besides.
        graph.tenant().group(5).members.insert(id(Of::User, 7));
        let application = id(Of::Application, 0);
        let (administrator, reader) = (format!("role:{ADMINISTRATOR}"), format!("role:{READER}"));
        let connector = entra(&graph);
        let taken = [
            change(false, &application, "Poster", 7),
            change(false, &application, DEFAULT_ACCESS, 7),
            change(false, &administrator, ACTIVE, 8),
            change(false, &reader, ELIGIBLE, 9),
            change(false, &reader, ACTIVE, 9),
            change(false, &id(Of::Application, 9), "Poster", 7),
        ];
        let eligible = if premium { Applied } else { AlreadySo };
        let expected = [Applied, AlreadySo, Applied, eligible, AlreadySo, AlreadySo];
        assert_eq!(apply(&*connector, &taken).await, expected, "premium: {premium}");
        assert_eq!(apply(&*connector, &taken).await, vec![AlreadySo; 6]);
        let group = (application.clone(), NO_ROLE.to_owned(), id(Of::Group, 5));
        assert_eq!(
            graph.tenant().assigned.iter().collect::<Vec<_>>(),
            [&group],
            "what the group has stays"
        );

        let given = [
            change(true, &application, "Poster", 10),
            change(true, &administrator, ACTIVE, 11),
            change(true, &reader, ELIGIBLE, 12),
            change(true, &application, "Nobody knows it", 10),
            change(true, &application, "Poster", 999),
        ];
        let outcomes = apply(&*connector, &given).await;
        assert_eq!(outcomes[..2], [Applied, Applied], "{outcomes:?}");
        assert_eq!(outcomes[2] == Applied, premium, "{outcomes:?}");
        assert!(matches!(&outcomes[3], ByHand { .. }), "{outcomes:?}");
        assert!(
            matches!(&outcomes[4], ApplyOutcome::Refused { code: 404, .. }),
            "{outcomes:?}"
        );
        assert_eq!(apply(&*connector, &given[..2]).await, [AlreadySo, AlreadySo]);
        assert!(
            graph
                .tenant()
                .assigned
                .contains(&(application, APP_ROLE.into(), id(Of::User, 10)))
        );
        assert!(
            graph
                .tenant()
                .held
                .contains(&(ADMINISTRATOR.into(), id(Of::User, 11), false))
        );
        assert_eq!(
            graph.tenant().objects.keys().filter(|(of, _)| *of == Of::User).count(),
            60
        );
        conforms(&graph);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_role_that_an_application_or_a_group_holds_is_taken_too() {
    let graph = Graph::start(tenant(60, 12, 0));
    let (application, other) = (id(Of::Application, 0), id(Of::Application, 1));
    graph.tenant().add_application(1, "Reports");
    for holder in [other.clone(), id(Of::Group, 3)] {
        let assigned = (application.clone(), APP_ROLE.to_owned(), holder.clone());
        graph.tenant().assigned.insert(assigned.clone());
        let taken = Change::TakeRole {
            resource: target(&application),
            role: "Poster".to_owned(),
            holder: target(&holder),
        };
        let connector = entra(&graph);
        assert_eq!(
            apply(&*connector, std::slice::from_ref(&taken)).await,
            [ApplyOutcome::Applied]
        );
        assert!(!graph.tenant().assigned.contains(&assigned), "it is gone");
        assert_eq!(apply(&*connector, &[taken]).await, [ApplyOutcome::AlreadySo]);
    }
    conforms(&graph);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_eligible_role_that_cannot_be_looked_up_is_not_called_gone() {
    let graph = Graph::start(tenant(60, 12, 0));
    graph.faults().odd = Some("/v1.0/roleManagement/directory/roleEligibilityScheduleInstances");
    let reader = format!("role:{READER}");
    let connector = entra(&graph);
    for give in [false, true] {
        let asked = [change(give, &reader, ELIGIBLE, 9)];
        let said = connector.apply(&asked, &Control::default()).await;
        let is_told = match &said {
            Ok(outcomes) => !matches!(
                outcomes[..],
                [ApplyOutcome::AlreadySo | ApplyOutcome::Applied | ApplyOutcome::ByHand { .. }]
            ),
            Err(_) => true,
        };
        assert!(is_told, "{said:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_whose_answer_is_lost_is_looked_for_and_not_sent_again() {
    let graph = Graph::start(tenant(60, 12, 0));
    let connector = entra(&graph);
    let reader = format!("role:{READER}");
    for (give, wanted) in [(false, 0), (true, 1)] {
        graph.faults().lost_answers = 1;
        let outcomes = apply(&*connector, &[change(give, &reader, ELIGIBLE, 9)]).await;
        assert_eq!(outcomes, [ApplyOutcome::Applied]);
        let held = graph.tenant().held.iter().filter(|(_, _, eligible)| *eligible).count();
        assert_eq!(held, wanted);
    }
    let application = id(Of::Application, 0);
    graph.faults().lost_answers = 1;
    let outcomes = apply(&*connector, &[change(true, &application, "Poster", 20)]).await;
    assert_eq!(outcomes, [ApplyOutcome::Applied]);
    let posts = graph
        .log()
        .iter()
        .filter(|one| one.verb == "POST" && !one.target.contains("/token"))
        .count();
    assert_eq!(posts, 3, "each was sent once");
    conforms(&graph);
}

#[test]
fn a_denied_role_is_taken_in_entra_and_seen_gone() {
    let graph = Graph::start(tenant(60, 12, 0));
    let application = id(Of::Application, 0);
    for n in [30, 31, 32] {
        graph
            .tenant()
            .assigned
            .insert((application.clone(), APP_ROLE.into(), id(Of::User, n)));
        graph.tenant().held.insert((READER.into(), id(Of::User, n), true));
    }
    let cli = Cli::practice();
    add(&cli, &graph);
    cli.ok(&["directory", "sync", "Contoso"]);
    let mut review = definition("Roles", &[], &[&format!("/users/{REVIEWER}")]);
    review["scope"]["resourceScopes"] = json!([
        { "query": "/servicePrincipals/Ledger" }, { "query": "/roleManagement/directory/roleDefinitions/Directory Readers" }
    ]);
    let (review, instance) = cli.start_review(&review);
    let items = cli.items(&instance);
    for (resource, account) in [
        ("Ledger", "u000030@example.com"),
        ("Directory Readers", "u000031@example.com"),
    ] {
        let item = item(&items, resource, account);
        cli.ok(&["item", "decide", &item, "--decision", "deny", "--as", REVIEWER]);
    }
    cli.ok(&["review", "stop", &review]);
    let drawn = cli.ok(&["plan", "draw", &instance]);
    assert_eq!(
        (&drawn["changeCount"], &drawn["taskCount"]),
        (&json!(2), &json!(0)),
        "{drawn}"
    );
    let done = cli.ok(&["plan", "carry-out", &instance]);
    assert_eq!(done["applied"], 2, "{done}");
    let left = |n: usize| {
        graph
            .tenant()
            .assigned
            .contains(&(application.clone(), APP_ROLE.into(), id(Of::User, n)))
    };
    assert_eq!([30, 31, 32].map(left), [false, true, true]);
    assert!(!graph.tenant().held.contains(&(READER.into(), id(Of::User, 31), true)));
    let seen = cli.ok(&["plan", "verify", &instance]);
    assert_eq!((&seen["gone"], &seen["stillThere"]), (&json!(2), &json!(0)), "{seen}");
    conforms(&graph);
}

#[test]
fn a_package_gives_a_role_of_an_application_and_an_eligible_one_and_takes_them_back() {
    let graph = Graph::start(tenant(40, 12, 40));
    let (practice, directory) = super::package::practice(&graph);
    let roles = [
        (practice.principal("Ledger", "servicePrincipal"), Some("Poster")),
        (practice.principal("Directory Readers", "directoryRole"), Some(ELIGIBLE)),
    ];
    let handover = Handover::new(&practice, directory, &roles);
    let holds = || {
        let tenant = graph.tenant();
        let assigned = (id(Of::Application, 0), APP_ROLE.to_owned(), id(Of::User, 21));
        let held = (READER.to_owned(), id(Of::User, 21), true);
        let both = [tenant.assigned.contains(&assigned), tenant.held.contains(&held)];
        assert_eq!(both[0], both[1]);
        both[0]
    };
    let given = handover.give(REVIEWER);
    assert_eq!(handover.state(given).0, "delivered");
    assert!(holds());
    handover.read();
    assert_eq!((handover.state(given).1, handover.proven()), (true, (2, 0)));
    handover.end(given);
    assert!(!holds());
    handover.read();
    assert_eq!(
        (handover.state(given), handover.proven()),
        (("expired".to_owned(), true), (2, 2))
    );
    practice.is_sound();
    conforms(&graph);
}

/// Whoever may not see who is eligible knows nothing of them: what was read before stays, and the right is named.
#[tokio::test(flavor = "multi_thread")]
async fn eligible_roles_that_may_not_be_seen_are_no_end_of_them() {
    let graph = Graph::start(tenant(60, 12, 0));
    let connector = entra(&graph);
    let lab = Lab::new();
    lab.sync(&*connector, true).await.expect("a sync");
    graph.faults().denied = vec!["/v1.0/roleManagement/directory/roleEligibilityScheduleInstances"];
    let refused = lab.sync(&*connector, true).await.expect_err("no snapshot");
    assert!(
        format!("{refused:?}").contains("RoleEligibilitySchedule.Read.Directory"),
        "{refused:?}"
    );
}

/// What may not be looked at is the answer to its own change, and keeps no other from its own.
#[tokio::test(flavor = "multi_thread")]
async fn one_refusal_leaves_the_other_changes_their_answers() {
    let graph = Graph::start(tenant(60, 12, 0));
    graph.tenant().group(5).members.insert(id(Of::User, 7));
    let connector = entra(&graph);
    let out = Change::RemoveMember {
        group: target(&id(Of::Group, 5)),
        member: target(&id(Of::User, 7)),
        attribute: None,
    };
    let hidden = Change::RemoveMember {
        group: target(&id(Of::Group, 6)),
        member: target(&id(Of::User, 7)),
        attribute: None,
    };
    let role = change(false, &id(Of::Application, 0), APP_ROLE, 7);
    graph.faults().denied = vec![
        "/v1.0/users",
        "/v1.0/servicePrincipals",
        format!("/v1.0/groups/{}", id(Of::Group, 6)).leak(),
    ];
    let outcomes = apply(&*connector, &[role, out, hidden]).await;
    assert_eq!(outcomes[1], ApplyOutcome::Applied, "{outcomes:?}");
    for n in [0, 2] {
        assert!(
            matches!(&outcomes[n], ApplyOutcome::Refused { code: 403, reason } if reason.contains("is needed")),
            "{outcomes:?}"
        );
    }
}
