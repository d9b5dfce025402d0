//! The practice directory behaves like a real one, with no server.

use countersign_directory::{Connector, Control, connect};
use countersign_domain::snapshot::{ApplyOutcome, Change, Target};
use countersign_tests::lab::Lab;
use serde_json::json;

fn sample(lab: &Lab) -> Box<dyn Connector> {
    connect("sample", &json!({}), None, lab.folder()).expect("a practice directory")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_removal_in_the_practice_directory_is_seen_by_the_next_sync() {
    let lab = Lab::new();
    let connector = sample(&lab);
    let first = lab.sync(&*connector, true).await.expect("a sync");
    let population = first.certificate.population;
    assert_eq!((population.user + population.guest, population.group), (1_200, 71));
    assert_eq!(first.certificate.orphans, 1);
    let pair = "SELECT r.key || ' ' || r.dn || ' ' || p.key || ' ' || p.dn FROM \"grant\" g
        JOIN principal r ON r.id = g.resource_id JOIN principal p ON p.id = g.principal_id
        WHERE p.kind = 'user' AND r.dn LIKE 'cn=Payroll readers,%' AND g.entitlement = 'member' ORDER BY p.key LIMIT 1";
    let keys = lab.lines(&pair.replace(
        "r.key || ' ' || r.dn || ' ' || p.key || ' ' || p.dn",
        "r.key || ' ' || p.key",
    ));
    let (group, member) = keys[0].split_once(' ').expect("two keys");
    let target = |key: &str| Target {
        key: key.to_owned(),
        dn: String::new(),
    };
    let change = Change::RemoveMember {
        group: target(group),
        member: target(member),
        attribute: None,
    };
    let control = Control::default();
    let outcomes = connector
        .apply(&[change.clone(), change], &control)
        .await
        .expect("outcomes");
    assert_eq!(outcomes, [ApplyOutcome::Applied, ApplyOutcome::AlreadySo]);
    let seen = connector
        .confirm(&target(group), &[target(member)], &control)
        .await
        .expect("a look");
    assert!(!seen[0].present && seen[0].group_exists);
    let second = lab.sync(&*connector, false).await.expect("a second sync");
    assert_eq!(second.certificate.population.membership + 1, population.membership);
    assert_ne!(second.certificate.digest, first.certificate.digest);
    assert_eq!(lab.number("SELECT count(*) FROM past_grant"), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_practice_directory_is_named_and_left_alone() {
    let lab = Lab::new();
    let file = lab.folder().join("sample-directory.json");
    std::fs::write(&file, "{ \"nodes\": [ 1").expect("a file");
    assert!(lab.sync(&*sample(&lab), true).await.is_err());
    assert_eq!(std::fs::read_to_string(&file).expect("the file"), "{ \"nodes\": [ 1");
}
