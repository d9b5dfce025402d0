//! What is held already: extended and given back without a network.

use chrono::Duration;
use serde_json::{Value, json};

use crate::office::{ANNA, ELLA, policy};
use crate::scene::{Machine, Scene};

/// Anna has a package that nobody approves, and a packet that says so.
fn holds(scene: &Scene) -> Machine {
    let package = scene.package("Auditor");
    let role = json!({ "package": package, "resource": scene.office.practice.principal("Ledger", "group") });
    scene.office.practice.call("package.role.add", role);
    scene.office.sit(ANNA);
    let asked = scene
        .office
        .practice
        .call("request.submit", json!({ "package": package }));
    scene.office.pass(Duration::minutes(1));
    assert_eq!(scene.office.show(&asked)["state"], "delivered");
    scene.seated(ANNA, "notebook")
}

#[test]
fn an_access_is_extended_and_given_back_without_a_network() {
    let scene = Scene::new();
    let machine = holds(&scene);
    let row = machine.offer("Auditor");
    let held = &row["content"]["held"];
    assert_eq!(
        (&held["extend"], &held["giveBack"]),
        (&json!(true), &json!(true)),
        "{row}"
    );
    assert_eq!(machine.writes_in_vain(&row, &json!({})), "held");
    // Not for longer than the policy gives, and not for shorter than it lasts.
    let now = scene.office.practice.now();
    let until = |days: i64| json!({ "kind": "userUpdate", "endsAt": now + Duration::days(days) });
    for days in [91, 5] {
        assert_eq!(machine.writes_in_vain(&row, &until(days)), "dates");
    }
    scene.office.pass(Duration::days(10));
    machine.desk.set_clock(scene.office.practice.now());
    machine.writes(&row, "Still needed", &json!({ "kind": "userUpdate" }));
    let told = scene.take_in(&machine.gives_back()[0]);
    assert_eq!((&told["taken"], &told["disputes"]), (&json!(1), &json!({})), "{told}");
    let extended = scene.requests()[0].clone();
    assert_eq!(
        (&extended["kind"], &extended["state"]),
        (&json!("userUpdate"), &json!("delivered")),
        "{extended}"
    );

    machine.opens(&scene.hand_out(ANNA));
    let row = machine.offer("Auditor");
    machine.writes(&row, "", &json!({ "kind": "userRemove" }));
    assert_eq!(scene.take_in(&machine.gives_back()[0])["taken"], 1);
    scene.office.pass(Duration::minutes(1));
    let back = scene.requests()[0].clone();
    assert_eq!(
        (&back["kind"], &back["state"]),
        (&json!("userRemove"), &json!("delivered"))
    );
    scene.office.practice.is_sound();
}

#[test]
fn what_was_taken_away_meanwhile_is_not_extended() {
    let scene = Scene::new();
    let machine = holds(&scene);
    scene.office.pass(Duration::days(10));
    machine.desk.set_clock(scene.office.practice.now());
    let row = machine.offer("Auditor");
    machine.writes(&row, "Still needed", &json!({ "kind": "userUpdate" }));
    let file = machine.gives_back().remove(0);
    let assignment = row["content"]["held"]["assignment"].clone();
    scene.office.sit(ANNA);
    let back = json!({ "kind": "userRemove", "assignment": assignment });
    scene.office.practice.call("request.submit", back);
    scene.office.pass(Duration::minutes(1));
    scene.disputed(&file, "missing");
}

#[test]
fn of_several_policies_one_is_chosen() {
    let scene = Scene::new();
    let org = &scene.office.practice;
    let package = scene.package("Auditor");
    let second = json!({ "package": package, "definition": policy("Otherwise", &[]) });
    let second = org.call("policy.create", second)["policy"].clone();
    let machine = scene.seated(ELLA, "notebook");
    let row = machine.offer("Auditor");
    let names = |row: &Value| row["content"]["policies"].as_array().map_or(0, Vec::len);
    assert_eq!(names(&row), 2, "{row}");
    assert_eq!(machine.writes_in_vain(&row, &json!({})), "choosePolicy");
    machine.writes(&row, "This one", &json!({ "policy": second }));
    assert_eq!(scene.take_in(&machine.gives_back()[0])["taken"], 1);
    assert_eq!(scene.requests()[0]["policyName"], "Otherwise");
}
