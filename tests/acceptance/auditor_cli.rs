//! What an auditor or a compliance officer types: controls, frameworks, findings, history, samples and dossiers, every
//! form of every verb, on the sample organization.

use std::path::Path;
use std::process::Command;

use countersign_tests::cli::{Cli, binary, definition, ran};
use serde_json::{Value, json};

const BEGIN: &str = "2026-03-02T08:00:00Z";
const REVIEWER: &str = "p0161";
const GROUP: &str = "Backup operators readers";

/// A review of a group that ran through March and is over, decided by one person; answers review and instance.
fn reviewed() -> (Cli, String, String) {
    let mut cli = Cli::bare();
    cli.now = Some(BEGIN.into());
    cli.ok(&["store", "init", "--practice", "--sample", "--organization", "Example"]);
    cli.ok(&["directory", "sync", "Sample organization"]);
    let (review, instance) = cli.start_review(&definition("Backup", &[GROUP], &["/users/p0161"]));
    cli.now = Some("2026-03-04T09:00:00Z".into());
    cli.ok(&[
        "item",
        "decide-many",
        &instance,
        "--decision",
        "approve",
        "--as",
        REVIEWER,
    ]);
    let items = cli.items(&instance);
    for (item, decision) in items.iter().zip(["deny", "deny", "dontKnow"]) {
        let item = item["item"].to_string();
        cli.ok(&[
            "item",
            "decide",
            &item,
            "--decision",
            decision,
            "--justification",
            "Seen",
            "--as",
            REVIEWER,
        ]);
    }
    cli.ok(&["review", "stop", &review]);
    cli.now = Some("2026-07-20T08:00:00Z".into());
    (cli, review, instance)
}

fn total(page: &Value) -> u64 {
    page["total"].as_u64().expect("a total")
}

fn place(cli: &Cli, name: &str) -> String {
    cli.folder().join(name).to_string_lossy().into_owned()
}

fn read(path: &str) -> Value {
    serde_json::from_slice(&std::fs::read(Path::new(path)).expect("a file")).expect("JSON")
}

#[test]
fn a_control_is_kept_covered_foreseen_and_exported() {
    let (cli, review, _) = reviewed();
    let draft = |name: &str| {
        let review: i64 = review.parse().expect("a number");
        let draft = json!({ "code": "AC-07", "name": name, "owner": REVIEWER, "statement": "Every quarter the owner looks.",
                            "firstOn": "2026-01-01", "months": 3, "graceDays": 15,
                            "covers": [{ "kind": "review", "review": review }],
                            "references": [{ "framework": "sox-itgc", "requirement": "APD-1" }] });
        cli.write("control.json", &draft.to_string())
            .to_string_lossy()
            .into_owned()
    };
    let made = cli.ok(&["control", "create", "--file", &draft("Backup operators")]);
    assert_eq!(made["frameworkReferences"], json!(["SOX ITGC APD-1"]));
    let again = cli.refused(&["control", "create", "--file", &draft("Twice")]);
    assert!(again.contains("AC-07"), "{again}");
    cli.ok(&["control", "edit", "ac-07", "--file", &draft("Backup readers")]);
    let list = cli.ok(&[
        "control", "list", "--search", "readers", "--limit", "5", "--offset", "0",
    ]);
    assert_eq!((total(&list), &list["rows"][0]["control"]), (1, &made["control"]));
    assert_eq!(total(&cli.ok(&["control", "list", "--search", "nothing"])), 0);
    let by_number = cli.ok(&["control", "show", &made["control"].to_string()]);
    assert_eq!(by_number["name"], "Backup readers");
    let period = ["--from", "2026-01-01", "--to", "2026-09-30"];
    let shown = cli.ok(&[&["control", "show", "AC-07"], &period[..]].concat());
    let states: Vec<&str> = shown["cells"]
        .as_array()
        .expect("cells")
        .iter()
        .filter_map(|one| one["state"].as_str())
        .collect();
    assert_eq!(states, ["inTime", "missing", "notYetDue"], "{shown}");
    // One is missing, and a script sees it by the code.
    let coverage = cli.finds(&[&["control", "coverage"], &period[..]].concat());
    assert_eq!(
        coverage["periods"],
        json!({ "inTime": 1, "notYetDue": 1, "running": 0, "late": 0, "missing": 1 })
    );
    let first = cli.ok(&["control", "coverage", "--from", "2026-01-01", "--to", "2026-03-31"]);
    assert_eq!(first["periods"]["missing"], 0, "{first}");
    let calendar = cli.ok(&["control", "calendar", "--days", "120"]);
    assert_eq!((total(&calendar), &calendar["rows"][0]["code"]), (1, &json!("AC-07")));
    assert_eq!(total(&cli.ok(&["control", "calendar", "--days", "10"])), 0);

    let found = cli.finds(&["finding", "list", "--owner", REVIEWER, "--soon", "30", "--stale", "30"]);
    let kinds: Vec<&Value> = found["rows"]
        .as_array()
        .expect("rows")
        .iter()
        .map(|one| &one["kind"])
        .collect();
    assert!(kinds.contains(&&json!("periodMissing")), "{found}");
    let one = cli.finds(&["finding", "list", "--kind", "periodMissing", "--severity", "high"]);
    assert_eq!(total(&one), 1, "{one}");
    assert_eq!(total(&cli.ok(&["finding", "list", "--kind", "taskOverdue"])), 0);

    let out = place(&cli, "results.json");
    cli.ok(&[&["control", "export-oscal", "--out", &out], &period[..]].concat());
    assert!(read(&out)["assessment-results"].is_object());
    let exists = cli.refused(&["control", "export-oscal", "--out", &out]);
    assert!(exists.contains("results.json"), "{exists}");
    cli.ok(&["control", "export-oscal", "--out", &out, "--replace"]);
    cli.ok(&["control", "delete", "AC-07"]);
    assert_eq!(
        cli.refused(&["control", "show", "AC-07"]),
        "No control has the id “AC-07”.\nSee “control list”."
    );
}

#[test]
fn a_framework_is_shown_taken_out_edited_and_taken_in() {
    let cli = Cli::practice();
    let list = cli.ok(&["framework", "list"]);
    assert_eq!(list.as_array().map(Vec::len), Some(6));
    let file = place(&cli, "sox.json");
    let printed = cli.ok(&["framework", "export", "sox-itgc"]);
    cli.ok(&["framework", "export", "sox-itgc", "--out", &file]);
    let text = std::fs::read_to_string(&file).expect("a file");
    assert_eq!(printed["text"], text);
    std::fs::write(&file, text.replacen("SOX ITGC", "SOX, our reading", 1)).expect("edited");
    cli.ok(&["framework", "import", &file]);
    assert_eq!(cli.ok(&["framework", "show", "sox-itgc"])["name"], "SOX, our reading");
    std::fs::write(&file, "{").expect("damaged");
    assert!(!cli.refused(&["framework", "import", &file]).is_empty());
    let missing = cli.refused(&["framework", "import", &place(&cli, "nowhere.json")]);
    assert!(missing.contains("nowhere.json cannot be read"), "{missing}");
}

#[test]
fn the_history_is_listed_by_every_filter_summed_up_and_written() {
    let (cli, review, instance) = reviewed();
    let items = cli.items(&instance).len() as u64;
    let all = total(&cli.ok(&["history", "list"]));
    assert_eq!(all, items + 3);
    let count = |words: &[&str]| total(&cli.ok(&[&["history", "list"], words].concat()));
    assert_eq!(count(&["--decision", "deny"]), 2);
    assert_eq!(count(&["--decision", "dontKnow", "--source", "human"]), 1);
    assert_eq!(count(&["--source", "bulk", "--reviewer", REVIEWER]), items);
    assert_eq!(
        count(&["--review", &review, "--kind", "review", "--resource", GROUP]),
        all
    );
    assert_eq!(count(&["--kind", "approval"]), 0);
    assert_eq!(
        count(&["--privileged", "true"]) + count(&["--privileged", "false"]),
        all
    );
    assert_eq!(
        count(&["--from", "2026-03-05T00:00:00Z"]) + count(&["--to", "2026-03-05T00:00:00Z"]),
        all
    );
    // Page by page, by the place where the one before ended.
    let first = cli.ok(&["history", "list", "--limit", "2"]);
    let next = first["next"].to_string();
    let second = cli.ok(&["history", "list", "--limit", "2", "--before", &next]);
    assert_ne!(first["rows"], second["rows"]);
    assert_eq!(
        (total(&second), second["rows"].as_array().map(Vec::len)),
        (all, Some(2))
    );

    let denied = cli.ok(&["history", "list", "--decision", "deny", "--limit", "1"]);
    let person = denied["rows"][0]["principal"].to_string();
    let life = cli.ok(&["history", "person", &person, "--resource", GROUP, "--limit", "20"]);
    assert!(life.to_string().contains("deny") && total(&life) > 0, "{life}");
    assert_eq!(count(&["--principal", &person, "--decision", "deny"]), 1);
    let summary = cli.ok(&[
        "history",
        "summary",
        "--from",
        "2026-01-01T00:00:00Z",
        "--to",
        "2027-01-01T00:00:00Z",
    ]);
    let none = cli.ok(&["history", "summary", "--to", "2025-01-01T00:00:00Z"]);
    assert_ne!(summary, none);

    for format in ["csv", "xlsx", "json"] {
        let out = place(&cli, &format!("history.{format}"));
        let done = cli.ok(&[
            "history",
            "export",
            "--out",
            &out,
            "--format",
            format,
            "--decision",
            "deny",
        ]);
        assert_eq!(done["rows"], 2, "{done}");
        assert!(
            cli.refused(&["history", "export", "--out", &out, "--format", format])
                .contains("history.")
        );
    }
    assert_eq!(read(&place(&cli, "history.json"))["total"], 2);
    let bare = place(&cli, "bare.csv");
    cli.ok(&["history", "export", "--out", &bare, "--no-bom"]);
    let (with, without) = (std::fs::read(place(&cli, "history.csv")), std::fs::read(bare));
    assert!(
        with.expect("a file").starts_with(b"\xEF\xBB\xBF") && !without.expect("a file").starts_with(b"\xEF\xBB\xBF")
    );
    assert!(
        cli.refused(&["history", "list", "--reviewer", "nobody at all"])
            .contains("nobody at all")
    );
}

#[test]
fn a_sample_is_drawn_by_a_seed_listed_and_handed_out_with_its_dossiers() {
    let (cli, _, instance) = reviewed();
    let items = cli.items(&instance).len() as u64;
    let of = [
        "decisions",
        "--from",
        "2026-01-01T00:00:00Z",
        "--to",
        "2026-03-04T23:00:00Z",
    ];
    let population = cli.ok(&[&["sample", "population"], &of[..]].concat());
    assert_eq!(population["count"], items + 3, "{population}");
    for (other, count) in [
        ("denials", 2),
        ("approvals", 0),
        ("removals", 0),
        ("assignments", 0),
        ("requests", 0),
        ("exceptions", 0),
    ] {
        assert_eq!(cli.ok(&["sample", "population", other])["count"], count, "{other}");
    }
    let narrow = [
        "--reviewer",
        REVIEWER,
        "--resource",
        GROUP,
        "--source",
        "bulk",
        "--decision",
        "approve",
    ];
    assert_eq!(
        cli.ok(&[&["sample", "population", "decisions"], &narrow[..]].concat())["count"],
        items
    );

    let draw = |more: &[&str]| cli.ok(&[&["sample", "draw"], &of[..], &["--size", "5"], more].concat());
    let one = draw(&["--seed", "auditor's own", "--note", "Q1"]);
    let again = draw(&["--seed", "auditor's own"]);
    assert_eq!(
        (&one["seedGiven"], &one["rowCount"], &one["note"]),
        (&json!(true), &json!(5), &json!("Q1"))
    );
    let shown = |sample: &Value| {
        let shown = cli.ok(&["sample", "show", &sample["sample"].to_string(), "--limit", "5"]);
        let rows = shown["rows"].as_array().expect("rows").clone();
        rows.iter().map(|row| row["subject"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(shown(&one), shown(&again));
    let strata = draw(&["--stratify", "reviewer", "--decision", "approve"]);
    assert_eq!(
        (&strata["seedGiven"], total(&cli.ok(&["sample", "list"]))),
        (&json!(false), 3)
    );
    assert_eq!(
        cli.ok(&["sample", "list", "--limit", "1"])["rows"]
            .as_array()
            .map(Vec::len),
        Some(1)
    );

    let denied = cli.ok(&["history", "list", "--decision", "deny"]);
    let item = denied["rows"][0]["item"].to_string();
    let dossier = cli.ok(&["sample", "dossier", "item", &item]);
    assert!(dossier.to_string().contains("Seen"), "{dossier}");
    for about in ["assignment", "request", "exception", "change"] {
        assert!(!cli.refused(&["sample", "dossier", about, "999"]).is_empty());
    }
    let out = place(&cli, "handed");
    let done = cli.ok(&["sample", "export", &one["sample"].to_string(), "--out", &out]);
    assert_eq!(done["rows"], 5, "{done}");
    for name in ["index.csv", "index.xlsx", "dossier-0005.json"] {
        assert!(Path::new(&out).join(name).is_file(), "{name}");
    }
    assert!(
        cli.refused(&["sample", "export", "99", "--out", &place(&cli, "other")])
            .contains("99")
    );
    assert_eq!(cli.ok(&["audit", "verify"])["valid"], true);
}

#[test]
fn a_file_that_is_no_evidence_ends_a_script_by_its_code_and_needs_no_store() {
    let cli = Cli::bare();
    let file = cli
        .write("foreign.pdf", "%PDF-1.7\n%%EOF\n")
        .to_string_lossy()
        .into_owned();
    let verify = |path: &str| {
        let mut command = Command::new(binary());
        cli.surround(command.args(["evidence", "verify", path, "--json"]));
        ran(&mut command)
    };
    let said = verify(&file);
    assert_eq!(said.code, Some(3), "{}", said.stderr);
    let verdict: Value = serde_json::from_str(&said.stdout).expect("JSON");
    assert_eq!(
        (&verdict["valid"], &verdict["findings"][0]["check"]),
        (&json!(false), &json!("seal"))
    );
    let folder = verify(&cli.folder().to_string_lossy());
    assert_eq!(folder.code, Some(1), "{}", folder.stdout);
    assert!(folder.stderr.contains("is no file"), "{}", folder.stderr);
}

#[test]
fn every_verb_explains_itself() {
    let cli = Cli::bare();
    for (noun, verbs) in [
        (
            "control",
            &[
                "create",
                "edit",
                "delete",
                "list",
                "show",
                "coverage",
                "calendar",
                "export-oscal",
            ][..],
        ),
        ("framework", &["list", "show", "export", "import"]),
        ("finding", &["list"]),
        ("history", &["list", "person", "summary", "export"]),
        ("sample", &["population", "draw", "list", "show", "dossier", "export"]),
    ] {
        let all = cli.run(&[noun, "--help"]);
        for verb in verbs {
            assert!(
                all.stdout.contains(&format!("\n  {verb} ")),
                "{noun} {verb}: {}",
                all.stdout
            );
            let ran = cli.run(&[noun, verb, "--help"]);
            assert_eq!(ran.code, Some(0), "{}", ran.stderr);
            assert!(
                ran.stdout.contains(&format!("Usage: countersign {noun} {verb}")),
                "{}",
                ran.stdout
            );
        }
    }
}
