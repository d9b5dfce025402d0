//! Answers that cannot be taken as they came are kept, listed and settled; none is dropped, none taken silently.

use countersign_tests::printed::record;
use serde_json::{Value, json};

use crate::scene::{Scene, at};

fn decide(scene: &Scene, person: &str, resource: &str, decision: &str) {
    let item = scene.item(person, resource);
    let input = json!({ "item": item, "decision": decision, "justification": "at the desk" });
    scene.org.call("item.decide", input);
}

/// Takes one file in and answers the only dispute it leads to.
fn only(scene: &Scene, file: &std::path::Path, reason: &str) -> Value {
    let told = scene.take_in(file);
    assert_eq!(told["disputes"], json!({ reason: 1 }), "{told}");
    let row = scene.disputes().pop().expect("a dispute");
    assert_eq!(row["reason"], reason);
    assert!(row["detail"].as_str().is_some_and(|text| text.len() > 10), "{row}");
    row
}

#[test]
fn a_late_answer_is_listed_and_can_only_be_turned_down() {
    let scene = Scene::new(3, &json!({}));
    let machine = scene.seated(scene.pia, "notebook");
    machine.decide("p2", "Ledger", "deny");
    let file = machine.give_back(&scene.path("back")).remove(0);
    scene.org.call("review.stop", json!({ "instance": scene.instance }));
    let before = scene.result();
    let row = only(&scene, &file, "late");
    assert_eq!(scene.result(), before);
    let settle = |accept: bool, reason: &str| json!({ "dispute": row["dispute"], "accept": accept, "reason": reason });
    assert_eq!(
        scene.org.refused("dispute.settle", settle(false, " ")).field.as_deref(),
        Some("reason")
    );
    scene.org.refused("dispute.settle", settle(true, "she was ill"));
    let settled = scene.org.call("dispute.settle", settle(false, "the removal is done"));
    assert_eq!(settled["settlement"], "turnedDown");
    assert_eq!(
        scene
            .org
            .refused("dispute.settle", settle(false, "again"))
            .code
            .as_deref(),
        Some("state")
    );
    assert!(scene.disputes().is_empty());
    let all = scene.org.call("dispute.list", json!({ "filter": { "settled": true } }));
    assert_eq!(all["total"], 1);
    assert_eq!(scene.take_in(&file)["again"], 1, "the same file is no second dispute");
    scene.org.is_sound();
}

#[test]
fn what_came_back_is_sealed_by_its_entry_also_where_it_was_not_taken() {
    let scene = Scene::new(3, &json!({}));
    let machine = scene.seated(scene.pia, "notebook");
    machine.decide("p2", "Ledger", "deny");
    let file = machine.give_back(&scene.path("back")).remove(0);
    scene.org.call("review.stop", json!({ "instance": scene.instance }));
    only(&scene, &file, "late");
    let changes = [
        "UPDATE taken_event SET decision = 'approve'",
        "UPDATE taken_event SET justification = justification || ' '",
        "UPDATE taken_event SET outcome = 'older'",
        "DELETE FROM taken_event",
    ];
    scene
        .org
        .each_change_is_found("taken_event", Some(countersign_tests::cli::PASSPHRASE), &changes);
}

#[test]
fn an_answer_of_somebody_who_is_not_asked_any_more_waits_for_an_administrator() {
    let scene = Scene::new(3, &json!({}));
    let machine = scene.seated(scene.pia, "notebook");
    machine.decide("p2", "Ledger", "deny");
    let file = machine.give_back(&scene.path("back")).remove(0);
    let nina = scene.org.person("p4");
    scene.org.call(
        "review.reassign",
        json!({ "instance": scene.instance, "from": scene.pia, "to": nina, "reason": "on leave" }),
    );
    let row = only(&scene, &file, "notAsked");
    // Still not asked: nobody takes it in by the back door.
    scene.org.refused(
        "dispute.settle",
        json!({ "dispute": row["dispute"], "accept": true, "reason": "she knows" }),
    );
    scene.org.is_sound();
}

#[test]
fn two_answers_of_one_person_that_did_not_know_of_each_other_are_settled_by_a_person() {
    let scene = Scene::new(3, &json!({}));
    let machine = scene.seated(scene.pia, "notebook");
    machine.decide("p2", "Ledger", "deny");
    machine.decide("p3", "Ledger", "deny");
    let file = machine.give_back(&scene.path("back")).remove(0);
    scene.org.sit(Some(scene.pia));
    decide(&scene, "p2", "Ledger", "approve");
    decide(&scene, "p3", "Ledger", "deny");
    scene.org.sit(None);
    let told = scene.take_in(&file);
    assert_eq!(
        (&told["same"], &told["disputes"]),
        (&json!(1), &json!({ "conflict": 1 })),
        "{told}"
    );
    let row = scene.disputes().remove(0);
    assert_eq!(
        (&row["decision"], &row["stands"], &row["principalName"]),
        (&json!("deny"), &json!("approve"), &json!("p2"))
    );
    let settle = json!({ "dispute": row["dispute"], "accept": true, "reason": "she says so on the telephone" });
    scene.org.sit(Some(scene.hugo));
    assert_eq!(
        scene.org.refused("dispute.settle", settle.clone()).code.as_deref(),
        Some("permission")
    );
    scene.org.sit(None);
    let settled = scene.org.call("dispute.settle", settle);
    assert_eq!(
        (&settled["settlement"], &settled["stands"]),
        (&json!("accepted"), &json!("deny"))
    );
    let shown = scene.org.call("item.show", json!({ "item": row["item"] }));
    let last = shown["events"].as_array().expect("events").last().expect("one").clone();
    assert_eq!(last["actorId"], json!(scene.pia), "the answer is hers: {last}");
    assert!(
        last["note"].as_str().is_some_and(|note| note.contains("telephone")),
        "{last}"
    );
    scene.org.is_sound();
}

#[test]
fn answers_of_a_revoked_device_and_of_before_a_reset_are_not_taken() {
    let scene = Scene::new(3, &json!({}));
    let machine = scene.seated(scene.pia, "notebook");
    machine.decide("p2", "Ledger", "deny");
    let first = machine.give_back(&scene.path("back")).remove(0);
    scene.take_in(&first);
    machine.decide("p3", "Ledger", "deny");
    let second = machine.give_back(&scene.path("back")).remove(0);
    scene.org.call("review.reset", json!({ "instance": scene.instance }));
    // Nothing was said on this item before the reset; but what was handed out was another round.
    machine.decide("p2", "Ledger", "approve");
    let third = machine.give_back(&scene.path("back")).remove(0);
    let told = scene.take_in(&third);
    assert_eq!(told["disputes"], json!({ "reset": 1 }), "{told}");
    scene
        .org
        .call("device.revoke", json!({ "device": machine.device, "reason": "stolen" }));
    let told = scene.take_in(&second);
    assert_eq!(told["disputes"], json!({ "revoked": 1 }), "{told}");
    assert!(scene.result().values().all(|one| one == "notReviewed"));
    assert_eq!(scene.disputes().len(), 2);
    scene.org.is_sound();
}

#[test]
fn of_two_reviewers_the_one_who_answered_later_stands_whatever_arrives_first() {
    for later_first in [false, true] {
        let scene = Scene::new(3, &json!({}));
        let (pia, hugo) = (scene.seated(scene.pia, "pia"), scene.seated(scene.hugo, "hugo"));
        pia.desk.set_clock(at("2026-11-03T08:00:00Z"));
        pia.decide("p2", "Ledger", "approve");
        hugo.desk.set_clock(at("2026-11-04T08:00:00Z"));
        hugo.decide("p2", "Ledger", "deny");
        let mut files = pia.give_back(&scene.path("pia"));
        files.extend(hugo.give_back(&scene.path("hugo")));
        if later_first {
            files.reverse();
        }
        scene.org.set_clock(at("2026-11-05T08:00:00Z"));
        files.iter().for_each(|file| drop(scene.take_in(file)));
        assert_eq!(scene.result()[&("p2".into(), "Ledger".into())], "deny");
        let reasons: Vec<Value> = scene.disputes().iter().map(|one| one["reason"].clone()).collect();
        assert_eq!(
            reasons,
            if later_first {
                vec![json!("overruled")]
            } else {
                Vec::new()
            }
        );
        scene.org.is_sound();
    }
}

#[test]
fn a_clock_that_is_years_apart_is_noted_and_decides_nothing_between_two_people() {
    let scene = Scene::new(3, &json!({}));
    let (pia, hugo) = (scene.seated(scene.pia, "pia"), scene.seated(scene.hugo, "hugo"));
    hugo.decide("p2", "Ledger", "deny");
    pia.desk.set_clock(at("2031-01-01T08:00:00Z"));
    pia.decide("p2", "Ledger", "approve");
    pia.decide("p3", "Ledger", "approve");
    scene.take_in(&hugo.give_back(&scene.path("hugo"))[0]);
    let told = scene.take_in(&pia.give_back(&scene.path("pia"))[0]);
    assert_eq!(
        (&told["taken"], &told["disputes"]),
        (&json!(1), &json!({ "overruled": 1 })),
        "{told}"
    );
    let shown = scene
        .org
        .call("item.show", json!({ "item": scene.item("p3", "Ledger") }));
    let note = shown["events"][0]["note"].as_str().unwrap_or_default();
    assert!(note.contains("2031-01-01"), "{note}");
}

#[test]
fn an_answer_to_an_older_packet_waits_only_where_the_newer_one_differs() {
    let scene = Scene::new(4, &json!({}));
    let old = scene.seated(scene.pia, "notebook");
    for person in ["p2", "p3", "p4"] {
        old.decide(person, "Ledger", "deny");
    }
    let file = old.give_back(&scene.path("back")).remove(0);
    // One item is asked of somebody else now, one was answered meanwhile, and one is as it was.
    let nina = scene.org.person("p5");
    scene.org.call(
        "review.reassign",
        json!({ "instance": scene.instance, "from": scene.pia, "to": nina, "reason": "on leave",
                "items": [scene.item("p2", "Ledger")] }),
    );
    scene.org.sit(Some(scene.hugo));
    decide(&scene, "p3", "Ledger", "approve");
    scene.org.sit(None);
    scene.hand_out(scene.pia);
    let told = scene.take_in(&file);
    assert_eq!(
        (&told["taken"], &told["disputes"]),
        (&json!(1), &json!({ "superseded": 2 })),
        "{told}"
    );
    assert_eq!(scene.result()[&("p4".into(), "Ledger".into())], "deny");
    let row = |person: &str| {
        let rows = scene.disputes();
        let found = rows.iter().find(|row| row["principalName"] == person);
        found.expect("a dispute").clone()
    };
    let take = |row: &Value| json!({ "dispute": row["dispute"], "accept": true, "reason": "she means it" });
    scene.org.refused("dispute.settle", take(&row("p2")));
    let settled = scene.org.call("dispute.settle", take(&row("p3")));
    assert_eq!(
        (&settled["settlement"], &settled["stands"]),
        (&json!("accepted"), &json!("deny"))
    );
    assert_eq!(scene.disputes().len(), 1);
    let all = scene.org.call("dispute.list", json!({ "filter": { "settled": true } }));
    assert_eq!(all["total"], 2, "what was settled is still told");
    scene.org.is_sound();
}

#[test]
fn evidence_names_the_machine_that_said_it_whoever_settled_the_dispute_over_it() {
    let scene = Scene::new(3, &json!({}));
    let machine = scene.seated(scene.pia, "notebook");
    scene.org.set_clock(at("2026-11-05T08:00:00Z"));
    machine.desk.set_clock(at("2026-11-05T08:00:00Z"));
    machine.decide("p2", "Ledger", "deny");
    let first = machine.give_back(&scene.path("back")).remove(0);
    machine.decide("p3", "Ledger", "approve");
    let second = machine.give_back(&scene.path("back")).remove(0);
    scene.take_in(&first);
    scene.org.set_clock(at("2026-11-06T08:00:00Z"));
    scene
        .org
        .call("device.revoke", json!({ "device": machine.device, "reason": "stolen" }));
    let row = only(&scene, &second, "revoked");
    scene.org.set_clock(at("2026-11-07T08:00:00Z"));
    let settle = json!({ "dispute": row["dispute"], "accept": true, "reason": "it is hers, she says" });
    scene.org.call("dispute.settle", settle);
    scene.org.call("review.stop", json!({ "instance": scene.instance }));
    let path = scene.path("review.pdf");
    scene
        .org
        .done("evidence.export", json!({ "instance": scene.instance, "path": path }));
    let record = record(&path);
    let said = |person: &str| {
        let items = record["items"].as_array().expect("items");
        let mut items = items
            .iter()
            .filter(|one| one["personal"]["person"]["name"] == person && one["resource"] == "Ledger");
        let item = items.next().expect("an item");
        let device = item["personal"]["events"][0]["device"].as_str().unwrap_or_default();
        assert!(device.starts_with("notebook ("), "{item}");
        item["events"][0]["assurance"].clone()
    };
    assert_eq!((said("p2"), said("p3")), (json!("device"), json!("revokedDevice")));
    let age = &record["age"];
    assert_eq!(
        (&age["firstDecisionAt"], &age["lastDecisionAt"]),
        (&json!("2026-11-05T08:00:00Z"), &json!("2026-11-07T08:00:00Z")),
        "{age}"
    );
    scene.org.is_sound();
}
