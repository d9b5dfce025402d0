//! A small organization with one quarterly review and the control that asks for it, and a year of theirs.

use chrono::{DateTime, Utc};
use countersign_tests::practice::{Practice, group, person};
use serde_json::{Value, json};

pub fn at(text: &str) -> DateTime<Utc> {
    text.parse().expect("a moment")
}

pub fn nodes(more: &[usize]) -> Vec<Value> {
    let people = ["pia", "ann", "ben", "dora", "olga"];
    let mut nodes: Vec<Value> = (0..)
        .zip(people)
        .map(|(n, name)| person(n, name, &json!({ "enabled": name != "dora" })))
        .collect();
    let members: Vec<usize> = [1, 3].iter().chain(more).copied().collect();
    nodes.push(group(10, "Ledger", &members, &[0]));
    nodes.push(group(11, "Pair", &[1], &[0]));
    nodes
}

/// A quarterly review of “Ledger”, and the control that asks for it.
pub fn prepared() -> (Practice, i64, i64) {
    let practice = Practice::at(at("2026-01-02T08:00:00Z"));
    let directory = practice.add_nodes(&nodes(&[2]));
    let mut definition = countersign_tests::cli::definition("Ledger", &["Ledger"], &["/users/pia"]);
    definition["settings"]["recurrence"] = json!({
        "pattern": { "type": "absoluteMonthly", "interval": 3, "dayOfMonth": 5 },
        "range": { "type": "noEnd", "startDate": "2026-01-05", "recurrenceTimeZone": "UTC" } });
    let review = practice.call("review.create", json!({ "definition": definition }))["review"]
        .as_i64()
        .expect("a number");
    let made = practice.call("control.create", json!({ "draft": draft(&practice, review) }));
    assert_eq!(
        made["frameworkReferences"],
        json!(["PCI DSS 4.0.1 7.2.4", "SOX ITGC APD-1"])
    );
    (practice, directory, review)
}

pub fn draft(practice: &Practice, review: i64) -> Value {
    json!({ "code": "AC-07", "name": "Quarterly review of the ledger", "owner": practice.person("olga"),
            "statement": "Every quarter the owner looks at who can post.", "firstOn": "2026-01-01", "months": 3,
            "graceDays": 15, "covers": [{ "kind": "review", "review": review }],
            "references": [{ "framework": "sox-itgc", "requirement": "APD-1" },
                           { "framework": "pci-dss-4.0.1", "requirement": "7.2.4" }] })
}

pub fn tick(practice: &Practice, now: &str) {
    practice.set_clock(at(now));
    practice.call("tick", json!({}));
    practice.call("tick", json!({}));
}

pub fn instances(practice: &Practice, review: i64) -> Vec<i64> {
    let shown = practice.call("review.show", json!({ "review": review }));
    let all = shown["instances"].as_array().expect("instances").clone();
    all.iter().filter_map(|one| one["instance"].as_i64()).collect()
}

/// Ann is kept and Ben denied in the first run; the second nobody ends in time; the third ends; the fourth never was.
pub fn walk(practice: &Practice, directory: i64, review: i64) -> i64 {
    tick(practice, "2026-01-05T08:00:00Z");
    let first = instances(practice, review)[0];
    practice.sit(Some(practice.person("pia")));
    for item in practice.items(first, &json!({})) {
        let decision = if item["userName"] == "ben" { "deny" } else { "approve" };
        let input = json!({ "item": item["item"], "decision": decision, "justification": "Looked at" });
        practice.call("item.decide", input);
    }
    practice.sit(None);
    practice.call("review.stop", json!({ "instance": first }));
    let plan = practice.call("plan.draw", json!({ "instance": first }))["plan"].clone();
    practice.done("plan.carryOut", json!({ "plan": plan }));
    practice.done("plan.verify", json!({ "plan": plan }));
    let found = practice.call("finding.list", json!({ "kind": "cameBack" }));
    assert_eq!(found["total"], 0, "{found}");
    // Somebody puts Ben back.
    practice.set_clock(at("2026-02-01T08:00:00Z"));
    practice.write_nodes(&nodes(&[2]));
    practice.done("directory.sync", json!({ "directory": directory, "full": true }));
    tick(practice, "2026-04-05T08:00:00Z");
    tick(practice, "2026-07-20T08:00:00Z");
    tick(practice, "2026-08-04T08:00:00Z");
    tick(practice, "2027-01-20T08:00:00Z");
    first
}
