//! After any changes on a real server the incremental snapshot equals a fresh full one.

use std::time::Duration;

use countersign_domain::snapshot::{Entry, Kind, Mark, ReadMode, ReadReport, Record};
use countersign_store::snapshot::{MergeProblem, Staging, merge};
use countersign_tests::lab::{Lab, ldap};
use countersign_tests::population::{self, Chance, group, person};
use countersign_tests::slapd::{BASE, Shape, Slapd};

const PEOPLE: usize = 400;
const GROUPS: usize = 40;

/// The people of the test, by the names they have now.
struct World {
    people: Vec<String>,
    groups: Vec<String>,
    new: usize,
    staff: String,
}

impl World {
    fn new() -> World {
        World {
            people: (0..PEOPLE).map(person).collect(),
            groups: (0..GROUPS).map(group).collect(),
            new: 0,
            staff: format!("ou=staff,{BASE}"),
        }
    }

    fn change(&mut self, chance: &mut Chance) -> String {
        self.new += 1;
        let n = self.new;
        let (p, g) = (chance.below(self.people.len()), chance.below(self.groups.len()));
        let (one, of) = (self.people[p].clone(), self.groups[g].clone());
        match chance.below(20) {
            0..=5 => format!("dn: {of}\nchangetype: modify\nadd: member\nmember: {one}\n\n"),
            6 => {
                let inner = &self.groups[chance.below(self.groups.len())];
                format!("dn: {of}\nchangetype: modify\nadd: member\nmember: {inner}\n\n")
            }
            7..=9 => format!("dn: {of}\nchangetype: modify\ndelete: member\nmember: {one}\n\n"),
            10..=11 => {
                format!("dn: {one}\nchangetype: modify\nreplace: title\ntitle: Title {n}\n\n")
            }
            12 => {
                let boss = &self.people[chance.below(self.people.len())];
                format!("dn: {one}\nchangetype: modify\nreplace: manager\nmanager: {boss}\n\n")
            }
            13..=14 => {
                self.people.swap_remove(p);
                format!("dn: {one}\nchangetype: delete\n\n")
            }
            15 => {
                let (_, above) = one.split_once(',').expect("a parent");
                self.people[p] = format!("uid=renamed{n},{above}");
                format!("dn: {one}\nchangetype: modrdn\nnewrdn: uid=renamed{n}\ndeleteoldrdn: 1\n\n")
            }
            16 => {
                self.groups[g] = format!("cn=renamed{n},ou=groups,{BASE}");
                format!("dn: {of}\nchangetype: modrdn\nnewrdn: cn=renamed{n}\ndeleteoldrdn: 1\n\n")
            }
            17 if self.groups.len() > 10 => {
                self.groups.swap_remove(g);
                format!("dn: {of}\nchangetype: delete\n\n")
            }
            18 => {
                let dn = format!("cn=new{n},ou=groups,{BASE}");
                self.groups.push(dn.clone());
                format!(
                    "dn: {dn}\nchangetype: add\nobjectClass: groupOfNames\ncn: new{n}\nmember: {one}\nmember: uid=later{n},ou=people,{BASE}\n\n"
                )
            }
            _ => {
                let place = if n.is_multiple_of(2) {
                    format!("ou=people,{BASE}")
                } else {
                    self.staff.clone()
                };
                let dn = format!("uid=later{},{place}", n - chance.below(5).min(n));
                self.people.push(dn.clone());
                let uid = dn.split([',', '=']).nth(1).expect("a name");
                format!("dn: {dn}\nchangetype: add\nobjectClass: inetOrgPerson\nuid: {uid}\ncn: Later\nsn: Later\n\n")
            }
        }
    }

    fn rename_staff(&mut self, n: usize) -> String {
        let old = std::mem::replace(&mut self.staff, format!("ou=staff{n},{BASE}"));
        for one in &mut self.people {
            if let Some(front) = one.strip_suffix(&format!(",{old}")) {
                *one = format!("{front},{}", self.staff);
            }
        }
        format!("dn: {old}\nchangetype: modrdn\nnewrdn: ou=staff{n}\ndeleteoldrdn: 1\n\n")
    }
}

/// `SEED=n` in the environment tries other changes than the usual ones.
fn seed(usual: u64) -> u64 {
    let wished = std::env::var("SEED").ok().and_then(|text| text.parse().ok());
    wished.unwrap_or(usual)
}

async fn changes_then_equal(refint: bool, seed: u64, rounds: usize, at_once: usize) {
    let staff = format!("dn: ou=staff,{BASE}\nobjectClass: organizationalUnit\nou: staff\n\n");
    let ldif = format!("{}{staff}", population::ldif(PEOPLE, GROUPS, 2_500, seed));
    let Some(mut server) = Slapd::start_with(
        &ldif,
        Shape {
            refint,
            ..Shape::default()
        },
    ) else {
        return;
    };
    let connector = ldap(&server.settings());
    let lab = Lab::new();
    lab.sync(&*connector, true).await.expect("the first sync");
    let mut world = World::new();
    let mut chance = Chance::new(seed);
    let mut incremental = 0;
    for round in 0..rounds {
        let changes: String = (0..at_once).map(|_| world.change(&mut chance)).collect();
        server.modify_where_possible(&changes);
        // A sync in the middle, while the server may still be cleaning up behind the scenes.
        let merged = lab.sync(&*connector, false).await.expect("a sync in between");
        incremental += usize::from(merged.certificate.mode == ReadMode::Incremental);
        if round % 5 == 3 {
            server.modify_where_possible(&world.rename_staff(round));
        }
        if round % 4 == 2 {
            server.stop();
            server.start_again();
        }
        // The clean-up of the server ends some time; then, and for good, both must agree.
        let mut agreed = false;
        let mut seen = (Vec::new(), Vec::new());
        for _ in 0..60 {
            let merged = lab.sync(&*connector, false).await.expect("an incremental sync");
            let fresh = Lab::new();
            let full = fresh.sync(&*connector, true).await.expect("a full sync");
            seen = (lab.grants(), fresh.grants());
            // Orphans are beside the digest: the clean-up may take some away between the two reads.
            agreed = merged.certificate.digest == full.certificate.digest
                && merged.certificate.orphans == full.certificate.orphans;
            if agreed {
                assert_eq!(seen.0, seen.1, "one digest for two populations");
                assert_eq!(merged.certificate.population, full.certificate.population);
                break;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        if !agreed {
            let ghosts: Vec<_> = seen.0.iter().filter(|one| !seen.1.contains(one)).take(5).collect();
            let missing: Vec<_> = seen.1.iter().filter(|one| !seen.0.contains(one)).take(5).collect();
            panic!("round {round}: ghosts {ghosts:?}, missing {missing:?}");
        }
    }
    assert!(
        incremental * 2 > rounds,
        "only {incremental} of {rounds} syncs were incremental"
    );
    // The server took the changes in: people were renamed, added and deleted.
    assert!(server.count("(uid=renamed*)") > 10 && server.count("(uid=later*)") > 20);
    assert!(lab.number("SELECT count(*) FROM principal WHERE removed_snapshot_id IS NOT NULL") > 100);
    assert!(lab.number("SELECT count(*) FROM past_grant") > 500);
}

#[tokio::test(flavor = "multi_thread")]
async fn thousands_of_changes_with_referential_clean_up_leave_no_ghost() {
    changes_then_equal(true, seed(11), 12, 200).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn thousands_of_changes_without_clean_up_leave_no_ghost() {
    changes_then_equal(false, seed(12), 10, 200).await;
}

fn posix(uid: &str, gid: usize) -> String {
    format!(
        "dn: uid={uid},ou=people,{BASE}\nobjectClass: inetOrgPerson\nobjectClass: posixAccount\nuid: {uid}\n\
         cn: {uid}\nsn: {uid}\nuidNumber: 1\ngidNumber: {gid}\nhomeDirectory: /srv/{uid}\n\n"
    )
}

fn posix_group(cn: &str, gid: usize, uids: &[&str]) -> String {
    let members: String = uids.iter().map(|uid| format!("memberUid: {uid}\n")).collect();
    format!("dn: cn={cn},ou=groups,{BASE}\nobjectClass: posixGroup\ncn: {cn}\ngidNumber: {gid}\n{members}\n")
}

#[tokio::test(flavor = "multi_thread")]
async fn primary_groups_and_member_uids_follow_every_change() {
    let ldif = [
        posix("ann", 500),
        posix("bob", 500),
        posix("cem", 600),
        posix_group("five", 500, &["cem", "later"]),
        posix_group("six", 600, &["ann"]),
    ];
    let Some(server) = Slapd::start(&ldif.concat()) else {
        return;
    };
    let connector = ldap(&server.settings());
    let lab = Lab::new();
    lab.sync(&*connector, true).await.expect("a sync");
    assert_eq!(lab.grants().len(), 5);
    let add = |ldif: String| ldif.replacen('\n', "\nchangetype: add\n", 1);
    let people = format!("ou=people,{BASE}");
    let steps = [
        (
            format!("dn: uid=bob,{people}\nchangetype: modify\nreplace: gidNumber\ngidNumber: 600\n\n"),
            5,
        ),
        (add(posix("later", 700)), 6),
        (add(posix_group("seven", 700, &[])), 7),
        (
            format!("dn: uid=ann,{people}\nchangetype: modrdn\nnewrdn: uid=anna\ndeleteoldrdn: 1\n\n"),
            6,
        ),
        (
            format!("dn: cn=six,ou=groups,{BASE}\nchangetype: modify\nreplace: gidNumber\ngidNumber: 601\n\n"),
            4,
        ),
        (format!("dn: uid=later,{people}\nchangetype: delete\n\n"), 2),
    ];
    for (change, grants) in steps {
        server.modify(&change);
        let merged = lab.sync(&*connector, false).await.expect("an incremental sync");
        assert_eq!(merged.certificate.mode, ReadMode::Incremental);
        let fresh = Lab::new();
        let full = fresh.sync(&*connector, true).await.expect("a full sync");
        assert_eq!(lab.grants(), fresh.grants(), "{change}");
        assert_eq!(merged.certificate.digest, full.certificate.digest, "{change}");
        assert_eq!(lab.grants().len(), grants, "{change}");
    }
}

fn entry(n: usize) -> Record {
    let dn = person(n);
    Record::Entry(Box::new(Entry {
        key: format!("key{n:04}"),
        marks: vec![Mark::of(&dn)],
        parent: None,
        kind: Kind::User,
        display_name: format!("Person {n}"),
        user_name: None,
        mail: None,
        user_type: None,
        enabled: Some(true),
        department: None,
        title: None,
        employee_id: None,
        manager: None,
        owners: Vec::new(),
        members: Vec::new(),
        holdings: Vec::new(),
        member_of: Vec::new(),
        created_at: None,
        last_sign_in_at: None,
        last_sign_in_field: None,
        attributes: Vec::new(),
        dn,
    }))
}

fn report(mode: ReadMode) -> ReadReport {
    let at = chrono::DateTime::UNIX_EPOCH;
    ReadReport {
        server: "scripted".into(),
        url: String::new(),
        account: String::new(),
        base: String::new(),
        filter: String::new(),
        attributes: Vec::new(),
        mode,
        full_because: None,
        started_at: at,
        ended_at: at,
        pages: 1,
        entries_returned: 0,
        entries_loaded: 0,
        excluded: Vec::new(),
        adjusted: Vec::new(),
        server_reported_count: None,
        watermark_before: None,
        watermark_after: None,
        cursor: None,
        names_all_present: true,
        files: Vec::new(),
    }
}

#[test]
fn a_server_that_forgets_most_of_its_people_is_not_believed() {
    let lab = Lab::new();
    let staged = |records: &[Record]| {
        let mut staging = Staging::create(&lab.store, lab.directory).expect("a staging file");
        staging.put(records).expect("the records");
        staging
    };
    let all: Vec<_> = (0..100).map(entry).collect();
    let staging = staged(&all);
    lab.store
        .write(|tx| merge(tx, &staging, report(ReadMode::Full)))
        .expect("the first snapshot");
    let named = |count: usize| -> Vec<_> { (0..count).map(|n| Record::Present(format!("key{n:04}"))).collect() };
    let staging = staged(&named(49));
    let refused = lab.store.write(|tx| merge(tx, &staging, report(ReadMode::Incremental)));
    assert!(
        matches!(refused, Err(MergeProblem::TooManyGone { gone: 51, of: 100 })),
        "{refused:?}"
    );
    assert_eq!(lab.number("SELECT count(*) FROM snapshot"), 1);
    // Nor is a read of everything that began by itself; one that a person asked for is.
    let staging = staged(&all[..49]);
    let refused = lab.store.write(|tx| merge(tx, &staging, report(ReadMode::Full)));
    assert!(
        matches!(refused, Err(MergeProblem::TooManyGone { gone: 51, of: 100 })),
        "{refused:?}"
    );
    let mut staging = staged(&all[..49]);
    staging.believe();
    let undone = lab.store.write(|tx| {
        let merged = merge(tx, &staging, report(ReadMode::Full))?;
        assert_eq!(merged.removed, 51);
        Err::<(), _>(MergeProblem::NeedsFull)
    });
    assert!(matches!(undone, Err(MergeProblem::NeedsFull)), "{undone:?}");
    let staging = staged(&named(50));
    let merged = lab
        .store
        .write(|tx| merge(tx, &staging, report(ReadMode::Incremental)))
        .expect("half may go");
    assert_eq!(merged.removed, 50);
}
