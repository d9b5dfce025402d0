//! One device and more than one packet, or more than one key: what was said later stands.

use serde_json::{Value, json};

use crate::scene::{Machine, Scene, accept};

fn ledger(scene: &Scene) -> String {
    scene.result()[&("p2".to_owned(), "Ledger".to_owned())].clone()
}

/// The newer packet of the same person, open on the same machine.
fn again(scene: &Scene, machine: Machine) -> Machine {
    let packet = scene.hand_out(scene.pia);
    machine.desk.sit(None);
    accept(&machine.desk, &packet);
    scene.open(machine.desk, machine.device, &packet)
}

#[test]
fn an_answer_to_a_newer_packet_is_taken_though_the_older_one_had_as_many_returns() {
    let scene = Scene::new(3, &json!({}));
    let machine = scene.seated(scene.pia, "notebook");
    machine.decide("p2", "Ledger", "approve");
    let told = scene.take_in(&machine.give_back(&scene.path("back"))[0]);
    assert_eq!(told["taken"], 1, "{told}");
    let machine = again(&scene, machine);
    machine.decide("p2", "Ledger", "deny");
    let told = scene.take_in(&machine.give_back(&scene.path("back"))[0]);
    assert_eq!((&told["taken"], &told["older"]), (&json!(1), &json!(0)), "{told}");
    assert_eq!(ledger(&scene), "deny");
    scene.org.is_sound();
}

#[test]
fn answers_to_an_older_packet_that_arrive_later_take_nothing_back() {
    let scene = Scene::new(3, &json!({}));
    let machine = scene.seated(scene.pia, "notebook");
    machine.decide("p2", "Ledger", "dontKnow");
    let mut files = machine.give_back(&scene.path("back"));
    machine.decide("p2", "Ledger", "approve");
    files.extend(machine.give_back(&scene.path("back")));
    let machine = again(&scene, machine);
    machine.decide("p2", "Ledger", "deny");
    files.extend(machine.give_back(&scene.path("back")));
    assert_eq!(files.len(), 3);
    for file in files.iter().rev() {
        let told = scene.take_in(file);
        assert_eq!(told["disputes"], json!({}), "{told}");
        assert_eq!(ledger(&scene), "deny");
    }
    scene.org.is_sound();
}

#[test]
fn an_answer_in_dispute_is_overtaken_once_what_lies_between_has_arrived() {
    let scene = Scene::new(3, &json!({}));
    let machine = scene.seated(scene.pia, "notebook");
    machine.decide("p2", "Ledger", "dontKnow");
    let first = machine.give_back(&scene.path("back")).remove(0);
    machine.decide("p2", "Ledger", "approve");
    let second = machine.give_back(&scene.path("back")).remove(0);
    let machine = again(&scene, machine);
    machine.decide("p2", "Ledger", "deny");
    let third = machine.give_back(&scene.path("back")).remove(0);
    scene.take_in(&third);
    let told = scene.take_in(&first);
    assert_eq!(told["disputes"], json!({ "conflict": 1 }), "{told}");
    let told = scene.take_in(&second);
    assert_eq!((&told["older"], &told["disputes"]), (&json!(1), &json!({})), "{told}");
    assert_eq!(scene.disputes(), Vec::<Value>::new());
    assert_eq!(ledger(&scene), "deny");
    scene.org.is_sound();
}

#[test]
fn after_new_keys_a_return_is_written_and_taken_under_them() {
    let scene = Scene::new(4, &json!({}));
    let machine = scene.seated(scene.pia, "notebook");
    for (person, decision) in [("p2", "approve"), ("p3", "deny")] {
        machine.decide(person, "Ledger", decision);
        scene.take_in(&machine.give_back(&scene.path("back"))[0]);
    }
    machine.desk.sit(None);
    let enrolment = scene.path("renewed.enrolment");
    let asked = json!({ "path": enrolment, "deviceName": "notebook", "displayName": "pia", "renew": true });
    let enrolled = machine.desk.call("device.enrol", asked);
    let offered = scene.org.call("device.offer", json!({ "path": enrolment }));
    scene.org.call(
        "device.replace",
        json!({ "device": machine.device, "by": offered["device"]["device"], "words": enrolled["words"] }),
    );
    let page = machine.desk.call("packet.opened.list", json!({}));
    machine.desk.sit(page["rows"][0]["reviewer"].as_i64());
    machine.decide("p4", "Ledger", "deny");
    let files = machine.give_back(&scene.path("new"));
    assert_eq!(files.len(), 1);
    let name = files[0].file_name().unwrap_or_default().to_string_lossy().into_owned();
    let key = enrolled["keyId"].as_str().unwrap_or_default();
    assert_eq!(name.split('-').nth(1), Some(&key[..8]), "{name}");
    let told = scene.take_in(&files[0]);
    assert_eq!((&told["taken"], &told["disputes"]), (&json!(1), &json!({})), "{told}");
    let everything = scene.path("everything");
    std::fs::create_dir(&everything).expect("a folder");
    let input = json!({ "instance": machine.instance, "folder": everything, "again": true });
    let done = machine.desk.done("packet.answer", input);
    assert_eq!(
        (&done["returns"], done["files"].as_array().map(Vec::len)),
        (&json!(3), Some(3))
    );
    scene.org.is_sound();
}

#[test]
fn whoever_is_named_twice_gets_one_packet() {
    let scene = Scene::new(3, &json!({}));
    let input = json!({ "instance": scene.instance, "folder": scene.path("out"),
                        "reviewers": [scene.hugo, scene.pia, scene.hugo] });
    assert_eq!(scene.org.done("packet.make", input)["made"], 2);
}
