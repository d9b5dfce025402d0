//! The main job at the size that is promised: a real server of 100 000 people, 5 000 groups and a million
//! memberships, reviewed whole, decided with the server stopped, carried out, verified, and proven.
//! `cargo test -p countersign-tests --release -- --ignored --nocapture whole_path_at_size`
//!
//! `COUNTERSIGN_PEOPLE` makes it smaller, for a quick look.

use std::process::Stdio;
use std::time::{Duration, Instant};

use countersign_tests::cli::Cli;
use countersign_tests::kill::{call, desk};
use countersign_tests::slapd::Shape;
use countersign_tests::{Slapd, population};
use serde_json::{Value, json};

const REVIEWER: &str = "u000001";

/// Runs a command to its end, tells its time and the most memory it held, and answers its answer.
fn timed(cli: &Cli, words: &[&str]) -> Value {
    let begun = Instant::now();
    let mut command = cli.command(words);
    command.arg("--json").stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the command starts");
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0u64;
    let mut out = child.stdout.take().expect("its answer");
    let answer = std::thread::spawn(move || std::io::read_to_string(&mut out).unwrap_or_default());
    let mut said = child.stderr.take().expect("its words");
    let said = std::thread::spawn(move || std::io::read_to_string(&mut said).unwrap_or_default());
    let ended = loop {
        let now = std::fs::read_to_string(&status).unwrap_or_default();
        let line = now.lines().find(|line| line.starts_with("VmHWM:"));
        let kib = line.and_then(|line| line.split_whitespace().nth(1)?.parse().ok());
        peak = peak.max(kib.unwrap_or(0));
        if let Some(ended) = child.try_wait().expect("the state of the command") {
            break ended;
        }
        std::thread::sleep(Duration::from_millis(20));
    };
    let (answer, said) = (answer.join().expect("its answer"), said.join().expect("its words"));
    assert_eq!(ended.code(), Some(0), "{words:?}: {said}");
    println!(
        "{:<44} {:>8.2} s {:>6} MiB",
        words.iter().take(2).copied().collect::<Vec<_>>().join(" "),
        begun.elapsed().as_secs_f64(),
        peak / 1024
    );
    serde_json::from_str(&answer).unwrap_or_else(|error| panic!("{words:?}: {error}"))
}

/// A review of every group, asked of one person.
fn everything() -> Value {
    json!({
        "displayName": "Everything",
        "scope": { "query": "/groups", "queryType": "MicrosoftGraph" },
        "reviewers": [{ "query": format!("/users/{REVIEWER}") }],
        "settings": {
            "instanceDurationInDays": 30, "recommendationsEnabled": true, "recommendationLookBackDuration": "P30D",
            "@countersign.settings": { "threshold": { "percentOfGroup": 100, "removals": null } }
        }
    })
}

fn number(value: &Value, name: &str) -> u64 {
    value[name]
        .as_u64()
        .unwrap_or_else(|| panic!("no number “{name}” in {value}"))
}

/// Decides on single items through the desk, as a window does; answers how many were denied.
fn decide_singly(cli: &Cli, instance: i64, many: usize) -> u64 {
    let desk = desk(&cli.store());
    let found = call(
        &desk,
        "principal.find",
        json!({ "reference": REVIEWER, "kind": "user" }),
    );
    call(
        &desk,
        "actor.choose",
        json!({ "principal": found["principal"], "administrator": false }),
    );
    let begun = Instant::now();
    // A page from the middle, where no short way leads.
    let list = |offset: u64, limit: usize| {
        let filter = json!({ "decision": ["notReviewed"] });
        call(
            &desk,
            "item.list",
            json!({ "instance": instance, "offset": offset, "limit": limit, "filter": filter }),
        )
    };
    let middle = number(&list(0, 1), "total") / 2;
    let page = list(middle, many);
    println!("first list in this program {:?}", begun.elapsed());
    let rows = page["rows"].as_array().expect("rows");
    assert_eq!(rows.len(), many, "a page in the middle of the list is full");
    let mut denied = 0;
    let mut times: Vec<Duration> = rows
        .iter()
        .enumerate()
        .filter(|(_, row)| row["userName"] != REVIEWER)
        .map(|(n, row)| {
            let decision = ["deny", "approve", "dontKnow"][n % 3];
            let begun = Instant::now();
            let decided = call(
                &desk,
                "item.decide",
                json!({ "item": row["item"], "decision": decision, "justification": format!("Looked at, number {n}"), "version": row["version"] }),
            );
            assert_eq!(decided["decision"], decision);
            denied += u64::from(decision == "deny");
            begun.elapsed()
        })
        .collect();
    times.sort_unstable();
    println!(
        "{} single decisions: median {:?}, p99 {:?}",
        times.len(),
        times[times.len() / 2],
        times[times.len() * 99 / 100]
    );
    denied
}

#[test]
#[ignore = "takes some minutes"]
fn the_whole_path_at_size_ends_in_evidence_that_verifies() {
    let people: usize = std::env::var("COUNTERSIGN_PEOPLE")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(100_000);
    let shape = Shape {
        change_log: true,
        ..Shape::default()
    };
    let ldif = population::ldif(people, people / 20, people * 10, 1);
    let Some(mut server) = Slapd::start_with(&ldif, shape) else {
        return;
    };
    drop(ldif);
    let cli = Cli::practice();
    cli.add_directory("Lab", &server.writer_settings());
    timed(&cli, &["directory", "sync", "Lab"]);
    let shown = cli.ok(&["directory", "certificate", "Lab"]);
    let certificate = &shown["certificate"];
    let filter = certificate["filter"].as_str().expect("a filter");
    assert_eq!(certificate["entriesReturned"], server.count(filter));
    assert_eq!(
        certificate["population"]["group"],
        server.count("(objectClass=groupOfNames)")
    );
    assert_eq!(
        certificate["population"]["user"],
        server.count("(objectClass=inetOrgPerson)")
    );
    let memberships = |server: &Slapd| {
        let listed = server.search("(objectClass=groupOfNames)", &["member"]);
        listed.lines().filter(|line| line.starts_with("member: ")).count() as u64
    };
    let before = memberships(&server);
    assert_eq!(certificate["population"]["membership"], before);

    // From here on nobody needs the directory.
    server.stop();
    let file = cli.write("review.json", &everything().to_string());
    let created = cli.ok(&["review", "create", "--file", &file.to_string_lossy()]);
    let (review, instance) = (created["review"].to_string(), created["instance"].to_string());
    let started = timed(&cli, &["review", "start", &review]);
    println!("{started}");
    let number_of_instance: i64 = instance.parse().expect("a number");
    let mut denied = decide_singly(&cli, number_of_instance, 200);
    let many = |decision: &str, search: Option<&str>| {
        let mut words = vec![
            "item",
            "decide-many",
            &instance,
            "--decision",
            decision,
            "--as",
            REVIEWER,
        ];
        words.extend(search.iter().flat_map(|text| ["--search", *text]));
        number(&timed(&cli, &words), "decided")
    };
    for search in ["u0012", "u0034", "u0056", "u0078"] {
        denied += many("deny", Some(search));
    }
    let approved = many("approve", None);
    println!("{denied} denied, {approved} approved");
    timed(&cli, &["review", "stop", &review]);
    let drawn = timed(&cli, &["plan", "draw", &instance]);
    let (changes, tasks) = (number(&drawn, "changeCount"), number(&drawn, "taskCount"));
    assert_eq!(changes + tasks, denied, "every denial is a change or a task: {drawn}");
    if drawn["held"] == true {
        cli.ok(&["plan", "countersign", &instance, "--as", "u000002", "--administrator"]);
    }

    server.start_again();
    timed(&cli, &["plan", "carry-out", &instance, "--dry-run"]);
    let done = timed(&cli, &["plan", "carry-out", &instance]);
    println!("{done}");
    let applied = number(&done, "applied");
    assert_eq!(applied + number(&done, "byHand"), changes, "{done}");
    assert_eq!(before - memberships(&server), applied, "by the server's own count");
    let seen = timed(&cli, &["plan", "verify", &instance]);
    println!("{seen}");
    assert_eq!(number(&seen, "gone") + number(&seen, "stillThere"), denied, "{seen}");

    let pdf = cli.folder().join("evidence.pdf");
    let path = pdf.to_string_lossy().into_owned();
    timed(&cli, &["evidence", "export", &instance, "--out", &path]);
    let bytes = std::fs::metadata(&pdf).expect("the evidence").len();
    println!("the PDF has {:.1} MB", bytes as f64 / 1e6);
    let verdict = timed(&cli, &["evidence", "verify", &path, "--quick"]);
    assert_eq!(verdict["valid"], true, "{verdict}");
    let verdict = timed(&cli, &["evidence", "verify", &path]);
    assert_eq!(verdict["valid"], true, "{verdict}");
    assert_eq!(timed(&cli, &["audit", "verify"])["valid"], true);
    assert_eq!(timed(&cli, &["store", "check"])["sound"], true);
    let store = std::fs::metadata(cli.database()).expect("the store").len();
    println!("the store has {:.1} MB", store as f64 / 1e6);
}
