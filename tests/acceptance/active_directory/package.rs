//! An access package on a real domain: delivered, taken back, and proven.

use countersign_tests::handover::Handover;
use countersign_tests::practice::Practice;
use countersign_tests::samba::PASSWORD;

use super::*;

#[test]
fn a_package_is_delivered_in_a_domain_taken_back_and_proven() {
    let Some(server) = Samba::start() else { return };
    let practice = Practice::locked("2026-03-02T09:00:00Z".parse().expect("a moment"));
    let input = json!({ "name": "Domain", "kind": "ad", "settings": server.settings(WRITER), "secret": PASSWORD });
    let directory = practice.call("directory.add", input)["directory"]
        .as_i64()
        .expect("a number");
    practice.sync(directory);
    let groups = ["payroll", "news"].map(|name| (practice.principal(name, "group"), None));
    let handover = Handover::new(&practice, directory, &groups);
    let holds = |name: &str| {
        let lists = ["payroll", "news"].map(|group| server.members(group).contains(&name.to_owned()));
        lists == [true, true]
    };
    handover.there_and_back("olga", 2, || holds("olga"));
    // What somebody had before any package gave it is theirs: one list is left to Fred, the other is taken.
    let given = handover.give("fred");
    assert!(holds("fred"));
    handover.end(given);
    assert!(server.members("news").contains(&"fred".to_owned()));
    assert!(!server.members("payroll").contains(&"fred".to_owned()));
}
