//! The compliance officer's desk: a year of quarterly reviews with one in time, one late and one that never was;
//! every kind of finding, made by what makes it in life; and frameworks that are edited as files.

#[path = "conflict/office.rs"]
#[allow(dead_code)]
mod office;
#[path = "control/year.rs"]
mod year;

use std::time::Instant;

use countersign_tests::practice::{Practice, group};
use serde_json::{Value, json};
use year::{at, draft, instances, nodes, prepared, tick, walk};

fn count(practice: &Practice, kind: &str) -> i64 {
    let page = practice.call("finding.list", json!({ "kind": kind }));
    let rows = page["rows"].as_array().map_or(0, Vec::len);
    assert_eq!(page["total"], rows, "{page}");
    for row in page["rows"].as_array().expect("rows") {
        assert!(
            row["sentence"].as_str().is_some_and(|text| text.ends_with('.')),
            "{row}"
        );
        assert!(row["lead"]["noun"].is_string(), "{row}");
    }
    page["total"].as_i64().expect("a number")
}

#[test]
fn a_year_of_quarters_is_in_time_late_in_time_and_missing_and_each_finding_leads_somewhere() {
    let (practice, directory, review) = prepared();
    let first = walk(&practice, directory, review);

    let page = practice.call("control.coverage", json!({ "from": "2026-01-01", "to": "2027-03-31" }));
    let cells = page["rows"][0]["cells"].as_array().expect("cells");
    let states: Vec<(&str, i64)> = cells
        .iter()
        .map(|cell| {
            (
                cell["state"].as_str().expect("a state"),
                cell["daysLate"].as_i64().expect("days"),
            )
        })
        .collect();
    assert_eq!(
        states,
        [
            ("inTime", 0),
            ("late", 5),
            ("inTime", 0),
            ("missing", 5),
            ("running", 0)
        ],
        "{page}"
    );
    assert_eq!(
        page["periods"],
        json!({ "inTime": 2, "notYetDue": 0, "running": 1, "late": 1, "missing": 1 })
    );
    assert_eq!(cells[0]["instances"], json!([first]));

    assert_eq!(count(&practice, "periodMissing"), 1);
    assert_eq!(count(&practice, "periodLate"), 1);
    assert_eq!(count(&practice, "cameBack"), 1, "Ben is there again");
    assert_eq!(count(&practice, "taskOverdue"), 1, "and nobody took him out");
    assert_eq!(count(&practice, "disabledHolder"), 1, "Dora");
    assert_eq!(count(&practice, "undecided"), 1, "of the newest run that ended");
    assert_eq!(count(&practice, "evidenceMissing"), 3);
    assert_eq!(count(&practice, "directoryStale"), 1);
    let path = practice.store().join("first.pdf");
    practice.done("evidence.export", json!({ "instance": first, "path": path }));
    assert_eq!(count(&practice, "evidenceMissing"), 2);
    let owned = practice.call("finding.list", json!({ "owner": practice.person("olga") }));
    let kinds: Vec<&str> = owned["rows"]
        .as_array()
        .expect("rows")
        .iter()
        .filter_map(|row| row["kind"].as_str())
        .collect();
    assert!(
        kinds.contains(&"periodMissing") && !kinds.contains(&"disabledHolder"),
        "{owned}"
    );
    practice.done("directory.sync", json!({ "directory": directory }));
    assert_eq!(count(&practice, "directoryStale"), 0);

    let all = practice.call("finding.list", json!({}));
    let counted: i64 = all["counts"]
        .as_array()
        .expect("counts")
        .iter()
        .filter_map(|one| one["count"].as_i64())
        .sum();
    assert_eq!(all["total"], counted);
    for offset in 0..counted {
        let one = practice.call("finding.list", json!({ "offset": offset, "limit": 1 }));
        assert_eq!(
            one["rows"][0]["key"],
            all["rows"][usize::try_from(offset).expect("small")]["key"]
        );
    }
    let due = practice.call("control.calendar", json!({ "days": 120 }));
    assert_eq!(
        (&due["total"], &due["rows"][0]["state"], &due["rows"][0]["daysLeft"]),
        (&json!(1), &json!("running"), &json!(85))
    );
    practice.is_sound();
}

#[test]
fn exceptions_that_end_plans_that_wait_and_denials_that_do_not_work_are_findings() {
    let (practice, _, _) = prepared();
    let propose = json!({ "principal": practice.person("ann"), "resource": practice.principal("Ledger", "group"),
                          "policy": "Least privilege", "reason": "Year end", "untilOn": "2026-01-20" });
    let id = practice.call("exception.propose", propose)["exception"].clone();
    let second = practice.person("olga");
    practice.call("actor.choose", json!({ "principal": second, "administrator": true }));
    practice.call("exception.approve", json!({ "exception": id }));
    practice.sit(None);
    assert_eq!(
        (count(&practice, "exceptionEnding"), count(&practice, "exceptionEnded")),
        (1, 0)
    );
    tick(&practice, "2026-01-21T08:00:00Z");
    assert_eq!(
        (count(&practice, "exceptionEnding"), count(&practice, "exceptionEnded")),
        (0, 1)
    );

    // The only member is denied: the plan waits for a second person.
    let definition = countersign_tests::cli::definition("Pair", &["Pair"], &["/users/pia"]);
    let (review, instance) = practice.start_review(&definition).expect("a review");
    let item = practice.items(instance, &json!({}))[0]["item"].clone();
    practice.sit(Some(practice.person("pia")));
    practice.call(
        "item.decide",
        json!({ "item": item, "decision": "deny", "justification": "No need" }),
    );
    practice.sit(None);
    practice.call("review.stop", json!({ "instance": instance }));
    let plan = practice.call("plan.draw", json!({ "instance": instance }))["plan"].clone();
    assert_eq!(count(&practice, "planWaiting"), 1);
    practice.call("actor.choose", json!({ "principal": second, "administrator": true }));
    practice.call("plan.countersign", json!({ "plan": plan }));
    assert_eq!(count(&practice, "planWaiting"), 0);
    practice.done("plan.carryOut", json!({ "plan": plan }));
    // Put back before the read that was to show her gone.
    practice.write_nodes(&nodes(&[2]));
    practice.done("plan.verify", json!({ "plan": plan }));
    assert_eq!(count(&practice, "stillEffective"), 1);
    let mut without = nodes(&[2]);
    without.pop();
    without.push(group(11, "Pair", &[], &[0]));
    practice.write_nodes(&without);
    practice.done("plan.verify", json!({ "plan": plan }));
    assert_eq!(count(&practice, "stillEffective"), 0);
    practice.call("review.delete", json!({ "review": review }));
}

#[test]
fn somebody_who_holds_what_does_not_go_together_is_a_finding_until_an_exception_lets_them() {
    let office = office::office();
    office.forbid();
    let practice = &office.practice;
    practice.done("conflict.look", json!({}));
    let standing = practice.call("conflict.list", json!({}))["total"]
        .as_i64()
        .expect("a number");
    assert!(standing > 0);
    assert_eq!(count(practice, "conflict"), standing);
}

#[test]
fn a_framework_goes_out_and_comes_back_byte_for_byte_and_an_edited_one_stands_in_its_place() {
    let (practice, _, _) = prepared();
    let list = practice.call("framework.list", json!({}));
    assert_eq!(list.as_array().map(Vec::len), Some(6));
    for row in list.as_array().expect("rows") {
        let id = json!({ "framework": row["framework"] });
        let file = practice.call("framework.export", id.clone());
        practice.call("framework.import", json!({ "text": file["text"] }));
        assert_eq!(practice.call("framework.export", id)["text"], file["text"]);
    }
    let id = json!({ "framework": "pci-dss-4.0.1" });
    let text = practice.call("framework.export", id.clone())["text"]
        .as_str()
        .expect("a text")
        .to_owned();
    practice.call(
        "framework.import",
        json!({ "text": text.replace("\"PCI DSS 4.0.1\"", "\"PCI, our reading\"") }),
    );
    assert_eq!(practice.call("framework.show", id)["name"], "PCI, our reading");
    assert_eq!(
        practice.call("control.list", json!({}))["rows"][0]["frameworkReferences"][0],
        "PCI, our reading 7.2.4"
    );
    let lost = practice.refused(
        "framework.import",
        json!({ "text": text.replace("\"7.2.4\"", "\"7.2.4x\"") }),
    );
    assert!(
        lost.message.contains("7.2.4") && lost.message.contains("AC-07"),
        "{lost:?}"
    );
    let slip = practice.refused(
        "framework.import",
        json!({ "text": text.replace("graceDays", "grace") }),
    );
    assert_eq!(slip.field.as_deref(), Some("requirements[0].cadence.grace"), "{slip:?}");
}

#[test]
fn a_control_is_refused_where_it_names_what_is_not_there_and_only_auditors_keep_controls() {
    let (practice, _, review) = prepared();
    let refused = |change: fn(&mut Value)| {
        let mut draft = draft(&practice, review);
        draft["code"] = json!("AC-08");
        change(&mut draft);
        practice.refused("control.create", json!({ "draft": draft })).field
    };
    assert_eq!(refused(|draft| draft["code"] = json!("ac-07")).as_deref(), Some("code"));
    assert_eq!(refused(|draft| draft["owner"] = json!(999)).as_deref(), Some("owner"));
    assert_eq!(
        refused(|draft| draft["covers"][0]["review"] = json!(999)).as_deref(),
        Some("covers")
    );
    assert_eq!(
        refused(|draft| draft["references"][0]["requirement"] = json!("9.9")).as_deref(),
        Some("references")
    );
    assert_eq!(refused(|draft| draft["months"] = json!(0)).as_deref(), Some("months"));
    practice.sit(Some(practice.person("ann")));
    for (name, input) in [
        ("control.list", json!({})),
        ("finding.list", json!({})),
        ("framework.list", json!({})),
    ] {
        assert_eq!(
            practice.refused(name, input).code.as_deref(),
            Some("permission"),
            "{name}"
        );
    }
    practice.sit(None);
    practice.call("control.delete", json!({ "control": 1 }));
    assert_eq!(practice.call("control.list", json!({}))["total"], 0);
    practice.is_sound();
}

#[test]
fn a_rule_asks_for_every_resource_that_was_there_when_the_period_ended() {
    let (practice, _, review) = prepared();
    let mut rule = draft(&practice, review);
    rule["code"] = json!("AC-09");
    rule["covers"] = json!([{ "kind": "rule", "directory": null, "resourceKind": "group", "nameHolds": "" }]);
    let control = practice.call("control.create", json!({ "draft": rule }))["control"].clone();
    tick(&practice, "2026-01-05T08:00:00Z");
    practice.call("review.stop", json!({ "instance": instances(&practice, review)[0] }));
    practice.set_clock(at("2026-05-01T08:00:00Z"));
    let shown = practice.call(
        "control.show",
        json!({ "control": control, "from": "2026-01-01", "to": "2026-03-31" }),
    );
    let cell = &shown["cells"][0];
    assert_eq!(
        (&cell["state"], &cell["parts"]["inTime"], &cell["parts"]["missing"]),
        (&json!("missing"), &json!(1), &json!(1)),
        "{shown}"
    );
}

#[test]
fn the_results_are_what_nist_s_own_format_asks_and_the_same_things_keep_their_names() {
    let (practice, directory, review) = prepared();
    let first = walk(&practice, directory, review);
    let pdf = practice.store().join("first.pdf");
    practice.done("evidence.export", json!({ "instance": first, "path": pdf }));
    let path = practice.store().join("results.json");
    let told = practice.done(
        "control.exportOscal",
        json!({ "path": path, "from": "2026-01-01", "to": "2027-03-31" }),
    );
    assert!(
        told["findings"].as_i64() > Some(8) && told["risks"].as_i64() > Some(5),
        "{told}"
    );
    let read = || -> Value { serde_json::from_slice(&std::fs::read(&path).expect("a file")).expect("JSON") };
    let one = read();
    let results = &one["assessment-results"]["results"][0];
    assert_eq!(results["findings"][0]["target"]["status"]["state"], "satisfied");
    assert_eq!(results["findings"][1]["target"]["status"]["state"], "not-satisfied");
    let resources = one["assessment-results"]["back-matter"]["resources"]
        .as_array()
        .expect("resources");
    let hash = resources
        .iter()
        .find_map(|one| one["rlinks"][0]["hashes"][0]["value"].as_str());
    assert_eq!(hash.map(str::len), Some(64), "{resources:?}");
    assert_eq!(
        practice
            .refused("control.exportOscal", json!({ "path": path }))
            .code
            .as_deref(),
        Some("exists")
    );
    practice.done(
        "control.exportOscal",
        json!({ "path": path, "from": "2026-01-01", "to": "2027-03-31", "replace": true }),
    );
    let again = read();
    let findings = |document: &Value| document["assessment-results"]["results"][0]["findings"].clone();
    assert_eq!(
        findings(&one),
        findings(&again),
        "the same findings have the same names"
    );
    if let Some(keep) = std::env::var_os("KEEP_EVIDENCE") {
        std::fs::copy(&path, std::path::Path::new(&keep).join("results.json")).expect("a copy");
    }
    // NIST's models, where they are installed (compliance-trestle of OSCAL 1.1).
    let program = "import sys\ntry:\n from trestle.oscal.assessment_results import Model\nexcept ImportError:\n sys.exit(77)\n\
                   m=Model.parse_file(sys.argv[1]); print(len(m.assessment_results.results[0].findings))";
    let python = std::env::var("OSCAL_PYTHON").unwrap_or_else(|_| "python3".into());
    let Ok(checked) = std::process::Command::new(python)
        .args(["-c", program])
        .arg(&path)
        .output()
    else {
        return;
    };
    if checked.status.code() == Some(77) {
        eprintln!("skipped: trestle is not installed");
        return;
    }
    assert!(checked.status.success(), "{}", String::from_utf8_lossy(&checked.stderr));
    let accepted = String::from_utf8_lossy(&checked.stdout).trim().to_owned();
    assert_eq!(json!(accepted.parse::<i64>().ok()), told["findings"]);
}

#[test]
fn five_hundred_controls_over_ten_years_of_runs_are_computed_whole() {
    let practice = Practice::at(at("2036-01-02T08:00:00Z"));
    practice.add_nodes(&nodes(&[2]));
    let definition = countersign_tests::cli::definition("Ledger", &["Ledger"], &["/users/pia"]);
    let review = practice.call("review.create", json!({ "definition": definition }))["review"]
        .as_i64()
        .expect("a number");
    let mut one = draft(&practice, review);
    one["months"] = json!(1);
    practice.call("control.create", json!({ "draft": one }));
    let store = office::other_hand(&practice);
    let filled = store.write::<_, countersign_store::StoreError>(|transaction| {
        transaction.execute_batch(
            "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 499)
             INSERT INTO review (id, display_name, definition, created_at, created_by)
               SELECT 1000 + i, 'Review ' || i, '{}', '2026-01-01T00:00:00Z', 'test' FROM n;
             WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 499)
             INSERT INTO control (code, name, owner_id, statement, first_on, months, grace_days, zone, created_at, created_by)
               SELECT 'X-' || i, 'Control ' || i, (SELECT owner_id FROM control LIMIT 1), '', '2026-01-01', 1, 15, 'Europe/Berlin',
                      '2026-01-01T00:00:00Z', 'test' FROM n;
             INSERT INTO control_scope SELECT id, 0, 1000 + row_number() OVER (ORDER BY id), NULL, NULL, NULL, NULL FROM control
               WHERE code LIKE 'X-%' AND id NOT IN (SELECT control_id FROM control_scope WHERE review_id = 999);
             WITH RECURSIVE n(i) AS (VALUES (0) UNION ALL SELECT i + 1 FROM n WHERE i < 9999)
             INSERT INTO instance (review_id, status, started_at, ended_at)
               SELECT 1001 + i % 499, 'Applied', date('2026-01-05', '+' || (i / 499 * 6) || ' months') || 'T08:00:00Z',
                      date('2026-01-20', '+' || (i / 499 * 6) || ' months') || 'T08:00:00Z' FROM n;",
        )?;
        Ok(())
    });
    filled.expect("rows");
    let (mut matrix, mut listed) = (Vec::new(), Vec::new());
    for _ in 0..5 {
        let begun = Instant::now();
        let page = practice.call(
            "control.coverage",
            json!({ "from": "2026-01-01", "to": "2035-12-31", "limit": 50 }),
        );
        matrix.push(begun.elapsed().as_millis());
        assert_eq!(page["total"], 500);
        let periods: i64 = page["periods"]
            .as_object()
            .expect("counts")
            .values()
            .filter_map(Value::as_i64)
            .sum();
        assert_eq!(periods, 500 * 120, "every period of every control");
        let begun = Instant::now();
        practice.call("finding.list", json!({}));
        listed.push(begun.elapsed().as_millis());
    }
    println!("coverage of 60000 periods: {matrix:?} ms; findings: {listed:?} ms");
}
