//! Files come in any order, twice, late or never: what an organization ends up with is what was decided, or a dispute
//! that says what is missing.

use std::collections::BTreeMap;

use chrono::Duration;
use countersign_tests::population::Chance;
use serde_json::json;

use crate::scene::{Machine, Result, Scene, at};

const PEOPLE: usize = 5;
const DECISIONS: [&str; 3] = ["approve", "deny", "dontKnow"];

/// What becomes of one of the files.
#[derive(Clone, Copy, PartialEq)]
enum Loss {
    None,
    /// It comes after all others.
    Late,
    /// It never comes; the reviewers are asked to send everything again.
    ForGood,
}

/// One history of two reviewers with two devices each.
fn round(seed: u64, loss: Loss) {
    let lossy = loss != Loss::None;
    let mut chance = Chance::new(seed);
    let scene = Scene::new(PEOPLE, &json!({}));
    let mut machines: Vec<Machine> = Vec::new();
    for (person, name) in [(scene.pia, "pia"), (scene.hugo, "hugo")] {
        let devices: Vec<_> = (0..2).map(|n| scene.machine(person, &format!("{name}{n}"))).collect();
        let packet = scene.hand_out(person);
        machines.extend(
            devices
                .into_iter()
                .map(|(desk, device)| scene.open(desk, device, &packet)),
        );
    }
    let items: Vec<(String, String)> = scene.result().into_keys().collect();
    let mut now = at("2026-11-03T08:00:00Z");
    // The reference: everybody decides on one machine, one after the other.
    let mut reference: Result = scene.result();
    let mut files = Vec::new();
    // Each person works on one device at a time, and carries over when they change it.
    let mut sits = [0usize, 2];
    for step in 0..24 {
        now += Duration::minutes(7);
        let who = chance.below(2);
        if chance.below(8) == 0 {
            let (from, to) = (sits[who], who * 2 + (sits[who] + 1) % 2);
            carry(&scene, &machines[from], &machines[to], to, step);
            sits[who] = to;
        }
        let machine = &machines[sits[who]];
        machine.desk.set_clock(now);
        let item = &items[chance.below(items.len())];
        let decision = DECISIONS[chance.below(3)];
        machine.decide(&item.0, &item.1, decision);
        reference.insert(item.clone(), decision.to_owned());
        if chance.below(3) == 0 {
            files.extend(machine.give_back(&scene.path("back")));
        }
    }
    for machine in &machines {
        let input = json!({ "instance": machine.instance, "folder": scene.path("back") });
        if let Ok(done) = machine.desk.job("packet.answer", input) {
            let last: Vec<std::path::PathBuf> = serde_json::from_value(done["files"].clone()).expect("files");
            files.extend(last);
        }
    }
    scene.org.set_clock(now + Duration::hours(1));
    // Twice, some never, in any order.
    let mut arriving: Vec<_> = files.iter().chain(&files).cloned().collect();
    for at in (1..arriving.len()).rev() {
        arriving.swap(at, chance.below(at + 1));
    }
    let mut lost = Vec::new();
    if lossy {
        let one = files[chance.below(files.len())].clone();
        arriving.retain(|file| *file != one);
        lost.push(one);
    }
    for file in &arriving {
        scene.take_in(file);
    }
    let disputed: BTreeMap<(String, String), usize> = scene.disputes().iter().fold(BTreeMap::new(), |mut all, row| {
        let of = |name: &str| row[name].as_str().unwrap_or_default().to_owned();
        *all.entry((of("principalName"), of("resourceName"))).or_default() += 1;
        all
    });
    let reached = scene.result();
    let mut differ = 0;
    for (item, decision) in &reference {
        if reached[item] != *decision {
            differ += 1;
            assert!(
                lossy || disputed.contains_key(item),
                "seed {seed}: {item:?} is {} and not {decision}, and no dispute says so",
                reached[item]
            );
        }
    }
    if !lossy {
        assert_eq!(
            differ, 0,
            "seed {seed}: the last answer stands, whatever arrived first: {disputed:?}"
        );
    }
    // What was lost comes after all, or is written again by whoever made it: the same as if it had not been lost.
    if loss == Loss::ForGood {
        let again = scene.path("again");
        std::fs::create_dir_all(&again).expect("a folder");
        for machine in &machines {
            let input = json!({ "instance": machine.instance, "folder": again, "again": true });
            // A device that was only carried on from has returned nothing.
            let _ = machine.desk.job("packet.answer", input);
        }
        scene.take_in(&again);
        let page = scene.org.call("packet.list", json!({ "instance": scene.instance }));
        let missing = page["rows"]
            .as_array()
            .expect("rows")
            .iter()
            .all(|row| row["missingCount"] == 0);
        assert!(missing, "seed {seed}: {page}");
    } else {
        lost.iter().for_each(|file| drop(scene.take_in(file)));
    }
    assert_eq!(scene.result(), reference, "seed {seed}: {:?}", scene.disputes());
    scene.org.is_sound();
}

fn carry(scene: &Scene, from: &Machine, to: &Machine, place: usize, step: usize) {
    let name = format!("{}{}", if place < 2 { "pia" } else { "hugo" }, place % 2);
    let words = to.desk.call("device.own", json!({}))["words"].clone();
    let path = scene.path(&format!("carried-{step}"));
    let input = json!({ "instance": from.instance, "device": scene.path(&format!("{name}.enrolment")),
                        "words": words, "path": path });
    from.desk.done("packet.carry", input);
    let words = from.desk.call("device.own", json!({}))["words"].clone();
    to.desk.done("packet.open", json!({ "path": path, "accept": words }));
}

#[test]
fn whatever_order_answers_arrive_in_the_result_is_that_of_one_machine() {
    for seed in 0..4 {
        round(seed, Loss::None);
    }
}

#[test]
fn a_file_that_is_lost_and_comes_after_all_changes_the_result_to_that_of_one_machine() {
    for seed in 100..103 {
        round(seed, Loss::Late);
    }
}

#[test]
fn a_file_that_is_lost_for_good_is_made_up_for_by_sending_everything_again() {
    for seed in 200..203 {
        round(seed, Loss::ForGood);
    }
}

#[test]
fn the_organization_sees_whose_file_never_came_and_who_has_not_answered() {
    let scene = Scene::new(PEOPLE, &json!({}));
    let pia = scene.seated(scene.pia, "notebook");
    let hugo = scene.seated(scene.hugo, "tower");
    let items: Vec<(String, String)> = scene.result().into_keys().collect();
    let row = |person: i64| {
        let page = scene.org.call("packet.list", json!({ "instance": scene.instance }));
        let rows = page["rows"].as_array().expect("rows").clone();
        rows.into_iter()
            .find(|row| row["reviewer"] == person)
            .expect("a packet")
    };
    let told = |row: &serde_json::Value| {
        ["returnCount", "answeredCount", "missingCount"].map(|name| row[name].as_i64().expect("a number"))
    };
    pia.decide(&items[0].0, &items[0].1, "deny");
    // Never taken in.
    let lost = pia.give_back(&scene.path("lost"));
    pia.decide(&items[1].0, &items[1].1, "approve");
    let came = pia.give_back(&scene.path("back"));
    assert_eq!((lost.len(), came.len()), (1, 1));
    scene.take_in(&came[0]);
    assert_eq!(
        told(&row(scene.pia)),
        [1, 1, 1],
        "the second file says that there was a first"
    );
    assert_eq!(told(&row(scene.hugo)), [0, 0, 0]);
    assert_eq!(scene.result()[&items[0]], "notReviewed", "nothing is guessed");
    let progress = scene.org.call("review.progress", json!({ "instance": scene.instance }));
    let reviewers = progress["reviewers"].as_array().expect("reviewers");
    let of_hugo = reviewers
        .iter()
        .find(|one| one["principal"] == scene.hugo)
        .expect("Hugo");
    assert!(of_hugo["count"]["notReviewed"].as_u64() > Some(0), "{of_hugo}");
    // Hugo's only file is lost: he is known to owe an answer, as nobody knows of the file.
    hugo.decide(&items[2].0, &items[2].1, "deny");
    hugo.give_back(&scene.path("lost"));
    assert_eq!(told(&row(scene.hugo)), [0, 0, 0]);
    let again = scene.path("again");
    std::fs::create_dir_all(&again).expect("a folder");
    for machine in [&pia, &hugo] {
        let input = json!({ "instance": machine.instance, "folder": again, "again": true });
        machine.desk.done("packet.answer", input);
    }
    scene.take_in(&again);
    assert_eq!(told(&row(scene.pia)), [2, 2, 0]);
    assert_eq!(told(&row(scene.hugo)), [1, 1, 0]);
    assert_eq!(scene.result()[&items[0]], "deny");
    assert_eq!(scene.result()[&items[2]], "deny");
    scene.org.is_sound();
}
