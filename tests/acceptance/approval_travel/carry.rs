//! What was answered on one device is carried on from another of the same person.

use std::path::{Path, PathBuf};

use countersign_tests::practice::Practice;
use serde_json::{Value, json};

use crate::office::{ANNA, FRED, MONA};
use crate::scene::{Machine, Scene};

/// The words that a device shows.
pub fn words(machine: &Machine) -> Value {
    machine.desk.sit(None);
    let words = machine.desk.call("device.own", json!({}))["words"].clone();
    machine.sits();
    words
}

/// Carries everything from one device to the one of this enrolment: the files.
pub fn carried(desk: &Practice, operation: &str, (enrolment, words): (&Path, &Value), folder: &Path) -> Vec<PathBuf> {
    std::fs::create_dir_all(folder).expect("a folder");
    let input = json!({ "device": enrolment, "words": words, "folder": folder });
    let done = desk.done(operation, input);
    serde_json::from_value(done["files"].clone()).expect("files")
}

/// Mona's two devices, each with the packet of two requests open in it.
fn two() -> (Scene, Machine, Machine) {
    let scene = Scene::new();
    for n in [ANNA, FRED] {
        scene.asks(n, "Month end");
    }
    let (first, second) = (scene.machine(MONA, "old").0, scene.machine(MONA, "new").0);
    let packet = scene.hand_out(MONA);
    let (first, second) = (scene.open(first, &packet), scene.open(second, &packet));
    assert_eq!((first.received().len(), second.received().len()), (2, 2));
    (scene, first, second)
}

fn said(machine: &Machine) -> Vec<(Value, Value, Value)> {
    let rows = machine.received();
    let of = |row: &Value| (row["request"].clone(), row["decision"].clone(), row["returned"].clone());
    let mut said: Vec<_> = rows.iter().map(of).collect();
    said.sort_by_key(|one| one.0.as_i64());
    said
}

#[test]
fn what_was_answered_is_carried_on_from_another_device_and_counts_once() {
    let (scene, first, second) = two();
    let rows = first.received();
    first.answers(&rows[0], "approve");
    let returned = first.gives_back();
    first.answers(&rows[1], "deny");
    let other = (scene.path("new.enrolment"), words(&second));
    let wrong = json!({ "device": other.0, "words": "other words", "folder": scene.path("") });
    let refused = first.desk.job("approval.carry", wrong).expect_err("other words");
    assert_eq!(refused.code.as_deref(), Some("words"));
    let files = carried(
        &first.desk,
        "approval.carry",
        (&other.0, &other.1),
        &scene.path("carried"),
    );
    assert_eq!(files.len(), 1);

    let open = |accept: &Value| {
        second
            .desk
            .job("packet.open", json!({ "path": files[0], "accept": accept }))
    };
    for accept in [Value::Null, other.1] {
        assert_eq!(open(&accept).expect_err("not its words").code.as_deref(), Some("words"));
    }
    let accept = words(&first);
    assert_eq!(open(&accept).expect("hers")["kept"], 2);
    assert_eq!(open(&accept).expect("hers")["kept"], 0, "once");
    assert_eq!(said(&second), said(&first));
    let rows = second.received();
    let returned_there = rows.iter().find(|one| one["returned"] == true).expect("one was");
    let again = json!({ "approval": returned_there["approval"], "decision": "deny", "justification": "No" });
    let refused = second.desk.refused("approval.decide", again);
    assert_eq!(refused.code.as_deref(), Some("returned"));

    // Both return what was not: the same answer counts once, whichever comes first.
    let (late, early) = (first.gives_back(), second.gives_back());
    let taken = |file: &Path| scene.take_in(file);
    assert_eq!(taken(&returned[0])["taken"], 1);
    assert_eq!(taken(&early[0])["taken"], 1);
    let told = taken(&late[0]);
    assert_eq!((&told["known"], &told["taken"]), (&json!(1), &json!(0)), "{told}");
    assert!(scene.disputes().is_empty());
    scene.office.practice.is_sound();
}

#[test]
fn an_answer_that_is_changed_on_the_other_device_goes_under_a_name_of_its_own() {
    let (scene, first, second) = two();
    let rows = first.received();
    first.answers(&rows[0], "deny");
    let other = (scene.path("new.enrolment"), words(&second));
    let files = carried(
        &first.desk,
        "approval.carry",
        (&other.0, &other.1),
        &scene.path("carried"),
    );
    let input = json!({ "path": files[0], "accept": words(&first) });
    second.desk.done("packet.open", input);
    let own = second.received();
    let own = own
        .iter()
        .find(|one| one["request"] == rows[0]["request"])
        .expect("it is here");
    assert_eq!(own["decision"], "deny");
    second.answers(own, "approve");
    let (early, late) = (second.gives_back(), first.gives_back());
    assert_eq!(scene.take_in(&early[0])["taken"], 1);
    let told = scene.take_in(&late[0]);
    assert_eq!(told["disputes"], json!({ "conflict": 1 }), "{told}");
}
