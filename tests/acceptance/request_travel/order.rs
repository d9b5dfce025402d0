//! Whatever way the files go, and however often: what was taken back is not granted, and what stands is granted once.

use std::path::PathBuf;

use serde_json::{Value, json};

use crate::office::{ANNA, FRED, MONA};
use crate::scene::{Machine, Scene};

/// Every order of so many files.
fn orders(count: usize) -> Vec<Vec<usize>> {
    match count {
        0 => vec![Vec::new()],
        _ => (0..count)
            .flat_map(|first| {
                let rest: Vec<usize> = (0..count).filter(|one| *one != first).collect();
                orders(count - 1).into_iter().map(move |order| {
                    let after = order.into_iter().map(|at| rest[at]);
                    std::iter::once(first).chain(after).collect()
                })
            })
            .collect(),
    }
}

/// Asks, takes it back and asks otherwise, and asks for something else: three returns.
fn changed_mind(machine: &Machine) -> Vec<PathBuf> {
    let mut files = vec![machine.asks("Accountant", "At first")];
    machine.withdraws(&machine.offer("Accountant"));
    assert_eq!(machine.offer("Accountant")["withdrawn"], true);
    machine.writes(&machine.offer("Accountant"), "At last", &json!({}));
    files.extend(machine.gives_back());
    machine.withdraws(&machine.offer("Accountant"));
    machine.writes(&machine.offer("Auditor"), "Besides", &json!({}));
    files.extend(machine.gives_back());
    assert_eq!(files.len(), 3);
    assert_eq!(machine.offer("Accountant")["asked"], Value::Null);
    files
}

#[test]
fn any_order_of_the_files_comes_to_the_same() {
    for order in orders(3) {
        let scene = Scene::new();
        scene.package("Auditor");
        let files = changed_mind(&scene.seated(ANNA, "notebook"));
        for at in &order {
            let told = scene.take_in(&files[*at]);
            assert_eq!(told["disputes"], json!({}), "{order:?}: {told}");
        }
        for file in &files {
            assert_eq!(scene.take_in(file)["again"], 1, "{order:?}");
        }
        let live: Vec<Value> = scene
            .requests()
            .iter()
            .filter(|row| row["state"] != "canceled")
            .map(|row| json!([row["packageName"], row["justification"]]))
            .collect();
        assert_eq!(live, [json!(["Auditor", "Besides"])], "{order:?}");
        assert_eq!(scene.disputes(), Vec::<Value>::new(), "{order:?}");
        scene.office.practice.is_sound();
    }
}

#[test]
fn what_is_taken_back_ends_its_request_and_comes_too_late_once_it_is_decided() {
    let scene = Scene::new();
    let machine = scene.seated(ANNA, "notebook");
    let first = machine.asks("Accountant", "Month end");
    machine.withdraws(&machine.offer("Accountant"));
    let second = machine.gives_back().remove(0);
    assert_eq!(scene.take_in(&first)["taken"], 1);
    assert_eq!(scene.take_in(&second)["taken"], 1);
    let asked = &scene.requests()[0];
    assert_eq!(asked["state"], "canceled");
    let entry = scene.entry("request.cancel");
    assert_eq!(entry["assurance"], "device", "{entry}");

    // Asked for again: this time they have decided before it is taken back.
    let first = machine.asks("Accountant", "Quarter end");
    machine.withdraws(&machine.offer("Accountant"));
    let second = machine.gives_back().remove(0);
    assert_eq!(scene.take_in(&first)["taken"], 1);
    let asked = scene.requests()[0].clone();
    scene.office.answers(MONA, &asked, "deny");
    let row = scene.disputed(&second, "late");
    assert_eq!(
        (&row["withdraws"], &row["packageName"]),
        (&json!(true), &json!("Accountant"))
    );
    let settle = json!({ "dispute": row["dispute"], "accept": true, "reason": "She says so" });
    let problem = scene.office.practice.refused("request.dispute.settle", settle);
    assert_eq!(problem.code.as_deref(), Some("state"));
    assert_eq!(scene.office.show(&asked)["state"], "denied");
}

#[test]
fn a_dispute_ends_when_its_request_is_taken_back() {
    let scene = Scene::new();
    let machine = scene.seated(ANNA, "notebook");
    let first = machine.asks("Accountant", "Month end");
    machine.withdraws(&machine.offer("Accountant"));
    let second = machine.gives_back().remove(0);
    let asking = json!([{ "question": crate::scene::berlin(&machine.offer("Accountant"))[0]["question"], "values": ["Berlin"] }]);
    let desk = scene.office.asks(ANNA, &json!({ "answers": asking }));
    scene.disputed(&first, "pending");
    assert_eq!(scene.take_in(&second)["taken"], 1);
    assert_eq!(scene.disputes(), Vec::<Value>::new());
    scene.office.practice.sit(None);
    let all = scene
        .office
        .practice
        .call("request.dispute.list", json!({ "filter": { "settled": true } }));
    assert_eq!(all["rows"][0]["settlement"], "withdrawn", "{all}");
    // What was asked for at the desk stands.
    assert_eq!(scene.office.show(&desk)["state"], "pendingApproval");
    scene.office.practice.is_sound();
}

#[test]
fn of_two_people_each_gets_their_own() {
    let scene = Scene::new();
    let (anna, fred) = (scene.seated(ANNA, "anna's"), scene.seated(FRED, "fred's"));
    let files = [anna.asks("Accountant", "Hers"), fred.asks("Accountant", "His")];
    scene.office.practice.sit(None);
    let told = scene
        .office
        .practice
        .done("packet.takeIn", json!({ "folder": files[0].parent() }));
    assert_eq!((&told["files"], &told["taken"]), (&json!(2), &json!(2)), "{told}");
    let mut whose: Vec<Value> = scene
        .requests()
        .iter()
        .map(|row| json!([row["targetName"], row["justification"]]))
        .collect();
    whose.sort_by_key(Value::to_string);
    assert_eq!(whose, [json!(["anna", "Hers"]), json!(["fred", "His"])]);
}
