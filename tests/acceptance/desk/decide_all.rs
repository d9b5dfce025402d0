//! Very many items at once: a job in parts that is one batch, and that can be stopped in between.

use countersign_tests::practice::Practice;
use serde_json::{Value, json};

use super::{entries, office};

/// More than are decided in one transaction.
const PEOPLE: usize = 20_050;

fn crowd() -> (Practice, i64) {
    let practice = Practice::at(office::begin());
    let instance = practice.start_crowd(PEOPLE);
    practice.sit(Some(practice.person("pia")));
    (practice, instance)
}

fn count(practice: &Practice, instance: i64) -> Value {
    practice.call("item.list", json!({ "instance": instance, "limit": 1 }))
}

#[test]
fn a_large_selection_is_decided_as_a_job_and_is_one_batch() {
    let (practice, instance) = crowd();
    let input = json!({ "instance": instance, "filter": { "decision": ["notReviewed"] }, "decision": "approve",
                        "justification": "Still on the team" });
    let refused = practice.refused("item.decideMany", input.clone());
    assert_eq!(refused.code.as_deref(), Some("large"), "{refused:?}");
    let done = practice.done("item.decideAll", input);
    assert_eq!(
        (&done["decided"], &done["left"], &done["cancelled"]),
        (&json!(PEOPLE), &json!(0), &json!(false)),
        "{done}"
    );
    let page = count(&practice, instance);
    assert_eq!(page["count"]["approve"], PEOPLE);
    let parts = entries(&practice, "item.decideAll");
    assert_eq!(parts.len(), 3);
    let item = practice.call("item.show", json!({ "item": page["rows"][0]["item"] }));
    assert_eq!(item["events"][0]["batchSize"], PEOPLE);

    practice.sit(None);
    practice.is_sound();
    practice.call("review.stop", json!({ "instance": instance }));
    let path = practice.store().join("crowd.pdf");
    practice.done("evidence.export", json!({ "instance": instance, "path": path }));
    let verdict = practice.call("evidence.verify", json!({ "path": path }));
    assert_eq!(verdict["valid"], true, "{verdict}");
    let Some(pdftotext) = countersign_tests::tool("/usr/bin/pdftotext") else {
        return;
    };
    let read = std::process::Command::new(pdftotext)
        // Every row says it, also those of the first pages.
        .args(["-l", "40"])
        .args([path.as_os_str(), "-".as_ref()])
        .output()
        .expect("pdftotext runs");
    let text = String::from_utf8_lossy(&read.stdout);
    let said = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let at = said.find("bulk ").unwrap_or(0);
    let of = format!("bulk {} of 20 050", done["batch"]);
    assert!(said.contains(&of), "{of}: {:?}", said.get(at..at + 60));
}

#[test]
fn a_job_that_is_stopped_leaves_whole_parts_and_says_how_many() {
    let (practice, instance) = crowd();
    let input = json!({ "instance": instance, "filter": {}, "decision": "deny", "justification": "left" });
    let started = practice.call("item.decideAll", input.clone());
    let again = practice.refused("item.decideAll", input);
    assert_eq!(again.code.as_deref(), Some("running"));
    practice.call("job.cancel", json!({ "job": started["job"] }));
    let done = practice.ended(&started["job"]).expect("it ends well");
    let decided = done["decided"].as_u64().expect("a number");
    assert_eq!(done["cancelled"], true, "{done}");
    assert!(decided == 0 || decided == 10_000, "whole parts: {done}");
    assert_eq!(done["left"], PEOPLE as u64 - decided);
    assert_eq!(count(&practice, instance)["count"]["deny"], decided);
    assert_eq!(entries(&practice, "item.decideAllStopped").len(), 1);
    practice.is_sound();
}

#[test]
fn a_filter_meets_what_is_stored_now_whatever_is_remembered_and_whoever_wrote_last() {
    let practice = Practice::at(office::begin());
    let instance = practice.start_crowd(20);
    let pia = practice.person("pia");
    practice.sit(Some(pia));
    let items: Vec<Value> = practice
        .items(instance, &json!({}))
        .iter()
        .map(|one| one["item"].clone())
        .collect();
    let bulk = |of: &str, decision: &str| {
        let input = json!({ "instance": instance, "filter": { "decision": [of] }, "decision": decision,
                            "justification": "All of them" });
        practice.call("item.decideMany", input)["decided"].clone()
    };
    let decision = |at: usize| {
        let shown = practice.call("item.show", json!({ "item": items[at] }));
        shown["decision"].as_str().expect("a decision").to_owned()
    };
    let one = |at: usize| json!({ "item": items[at], "decision": "deny", "justification": "Gone" });
    practice.beside("actor.choose", json!({ "principal": pia, "administrator": false }));
    // Remembered, decided on here, and then by another program that nobody here heard of.
    assert_eq!(count(&practice, instance)["total"], 20);
    practice.call("item.decide", one(0));
    practice.beside("item.decide", one(1));
    assert_eq!(bulk("notReviewed", "approve"), 18);
    assert_eq!(
        (decision(0), decision(1), decision(2)),
        ("deny".into(), "deny".into(), "approve".into())
    );
    // One bulk after another, with an entry between that has nothing to do with the items.
    assert_eq!(bulk("approve", "dontKnow"), 18);
    practice.sit(None);
    practice.sit(Some(pia));
    practice.beside("item.decide", one(2));
    assert_eq!(bulk("dontKnow", "approve"), 17);
    assert_eq!(bulk("deny", "approve"), 3);
    assert_eq!(count(&practice, instance)["count"]["approve"], 20);
    practice.sit(None);
    practice.beside("actor.choose", json!({ "principal": null, "administrator": true }));
    practice.is_sound();
}
