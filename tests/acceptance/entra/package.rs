//! An access package in a tenant: delivered, taken back, and proven.

use countersign_tests::graph::tenant::{Of, id};
use countersign_tests::graph::{Graph, SECRET};
use countersign_tests::handover::Handover;
use countersign_tests::practice::Practice;
use serde_json::json;

use super::{conforms, tenant};

pub(super) fn practice(graph: &Graph) -> (Practice, i64) {
    let practice = Practice::locked("2026-03-02T09:00:00Z".parse().expect("a moment"));
    let input = json!({ "name": "Contoso", "kind": "entra", "settings": graph.settings(), "secret": SECRET });
    let directory = practice.call("directory.add", input)["directory"]
        .as_i64()
        .expect("a number");
    practice.sync(directory);
    (practice, directory)
}

#[test]
fn a_package_is_delivered_through_graph_taken_back_and_proven() {
    let graph = Graph::start(tenant(40, 12, 40));
    let (practice, directory) = practice(&graph);
    // A security group and a team.
    let groups = ["Group 0", "Team"].map(|name| (practice.principal(name, "group"), None));
    let handover = Handover::new(&practice, directory, &groups);
    for group in [0, 4] {
        graph.tenant().group(group).members.remove(&id(Of::User, 21));
    }
    practice.sync(directory);
    handover.there_and_back("u000021@example.com", 2, || {
        let has = |group: usize| graph.tenant().group(group).members.contains(&id(Of::User, 21));
        has(0) && has(4)
    });
    assert_eq!(graph.tenant().kind(&id(Of::User, 21)), Some(Of::User));
    conforms(&graph);
}
