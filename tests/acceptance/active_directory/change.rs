//! After any changes the incremental snapshot equals a fresh full one.

use countersign_tests::population::Chance;

use super::*;

/// The people and groups of the test, by the names they have now.
struct World {
    people: Vec<String>,
    groups: Vec<String>,
    place: String,
    new: usize,
}

impl World {
    fn new() -> World {
        World {
            people: (0..CROWD).map(|n| person(&format!("crowd{n:03}"))).collect(),
            groups: ["payroll", "vault", "payroll-team", "everybody", "level3"]
                .map(group)
                .to_vec(),
            place: format!("OU=Branch,{STAFF}"),
            new: 0,
        }
    }

    fn change(&mut self, chance: &mut Chance) -> String {
        self.new += 1;
        let n = self.new;
        let (p, g) = (chance.below(self.people.len()), chance.below(self.groups.len()));
        let (one, of) = (self.people[p].clone(), self.groups[g].clone());
        match chance.below(16) {
            0..=3 => format!("dn: {of}\nchangetype: modify\nadd: member\nmember: {one}\n\n"),
            4..=5 => format!("dn: {of}\nchangetype: modify\ndelete: member\nmember: {one}\n\n"),
            6 => {
                let inner = &self.groups[chance.below(self.groups.len())];
                format!("dn: {of}\nchangetype: modify\nadd: member\nmember: {inner}\n\n")
            }
            7 => format!("dn: {one}\nchangetype: modify\nreplace: title\ntitle: Title {n}\n\n"),
            8 => {
                let boss = &self.people[chance.below(self.people.len())];
                format!("dn: {one}\nchangetype: modify\nreplace: manager\nmanager: {boss}\n\n")
            }
            9 => {
                self.people.swap_remove(p);
                format!("dn: {one}\nchangetype: delete\n\n")
            }
            10 => {
                let (_, above) = one.split_once(',').expect("a parent");
                self.people[p] = format!("CN=renamed{n},{above}");
                format!("dn: {one}\nchangetype: modrdn\nnewrdn: CN=renamed{n}\ndeleteoldrdn: 1\n\n")
            }
            11 => {
                let (name, _) = one.split_once(',').expect("a name");
                self.people[p] = format!("{name},{}", self.place);
                format!(
                    "dn: {one}\nchangetype: modrdn\nnewrdn: {name}\ndeleteoldrdn: 1\nnewsuperior: {}\n\n",
                    self.place
                )
            }
            12 => {
                self.groups[g] = format!("CN=renamed{n},{GROUPS}");
                format!("dn: {of}\nchangetype: modrdn\nnewrdn: CN=renamed{n}\ndeleteoldrdn: 1\n\n")
            }
            13 if self.groups.len() > 3 => {
                self.groups.swap_remove(g);
                format!("dn: {of}\nchangetype: delete\n\n")
            }
            14 => {
                let dn = group(&format!("new{n}"));
                self.groups.push(dn.clone());
                format!(
                    "dn: {dn}\nchangetype: add\nobjectClass: group\nsAMAccountName: new{n}\nmanagedBy: {one}\nmember: {one}\n\n"
                )
            }
            _ => {
                let dn = format!("CN=new{n},{}", self.place);
                self.people.push(dn.clone());
                format!(
                    "dn: {dn}\nchangetype: add\nobjectClass: user\nsAMAccountName: new{n}\nuserAccountControl: 544\n\n"
                )
            }
        }
    }

    fn rename_place(&mut self, n: usize) -> String {
        let old = std::mem::replace(&mut self.place, format!("OU=Branch{n},{STAFF}"));
        for one in &mut self.people {
            if let Some(front) = one.strip_suffix(&format!(",{old}")) {
                *one = format!("{front},{}", self.place);
            }
        }
        format!("dn: {old}\nchangetype: modrdn\nnewrdn: OU=Branch{n}\ndeleteoldrdn: 1\n\n")
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_incremental_snapshot_equals_a_full_one_after_any_changes() {
    let Some(server) = Samba::start() else { return };
    let mut settings = server.settings(READER);
    // Small, so that every page and every range has an end in the middle of something.
    settings["pageSize"] = json!(40);
    settings["rangeSize"] = json!(5);
    let connector = active_directory(&settings);
    let lab = Lab::new();
    lab.sync(&*connector, true).await.expect("the first sync");
    let mut world = World::new();
    let seed = std::env::var("SEED")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(21);
    let mut chance = Chance::new(seed);
    let mut incremental = 0;
    for round in 0..8 {
        let changes: String = (0..40).map(|_| world.change(&mut chance)).collect();
        server.modify_where_possible(&changes);
        if round % 3 == 1 {
            server.modify(&world.rename_place(round));
        }
        incremental += usize::from(compare(&server, &lab, &settings, round).await == ReadMode::Incremental);
    }
    assert!(incremental >= 4, "only {incremental} of 8 syncs were incremental");
    assert!(lab.number("SELECT count(*) FROM principal WHERE removed_snapshot_id IS NOT NULL") > 10);
    assert!(server.count("(cn=renamed*)") > 10 && server.count("(cn=new*)") > 10);
}

pub(super) async fn compare(server: &Samba, lab: &Lab, settings: &serde_json::Value, round: usize) -> ReadMode {
    let connector = active_directory(settings);
    let merged = lab.sync(&*connector, false).await.expect("an incremental sync");
    // A renamed place changes everything below it, and the store asks for a full read.
    let because = merged.certificate.full_because.unwrap_or_default();
    assert!(because.is_empty() || because.contains("renamed"), "{because}");
    let fresh = Lab::new();
    let full = fresh.sync(&*connector, true).await.expect("a full sync");
    let (seen, there) = (lab.grants(), fresh.grants());
    let ghosts: Vec<_> = seen.iter().filter(|one| !there.contains(one)).collect();
    let missing: Vec<_> = there.iter().filter(|one| !seen.contains(one)).collect();
    assert!(
        ghosts.is_empty() && missing.is_empty(),
        "round {round}: ghosts {ghosts:?}, missing {missing:?}"
    );
    assert_eq!(
        merged.certificate.population, full.certificate.population,
        "round {round}"
    );
    assert_eq!(merged.certificate.digest, full.certificate.digest, "round {round}");
    assert_eq!(merged.certificate.orphans, full.certificate.orphans, "round {round}");
    assert_eq!(
        full.certificate.entries_returned,
        server.count(&full.certificate.filter),
        "round {round}"
    );
    merged.certificate.mode
}

#[tokio::test(flavor = "multi_thread")]
async fn primary_groups_deletions_and_strangers_are_told_by_the_next_incremental_read() {
    let Some(server) = Samba::start() else { return };
    let settings = server.settings(READER);
    let lab = Lab::new();
    lab.sync(&*active_directory(&settings), true).await.expect("a sync");
    let vault = server.search("(cn=vault)", &["primaryGroupToken"]);
    let number = vault
        .lines()
        .find_map(|line| line.strip_prefix("primaryGroupToken: "))
        .expect("a number");
    let (olga, payroll) = (person("olga"), group("payroll"));
    let steps = [
        format!("dn: {olga}\nchangetype: modify\nreplace: primaryGroupID\nprimaryGroupID: {number}\n\n"),
        format!("dn: {olga}\nchangetype: modify\nreplace: primaryGroupID\nprimaryGroupID: 513\n\n"),
        format!(
            "dn: {}\nchangetype: modify\nadd: member\nmember: <SID=S-1-5-21-11-22-33-2206>\n\n",
            group("partners")
        ),
        // Deleted and made again under the same name: somebody else.
        format!("dn: {}\nchangetype: delete\n\n", person("ivan")),
        account("ivan", STAFF, ""),
        format!(
            "dn: {payroll}\nchangetype: modify\nreplace: managedBy\nmanagedBy: {}\n\n",
            person("mona")
        ),
        format!("dn: {}\nchangetype: delete\n\n", group("payroll-team")),
        format!(
            "dn: {}\nchangetype: modify\nreplace: userAccountControl\nuserAccountControl: 514\n\n",
            person("zoe")
        ),
        format!("dn: CN=gina,{GUESTS}\nchangetype: modrdn\nnewrdn: CN=gina\ndeleteoldrdn: 1\nnewsuperior: {STAFF}\n\n"),
    ];
    for (round, step) in steps.iter().enumerate() {
        server.modify(step);
        compare(&server, &lab, &settings, round).await;
    }
}
