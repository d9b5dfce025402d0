//! The same on a real slapd, and through processes that are killed.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use countersign_app::Desk;
use countersign_tests::cli::Cli;
use countersign_tests::kill::{call, desk, kill_within, kills, quiet, sound};
use countersign_tests::population::{Chance, group, person};
use countersign_tests::slapd::Shape;
use countersign_tests::{Slapd, population};
use serde_json::{Value, json};

/// A store over a server, with packages of these groups, each under a policy without approval.
struct Lab {
    server: Slapd,
    cli: Cli,
    packages: Vec<i64>,
}

impl Lab {
    fn open(people: usize, packages: &[&[usize]]) -> Option<Lab> {
        let shape = Shape {
            change_log: true,
            ..Shape::default()
        };
        let server = Slapd::start_with(&population::ldif(people, 30, people * 4, 5), shape)?;
        let cli = Cli::practice();
        cli.add_directory("Lab", &server.writer_settings());
        cli.ok(&["directory", "sync", "Lab"]);
        let mut lab = Lab {
            server,
            cli,
            packages: Vec::new(),
        };
        let desk = lab.desk();
        let catalog = call(&desk, "catalog.create", json!({ "displayName": "Lab" }))["catalog"].clone();
        let all: BTreeSet<usize> = packages.iter().copied().flatten().copied().collect();
        let group = |n: usize| find(&desk, &format!("g{n:05}"), "group");
        for n in &all {
            let input = json!({ "catalog": catalog, "resource": group(*n) });
            call(&desk, "catalog.resource.add", input);
        }
        for (n, groups) in packages.iter().enumerate() {
            let input = json!({ "catalog": catalog, "displayName": format!("Package {n}") });
            let package = call(&desk, "package.create", input)["package"]
                .as_i64()
                .expect("a number");
            for one in *groups {
                call(
                    &desk,
                    "package.role.add",
                    json!({ "package": package, "resource": group(*one) }),
                );
            }
            let policy = json!({ "displayName": "Direct", "allowedTargetScope": "notSpecified" });
            call(
                &desk,
                "policy.create",
                json!({ "package": package, "definition": policy }),
            );
            lab.packages.push(package);
        }
        Some(lab)
    }

    fn desk(&self) -> Arc<Desk> {
        let desk = desk(&self.cli.store());
        call(
            &desk,
            "actor.choose",
            json!({ "principal": null, "administrator": true }),
        );
        desk
    }

    /// Who is in a group, by the server.
    fn members(&self, n: usize) -> BTreeSet<String> {
        let found = self.server.search(&format!("(cn=g{n:05})"), &["member"]).to_lowercase();
        found
            .lines()
            .filter_map(|line| line.strip_prefix("member: "))
            .map(str::to_owned)
            .collect()
    }
}

fn find(desk: &Arc<Desk>, reference: &str, kind: &str) -> i64 {
    let input = json!({ "reference": reference, "kind": kind });
    call(desk, "principal.find", input)["principal"]
        .as_i64()
        .expect("a number")
}

/// How often the server put each member into each group, and took it out, by its own record.
fn made(record: &str) -> (BTreeMap<String, usize>, BTreeMap<String, usize>) {
    let (mut adds, mut removes) = (BTreeMap::new(), BTreeMap::new());
    let (mut dn, mut act) = (String::new(), "");
    let record = record.replace("\n ", "").to_lowercase();
    for line in record.lines() {
        match line.split_once(": ").unwrap_or((line, "")) {
            ("dn", name) => dn = name.to_owned(),
            ("add", "member") => act = "add",
            ("delete", "member") => act = "delete",
            ("add" | "delete" | "replace", _) => act = "",
            ("member", name) => {
                let times = match act {
                    "add" => &mut adds,
                    "delete" => &mut removes,
                    _ => continue,
                };
                *times.entry(format!("{name} of {dn}")).or_insert(0) += 1;
            }
            _ => {}
        }
    }
    (adds, removes)
}

#[test]
fn a_killed_delivery_changes_nothing_twice_and_goes_on_to_the_end() {
    let packages: &[&[usize]] = &[&[11, 12, 13], &[13, 14], &[11, 15]];
    let Some(lab) = Lab::open(120, packages) else { return };
    let groups: BTreeSet<usize> = packages.iter().copied().flatten().copied().collect();
    let before: BTreeMap<usize, BTreeSet<String>> = groups.iter().map(|n| (*n, lab.members(*n))).collect();
    let mut chance = Chance::new(17);
    let mut within = std::time::Duration::from_millis(900);
    let deliver = || lab.cli.command(&["assignment", "deliver"]);
    let (mut hit, mut runs, wanted) = (0, 0, kills(10));
    let (mut given, mut meant): (Vec<Value>, BTreeSet<String>) = (Vec::new(), BTreeSet::new());
    let mut disturbed = |hit: &mut usize, runs: &mut usize| {
        for _ in 0..wanted.div_ceil(2) {
            let mut child = quiet(deliver());
            *hit += usize::from(kill_within(&mut child, &mut chance, &mut within));
            *runs += 1;
            drop(sound(&lab.cli.store()));
        }
        lab.cli.ok(&["assignment", "deliver"]);
    };
    {
        let desk = lab.desk();
        for n in 0..60 {
            let which = n % lab.packages.len();
            let input =
                json!({ "package": lab.packages[which], "principal": find(&desk, &format!("u{n:06}"), "user") });
            given.push(call(&desk, "assignment.give", input)["assignment"].clone());
            for one in packages[which] {
                if !before[one].contains(&person(n)) {
                    meant.insert(format!("{} of {}", person(n), group(*one)));
                }
            }
        }
    }
    disturbed(&mut hit, &mut runs);
    let (adds, removes) = made(&lab.server.changes_made());
    assert_eq!(
        adds.keys().cloned().collect::<BTreeSet<_>>(),
        meant,
        "what was missing, and nothing else"
    );
    assert!(adds.values().all(|times| *times == 1), "{adds:?}");
    assert!(removes.is_empty(), "{removes:?}");
    // What was killed between a settlement and the look after it is looked at by the next read.
    lab.cli.ok(&["directory", "sync", "Lab", "--full"]);
    {
        let desk = lab.desk();
        for one in &given {
            let shown = call(&desk, "assignment.show", json!({ "assignment": one }));
            assert_eq!(
                (&shown["state"], &shown["seen"]),
                (&json!("delivered"), &json!(true)),
                "{shown}"
            );
        }
        let input = json!({ "assignments": given, "reason": "The project is over." });
        assert_eq!(call(&desk, "assignment.endMany", input)["ended"], given.len());
    }
    disturbed(&mut hit, &mut runs);
    let (adds, removes) = made(&lab.server.changes_made());
    assert_eq!(adds.len(), meant.len(), "nothing was given again");
    assert_eq!(
        removes.keys().cloned().collect::<BTreeSet<_>>(),
        meant,
        "what was given, and nothing else"
    );
    assert!(removes.values().all(|times| *times == 1), "{removes:?}");
    for (n, members) in &before {
        assert_eq!(&lab.members(*n), members, "everybody who was there before is there");
    }
    let desk = lab.desk();
    for one in &given {
        assert_eq!(
            call(&desk, "assignment.show", json!({ "assignment": one }))["state"],
            "expired"
        );
    }
    eprintln!(
        "deliver: {hit} of {runs} killed while running, {} additions and {} removals made by the server, each once",
        adds.len(),
        removes.len()
    );
    assert!(hit * 3 > runs, "{hit} of {runs} were killed while running");
}

#[test]
fn on_a_real_server_a_package_is_given_repaired_shared_and_taken_back() {
    let Some(lab) = Lab::open(60, &[&[11, 12], &[12, 13]]) else {
        return;
    };
    let [one, other] = lab.packages[..] else {
        panic!("two packages")
    };
    let words = |n: i64| n.to_string();
    let before: Vec<BTreeSet<String>> = [11, 12, 13].map(|n| lab.members(n)).to_vec();
    // Somebody who is in none of the groups, and somebody who is in the second already.
    let nowhere = (0..60)
        .find(|n| before.iter().all(|all| !all.contains(&person(*n))))
        .expect("somebody");
    let within = (0..60)
        .find(|n| before[1].contains(&person(*n)) && !before[0].contains(&person(*n)))
        .expect("somebody");
    let account = |n: usize| format!("u{n:06}");
    let give = |package: i64, n: usize| {
        let given = lab.cli.ok(&[
            "assignment",
            "give",
            &words(package),
            &account(n),
            "--justification",
            "Needed.",
        ]);
        assert_eq!(
            (&given["state"], &given["seen"]),
            (&json!("delivered"), &json!(true)),
            "{given}"
        );
        given["assignment"].to_string()
    };
    let (first, kept) = (give(one, nowhere), give(one, within));
    assert!([11, 12].iter().all(|n| lab.members(*n).contains(&person(nowhere))));
    let second = give(other, nowhere);
    // Taken away behind our back, found by the next read, given again.
    lab.server.modify(&format!(
        "dn: {}\nchangetype: modify\ndelete: member\nmember: {}\n\n",
        group(11),
        person(nowhere)
    ));
    let synced = lab.cli.ok(&["directory", "sync", "Lab"]);
    assert_eq!(synced["assignment"]["missing"], 1, "{synced}");
    let again = lab.cli.ok(&["assignment", "reprocess", &first]);
    assert_eq!(again["state"], "delivered", "{again}");
    assert!(lab.members(11).contains(&person(nowhere)));

    let ended = lab.cli.ok(&["assignment", "end", &first, "--reason", "Over."]);
    assert_eq!(
        (&ended["state"], &ended["seen"]),
        (&json!("expired"), &json!(true)),
        "{ended}"
    );
    assert!(!lab.members(11).contains(&person(nowhere)));
    assert!(lab.members(12).contains(&person(nowhere)), "the other package gives it");
    lab.cli.ok(&["assignment", "end", &second, "--reason", "Over."]);
    lab.cli.ok(&["assignment", "end", &kept, "--reason", "Over."]);
    for (n, members) in [11, 12, 13].iter().zip(&before) {
        assert_eq!(&lab.members(*n), members, "as it was before");
    }

    // A group that is deleted leaves the rest delivered, and is named.
    lab.server.modify(&format!("dn: {}\nchangetype: delete\n\n", group(13)));
    let part = lab.cli.ok(&["assignment", "give", &words(other), &account(nowhere)]);
    assert_eq!(part["state"], "partiallyDelivered", "{part}");
    assert!(
        part["problem"].as_str().expect("a sentence").contains("g00013"),
        "{part}"
    );
    lab.cli.ok(&["directory", "sync", "Lab"]);
    let ended = lab.cli.ok(&[
        "assignment",
        "end",
        &part["assignment"].to_string(),
        "--reason",
        "Over.",
    ]);
    assert_eq!(ended["state"], "expired", "{ended}");
    lab.cli.ok(&["audit", "verify"]);
}
