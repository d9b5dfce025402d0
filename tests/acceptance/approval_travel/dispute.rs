//! What a request does not take any more when an answer comes: kept, listed, settled by a person, and nothing of it is
//! applied by itself.

use chrono::Duration;
use serde_json::{Value, json};

use crate::office::{ANNA, BORIS, FRED, MONA, OLGA, Office, policy, stage, user};
use crate::scene::{Machine, Scene, evidence};

/// Answers the only thing that waits, and returns it.
fn answered(machine: &Machine, decision: &str) -> std::path::PathBuf {
    let rows = machine.received();
    machine.answers(&rows[0], decision);
    machine.gives_back().remove(0)
}

/// Takes a file in that must end in one dispute with this reason, and answers its row.
fn disputed(scene: &Scene, file: &std::path::Path, reason: &str) -> Value {
    let told = scene.take_in(file);
    assert_eq!(
        (&told["taken"], &told["disputes"]),
        (&json!(0), &json!({ reason: 1 })),
        "{told}"
    );
    assert_eq!(scene.take_in(file)["again"], 1, "a second time raises nothing more");
    let row = scene.disputes().pop().expect("a dispute");
    assert_eq!(row["reason"], reason, "{row}");
    scene.office.practice.is_sound();
    row
}

#[test]
fn answers_that_came_are_sealed_by_their_entries_taken_or_not() {
    let scene = Scene::new();
    for n in [ANNA, FRED] {
        scene.asks(n, "Month end");
    }
    let machine = scene.seated(MONA, "notebook");
    for row in machine.received() {
        machine.answers(&row, "approve");
    }
    let asked = machine.received();
    scene.office.sit(ANNA);
    let anna = asked.iter().find(|row| row["targetName"] == "anna").expect("hers");
    scene
        .office
        .practice
        .call("request.cancel", json!({ "request": anna["request"] }));
    let told = scene.take_in(&machine.gives_back()[0]);
    assert_eq!((&told["taken"], &told["disputes"]), (&json!(1), &json!({ "late": 1 })));
    scene.office.practice.sit(None);
    let changes = [
        "UPDATE taken_approval SET decision = 'deny' WHERE outcome = 'applied'",
        "UPDATE taken_approval SET decision = 'deny' WHERE outcome = 'dispute'",
        "UPDATE taken_approval SET justification = justification || ' '",
        "UPDATE taken_approval SET device = 'another'",
        "UPDATE taken_approval SET assurance = 'smartcard'",
        "UPDATE taken_approval SET uid = uid || '0'",
        "UPDATE taken_approval SET stage = stage + 1",
        "UPDATE taken_approval SET approver_id = approver_id + 1",
        "UPDATE taken_approval SET decided_at = '2020-01-01T00:00:00.000Z'",
        "UPDATE taken_approval SET arrived_at = '2020-01-01T00:00:00.000Z'",
        "UPDATE taken_approval SET outcome = 'same' WHERE outcome = 'dispute'",
        "DELETE FROM taken_approval WHERE outcome = 'dispute'",
        "UPDATE taken_approval SET audit_seq = audit_seq + 1 WHERE outcome = 'applied'",
    ];
    scene
        .office
        .practice
        .each_change_is_found("taken_approval", None, &changes);
}

#[test]
fn an_answer_to_a_request_that_was_canceled_meanwhile_is_kept_as_a_dispute() {
    let scene = Scene::new();
    let asked = scene.asks(ANNA, "Month end");
    let file = answered(&scene.seated(MONA, "notebook"), "approve");
    scene.office.sit(ANNA);
    scene
        .office
        .practice
        .call("request.cancel", json!({ "request": asked["request"] }));
    let row = disputed(&scene, &file, "late");
    assert_eq!(
        (
            &row["packageName"],
            &row["targetName"],
            &row["approverName"],
            &row["decision"],
            &row["state"]
        ),
        (
            &json!("Accountant"),
            &json!("anna"),
            &json!("mona"),
            &json!("approve"),
            &json!("canceled")
        ),
        "{row}"
    );
    assert_eq!(scene.office.show(&asked)["answered"], json!([]));
    // It cannot be accepted, since the desk would not take it either; it is turned down, once, and stays listed.
    let org = &scene.office.practice;
    let settle = |accept: bool| json!({ "dispute": row["dispute"], "accept": accept, "reason": "Canceled" });
    assert_eq!(
        org.refused("approval.dispute.settle", settle(true)).code.as_deref(),
        Some("state")
    );
    let settled = org.call("approval.dispute.settle", settle(false));
    assert_eq!(settled["settlement"], "turnedDown");
    assert_eq!(
        org.refused("approval.dispute.settle", settle(false)).code.as_deref(),
        Some("state")
    );
    assert_eq!(scene.disputes(), Vec::<Value>::new());
    let all = org.call("approval.dispute.list", json!({ "filter": { "settled": true } }));
    assert_eq!(all["total"], 1);
    org.is_sound();
}

#[test]
fn an_answer_that_comes_after_the_end_of_its_stage_is_late_however_early_it_was_given() {
    let scene = Scene::new();
    let asked = scene.asks(ANNA, "Month end");
    let file = answered(&scene.seated(MONA, "notebook"), "approve");
    scene.office.pass(Duration::days(6));
    assert_eq!(scene.office.show(&asked)["state"], "expired");
    disputed(&scene, &file, "late");
    assert_eq!(scene.office.show(&asked)["state"], "expired");
}

/// Two approvers of one stage, each on a machine of their own.
fn two() -> (Scene, Value, Machine, Machine) {
    let scene = Scene::new();
    let office = &scene.office;
    office.practice.sit(None);
    let new = json!({ "catalog": office.catalog, "displayName": "Auditor" });
    let package = office.practice.call("package.create", new)["package"]
        .as_i64()
        .expect("a number");
    let definition = policy("Either", &[stage(&[user(FRED), user(BORIS)], &[], &[])]);
    let new = json!({ "package": package, "definition": definition });
    office.practice.call("policy.create", new);
    office.sit(OLGA);
    let asked = office.practice.call("request.submit", json!({ "package": package }));
    let fred = scene.seated(FRED, "fred's");
    let boris = scene.seated(BORIS, "boris's");
    (scene, asked, fred, boris)
}

#[test]
fn of_two_approvers_the_first_to_arrive_counts_and_the_other_is_a_dispute_in_either_order() {
    for turned in [false, true] {
        let (scene, asked, fred, boris) = two();
        let files = [answered(&fred, "deny"), answered(&boris, "approve")];
        let (first, second) = if turned { (1, 0) } else { (0, 1) };
        assert_eq!(scene.take_in(&files[first])["taken"], 1);
        let state = scene.office.show(&asked)["state"].clone();
        assert_eq!(state, if turned { "delivering" } else { "denied" });
        disputed(&scene, &files[second], "answered");
        assert_eq!(scene.office.show(&asked)["state"], state);
        assert_eq!(scene.office.show(&asked)["answered"].as_array().map(Vec::len), Some(1));
    }
}

#[test]
fn what_the_same_person_answered_at_the_desk_meanwhile_stands() {
    let (scene, asked, fred, _) = two();
    let same = answered(&fred, "approve");
    scene.office.answers(FRED, &asked, "approve");
    let told = scene.take_in(&same);
    assert_eq!((&told["same"], &told["disputes"]), (&json!(1), &json!({})), "{told}");

    let (scene, asked, fred, _) = two();
    let other = answered(&fred, "deny");
    scene.office.answers(FRED, &asked, "approve");
    disputed(&scene, &other, "conflict");
    assert_eq!(scene.office.show(&asked)["state"], "delivering");
}

#[test]
fn whoever_is_asked_no_longer_answers_no_longer() {
    let (scene, asked, fred, _) = two();
    let file = answered(&fred, "approve");
    scene.office.leave(&[FRED]);
    scene.office.pass(Duration::minutes(1));
    assert_eq!(scene.office.asked(&asked, 1), ["boris"]);
    disputed(&scene, &file, "notAsked");
    assert_eq!(scene.office.asked(&asked, 1), ["boris"]);
}

#[test]
fn an_answer_of_a_device_that_was_revoked_waits_for_a_person_who_may_accept_it() {
    let scene = Scene::new();
    let asked = scene.asks(ANNA, "Month end");
    let (desk, device) = scene.machine(MONA, "notebook");
    let machine = scene.open(desk, &scene.hand_out(MONA));
    let file = answered(&machine, "approve");
    let org = &scene.office.practice;
    org.sit(None);
    org.call("device.revoke", json!({ "device": device, "reason": "Lost" }));
    let row = disputed(&scene, &file, "revoked");
    assert_eq!(scene.office.asked(&asked, 1), ["mona"]);
    let settle = json!({ "dispute": row["dispute"], "accept": true, "reason": "She says it is hers" });
    // Not by whoever asked, nor by whoever answered, administrators though they be.
    for n in [ANNA, MONA] {
        org.sit(None);
        org.call(
            "role.give",
            json!({ "role": "administrator", "principal": scene.office.person(n) }),
        );
        let both = json!({ "principal": scene.office.person(n), "administrator": true });
        org.call("actor.choose", both);
        let refused = org.refused("approval.dispute.settle", settle.clone());
        assert_eq!(refused.code.as_deref(), Some("permission"));
    }
    org.sit(None);
    let settled = org.call("approval.dispute.settle", settle);
    assert_eq!(settled["settlement"], "accepted");
    assert_eq!(scene.office.asked(&asked, 2), ["boris"]);
    let shown = scene.office.show(&asked);
    assert!(
        shown["answered"][0]["actor"]
            .as_str()
            .is_some_and(|actor| actor.starts_with("mona")),
        "{shown}"
    );
    // It is her answer, from her machine, whoever settled the dispute over it.
    let printed = evidence(&scene.office, &scene.path("package.pdf"));
    assert!(
        printed.contains("signed by a device that did not count any more, and accepted in a dispute, on notebook ("),
        "{printed}"
    );
    org.is_sound();
}

#[test]
fn nobody_is_handed_their_own_request_and_nobody_else_opens_a_packet() {
    let office = Office::open();
    office.policy(&policy("Own", &[stage(&[user(ANNA), user(BORIS)], &[], &[])]));
    office.asks(ANNA, &json!({}));
    office.practice.sit(None);
    let folder = tempfile::tempdir().expect("a folder");
    let made = office
        .practice
        .done("approval.handOut", json!({ "folder": folder.path() }));
    assert_eq!((&made["made"], &made["passphrases"]), (&json!(1), &json!(1)), "{made}");
    let named = json!({ "folder": folder.path(), "approvers": [office.person(ANNA)] });
    let refused = office
        .practice
        .job("approval.handOut", named)
        .expect_err("nothing waits");
    assert_eq!(refused.field.as_deref(), Some("approvers"));
}
