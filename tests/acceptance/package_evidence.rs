//! The evidence of an access package: a whole life on a real server, from being asked for to being seen gone, told by
//! one file that verifies alone.

#[path = "package_evidence/by_hand.rs"]
mod by_hand;
#[path = "package_evidence/life.rs"]
mod life;

use std::path::PathBuf;
use std::process::Command;

use chrono::Duration;
use countersign_evidence::{Depth, Kind, VerifyOptions, verify};
use countersign_tests::cli::{Cli, binary, ran};
use life::{Life, definition, is_member, record};
use serde_json::{Value, json};

#[test]
fn a_package_is_asked_for_approved_delivered_removed_seen_gone_and_one_file_says_so() {
    let Some(life) = Life::begin() else { return };
    let practice = &life.practice;

    // Anna's manager is silent, so the alternate answers; then the second stage.
    let anna = life.asks("anna", "I release the payments from Monday");
    life.pass(Duration::days(2));
    life.answers("ella", &anna, "approve");
    life.answers("boris", &anna, "approve");
    let fred = life.asks("fred", "I want it");
    life.answers("mona", &fred, "deny");
    // Nina holds one of the groups already; Olga is given the package without asking.
    let nina = life.asks("nina", "As before");
    life.answers("mona", &nina, "approve");
    life.answers("boris", &nina, "approve");
    practice.sit(None);
    let direct = json!({ "displayName": "By an administrator", "allowedTargetScope": "notSpecified",
                         "expiration": { "type": "afterDuration", "duration": "P30D" } });
    let direct = practice.call(
        "policy.create",
        json!({ "package": life.package, "definition": direct }),
    );
    let give = json!({ "package": life.package, "policy": direct["policy"], "principal": practice.person("olga"),
                       "justification": "Covers the night" });
    practice.call("assignment.give", give);
    life.pass(Duration::minutes(1));
    for (account, group) in [
        ("anna", "payments"),
        ("anna", "ledger"),
        ("nina", "ledger"),
        ("olga", "payments"),
    ] {
        assert!(is_member(&life.server, group, account), "{account} is in {group}");
    }
    life.pass(Duration::hours(1));
    practice.sync(life.directory);

    let early = record(&life.export("early.pdf", None));
    assert_eq!(early.assignments.len(), 3);
    assert!(
        early.assignments.iter().all(|one| one.is_seen_there()),
        "{:#?}",
        early.assignments
    );

    // A new version of the policy changes nothing for them; their thirty days pass.
    let edit = json!({ "policy": life.policy, "definition": definition("P10D"), "reason": "Audit asked for less" });
    practice.call("policy.edit", edit);
    life.pass(Duration::days(31));
    assert!(!is_member(&life.server, "payments", "anna") && !is_member(&life.server, "ledger", "nina"));
    assert!(
        is_member(&life.server, "payments", "nina"),
        "what Nina had before is hers"
    );
    life.pass(Duration::hours(1));
    practice.sync(life.directory);
    let late = life.asks("fred", "I need it now");
    assert!(late.is_i64());

    let path = life.export("treasury.pdf", None);
    let told = record(&path);
    let report = verify(
        &path,
        &VerifyOptions {
            depth: Depth::Render,
            ..VerifyOptions::default()
        },
    )
    .expect("reads");
    assert!(report.valid, "{:?}", report.findings);
    assert_eq!(report.kind, Some(Kind::AccessPackage));
    let totals = *report
        .totals
        .as_ref()
        .and_then(|totals| totals.package())
        .expect("totals");
    assert_eq!(
        (totals.assignments, totals.held, totals.ended, totals.seen_gone),
        (3, 0, 3, 3)
    );
    assert_eq!((totals.by_request, totals.by_administrator), (2, 1));
    assert_eq!(
        (totals.denied, totals.escalated, totals.own_answers, totals.not_proven()),
        (1, 1, 0, 0)
    );

    let of = |name: &str| {
        told.assignments
            .iter()
            .find(|one| one.person.name == name)
            .expect("a dossier")
    };
    let one = of("Anna Łukaszewicz");
    assert_eq!(
        (one.person.user_name.as_str(), one.person.manager.as_deref()),
        ("anna", Some("Mona Manager"))
    );
    assert_eq!((one.policy.as_str(), one.policy_version), ("Staff of the treasury", 1));
    assert!(one.ended_because.is_some() && one.delivered_at.is_some(), "{one:#?}");
    let asked = &one.requests[0];
    assert_eq!(asked.justification, "I release the payments from Monday");
    assert_eq!(asked.answers[0].name, "Which cost centre pays?");
    assert_eq!(asked.answers[0].value, "4711");
    assert!(asked.stages[0].escalated_at.is_some());
    let names: Vec<&str> = asked.all_answers().map(|answer| answer.by.name.as_str()).collect();
    assert_eq!(names, ["Ella Else", "Борис Иванов"]);
    for answer in asked.all_answers() {
        let entry = told
            .entries
            .iter()
            .find(|entry| entry.seq == answer.entry)
            .expect("its entry");
        assert_eq!(entry.operation, "approval.answer");
    }
    assert_eq!(one.entitlements.len(), 2);
    for given in &one.entitlements {
        assert_eq!((given.state.as_str(), given.changes.len()), ("taken", 2), "{given:#?}");
        assert!(
            given
                .changes
                .iter()
                .all(|change| change.state == "applied" && change.attempts == 1)
        );
        let reads: Vec<i64> = told.head.reads.iter().map(|read| read.snapshot).collect();
        assert!(given.there_in.is_some_and(|read| reads.contains(&read)), "{given:#?}");
        assert!(given.gone_in.is_some_and(|read| reads.contains(&read)), "{given:#?}");
        assert!(given.seen_at.is_some(), "{given:#?}");
    }
    let before = of("Nina Before")
        .entitlements
        .iter()
        .find(|given| given.resource == "payments")
        .expect("it");
    assert!(
        before.prior && before.state == "kept" && before.gone_in.is_none(),
        "{before:#?}"
    );
    assert_eq!(of("Olga Direct").basis.kind.as_deref(), Some("administrator"));
    let states: Vec<&str> = told.requests.iter().map(|request| request.state.as_str()).collect();
    assert_eq!(states, ["denied", "pendingApproval"]);
    let versions: Vec<u64> = told.head.policies.iter().map(|policy| policy.version).collect();
    assert_eq!(
        versions,
        [1, 2, 1],
        "the one asked under, twice, and the one for administrators"
    );
    assert!(told.head.policies[0].until.is_some() && told.head.policies[1].reason == "Audit asked for less");
    let words: Vec<String> = told.head.policies[0]
        .words
        .iter()
        .map(|one| format!("{}: {}", one.name, one.value))
        .collect();
    assert!(words.iter().any(|line| line == "Ends: after 30 days"), "{words:?}");
    assert!(
        words.iter().any(|line| line.contains("stage 2: Борис Иванов")),
        "{words:?}"
    );

    // Of a later period there is only what was there in it.
    let later = record(&life.export("later.pdf", Some("2026-04-04T10:30:00Z")));
    assert_eq!((later.assignments.len(), later.requests.len()), (0, 1));
    assert_eq!(later.head.reconciliation.assignments.left_out[0].count, 3);

    // Everything about the package is in its slice of the log, each act once.
    let whole = practice.call("audit.list", json!({ "limit": 1000 }));
    let about = |subject: &str| {
        ["package:", "policy:", "request:", "assignment:", "plan:"]
            .iter()
            .any(|noun| subject.starts_with(noun))
    };
    let known: Vec<u64> = whole["rows"]
        .as_array()
        .expect("rows")
        .iter()
        .filter(|row| about(row["subject"].as_str().unwrap_or_default()))
        .filter_map(|row| row["seq"].as_u64())
        .collect();
    let there: Vec<u64> = told.entries.iter().map(|entry| entry.seq).collect();
    let lost: Vec<&u64> = known.iter().filter(|seq| !there.contains(seq)).collect();
    assert!(lost.is_empty(), "{lost:?} are not in the slice: {whole:#}");
    practice.is_sound();

    // Alone, by the command line, without a store.
    let cli = Cli::bare();
    let mut command = Command::new(binary());
    command.args(["evidence", "verify"]).arg(&path).arg("--json");
    cli.surround(&mut command);
    let alone = ran(&mut command);
    assert_eq!(alone.code, Some(0), "{}{}", alone.stdout, alone.stderr);
    let view: Value = serde_json::from_str(&alone.stdout).expect("JSON");
    assert_eq!(
        (&view["valid"], &view["evidence"]),
        (&json!(true), &json!("accessPackage"))
    );
    let listed = practice.call("evidence.list", json!({ "package": life.package }));
    assert_eq!(listed.as_array().map(Vec::len), Some(3), "{listed}");
    if let Some(folder) = std::env::var_os("KEEP_EVIDENCE") {
        std::fs::copy(&path, PathBuf::from(folder).join("treasury.pdf")).expect("a copy");
    }
}

#[test]
fn only_who_may_see_a_catalog_writes_and_lists_the_evidence_of_its_packages() {
    let Some(life) = Life::begin() else { return };
    let practice = &life.practice;
    let path = practice.store().with_file_name("refused.pdf");
    let input = json!({ "package": life.package, "path": path });
    life.sit("fred");
    for (operation, input) in [
        ("evidence.exportPackage", &input),
        ("evidence.list", &json!({ "package": life.package })),
    ] {
        assert_eq!(
            practice.refused(operation, input.clone()).code.as_deref(),
            Some("permission"),
            "{operation}"
        );
    }
    practice.sit(None);
    let catalog = practice.call("package.show", json!({ "package": life.package }))["catalog"].clone();
    let give = json!({ "catalog": catalog, "role": "reader", "principal": practice.person("fred") });
    practice.call("delegation.give", give);
    life.sit("fred");
    practice.done("evidence.exportPackage", input.clone());
    let listed = practice.call("evidence.list", json!({ "package": life.package }));
    assert_eq!(listed[0]["package"], life.package, "{listed}");
    assert_eq!(
        practice.refused("evidence.exportPackage", input).code.as_deref(),
        Some("exists")
    );
    let backwards = json!({ "package": life.package, "path": path, "replace": true,
                            "from": "2026-03-02T08:00:00Z", "to": "2026-03-01T08:00:00Z" });
    assert_eq!(
        practice.refused("evidence.exportPackage", backwards).code.as_deref(),
        Some("dates")
    );
    let nowhere = json!({ "package": 999, "path": path });
    assert_eq!(
        practice.refused("evidence.exportPackage", nowhere).code.as_deref(),
        Some("missing")
    );
}
