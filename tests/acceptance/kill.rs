//! SIGKILL at random moments of a sync, of deciding, of carrying out, of an export. Whatever was
//! acknowledged is there, nothing is half done or done twice, and the next run goes on to the end.
//!
//! `COUNTERSIGN_KILLS` says how many kills in all; some are quick, hundreds are the real test.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use countersign_app::Desk;
use countersign_tests::cli::{Cli, definition};
use countersign_tests::kill::{call, desk, kill_after, kill_within, kills, quiet, sound, takes};
use countersign_tests::population::Chance;
use countersign_tests::slapd::Shape;
use countersign_tests::{Slapd, population};
use serde_json::{Value, json};

#[test]
fn a_killed_sync_leaves_the_last_snapshot_or_the_next_one() {
    let Some(server) = Slapd::start(&population::ldif(600, 40, 6_000, 3)) else {
        return;
    };
    let cli = Cli::practice();
    cli.add_directory("Lab", &server.writer_settings());
    let sync = |full: bool| {
        cli.command(if full {
            &["directory", "sync", "Lab", "--full"]
        } else {
            &["directory", "sync", "Lab"]
        })
    };
    let mut within = takes(sync(true));
    let state = |desk: &Arc<Desk>| call(desk, "directory.list", json!({}))[0]["certificate"].clone();
    // What a sync that nobody disturbs makes of the directory as it is now, on a store of its own.
    let truth = || {
        let fresh = Cli::practice();
        fresh.add_directory("Lab", &server.writer_settings());
        fresh.ok(&["directory", "sync", "Lab"])["digest"].clone()
    };
    let mut known = vec![state(&sound(&cli.store()))["digest"].clone()];
    let mut chance = Chance::new(11);
    let (mut hit, wanted) = (0, kills(10));
    for n in 0..wanted {
        if n % 5 == 0 {
            let person = population::person(n);
            server.modify(&format!("dn: {person}\nchangetype: modify\nreplace: title\ntitle: Turn {n}\n\ndn: {}\nchangetype: modify\nadd: member\nmember: cn=reader,dc=example,dc=org\n\n", population::group(12 + n / 5 % 20)));
            known.push(truth());
        }
        let mut child = quiet(sync(n % 3 == 0));
        hit += usize::from(kill_within(&mut child, &mut chance, &mut within));
        let desk = sound(&cli.store());
        let certificate = state(&desk);
        assert!(
            known.contains(&certificate["digest"]),
            "a half-read directory became a snapshot: {certificate}"
        );
        let left = std::fs::read_dir(cli.store()).expect("the store").flatten();
        let staging = left
            .filter(|entry| entry.file_name().to_string_lossy().starts_with("staging-"))
            .count();
        assert_eq!(staging, 0, "the next opening clears what a killed sync left");
    }
    let last = cli.ok(&["directory", "sync", "Lab"]);
    assert_eq!(
        &last["digest"],
        known.last().expect("a digest"),
        "the next run goes on to the end"
    );
    eprintln!("sync: {hit} of {wanted} killed while running, within {within:?}");
    assert!(hit * 2 > wanted, "{hit} of {wanted} were killed while running");
}

/// Not a test of its own: what the killed process of the next test runs. It decides for ever and
/// prints each decision once it is acknowledged.
#[test]
#[ignore = "the process that is killed"]
fn decide_for_ever() {
    let store = std::env::var_os("STORE").expect("a store");
    let instance: i64 = std::env::var("INSTANCE")
        .expect("an instance")
        .parse()
        .expect("a number");
    let desk = desk(Path::new(&store));
    let reviewer = call(&desk, "principal.find", json!({ "reference": "p0161", "kind": "user" }))["principal"].clone();
    call(
        &desk,
        "actor.choose",
        json!({ "principal": reviewer, "administrator": false }),
    );
    let page = call(&desk, "item.list", json!({ "instance": instance, "limit": 1000 }));
    let items: Vec<Value> = page["rows"]
        .as_array()
        .expect("rows")
        .iter()
        .map(|one| one["item"].clone())
        .collect();
    println!("ready");
    for n in 0.. {
        let item = &items[n % items.len()];
        let decision = ["approve", "deny", "dontKnow"][n % 3];
        let row = call(
            &desk,
            "item.decide",
            json!({ "item": item, "decision": decision, "justification": format!("turn {n}") }),
        );
        println!("acknowledged {item} {} {decision} turn {n}", row["version"]);
    }
}

#[test]
fn an_acknowledged_decision_survives_a_kill() {
    let cli = Cli::bare();
    cli.ok(&["store", "init", "--practice", "--sample"]);
    cli.ok(&["directory", "sync", "Sample organization"]);
    let (_, instance) = cli.start_review(&definition("Backup", &["Backup operators readers"], &["/users/p0161"]));
    let mut chance = Chance::new(12);
    let (mut acknowledged, wanted) = (0, kills(10));
    // The newest acknowledged version of each item, with its decision.
    let mut kept: BTreeMap<i64, (i64, String)> = BTreeMap::new();
    for _ in 0..wanted {
        let mut command = Command::new(std::env::current_exe().expect("this test"));
        command.args(["--exact", "decide_for_ever", "--ignored", "--nocapture"]);
        cli.surround(&mut command);
        command.env("STORE", cli.store()).env("INSTANCE", &instance);
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the process starts");
        let mut lines = BufReader::new(child.stdout.take().expect("its output")).lines();
        // Run on one thread, the name of its test stands before it.
        while !lines.next().expect("it gets ready").expect("UTF-8").ends_with("ready") {}
        let first = lines.by_ref().take(chance.below(6) + 1);
        let first: Vec<String> = first.map(|line| line.expect("UTF-8")).collect();
        assert!(
            kill_after(&mut child, Duration::from_micros(chance.below(150_000) as u64)),
            "it decides for ever"
        );
        for line in first.into_iter().chain(lines.map_while(Result::ok)) {
            // A line that the kill cut off acknowledged nothing.
            let words: Vec<&str> = line.split(' ').collect();
            if let ["acknowledged", item, version, decision, "turn", _] = words[..] {
                kept.insert(
                    item.parse().expect("an item"),
                    (version.parse().expect("a version"), decision.to_owned()),
                );
                acknowledged += 1;
            }
        }
        let desk = sound(&cli.store());
        let page = call(
            &desk,
            "item.list",
            json!({ "instance": instance.parse::<i64>().expect("a number"), "limit": 1000 }),
        );
        let rows = page["rows"].as_array().expect("rows");
        for (item, (version, decision)) in &mut kept {
            let row = rows.iter().find(|one| one["item"] == *item).expect("the item");
            let found = row["version"].as_i64().expect("a version");
            // One more may have been written whose acknowledgement the kill cut off.
            assert!(
                found == *version || found == *version + 1,
                "item {item}: version {found}, acknowledged {version}"
            );
            assert!(
                found > *version || row["decision"] == decision.as_str(),
                "item {item} lost {decision}"
            );
            *version = found;
            *decision = row["decision"].as_str().expect("a decision").to_owned();
        }
    }
    eprintln!("decide: {wanted} killed, {acknowledged} decisions acknowledged, none missing");
    assert!(
        acknowledged >= wanted,
        "only {acknowledged} decisions were acknowledged"
    );
}

#[test]
fn a_killed_carrying_out_changes_nothing_twice() {
    let shape = Shape {
        change_log: true,
        ..Shape::default()
    };
    let Some(server) = Slapd::start_with(&population::ldif(600, 40, 6_000, 5), shape) else {
        return;
    };
    let cli = Cli::practice();
    cli.add_directory("Lab", &server.writer_settings());
    cli.ok(&["directory", "sync", "Lab"]);
    let groups: Vec<String> = (1..=30).map(|n| format!("g{n:05}")).collect();
    let names: Vec<&str> = groups.iter().map(String::as_str).collect();
    let (mut hit, mut runs, mut asked, wanted) = (0, 0, 0, kills(10));
    let mut chance = Chance::new(13);
    let mut within = Duration::from_millis(1_500);
    for round in 0.. {
        if runs >= wanted {
            break;
        }
        // Another tenth of each group is denied each round.
        let mut review = definition(&format!("Round {round}"), &names, &["/users/u000001"]);
        review["settings"]["@countersign.settings"] = json!({ "threshold": { "percentOfGroup": 100 } });
        let (review, instance) = cli.start_review(&review);
        let number: i64 = instance.parse().expect("a number");
        let denied = deny_a_tenth(&cli.store(), number, round);
        cli.ok(&["review", "stop", &review]);
        let drawn = cli.ok(&["plan", "draw", &instance]);
        if drawn["held"] == true {
            cli.ok(&["plan", "countersign", &instance, "--as", "u000002", "--administrator"]);
        }
        for _ in 0..8 {
            let mut child = quiet(cli.command(&["plan", "carry-out", &instance]));
            let killed = kill_within(&mut child, &mut chance, &mut within);
            (hit, runs) = (hit + usize::from(killed), runs + 1);
            receipts_are_true(&sound(&cli.store()), &server, &drawn["plan"], &denied);
        }
        let done = cli.ok(&["plan", "carry-out", &instance]);
        let view = cli.ok(&["plan", "show", &instance]);
        assert_eq!(view["pending"], 0, "the next run goes on to the end: {done}");
        let desk = sound(&cli.store());
        let outcomes = receipts_are_true(&desk, &server, &drawn["plan"], &denied);
        assert_eq!(
            outcomes.len() as u64,
            drawn["changeCount"].as_u64().expect("a count"),
            "a receipt for each change"
        );
        no_more_is_gone_than_was_denied(&desk, number, &server);
        // The next round reviews what is left.
        let seen = cli.ok(&["plan", "verify", &instance]);
        let refused = outcomes.iter().filter(|one| *one == "byHand").count();
        assert_eq!(seen["gone"], denied.len() - refused, "{seen}");
        asked += denied.len() - refused;
    }
    let removed = removals(&server.changes_made());
    for (removal, times) in &removed {
        assert_eq!(*times, 1, "the server made this change more than once: {removal}");
    }
    assert_eq!(
        removed.len(),
        asked,
        "the server removed what was asked, and nothing else"
    );
    eprintln!(
        "carry out: {hit} of {runs} killed while running, {} removals made by the server, each once",
        removed.len()
    );
    assert!(hit * 3 > runs, "{hit} of {runs} were killed while running");
}

/// How often the server took each member out of each group, by its own record of the changes it made.
fn removals(record: &str) -> BTreeMap<String, usize> {
    let mut times = BTreeMap::new();
    let (mut group, mut deleting) = (String::new(), false);
    // A long line goes on in the next one behind a space.
    let record = record.replace("\n ", "");
    for line in record.lines() {
        match line.split_once(": ").unwrap_or((line, "")) {
            ("dn", name) => group = name.to_lowercase(),
            ("delete", list) => deleting = list == "member",
            ("add" | "replace", list) => {
                deleting = false;
                assert!(list != "member", "{group}: nobody was asked to be put in");
            }
            ("member", name) if deleting => *times.entry(format!("{name} of {group}")).or_insert(0) += 1,
            _ => {}
        }
    }
    times
}

/// Denies every tenth direct item, approves the rest; answers group and account of who must go.
fn deny_a_tenth(store: &Path, instance: i64, round: usize) -> Vec<(String, String)> {
    let desk = desk(store);
    let reviewer = call(
        &desk,
        "principal.find",
        json!({ "reference": "u000001", "kind": "user" }),
    )["principal"]
        .clone();
    call(
        &desk,
        "actor.choose",
        json!({ "principal": reviewer, "administrator": false }),
    );
    let page = call(&desk, "item.list", json!({ "instance": instance, "limit": 1000 }));
    let rows = page["rows"].as_array().expect("rows").clone();
    let denied: Vec<&Value> = rows
        .iter()
        .skip(round % 10)
        .step_by(10)
        .filter(|one| one["direct"] == true && one["principal"] != reviewer)
        .collect();
    let items: Vec<&Value> = denied.iter().map(|one| &one["item"]).collect();
    call(
        &desk,
        "item.decideMany",
        json!({ "instance": instance, "items": items, "decision": "deny" }),
    );
    let word = |one: &Value, name: &str| one[name].as_str().expect("a name").to_owned();
    denied
        .iter()
        .map(|one| (word(one, "resourceName"), word(one, "userName")))
        .collect()
}

/// A receipt “applied” or “already so” is true on the server; answers the outcomes.
fn receipts_are_true(desk: &Arc<Desk>, server: &Slapd, plan: &Value, denied: &[(String, String)]) -> Vec<String> {
    let mut outcomes = Vec::new();
    let mut members: BTreeMap<String, String> = BTreeMap::new();
    let changes = call(desk, "plan.change.list", json!({ "plan": plan, "limit": 1000 }));
    for change in changes["rows"].as_array().expect("rows") {
        let Some(outcome) = change["outcome"].as_str() else {
            continue;
        };
        assert!(
            change["attemptedAt"].is_string(),
            "no receipt without an attempt: {change}"
        );
        let group = change["resourceName"].as_str().expect("a group");
        let listed = members
            .entry(group.to_owned())
            .or_insert_with(|| server.search(&format!("(cn={group})"), &["member"]).to_lowercase());
        let there = listed.contains(&format!(
            "member: {}\n",
            change["memberDn"].as_str().expect("a DN").to_lowercase()
        ));
        assert_eq!(there, outcome == "byHand" || outcome == "refused", "{change}");
        outcomes.push(outcome.to_owned());
    }
    assert!(outcomes.len() <= denied.len(), "more changes than denials");
    outcomes
}

/// Whoever was in the reviewed population and not denied is still a member.
fn no_more_is_gone_than_was_denied(desk: &Arc<Desk>, instance: i64, server: &Slapd) {
    let page = call(desk, "item.list", json!({ "instance": instance, "limit": 1000 }));
    let mut members: BTreeMap<String, String> = BTreeMap::new();
    for row in page["rows"]
        .as_array()
        .expect("rows")
        .iter()
        .filter(|row| row["direct"] == true && row["decision"] != "deny")
    {
        let (group, account) = (
            row["resourceName"].as_str().expect("a group"),
            row["userName"].as_str().expect("an account"),
        );
        let listed = members
            .entry(group.to_owned())
            .or_insert_with(|| server.search(&format!("(cn={group})"), &["member"]));
        let there = listed.contains(&format!("member: uid={account},"));
        assert!(there, "{account} is gone from {group} though nobody denied it");
    }
}

#[test]
fn a_killed_export_leaves_whole_evidence_or_none() {
    let cli = Cli::bare();
    cli.ok(&["store", "init", "--practice", "--sample"]);
    cli.ok(&["directory", "sync", "Sample organization"]);
    let (review, instance) = cli.start_review(&definition("Everyone", &["All staff"], &["/users/p0161"]));
    cli.ok(&[
        "item",
        "decide-many",
        &instance,
        "--decision",
        "approve",
        "--as",
        "p0161",
    ]);
    cli.ok(&["review", "stop", &review]);
    let folder = cli.folder().join("evidence");
    std::fs::create_dir(&folder).expect("a folder");
    let path = |n: usize| folder.join(format!("{n}.pdf")).to_string_lossy().into_owned();
    let export = |n: usize| cli.command(&["evidence", "export", &instance, "--out", &path(n)]);
    let mut within = takes(export(100_000));
    let mut chance = Chance::new(14);
    let (mut hit, wanted) = (0, kills(10));
    for n in 0..wanted {
        let mut child = quiet(export(n));
        hit += usize::from(kill_within(&mut child, &mut chance, &mut within));
        let desk = sound(&cli.store());
        let listed = call(
            &desk,
            "evidence.list",
            json!({ "instance": instance.parse::<i64>().expect("a number") }),
        );
        let recorded = listed
            .as_array()
            .expect("rows")
            .iter()
            .any(|one| one["fileName"] == format!("{n}.pdf"));
        let there = Path::new(&path(n)).exists();
        assert!(there || !recorded, "evidence that is on record is there");
        if there {
            let verdict = call(&desk, "evidence.verify", json!({ "path": path(n) }));
            assert_eq!(verdict["valid"], true, "what has the name is whole: {verdict}");
        } else {
            // The next run is not hindered by what the killed one left.
            assert!(
                quiet(export(n)).wait().expect("it ends").success(),
                "the next run goes on to the end"
            );
        }
    }
    eprintln!("export: {hit} of {wanted} killed while running, within {within:?}");
    assert!(hit * 2 > wanted, "{hit} of {wanted} were killed while running");
}
