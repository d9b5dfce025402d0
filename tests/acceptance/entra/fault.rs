//! Whatever goes wrong on the way, the snapshot is the whole tenant or the one before.

use countersign_directory::{Control, DirectoryProblem};
use countersign_domain::snapshot::{ApplyOutcome, Change, Target};
use countersign_tests::graph::tenant::{Of, id};
use countersign_tests::graph::{Faults, Graph};
use countersign_tests::lab::Lab;
use countersign_tests::population::Chance;
use countersign_tests::sync::SyncProblem;

use super::{conforms, entra, entra_with, everything, tenant};

/// The tenant as a read without any fault sees it.
async fn clean(graph: &Graph) -> Vec<String> {
    *graph.faults() = Faults::default();
    let lab = Lab::new();
    lab.sync(&*entra(graph), true).await.expect("a clean read");
    everything(&lab)
}

fn problem(ended: Result<countersign_store::snapshot::Merged, SyncProblem>) -> DirectoryProblem {
    match ended {
        Err(SyncProblem::Directory(problem)) => problem,
        other => panic!("{other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_throttled_unavailable_and_cut_off_tenant_comes_out_the_same() {
    let graph = Graph::start(tenant(1_200, 60, 4_000));
    let connector = entra(&graph);
    let lab = Lab::new();
    let wrong = Faults {
        delay: 2,
        throttle_every: Some((37, 0.3)),
        unavailable_every: Some(23),
        cut_every: Some(19),
        ..Faults::default()
    };
    *graph.faults() = wrong.clone();
    lab.sync(&*connector, true)
        .await
        .expect("a full read through all of it");
    let statuses: Vec<u16> = graph.log().iter().map(|one| one.status).collect();
    let of = |status: u16| statuses.iter().filter(|one| **one == status).count() as u64;
    let throttled = of(429);
    assert!(throttled >= 2 && of(503) >= 3, "{throttled} {}", of(503));
    // Only those that were on their way already when one was turned away: every closing turns away one in time.
    let early = graph.counts().2;
    assert!(
        early <= 15 * (throttled - early),
        "{early} of {throttled} asked too early"
    );
    assert_eq!(everything(&lab), clean(&graph).await);
    for _ in 0..100 {
        graph.tenant().change(&mut Chance::new(3));
    }
    *graph.faults() = wrong;
    lab.sync(&*connector, false)
        .await
        .expect("a read of changes through all of it");
    assert_eq!(everything(&lab), clean(&graph).await);
    conforms(&graph);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pass_that_ends_or_is_taken_back_is_asked_for_again() {
    let graph = Graph::start(tenant(300, 20, 800));
    graph.set_lifetime(2);
    let connector = entra(&graph);
    let lab = Lab::new();
    lab.sync(&*connector, true).await.expect("a sync");
    let before = graph.counts().0;
    tokio::time::sleep(std::time::Duration::from_millis(1_200)).await;
    lab.sync(&*connector, false).await.expect("half of two seconds later");
    assert!(graph.counts().0 > before, "it was renewed before its end");
    graph.set_lifetime(3_599);
    tokio::time::sleep(std::time::Duration::from_millis(1_200)).await;
    lab.sync(&*connector, false).await.expect("a sync");
    let before = graph.counts().0;
    graph.revoke();
    lab.sync(&*connector, false)
        .await
        .expect("a sync with a pass that was taken back");
    assert_eq!(
        graph.counts().0,
        before + 1,
        "once, although many questions were refused at the same time"
    );
    conforms(&graph);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_secret_is_told_and_nothing_is_asked() {
    let graph = Graph::start(tenant(10, 9, 10));
    let connector = entra_with(&graph.settings(), "another secret");
    let said = connector.probe(&Control::default()).await.expect_err("no way in");
    assert!(said.to_string().ends_with("this is not its secret."), "{said}");
    assert_eq!((said.code(), graph.counts().1), (Some("directory.signIn"), 0));
    assert!(!format!("{connector:?}", connector = said).contains("another secret"));
}

#[tokio::test(flavor = "multi_thread")]
async fn half_a_read_is_no_snapshot_and_the_last_one_stands() {
    let graph = Graph::start(tenant(1_200, 60, 4_000));
    let connector = entra(&graph);
    let lab = Lab::new();
    lab.sync(&*connector, true).await.expect("the first sync");
    let before = everything(&lab);
    let snapshots = || lab.number("SELECT count(*) FROM snapshot");
    for _ in 0..50 {
        graph.tenant().change(&mut Chance::new(9));
    }
    // A permission that is taken away is named.
    for (path, permission) in [
        ("/v1.0/users", "User.Read.All"),
        ("/v1.0/groups", "GroupMember.Read.All or Group.Read.All"),
        ("/v1.0/servicePrincipals", "Application.Read.All"),
        (
            "/v1.0/roleManagement/directory/roleAssignments",
            "RoleManagement.Read.Directory",
        ),
    ] {
        graph.faults().denied = vec![path];
        let said = problem(lab.sync(&*connector, true).await);
        assert_eq!(said.code(), Some("directory.permission"), "{said}");
        assert!(said.to_string().contains(permission), "{path}: {said}");
    }
    *graph.faults() = Faults::default();
    // A page that leads to another server is not followed, and its way is not gone to the end.
    graph.faults().astray = Some("/v1.0/users?");
    let said = problem(lab.sync(&*connector, true).await).to_string();
    assert!(said.contains("leads to another place"), "{said}");
    *graph.faults() = Faults::default();
    // The line goes dead in the middle.
    let so_far = graph.counts().1;
    graph.faults().cut_from = Some(so_far + 40);
    for full in [true, false] {
        let said = problem(lab.sync(&*connector, full).await);
        assert!(
            matches!(
                said,
                DirectoryProblem::Unclear { .. } | DirectoryProblem::Unreachable { .. }
            ),
            "{said}"
        );
    }
    assert_eq!(snapshots(), 1);
    assert_eq!(everything(&lab), before, "nothing of it was taken in");
    *graph.faults() = Faults::default();
    lab.sync(&*connector, false).await.expect("and then it goes on");
    assert_eq!(everything(&lab), clean(&graph).await);
    conforms(&graph);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_read_that_is_cancelled_ends_at_once() {
    let graph = Graph::start(tenant(1_200, 60, 4_000));
    graph.faults().throttle_every = Some((5, 600.0));
    let connector = entra(&graph);
    let control = Control::default();
    let (sink, mut taken) = tokio::sync::mpsc::channel(8);
    tokio::spawn(async move { while taken.recv().await.is_some() {} });
    let cancel = control.cancel.clone();
    tokio::spawn(async move {
        tokio::time::sleep(std::time::Duration::from_millis(500)).await;
        cancel.cancel();
    });
    // It was told to wait ten minutes.
    let read = tokio::time::timeout(std::time::Duration::from_secs(60), connector.read_full(sink, &control));
    let said = read.await.expect("an end").expect_err("it was cancelled");
    assert!(matches!(said, DirectoryProblem::Cancelled(_)), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn changes_that_queue_while_one_is_turned_away_wait_as_long_as_it_was_told() {
    let graph = Graph::start(tenant(400, 12, 0));
    for n in 0..200 {
        graph.tenant().group(0).members.insert(id(Of::User, n));
    }
    let connector = entra(&graph);
    graph.faults().throttle_every = Some((20, 0.3));
    let target = |of, n| {
        let key = id(of, n);
        Target { dn: key.clone(), key }
    };
    let removals: Vec<Change> = (0..200)
        .map(|n| Change::RemoveMember {
            group: target(Of::Group, 0),
            member: target(Of::User, n),
            attribute: None,
        })
        .collect();
    let outcomes = connector.apply(&removals, &Control::default()).await.expect("answers");
    assert_eq!(outcomes, vec![ApplyOutcome::Applied; 200]);
    let throttled = graph.log().iter().filter(|one| one.status == 429).count() as u64;
    let early = graph.counts().2;
    assert!(
        throttled >= 5 && early <= 15 * (throttled - early),
        "{early} of {throttled} asked too early"
    );
}
