//! When files are read by themselves, what came of every read, and what a read would change.

use countersign_tests::graph::tenant::Tenant;
use countersign_tests::graph::{Graph, SECRET};
use serde_json::{Value, json};

use super::{BANK, Cli, PEOPLE, office};

fn tick(cli: &mut Cli, now: &str) -> usize {
    cli.now = Some(now.to_owned());
    // A read that is refused is told of, too: exit code 3.
    let ticked = cli.done(&["tick"]);
    ticked["synced"].as_array().expect("a list").len()
}

/// The findings about schedules that fail.
fn failing(cli: &Cli) -> Vec<Value> {
    let found = cli.call("finding.list", &json!({ "kind": "syncFailing" }));
    found["rows"].as_array().expect("rows").clone()
}

#[test]
fn a_schedule_reads_once_for_all_that_was_missed_and_waits_longer_after_every_refusal() {
    let mut cli = office();
    cli.now = Some("2026-05-01T09:00:00Z".into());
    let set = cli.ok(&["directory", "schedule", "Office", "day", "--at", "02:30"]);
    assert_eq!(
        (&set["nextAt"], &set["zone"]),
        (&json!("2026-05-02T02:30:00Z"), &json!("UTC"))
    );
    assert_eq!(tick(&mut cli, "2026-05-02T02:29:00Z"), 0);
    // The machine was off for more than a week.
    assert_eq!(tick(&mut cli, "2026-05-11T08:00:00Z"), 1);
    assert_eq!(tick(&mut cli, "2026-05-11T08:01:00Z"), 0, "once for all of it");
    let shown = cli.ok(&["directory", "show", "Office"]);
    assert_eq!(shown["schedule"]["nextAt"], "2026-05-12T02:30:00Z");
    let last = &shown["last"];
    assert_eq!((&last["outcome"], &last["bySchedule"]), (&json!("done"), &json!(true)));
    assert_eq!((&last["added"], &last["population"]), (&json!(6), &json!(6)));

    // A file that is not whole: refused, kept with its reason, tried again later and later.
    cli.write("people.csv", "employeeId,displayName\n1,A,B\n");
    let mut waits = Vec::new();
    let mut now = "2026-05-12T02:30:00Z".to_owned();
    for _ in 0..4 {
        cli.now = Some(now.clone());
        let told = cli.finds(&["tick"]);
        assert_eq!(told["synced"].as_array().map(Vec::len), Some(1), "{now}");
        assert!(told["problems"].to_string().contains("people.csv"), "{told}");
        assert_eq!(tick(&mut cli, &now), 0, "not twice at {now}");
        let next = cli.ok(&["directory", "show", "Office"])["schedule"]["nextAt"].clone();
        let at = |text: &str| chrono::DateTime::parse_from_rfc3339(text).expect("a moment");
        let next = next.as_str().expect("a moment").to_owned();
        waits.push((at(&next) - at(&now)).num_minutes());
        now = next;
    }
    assert_eq!(waits, [15, 30, 60, 120]);
    let history = cli.ok(&["directory", "history", "Office", "--limit", "2"]);
    assert_eq!(history["total"], 5);
    let newest = &history["rows"][0];
    assert_eq!(newest["outcome"], "refused");
    assert_eq!(
        newest["problem"]["message"],
        "people.csv, row 2, has 3 cells where the first row has 2."
    );
    assert_eq!(newest["snapshot"], Value::Null, "a refused read is no snapshot");
    let found = failing(&cli);
    assert_eq!(
        found[0]["sentence"],
        "The directory Office could not be read 4 times in a row since 2026-05-12: \
         people.csv, row 2, has 3 cells where the first row has 2."
    );
    let certificate = cli.ok(&["directory", "certificate", "Office"]);
    assert_eq!(certificate["snapshot"], last["snapshot"]);

    // Put right: the next try ends the row, and the schedule is what it was.
    cli.write("people.csv", PEOPLE);
    assert_eq!(tick(&mut cli, &now), 1);
    assert!(failing(&cli).is_empty());
    let shown = cli.ok(&["directory", "show", "Office"]);
    assert_eq!(
        (&shown["refused"], &shown["schedule"]["nextAt"]),
        (&json!(0), &json!("2026-05-13T02:30:00Z"))
    );
    cli.ok(&["directory", "schedule", "Office", "never"]);
    assert_eq!(tick(&mut cli, "2026-06-13T02:30:00Z"), 0);
    assert_eq!(cli.ok(&["audit", "verify"])["valid"], true);
}

#[test]
fn a_read_that_the_program_did_not_survive_counts_as_refused() {
    // A server that takes the question and does not answer: this read does not end by itself, on however fast a machine.
    let graph = Graph::start(Tenant::new(6, 2, 4, 5));
    graph.faults().delay = 600_000;
    let mut settings = graph.settings();
    settings["answerFor"] = json!(600);
    let mut cli = Cli::practice();
    cli.add_directory_of("entra", "Tenant", &settings, SECRET);
    cli.now = Some("2026-05-01T09:00:00Z".into());
    cli.ok(&["directory", "schedule", "Tenant", "hour"]);
    cli.now = Some("2026-05-01T10:00:00Z".into());
    let mut child = cli.command(&["tick"]).spawn().expect("a tick");
    // The file into which a read goes is there as soon as the read has begun.
    let folder = cli.store().to_owned();
    let is_reading = || {
        let files = std::fs::read_dir(&folder).expect("the store's folder");
        files
            .flatten()
            .any(|file| file.file_name().to_string_lossy().starts_with("staging-"))
    };
    while !is_reading() {
        assert!(child.try_wait().expect("a state").is_none(), "the read has begun");
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    // A second program on the same store leaves a read alone that goes on.
    assert_eq!(tick(&mut cli, "2026-05-01T10:02:00Z"), 0);
    let before = cli.ok(&["directory", "history", "Tenant"])["rows"][0].clone();
    assert_ne!(before["beganAt"], "2026-05-01T10:00:00Z", "{before}");
    assert!(child.try_wait().expect("a state").is_none(), "the read goes on");
    child.kill().expect("an end");
    child.wait().expect("its end");
    graph.faults().delay = 0;
    assert_eq!(
        tick(&mut cli, "2026-05-01T10:05:00Z"),
        0,
        "it is not begun again at once"
    );
    let newest = cli.ok(&["directory", "history", "Tenant"])["rows"][0].clone();
    assert_eq!(
        (&newest["outcome"], &newest["problem"]["message"], &newest["beganAt"]),
        (
            &json!("refused"),
            &json!("The program ended before the read did."),
            &json!("2026-05-01T10:00:00Z")
        )
    );
    assert_eq!(tick(&mut cli, "2026-05-01T10:15:00Z"), 1);
    let newest = cli.ok(&["directory", "history", "Tenant"])["rows"][0].clone();
    assert_eq!(newest["outcome"], "done", "{newest}");
    assert!(newest["population"].as_u64() >= Some(6), "{newest}");
}

#[test]
fn what_a_read_would_change_is_shown_before_anything_is_kept() {
    let cli = office();
    cli.ok(&["directory", "sync", "Office"]);
    let people = PEOPLE
        .replace(
            "102,Carl Carter,carl@example.org,carl,Sales,101\n",
            "103,Dora,dora@example.org,dora,Sales,101\n",
        )
        .replace("ben,Finance", "ben,Sales");
    cli.write("people.csv", &people);
    cli.write("bank.csv", &BANK.replace("Approver;ada", "Auditor;ada"));
    let before = cli.ok(&["directory", "certificate", "Office"]);
    let seen = cli.ok(&["directory", "foresee", "Office"]);
    let names = |part: &str| -> Vec<&str> {
        let rows = seen[part]["rows"].as_array().expect("rows");
        rows.iter().filter_map(|row| row["displayName"].as_str()).collect()
    };
    assert_eq!(
        names("added"),
        ["Dora", "carl@example.org"],
        "Carl is named and nobody now"
    );
    assert_eq!(names("removed"), ["Carl Carter"]);
    let changed = &seen["changed"];
    assert_eq!(
        changed["rows"][0]["fields"],
        json!([{ "field": "department", "before": "Finance", "after": "Sales" }])
    );
    let gained: Vec<_> = seen["gained"]["rows"]
        .as_array()
        .expect("rows")
        .iter()
        .map(|row| row["entitlement"].as_str())
        .collect();
    assert!(gained.contains(&Some("Auditor")), "{gained:?}");
    assert!(seen["lost"]["rows"].to_string().contains("Approver"));
    assert_eq!(
        cli.ok(&["directory", "certificate", "Office"]),
        before,
        "nothing was kept"
    );
    assert_eq!(cli.ok(&["directory", "history", "Office"])["total"], 1);
    // What was foreseen is what comes.
    let synced = cli.ok(&["directory", "sync", "Office"]);
    for part in ["added", "changed", "removed"] {
        assert_eq!(synced[part], seen[part]["total"], "{part}");
    }
    assert_eq!(synced["digest"], seen["certificate"]["digest"]);
}

#[test]
fn a_probe_is_kept_with_what_hindered_it_and_a_try_keeps_nothing() {
    let cli = office();
    assert_eq!(cli.ok(&["directory", "show", "Office"])["probe"], Value::Null);
    cli.ok(&["directory", "probe", "Office"]);
    let kept = cli.ok(&["directory", "show", "Office"])["probe"].clone();
    assert_eq!(kept["report"]["server"], "Files");
    std::fs::remove_file(cli.folder().join("bank.csv")).expect("gone");
    let refused = cli.refused(&["directory", "probe", "Office"]);
    assert!(refused.starts_with("bank.csv is not there."), "{refused}");
    let kept = cli.ok(&["directory", "show", "Office"])["probe"].clone();
    assert_eq!(
        (&kept["report"], &kept["problem"]["message"]),
        (&Value::Null, &json!("bank.csv is not there."))
    );

    let settings = cli.write(
        "other.json",
        &json!({ "files": [{ "path": "../people.csv" }] }).to_string(),
    );
    let settings = settings.to_string_lossy();
    let tried = cli.ok(&["directory", "try", "--kind", "files", "--settings", &settings]);
    assert_eq!(tried["namingContexts"], json!(["people.csv"]));
    assert_eq!(cli.ok(&["directory", "list"]).as_array().map(Vec::len), Some(1));
    let changed = cli.ok(&["directory", "change", "Office", "--settings", &settings]);
    assert_eq!(changed["settings"]["files"].as_array().map(Vec::len), Some(1));
    assert_eq!(cli.ok(&["directory", "sync", "Office"])["entriesReturned"], 3);
}

#[test]
fn another_secret_is_kept_and_stands_in_no_list_and_no_entry() {
    let cli = Cli::bare();
    cli.ok(&["store", "init", "--organization", "Example"]);
    let settings = json!({ "url": "ldaps://127.0.0.1:1", "bindDn": "cn=reader,dc=x", "base": "dc=x" });
    cli.add_directory_of("ldap", "Lab", &settings, "the first password");
    let keep = |secret: &str| {
        use std::io::Write;
        let mut command = cli.command(&["directory", "secret", "Lab"]);
        command
            .stdin(std::process::Stdio::piped())
            .stdout(std::process::Stdio::piped());
        let mut child = command.spawn().expect("the command");
        let input = child.stdin.take();
        writeln!(input.expect("its input"), "{secret}").expect("the secret is typed");
        let ended = child.wait_with_output().expect("its end");
        assert!(ended.status.success());
        String::from_utf8_lossy(&ended.stdout).into_owned()
    };
    let said = keep("a quiet second password");
    let log = cli.ok(&["audit", "list"]).to_string();
    let list = cli.ok(&["directory", "show", "Lab"]).to_string();
    assert!(log.contains("directory.setSecret"));
    for text in [&said, &log, &list] {
        assert!(
            !text.contains("second password") && !text.contains("first password"),
            "{text}"
        );
    }
    // It is shown to the server it was given for, and to no other.
    let other = |part: Value| {
        let mut other = settings.clone();
        other
            .as_object_mut()
            .expect("settings")
            .extend(part.as_object().expect("a part").clone());
        let file = cli
            .write("other.json", &other.to_string())
            .to_string_lossy()
            .into_owned();
        cli.run(&["directory", "change", "Lab", "--settings", &file])
    };
    for part in [
        json!({ "url": "ldaps://127.0.0.2:1" }),
        json!({ "serverName": "another" }),
        json!({ "caPem": "" }),
    ] {
        let refused = other(part);
        assert!(refused.stderr.contains("give it once more"), "{}", refused.stderr);
    }
    assert_eq!(cli.ok(&["directory", "show", "Lab"])["directory"]["settings"], settings);
    assert_eq!(
        other(json!({ "base": "dc=y" })).code,
        Some(0),
        "the same server is asked for something else"
    );
    keep("");
    let log = cli.ok(&["audit", "list"]).to_string();
    assert!(log.contains("\"kept\":true") && log.contains("\"kept\":false"), "{log}");
}
