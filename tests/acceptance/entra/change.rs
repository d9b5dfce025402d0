//! Memberships are taken away and given, each exactly once, and nobody is ever deleted by it.

use countersign_directory::{Connector, Control};
use countersign_domain::snapshot::{ApplyOutcome, Change, Target};
use countersign_tests::graph::Graph;
use countersign_tests::graph::tenant::{Of, id};

use super::{conforms, entra, tenant};

fn target(of: Of, n: usize) -> Target {
    let key = id(of, n);
    Target { dn: key.clone(), key }
}

fn remove(group: usize, user: usize) -> Change {
    Change::RemoveMember {
        group: target(Of::Group, group),
        member: target(Of::User, user),
        attribute: None,
    }
}

fn add(group: usize, user: usize) -> Change {
    Change::AddMember {
        group: target(Of::Group, group),
        member: target(Of::User, user),
    }
}

async fn apply(connector: &dyn Connector, changes: &[Change]) -> Vec<ApplyOutcome> {
    connector.apply(changes, &Control::default()).await.expect("answers")
}

fn people(graph: &Graph) -> usize {
    graph.tenant().objects.keys().filter(|(of, _)| *of == Of::User).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn members_are_taken_out_and_put_in_and_a_repeat_is_harmless() {
    let graph = Graph::start(tenant(200, 12, 0));
    for n in 0..60 {
        let member = id(Of::User, n);
        graph.tenant().group(0).members.insert(member);
    }
    let connector = entra(&graph);
    let removals: Vec<Change> = (0..50).map(|n| remove(0, n)).collect();
    assert_eq!(apply(&*connector, &removals).await, vec![ApplyOutcome::Applied; 50]);
    assert_eq!(apply(&*connector, &removals).await, vec![ApplyOutcome::AlreadySo; 50]);
    assert_eq!(graph.tenant().group(0).members.len(), 10);
    let members: Vec<Target> = (45..55).map(|n| target(Of::User, n)).collect();
    let seen = connector
        .confirm(&target(Of::Group, 0), &members, &Control::default())
        .await
        .expect("a look");
    assert_eq!(
        seen.iter().map(|one| one.present).collect::<Vec<_>>(),
        [[false; 5], [true; 5]].concat()
    );

    assert_eq!(
        apply(&*connector, &[add(0, 3), add(0, 55)]).await,
        [ApplyOutcome::Applied, ApplyOutcome::AlreadySo]
    );
    assert!(graph.tenant().group(0).members.contains(&id(Of::User, 3)));
    assert_eq!(people(&graph), 200, "nobody was deleted");
    conforms(&graph);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_is_lost_on_the_way_leaves_one_removal_and_a_success() {
    let graph = Graph::start(tenant(50, 12, 0));
    let member = id(Of::User, 1);
    graph.tenant().group(0).members.insert(member);
    graph.faults().lost_answers = 1;
    assert_eq!(apply(&*entra(&graph), &[remove(0, 1)]).await, [ApplyOutcome::AlreadySo]);
    assert!(graph.tenant().group(0).members.is_empty());
    // A gift is not sent twice: whether it arrived is seen by the next try.
    graph.faults().lost_answers = 1;
    let connector = entra(&graph);
    let lost = connector.apply(&[add(0, 2)], &Control::default()).await;
    assert!(lost.is_err(), "{lost:?}");
    assert_eq!(apply(&*connector, &[add(0, 2)]).await, [ApplyOutcome::AlreadySo]);
    assert_eq!(people(&graph), 50);
    conforms(&graph);
}

#[tokio::test(flavor = "multi_thread")]
async fn groups_that_are_ruled_synced_or_mailed_are_left_to_a_person_without_being_asked() {
    let graph = Graph::start(tenant(50, 12, 0));
    let outcomes = apply(
        &*entra(&graph),
        &[remove(1, 1), remove(2, 1), remove(3, 1), remove(4, 1), add(2, 1)],
    )
    .await;
    let reason = |n: usize| match &outcomes[n] {
        ApplyOutcome::ByHand { reason } => reason.clone(),
        other => panic!("{n}: {other:?}"),
    };
    assert!(reason(0).contains("a rule chooses the members of “Ruled”"));
    assert!(reason(1).contains("“Synced” is synced from another directory") && reason(4).contains("“Synced”"));
    assert!(reason(2).contains("change it in Exchange"));
    assert_eq!(outcomes[3], ApplyOutcome::AlreadySo, "a team is changed as any group");
    let sent: Vec<_> = graph.log().into_iter().filter(|one| one.verb != "GET").collect();
    assert_eq!(sent.len(), 1, "only the team was asked: {sent:?}");
    conforms(&graph);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_gone_or_not_allowed_is_answered_in_words() {
    let graph = Graph::start(tenant(50, 12, 0));
    graph.tenant().delete(Of::Group, &id(Of::Group, 9));
    let connector = entra(&graph);
    let outcomes = apply(&*connector, &[remove(9, 1), add(9, 1), add(0, 999)]).await;
    assert_eq!(outcomes[0], ApplyOutcome::AlreadySo, "no group, no access");
    assert!(
        matches!(&outcomes[1], ApplyOutcome::Refused { code: 404, .. }),
        "{outcomes:?}"
    );
    assert!(
        matches!(&outcomes[2], ApplyOutcome::Refused { code: 404, .. }),
        "{outcomes:?}"
    );
    let member = id(Of::User, 1);
    graph.tenant().group(0).members.insert(member);
    let denied: &'static str =
        Box::leak(format!("/v1.0/groups/{}/members/{}/$ref", id(Of::Group, 0), id(Of::User, 1)).into_boxed_str());
    graph.faults().denied = vec![denied];
    match &apply(&*connector, &[remove(0, 1)]).await[0] {
        ApplyOutcome::Refused { code: 403, reason } => {
            assert!(reason.contains("GroupMember.ReadWrite.All"), "{reason}")
        }
        other => panic!("{other:?}"),
    }
    conforms(&graph);
}

#[tokio::test(flavor = "multi_thread")]
async fn guests_are_blocked_and_deleted_and_members_never() {
    let graph = Graph::start(tenant(50, 12, 0));
    let connector = entra(&graph);
    let block = |n: usize| Change::BlockAccount {
        account: target(Of::User, n),
    };
    let delete = |n: usize| Change::DeleteAccount {
        account: target(Of::User, n),
    };
    let outcomes = apply(&*connector, &[block(9), delete(19), block(10), delete(11)]).await;
    assert_eq!(outcomes[..2], [ApplyOutcome::Applied, ApplyOutcome::Applied]);
    for outcome in &outcomes[2..] {
        assert!(
            matches!(outcome, ApplyOutcome::Refused { reason, .. } if reason.ends_with("is not a guest")),
            "{outcome:?}"
        );
    }
    assert_eq!(
        apply(&*connector, &[block(9), delete(19)]).await,
        [ApplyOutcome::AlreadySo, ApplyOutcome::AlreadySo]
    );
    assert_eq!(people(&graph), 49, "one guest and nobody else");
    conforms(&graph);
}
