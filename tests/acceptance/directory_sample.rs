//! The practice directory behaves like a real one, with no server.

use countersign_directory::sample::Tree;
use countersign_directory::{Connector, Control, connect};
use countersign_domain::snapshot::{ApplyOutcome, Change, Target};
use countersign_store::StoreError;
use countersign_store::catalog::{self, NewCatalog};
use countersign_store::package::{self, NewPackage};
use countersign_store::snapshot::{self, Holder};
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
    assert_eq!((population.user + population.guest, population.group), (1_200, 76));
    assert_eq!(
        (
            population.service_principal,
            population.directory_role,
            population.azure_role
        ),
        (12, 8, 6)
    );
    assert_eq!(
        lab.number("SELECT count(*) FROM \"grant\" WHERE entitlement NOT IN ('member', 'owner')"),
        population.holding
    );
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
async fn a_role_given_to_a_group_is_held_by_its_people_and_every_way_to_it_is_named() {
    let lab = Lab::new();
    lab.sync(&*sample(&lab), true).await.expect("a sync");
    let id = |name: &str| -> i64 {
        let all = lab.lines(&format!(
            "SELECT CAST(id AS TEXT) FROM principal WHERE display_name = '{name}'"
        ));
        all[0].parse().expect("an id")
    };
    let (farm, signers) = (id("Build Farm"), id("Release signers"));
    let held = |transitive: bool| {
        let mut all = Vec::new();
        let keep = &mut |one: Holder| {
            all.push((
                one.principal_id,
                one.entitlement.to_string(),
                one.direct,
                one.path.to_vec(),
            ));
            Ok(())
        };
        lab.store
            .read(|conn| snapshot::holder(conn, farm, transitive, keep))
            .expect("holders");
        all
    };
    let (shown, opened) = (held(false), held(true));
    assert!(shown.contains(&(signers, "Release signer".into(), true, Vec::new())));
    assert!(!opened.iter().any(|(one, ..)| *one == signers));
    let through: Vec<_> = opened.iter().filter(|(.., path)| *path == [signers]).collect();
    assert!(
        !through.is_empty()
            && through
                .iter()
                .all(|(_, role, direct, _)| role == "Release signer" && !direct)
    );
    let members = lab.lines(&format!(
        "SELECT CAST(principal_id AS TEXT) FROM \"grant\" WHERE resource_id = {signers} AND entitlement = 'member'"
    ));
    assert_eq!(members.len(), 3);
    for member in members {
        let holds =
            |(one, role, ..): &&(i64, String, bool, Vec<i64>)| one.to_string() == member && role == "Release signer";
        assert_eq!(
            opened.iter().filter(holds).count(),
            1,
            "each of the group's people, once"
        );
    }
    let mut once: Vec<_> = opened.iter().map(|(one, role, ..)| (one, role)).collect();
    once.sort_unstable();
    once.dedup();
    assert_eq!(once.len(), opened.len(), "nobody holds one role twice");

    let person = through[0].0;
    let ways = |limit| {
        let ask = |conn: &countersign_store::rusqlite::Connection| {
            snapshot::all_paths(conn, farm, "Release signer", person, limit)
        };
        lab.store.read(ask).expect("ways")
    };
    let all = ways(10);
    assert!(!all.more && all.ways.contains(&vec![(signers, "Release signers".to_owned())]));
    assert!(ways(0).more);
}

#[tokio::test(flavor = "multi_thread")]
async fn groups_that_contain_each_other_have_ways_that_end() {
    let lab = Lab::new();
    lab.sync(&*sample(&lab), true).await.expect("a sync");
    let id = |name: &str| -> i64 {
        let all = lab.lines(&format!(
            "SELECT CAST(id AS TEXT) FROM principal WHERE display_name = '{name}'"
        ));
        all[0].parse().expect("an id")
    };
    let (project, partners) = (id("Project Aurora"), id("Project Aurora partners"));
    let person = lab.number(&format!(
        "SELECT g.principal_id FROM \"grant\" g JOIN principal p ON p.id = g.principal_id
         WHERE g.resource_id = {partners} AND p.kind = 'user' ORDER BY 1 LIMIT 1"
    )) as i64;
    let found = lab
        .store
        .read(|conn| snapshot::all_paths(conn, project, "member", person, 100))
        .expect("ways");
    assert_eq!(found.ways, [vec![(partners, "Project Aurora partners".to_owned())]]);
    assert!(!found.more);
    let mut opened = 0;
    let count = &mut |one: Holder| {
        opened += 1;
        assert!(![project, partners].contains(&one.principal_id));
        Ok(())
    };
    lab.store
        .read(|conn| snapshot::holder(conn, project, true, count))
        .expect("holders");
    assert_eq!(opened, 5, "three of the project and two partners");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_role_that_is_taken_away_in_the_directory_ends_in_the_ledger_and_a_second_read_agrees() {
    let lab = Lab::new();
    let connector = sample(&lab);
    let first = lab.sync(&*connector, true).await.expect("a sync").certificate;
    let again = lab.sync(&*connector, true).await.expect("a second sync").certificate;
    assert_eq!(first.digest, again.digest);
    let file = lab.folder().join("sample-directory.json");
    let mut tree: Tree = serde_json::from_slice(&std::fs::read(&file).expect("the file")).expect("a tree");
    let doors = tree
        .nodes
        .iter_mut()
        .find(|node| node.display_name == "Door System")
        .expect("an application");
    doors.holdings.retain(|held| held.entitlement != "Programmer");
    let lost = first.population.holding - tree.nodes.iter().map(|node| node.holdings.len() as u64).sum::<u64>();
    assert!(lost > 0);
    std::fs::write(&file, serde_json::to_vec(&tree).expect("text")).expect("the file");
    let third = lab.sync(&*connector, true).await.expect("a third sync").certificate;
    assert_ne!(third.digest, first.digest);
    assert_eq!(third.population.holding + lost, first.population.holding);
    assert_eq!(
        lab.number("SELECT count(*) FROM past_grant WHERE entitlement = 'Programmer'"),
        lost
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn members_that_a_rule_chooses_are_left_to_a_person() {
    let lab = Lab::new();
    let connector = sample(&lab);
    lab.sync(&*connector, true).await.expect("a sync");
    let target = |sql: &str| Target {
        key: lab.lines(sql)[0].clone(),
        dn: String::new(),
    };
    let group = target("SELECT key FROM principal WHERE display_name = 'Department Finance'");
    let member = target(
        "SELECT p.key FROM \"grant\" g JOIN principal p ON p.id = g.principal_id JOIN principal r ON r.id = g.resource_id
         WHERE r.display_name = 'Department Finance' AND g.entitlement = 'member' LIMIT 1",
    );
    let change = Change::RemoveMember {
        group,
        member,
        attribute: None,
    };
    let outcomes = connector.apply(&[change], &Control::default()).await.expect("outcomes");
    assert!(matches!(&outcomes[..], [ApplyOutcome::ByHand { reason }] if reason.contains("a rule chooses")));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_practice_directory_is_named_and_left_alone() {
    let lab = Lab::new();
    let file = lab.folder().join("sample-directory.json");
    std::fs::write(&file, "{ \"nodes\": [ 1").expect("a file");
    assert!(lab.sync(&*sample(&lab), true).await.is_err());
    assert_eq!(std::fs::read_to_string(&file).expect("the file"), "{ \"nodes\": [ 1");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_access_package_is_neither_counted_nor_sealed_nor_dropped_by_a_read_of_its_directory() {
    let lab = Lab::new();
    let connector = sample(&lab);
    let first = lab.sync(&*connector, true).await.expect("a sync").certificate;
    let holder = "SELECT min(p.id) FROM principal p JOIN \"grant\" g ON g.principal_id = p.id WHERE p.kind = 'user'";
    let person = i64::try_from(lab.number(holder)).expect("a person");
    let now = chrono::DateTime::UNIX_EPOCH;
    let package = lab
        .store
        .write(|tx| {
            let catalog = NewCatalog {
                key: "c",
                directory: lab.directory,
                display_name: "Catalog",
                description: "",
                kind: "userManaged",
                published: true,
                external: false,
            };
            let catalog = catalog::create(tx, &catalog, "test", now)?;
            let new = NewPackage {
                key: "P",
                catalog,
                display_name: "Package",
                description: "",
                hidden: false,
                adopts: false,
            };
            let package = package::create(tx, &new, "test", now)?;
            let resource = package::show(tx, package)?.expect("the package").resource;
            tx.execute(
                "INSERT INTO \"grant\" VALUES (?1, 'assigned', ?2, 0)",
                [resource, person],
            )?;
            Ok::<i64, StoreError>(resource)
        })
        .expect("a package");
    for full in [true, false] {
        let again = lab.sync(&*connector, full).await.expect("a sync").certificate;
        assert_eq!((&again.digest, again.population), (&first.digest, first.population));
        assert_eq!(again.removed, 0);
    }
    let held = format!("SELECT count(*) FROM \"grant\" WHERE resource_id = {package}");
    assert_eq!(lab.number(&held), 1);
    // Who leaves the directory holds nothing any more, and what is counted of the directory stays exact.
    let key = lab
        .lines(&format!("SELECT key FROM principal WHERE id = {person}"))
        .remove(0);
    let file = lab.folder().join("sample-directory.json");
    let mut tree: Tree = serde_json::from_slice(&std::fs::read(&file).expect("the file")).expect("a tree");
    tree.nodes.retain(|node| node.key != key);
    std::fs::write(&file, serde_json::to_vec(&tree).expect("text")).expect("the file");
    let left = lab.sync(&*connector, false).await.expect("a sync").certificate;
    assert_eq!(lab.number(&held), 0);
    let full = lab.sync(&*connector, true).await.expect("a sync").certificate;
    assert_eq!((left.digest, left.population), (full.digest, full.population));
}
