//! What the desk would not take when a request comes: kept, listed, settled by a person, and nothing of it is granted by
//! itself.

use std::path::PathBuf;

use chrono::Duration;
use serde_json::{Value, json};

use crate::office::{ANNA, ELLA, OLGA, user};
use crate::scene::{Machine, Scene, berlin};
use crate::travel::evidence;

/// Anna has asked for the package on her machine.
fn asked() -> (Scene, Machine, PathBuf) {
    let scene = Scene::new();
    let machine = scene.seated(ANNA, "notebook");
    let file = machine.asks("Accountant", "Month end");
    (scene, machine, file)
}

fn policies(scene: &Scene) -> Vec<Value> {
    let org = &scene.office.practice;
    org.sit(None);
    let listed = org.call("policy.list", json!({ "package": scene.office.package }));
    let rows = listed.get("rows").cloned().unwrap_or(listed);
    serde_json::from_value(rows).expect("policies")
}

fn edit(scene: &Scene, change: impl FnOnce(&mut Value)) {
    let row = policies(scene).remove(0);
    let mut definition = row["definition"].clone();
    change(&mut definition);
    let input = json!({ "policy": row["policy"], "definition": definition, "reason": "Otherwise" });
    scene.office.practice.call("policy.edit", input);
}

fn settle(row: &Value, accept: bool) -> Value {
    json!({ "dispute": row["dispute"], "accept": accept, "reason": "We spoke about it" })
}

#[test]
fn requests_that_came_are_sealed_by_their_entries_taken_or_not() {
    let (scene, _, file) = asked();
    let second = scene.seated(ANNA, "tablet").asks("Accountant", "Once more");
    assert_eq!(scene.take_in(&file)["taken"], 1);
    scene.disputed(&second, "pending");
    scene.office.practice.sit(None);
    let changes = [
        "UPDATE taken_request SET content = json_set(content, '$.justification', 'Another') WHERE outcome = 'applied'",
        "UPDATE taken_request SET content = json_set(content, '$.justification', 'Another') WHERE outcome = 'dispute'",
        "UPDATE taken_request SET package_id = package_id + 1",
        "UPDATE taken_request SET person_id = person_id + 1",
        "UPDATE taken_request SET withdraws = uid",
        "UPDATE taken_request SET request_id = NULL WHERE outcome = 'applied'",
        "UPDATE taken_request SET outcome = 'withdrawn' WHERE outcome = 'dispute'",
        "DELETE FROM taken_request WHERE outcome = 'dispute'",
    ];
    scene
        .office
        .practice
        .each_change_is_found("taken_request", None, &changes);
}

#[test]
fn a_policy_that_asks_something_else_meanwhile_makes_a_dispute_and_is_not_passed_by() {
    let (scene, _, file) = asked();
    edit(&scene, |definition| {
        let mut second = definition["questions"][0].clone();
        second["sequence"] = json!(2);
        second["text"] = json!("For how many?");
        second.as_object_mut().expect("a question").remove("id");
        definition["questions"].as_array_mut().expect("questions").push(second);
    });
    let row = scene.disputed(&file, "answers");
    assert_eq!(
        (
            &row["personName"],
            &row["packageName"],
            &row["justification"],
            &row["kind"]
        ),
        (
            &json!("anna"),
            &json!("Accountant"),
            &json!("Month end"),
            &json!("userAdd")
        ),
        "{row}"
    );
    assert_eq!(row["detail"], "“For how many?” needs an answer.");
    assert_eq!(scene.requests(), Vec::<Value>::new());
    // It cannot be accepted, since the desk would not take it either; it is turned down, once, and stays listed.
    let org = &scene.office.practice;
    let problem = org.refused("request.dispute.settle", settle(&row, true));
    assert_eq!(problem.code.as_deref(), Some("answers"));
    let settled = org.call("request.dispute.settle", settle(&row, false));
    assert_eq!(settled["settlement"], "turnedDown");
    let problem = org.refused("request.dispute.settle", settle(&row, false));
    assert_eq!(problem.code.as_deref(), Some("state"));
    assert_eq!(scene.disputes(), Vec::<Value>::new());
    let all = org.call("request.dispute.list", json!({ "filter": { "settled": true } }));
    assert_eq!(all["total"], 1);
    org.is_sound();
}

#[test]
fn a_policy_that_is_for_others_by_then_or_gone_makes_a_dispute() {
    let (scene, _, file) = asked();
    edit(&scene, |definition| {
        definition["allowedTargetScope"] = json!("specificDirectoryUsers");
        definition["specificAllowedTargets"] = json!([user(ELLA)]);
    });
    let row = scene.disputed(&file, "notEligible");
    // Once it is for her again, what she asked for may be accepted: as her request, through the same door.
    edit(&scene, |definition| {
        definition["specificAllowedTargets"] = json!([user(ELLA), user(ANNA)]);
    });
    let settled = scene.office.practice.call("request.dispute.settle", settle(&row, true));
    assert_eq!(settled["settlement"], "accepted");
    let made = scene.requests().remove(0);
    assert_eq!(
        (&made["request"], &made["requestorName"], &made["state"]),
        (&settled["request"], &json!("anna"), &json!("pendingApproval"))
    );

    let (scene, _, file) = asked();
    let policy = policies(&scene).remove(0)["policy"].clone();
    scene
        .office
        .practice
        .call("policy.delete", json!({ "policy": policy, "reason": "Not needed" }));
    scene.disputed(&file, "missing");
    assert_eq!(scene.requests(), Vec::<Value>::new());
}

#[test]
fn a_package_or_a_person_that_is_gone_makes_a_dispute() {
    let (scene, _, file) = asked();
    let org = &scene.office.practice;
    org.sit(None);
    let package = json!({ "package": scene.office.package });
    let policy = policies(&scene).remove(0)["policy"].clone();
    org.call("policy.delete", json!({ "policy": policy, "reason": "Not needed" }));
    org.call("package.delete", package);
    scene.disputed(&file, "missing");

    let (scene, _, file) = asked();
    scene.office.leave(&[ANNA]);
    let row = scene.disputed(&file, "gone");
    assert_eq!(row["detail"], "anna is not in the directory any more.");
    assert_eq!(scene.requests(), Vec::<Value>::new());
}

#[test]
fn what_was_asked_for_or_given_meanwhile_is_not_asked_for_twice() {
    let (scene, machine, file) = asked();
    let answers = berlin(&machine.offer("Accountant"));
    let first = scene.office.asks(ANNA, &json!({ "answers": answers }));
    scene.disputed(&file, "pending");
    assert_eq!(scene.requests().len(), 1);
    assert_eq!(scene.office.asked(&first, 1), ["mona"]);

    // Held by then.
    let scene = Scene::new();
    let package = scene.package("Auditor");
    let machine = scene.seated(ANNA, "notebook");
    let file = machine.asks("Auditor", "Month end");
    scene.office.sit(ANNA);
    scene
        .office
        .practice
        .call("request.submit", json!({ "package": package }));
    scene.office.pass(Duration::minutes(1));
    scene.disputed(&file, "held");
}

#[test]
fn duties_that_must_be_separate_make_a_dispute() {
    let scene = Scene::new();
    let (auditor, clerk) = (scene.package("Auditor"), scene.package("Clerk"));
    let machine = scene.seated(ANNA, "notebook");
    let file = machine.asks("Auditor", "Month end");
    let org = &scene.office.practice;
    scene.office.sit(ANNA);
    org.call("request.submit", json!({ "package": clerk }));
    scene.office.pass(Duration::minutes(1));
    let apart = json!({ "package": auditor, "otherPackage": clerk, "reason": "Four eyes" });
    org.call("package.incompatible.add", apart);
    scene.disputed(&file, "conflict");
    assert_eq!(scene.requests().len(), 1);
}

#[test]
fn what_comes_after_the_packet_s_time_waits_for_a_person() {
    let scene = Scene::new();
    let now = scene.office.practice.now();
    let (desk, _) = scene.machine(ANNA, "notebook");
    let due = json!(now + Duration::days(3));
    let machine = scene.open(desk, &scene.hand_out_until(ANNA, &due));
    assert_eq!(machine.offers()[0]["dueAt"], due);
    let file = machine.asks("Accountant", "Month end");
    scene.office.pass(Duration::days(4));
    let row = scene.disputed(&file, "late");
    let made = scene.office.practice.call("request.dispute.settle", settle(&row, true));
    assert_eq!(scene.requests()[0]["request"], made["request"]);
    // On her machine, too, it is over by then.
    machine.desk.set_clock(scene.office.practice.now());
    machine.withdraws(&machine.offer("Accountant"));
    machine.gives_back();
    assert_eq!(machine.writes_in_vain(&machine.offer("Accountant"), &json!({})), "late");
}

#[test]
fn a_request_of_a_device_that_was_revoked_waits_for_a_person_who_did_not_ask() {
    let scene = Scene::new();
    let (desk, device) = scene.machine(ANNA, "notebook");
    let machine = scene.open(desk, &scene.hand_out(ANNA));
    let file = machine.asks("Accountant", "Month end");
    let org = &scene.office.practice;
    org.sit(None);
    org.call("device.revoke", json!({ "device": device, "reason": "Lost" }));
    let row = scene.disputed(&file, "revoked");
    assert_eq!(scene.requests(), Vec::<Value>::new());
    // Not by whoever asked, administrator though she be.
    org.sit(None);
    org.call(
        "role.give",
        json!({ "role": "administrator", "principal": scene.office.person(ANNA) }),
    );
    let both = json!({ "principal": scene.office.person(ANNA), "administrator": true });
    org.call("actor.choose", both);
    let refused = org.refused("request.dispute.settle", settle(&row, true));
    assert_eq!(refused.code.as_deref(), Some("permission"));
    org.sit(None);
    let settled = org.call("request.dispute.settle", settle(&row, true));
    assert_eq!(settled["settlement"], "accepted");
    let made = scene.requests().remove(0);
    assert_eq!(
        (&made["requestorName"], &made["justification"]),
        (&json!("anna"), &json!("Month end"))
    );
    assert_eq!(scene.office.asked(&made, 1), ["mona"]);
    // It is her request, from her machine, whoever settled the dispute over it.
    let printed = evidence(&scene.office, &scene.path("package.pdf"));
    assert!(
        printed.contains("signed by a device that did not count any more, and accepted in a dispute, on notebook ("),
        "{printed}"
    );
    org.is_sound();
}

#[test]
fn a_request_that_was_turned_down_hinders_no_other_of_the_same_return() {
    let scene = Scene::new();
    let auditor = scene.package("Auditor");
    let machine = scene.seated(OLGA, "notebook");
    for row in machine.offers() {
        machine.writes(&row, "Both", &json!({}));
    }
    let files = machine.gives_back();
    assert_eq!(files.len(), 1);
    let org = &scene.office.practice;
    org.sit(None);
    let policy = org.call("policy.list", json!({ "package": auditor }));
    let policy = policy.get("rows").unwrap_or(&policy)[0]["policy"].clone();
    org.call("policy.delete", json!({ "policy": policy, "reason": "Not needed" }));
    let told = scene.take_in(&files[0]);
    assert_eq!(
        (&told["taken"], &told["disputes"]),
        (&json!(1), &json!({ "missing": 1 })),
        "{told}"
    );
    assert_eq!(scene.requests()[0]["packageName"], "Accountant");
    // A policy made anew is another one, which she has not seen.
    let new = json!({ "package": auditor, "definition": crate::office::policy("Anew", &[]) });
    org.call("policy.create", new);
    let row = scene.disputes().remove(0);
    let problem = org.refused("request.dispute.settle", settle(&row, true));
    assert_eq!(problem.code.as_deref(), Some("missing"));
}
