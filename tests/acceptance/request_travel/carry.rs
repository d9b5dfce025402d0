//! What was asked for on one device is carried on, and taken back, from another of the same person.

use serde_json::{Value, json};

use crate::office::ANNA;
use crate::scene::{Machine, Scene};

fn words(machine: &Machine) -> Value {
    machine.desk.sit(None);
    let words = machine.desk.call("device.own", json!({}))["words"].clone();
    machine.sits();
    words
}

#[test]
fn what_was_asked_for_is_carried_on_from_another_device_and_taken_back_there() {
    let scene = Scene::new();
    scene.package("Auditor");
    let (first, second) = (scene.machine(ANNA, "old").0, scene.machine(ANNA, "new").0);
    let packet = scene.hand_out(ANNA);
    let (first, second) = (scene.open(first, &packet), scene.open(second, &packet));
    let asked = first.asks("Accountant", "Month end");
    first.writes(&first.offer("Auditor"), "Besides", &json!({}));

    std::fs::create_dir_all(scene.path("carried")).expect("a folder");
    let input =
        json!({ "device": scene.path("new.enrolment"), "words": words(&second), "folder": scene.path("carried") });
    let done = first.desk.done("request.carry", input);
    assert_eq!(done["answers"], 2, "{done}");
    let input = json!({ "path": done["files"][0], "accept": words(&first) });
    assert_eq!(second.desk.done("packet.open", input.clone())["kept"], 2);
    assert_eq!(second.desk.done("packet.open", input)["kept"], 0, "once");
    for package in ["Accountant", "Auditor"] {
        let (here, there) = (second.offer(package), first.offer(package));
        for name in ["asked", "returned", "withdrawn"] {
            assert_eq!(here[name], there[name], "{package}: {name}");
        }
    }

    // What was returned there is taken back here, and what was not is returned by both and counts once.
    assert_eq!(scene.take_in(&asked)["taken"], 1);
    second.withdraws(&second.offer("Accountant"));
    assert_eq!(second.offer("Accountant")["withdrawn"], true);
    let (early, late) = (second.gives_back(), first.gives_back());
    let told = scene.take_in(&early[0]);
    assert_eq!((&told["taken"], &told["disputes"]), (&json!(2), &json!({})), "{told}");
    let told = scene.take_in(&late[0]);
    assert_eq!((&told["known"], &told["taken"]), (&json!(1), &json!(0)), "{told}");
    let requests = scene.requests();
    assert_eq!(requests.len(), 2, "{requests:?}");
    let canceled = requests.iter().filter(|one| one["state"] == "canceled").count();
    assert_eq!(canceled, 1, "{requests:?}");
    scene.office.practice.is_sound();
}
